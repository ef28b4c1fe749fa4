import type { Resource, Value } from '../../value.ts';
import { unknown } from '../values.ts';
import { copied, derived, mapWith, referenceTo, tagList, type Property } from './derive.ts';
import { roleFor } from './role.ts';

const same = ['Architectures', 'CodeSigningConfigArn', 'Description', 'Environment', 'EphemeralStorage', 'FunctionName', 'Handler', 'ImageConfig', 'KmsKeyArn', 'Layers', 'LoggingConfig', 'MemorySize', 'PackageType', 'ReservedConcurrentExecutions', 'Role', 'Runtime', 'SnapStart', 'Timeout', 'VpcConfig'];

/** The function, its role when it names none, and its public address. */
export function expandFunction(from: Resource): readonly Resource[] {
  const { entries } = from.properties;
  const properties: Property[] = [...copied(from, same), ...tagList(from)];
  const tracing = entries.get('Tracing');
  if (tracing !== undefined) properties.push(['TracingConfig', mapWith([['Mode', tracing]], tracing.at)]);
  const queue = entries.get('DeadLetterQueue');
  if (queue !== undefined) properties.push(['DeadLetterConfig', queue]);
  properties.push(['Code', codeOf(from)]);
  if (!entries.has('Role')) properties.push(['Role', referenceTo({ ...from, name: `${from.name}Role` }, 'Arn')]);
  return [derived(from, 'AWS::Lambda::Function', '', properties), ...roleFor(from, 'lambda.amazonaws.com'), ...urlOf(from)];
}

function codeOf(from: Resource): Value {
  const inline = from.properties.entries.get('InlineCode');
  return inline === undefined ? unknown('the code that is packed', from.head) : mapWith([['ZipFile', inline]], inline.at);
}

function urlOf(from: Resource): readonly Resource[] {
  const url = from.properties.entries.get('FunctionUrlConfig');
  if (url?.kind !== 'map') return [];
  return [derived(from, 'AWS::Lambda::Url', 'Url', [...url.entries, ['TargetFunctionArn', referenceTo(from, 'Arn')]])];
}
