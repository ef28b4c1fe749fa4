import type { ServiceMapping } from './table.ts';

/** Amazon Neptune. */
export const neptune: ServiceMapping = {
  aws_neptune_cluster: {
    type: 'AWS::Neptune::DBCluster',
    rename: { cluster_identifier: 'DBClusterIdentifier', iam_database_authentication_enabled: 'IamAuthEnabled', kms_key_arn: 'KmsKeyId', enable_cloudwatch_logs_exports: 'EnableCloudwatchLogsExports' },
  },
  aws_neptune_cluster_instance: { type: 'AWS::Neptune::DBInstance', rename: { cluster_identifier: 'DBClusterIdentifier', identifier: 'DBInstanceIdentifier' } },
  aws_neptune_cluster_snapshot: { type: 'aws_neptune_cluster_snapshot' },
  aws_neptune_cluster_parameter_group: { type: 'AWS::Neptune::DBClusterParameterGroup' },
};
