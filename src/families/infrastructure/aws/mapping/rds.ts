import type { ServiceMapping } from './table.ts';

/** Amazon RDS and Aurora. */
export const rds: ServiceMapping = {
  aws_db_instance: {
    type: 'AWS::RDS::DBInstance',
    rename: {
      identifier: 'DBInstanceIdentifier',
      instance_class: 'DBInstanceClass',
      password: 'MasterUserPassword',
      username: 'MasterUsername',
      iam_database_authentication_enabled: 'EnableIAMDatabaseAuthentication',
      performance_insights_enabled: 'EnablePerformanceInsights',
      performance_insights_kms_key_id: 'PerformanceInsightsKMSKeyId',
      enabled_cloudwatch_logs_exports: 'EnableCloudwatchLogsExports',
      backup_retention_period: 'BackupRetentionPeriod',
      vpc_security_group_ids: 'VPCSecurityGroups',
      snapshot_identifier: 'DBSnapshotIdentifier',
      replicate_source_db: 'SourceDBInstanceIdentifier',
      ca_cert_identifier: 'CACertificateIdentifier',
      copy_tags_to_snapshot: 'CopyTagsToSnapshot',
    },
  },
  aws_rds_cluster: {
    type: 'AWS::RDS::DBCluster',
    rename: {
      cluster_identifier: 'DBClusterIdentifier',
      master_password: 'MasterUserPassword',
      iam_database_authentication_enabled: 'EnableIAMDatabaseAuthentication',
      enabled_cloudwatch_logs_exports: 'EnableCloudwatchLogsExports',
      vpc_security_group_ids: 'VpcSecurityGroupIds',
      backtrack_window: 'BacktrackWindow',
      enable_http_endpoint: 'EnableHttpEndpoint',
    },
  },
  aws_rds_cluster_instance: {
    type: 'AWS::RDS::DBInstance',
    rename: {
      identifier: 'DBInstanceIdentifier',
      cluster_identifier: 'DBClusterIdentifier',
      instance_class: 'DBInstanceClass',
      performance_insights_enabled: 'EnablePerformanceInsights',
      performance_insights_kms_key_id: 'PerformanceInsightsKMSKeyId',
    },
  },
  aws_rds_global_cluster: { type: 'AWS::RDS::GlobalCluster' },
  aws_rds_cluster_parameter_group: { type: 'AWS::RDS::DBClusterParameterGroup' },
  aws_db_parameter_group: { type: 'AWS::RDS::DBParameterGroup' },
  aws_db_event_subscription: { type: 'AWS::RDS::EventSubscription' },
  aws_db_snapshot: { type: 'aws_db_snapshot' },
  aws_db_security_group: { type: 'AWS::RDS::DBSecurityGroup' },
};
