import { cloudtrail } from './cloudtrail.ts';
import { ec2 } from './ec2.ts';
import { iam } from './iam.ts';
import { kms } from './kms.ts';
import { rds } from './rds.ts';
import { s3 } from './s3.ts';
import type { ServiceMapping, TypeMapping } from './table.ts';

/** Every service's table. A type without a row follows the naming rule where CloudFormation spells its type alike. */
const services: readonly ServiceMapping[] = [cloudtrail, ec2, iam, kms, rds, s3];

const rows: ReadonlyMap<string, TypeMapping> = new Map(services.flatMap((service) => Object.entries(service)));

/** The row of a Terraform type. */
export function mappingOf(terraformType: string): TypeMapping | undefined {
  return rows.get(terraformType);
}
