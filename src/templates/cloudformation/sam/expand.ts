import type { Resource, Value } from '../../value.ts';
import { expandApi, expandHttpApi } from './api.ts';
import { expandFunction } from './function.ts';
import { expandMachine } from './machine.ts';
import { byDefault, copied, derived, mapWith, tagList } from './derive.ts';

/** The macro that makes a template one of the Serverless Application Model. */
export const serverlessTransform = 'AWS::Serverless-2016-10-31';

/**
 * The CloudFormation resources that a serverless one becomes, as far as they carry what checks ask about. The written one
 * is not among them. Source: SAM specification 2016-10-31 and "Generated CloudFormation resources".
 */
export function expandServerless(resource: Resource): readonly Resource[] {
  switch (resource.type) {
    case 'AWS::Serverless::Function':
      return expandFunction(resource);
    case 'AWS::Serverless::Api':
      return expandApi(resource);
    case 'AWS::Serverless::HttpApi':
      return expandHttpApi(resource);
    case 'AWS::Serverless::StateMachine':
      return expandMachine(resource);
    case 'AWS::Serverless::SimpleTable':
      return [derived(resource, 'AWS::DynamoDB::Table', '', [...copied(resource, ['TableName', 'ProvisionedThroughput', 'SSESpecification', 'PointInTimeRecoverySpecification']), ['KeySchema', keyOf(resource)], ...tagList(resource)])];
    case 'AWS::Serverless::LayerVersion':
      return [derived(resource, 'AWS::Lambda::LayerVersion', '', copied(resource, [['ContentUri', 'Content'], 'CompatibleRuntimes', 'CompatibleArchitectures', 'Description', 'LayerName', 'LicenseInfo']))];
    default:
      return [];
  }
}

/** The one key of a simple table; it is called `id` unless PrimaryKey names it. */
function keyOf({ properties, head }: Resource): Value {
  const primary = properties.entries.get('PrimaryKey');
  const name = primary?.kind === 'map' ? primary.entries.get('Name') : undefined;
  const key = mapWith([['AttributeName', name ?? byDefault('id', head)], ['KeyType', byDefault('HASH', head)]], head);
  return { kind: 'list', items: [key], at: head };
}
