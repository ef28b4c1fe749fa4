import type { ServiceMapping } from './table.ts';

/** Amazon DocumentDB. */
export const docdb: ServiceMapping = {
  aws_docdb_cluster: {
    type: 'AWS::DocDB::DBCluster',
    rename: { cluster_identifier: 'DBClusterIdentifier', master_password: 'MasterUserPassword', enabled_cloudwatch_logs_exports: 'EnableCloudwatchLogsExports', db_cluster_parameter_group_name: 'DBClusterParameterGroupName' },
  },
  aws_docdb_cluster_instance: { type: 'AWS::DocDB::DBInstance', rename: { cluster_identifier: 'DBClusterIdentifier', identifier: 'DBInstanceIdentifier' } },
  aws_docdb_cluster_parameter_group: { type: 'AWS::DocDB::DBClusterParameterGroup' },
};
