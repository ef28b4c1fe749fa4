import { analytics } from './analytics.ts';
import { apigateway } from './apigateway.ts';
import { cloudfront } from './cloudfront.ts';
import { cloudtrail } from './cloudtrail.ts';
import { containers } from './containers.ts';
import { docdb } from './docdb.ts';
import { ec2 } from './ec2.ts';
import { edge } from './edge.ts';
import { elasticache } from './elasticache.ts';
import { elb } from './elb.ts';
import { iam } from './iam.ts';
import { kms } from './kms.ts';
import { lambda } from './lambda.ts';
import { messaging } from './messaging.ts';
import { neptune } from './neptune.ts';
import { opensearch } from './opensearch.ts';
import { operations } from './operations.ts';
import { rds } from './rds.ts';
import { s3 } from './s3.ts';
import { storage } from './storage.ts';
import type { ServiceMapping, TypeMapping } from './table.ts';

/** Every service's table. A type without a row follows the naming rule where CloudFormation spells its type alike. */
const services: readonly ServiceMapping[] = [
  analytics,
  apigateway,
  cloudfront,
  cloudtrail,
  containers,
  docdb,
  ec2,
  edge,
  elasticache,
  elb,
  iam,
  kms,
  lambda,
  messaging,
  neptune,
  opensearch,
  operations,
  rds,
  s3,
  storage,
];

const rows: ReadonlyMap<string, TypeMapping> = new Map(services.flatMap((service) => Object.entries(service)));

/** The row of a Terraform type. */
export function mappingOf(terraformType: string): TypeMapping | undefined {
  return rows.get(terraformType);
}
