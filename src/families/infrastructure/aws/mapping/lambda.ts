import type { ServiceMapping } from './table.ts';

/** AWS Lambda. */
export const lambda: ServiceMapping = {
  aws_lambda_function: {
    type: 'AWS::Lambda::Function',
    rename: {
      filename: 'Code.ZipFile',
      s3_bucket: 'Code.S3Bucket',
      s3_key: 'Code.S3Key',
      image_uri: 'Code.ImageUri',
      source_code_hash: null,
      dead_letter_config: 'DeadLetterConfig',
      code_signing_config_arn: 'CodeSigningConfigArn',
      reserved_concurrent_executions: 'ReservedConcurrentExecutions',
    },
  },
  aws_lambda_permission: { type: 'AWS::Lambda::Permission' },
  aws_lambda_function_url: { type: 'AWS::Lambda::Url', rename: { authorization_type: 'AuthType', function_name: 'TargetFunctionArn' } },
};
