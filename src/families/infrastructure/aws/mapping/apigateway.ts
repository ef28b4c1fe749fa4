import type { ServiceMapping } from './table.ts';

/** Amazon API Gateway, both versions. */
export const apigateway: ServiceMapping = {
  aws_api_gateway_stage: { type: 'AWS::ApiGateway::Stage', rename: { xray_tracing_enabled: 'TracingEnabled', access_log_settings: 'AccessLogSetting', rest_api_id: 'RestApiId' } },
  aws_api_gateway_method_settings: {
    type: 'AWS::ApiGateway::Stage',
    fold: { into: 'AWS::ApiGateway::Stage', by: 'stage_name', at: 'MethodSettings', append: true },
    rename: { rest_api_id: null, stage_name: null, settings: '', method_path: 'ResourcePath', 'settings.cache_data_encrypted': 'CacheDataEncrypted', 'settings.caching_enabled': 'CachingEnabled' },
  },
  aws_api_gateway_rest_api: { type: 'AWS::ApiGateway::RestApi' },
  aws_api_gateway_method: { type: 'AWS::ApiGateway::Method', rename: { authorization: 'AuthorizationType' } },
  aws_api_gateway_domain_name: { type: 'AWS::ApiGateway::DomainName' },
  aws_apigatewayv2_stage: { type: 'AWS::ApiGatewayV2::Stage' },
  aws_apigatewayv2_route: { type: 'AWS::ApiGatewayV2::Route' },
};
