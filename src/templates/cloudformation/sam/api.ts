import type { Resource, Value } from '../../value.ts';
import { known } from '../values.ts';
import { byDefault, copied, derived, mapWith, referenceTo, tagList, type Property } from './derive.ts';

/** The REST API and its stage. */
export function expandApi(from: Resource): readonly Resource[] {
  const { entries } = from.properties;
  const body = copied(from, ['Name', 'Description', 'ApiKeySourceType', 'BinaryMediaTypes', 'DisableExecuteApiEndpoint', 'FailOnWarnings', 'MinimumCompressionSize', ['DefinitionBody', 'Body'], 'Mode']);
  const endpoint = entries.get('EndpointConfiguration');
  const stage = copied(from, ['StageName', 'AccessLogSetting', 'CacheClusterEnabled', 'CacheClusterSize', 'CanarySetting', 'MethodSettings', 'TracingEnabled', 'Variables']);
  return [
    derived(from, 'AWS::ApiGateway::RestApi', '', [...body, ...(endpoint === undefined ? [] : [endpointOf(endpoint)]), ...tagList(from)]),
    derived(from, 'AWS::ApiGateway::Stage', 'Stage', [...stage, ['RestApiId', referenceTo(from, 'Ref')], ...tagList(from)]),
  ];
}

function endpointOf(value: Value): Property {
  if (value.kind === 'known') return ['EndpointConfiguration', mapWith([['Types', { kind: 'list', items: [value], at: value.at }]], value.at)];
  if (value.kind !== 'map') return ['EndpointConfiguration', value];
  const type = value.entries.get('Type');
  const rest = [...value.entries].filter(([key]) => key !== 'Type');
  return ['EndpointConfiguration', mapWith([...rest, ...(type === undefined ? [] : [['Types', { kind: 'list', items: [type], at: type.at }] satisfies Property])], value.at)];
}

/** The HTTP API and its stage. */
export function expandHttpApi(from: Resource): readonly Resource[] {
  const api = copied(from, ['Name', 'Description', 'CorsConfiguration', 'DisableExecuteApiEndpoint', ['DefinitionBody', 'Body']]);
  const stage = copied(from, ['StageName', 'DefaultRouteSettings', 'RouteSettings', 'StageVariables', ['AccessLogSettings', 'AccessLogSettings']]);
  return [
    derived(from, 'AWS::ApiGatewayV2::Api', '', [...api, ['ProtocolType', known('HTTP', from.head)]]),
    derived(from, 'AWS::ApiGatewayV2::Stage', 'Stage', [['StageName', byDefault('$default', from.head)], ...stage, ['ApiId', referenceTo(from, 'Ref')]]),
  ];
}
