import type { ServiceMapping } from './table.ts';

/** DynamoDB, EFS, FSx, Glacier, Backup, Redshift, DAX and Keyspaces. */
export const storage: ServiceMapping = {
  aws_dynamodb_table: {
    type: 'AWS::DynamoDB::Table',
    rename: {
      name: 'TableName',
      point_in_time_recovery: 'PointInTimeRecoverySpecification',
      'point_in_time_recovery.enabled': 'PointInTimeRecoveryEnabled',
      server_side_encryption: 'SSESpecification',
      'server_side_encryption.enabled': 'SSEEnabled',
      'server_side_encryption.kms_key_arn': 'KMSMasterKeyId',
      attribute: 'AttributeDefinitions',
    },
  },
  aws_efs_file_system: { type: 'AWS::EFS::FileSystem', rename: { lifecycle_policy: 'LifecyclePolicies' } },
  aws_efs_file_system_policy: { type: 'AWS::EFS::FileSystem', fold: { into: 'AWS::EFS::FileSystem', by: 'file_system_id' }, rename: { file_system_id: null, policy: 'FileSystemPolicy' } },
  aws_efs_backup_policy: { type: 'AWS::EFS::FileSystem', fold: { into: 'AWS::EFS::FileSystem', by: 'file_system_id', at: 'BackupPolicy' }, rename: { file_system_id: null, backup_policy: '' } },
  aws_glacier_vault: { type: 'aws_glacier_vault' },
  aws_backup_vault: { type: 'AWS::Backup::BackupVault', rename: { name: 'BackupVaultName', kms_key_arn: 'EncryptionKeyArn' } },
  aws_backup_selection: { type: 'AWS::Backup::BackupSelection', rename: { name: 'SelectionName', plan_id: 'BackupPlanId', selection_tag: 'ListOfTags' }, wrap: { at: 'BackupSelection', except: ['BackupPlanId'] } },
  aws_backup_plan: { type: 'AWS::Backup::BackupPlan', rename: { name: 'BackupPlan.BackupPlanName', rule: 'BackupPlan.BackupPlanRule' } },
  aws_redshift_cluster: {
    type: 'AWS::Redshift::Cluster',
    rename: {
      database_name: 'DBName',
      master_password: 'MasterUserPassword',
      logging: 'LoggingProperties',
      'logging.bucket_name': 'BucketName',
      cluster_subnet_group_name: 'ClusterSubnetGroupName',
      skip_final_snapshot: 'SkipFinalSnapshot',
    },
    // Terraform's provider asks for a private cluster only when told to
    defaults: { PubliclyAccessible: true },
  },
  aws_redshift_parameter_group: { type: 'AWS::Redshift::ClusterParameterGroup', rename: { family: 'ParameterGroupFamily', parameter: 'Parameters', 'parameter.name': 'ParameterName', 'parameter.value': 'ParameterValue' } },
  aws_dax_cluster: { type: 'AWS::DAX::Cluster', rename: { server_side_encryption: 'SSESpecification', 'server_side_encryption.enabled': 'SSEEnabled' } },
  aws_keyspaces_table: { type: 'AWS::Cassandra::Table', rename: { encryption_specification: 'EncryptionSpecification', 'encryption_specification.type': 'EncryptionType', point_in_time_recovery: 'PointInTimeRecoveryEnabled' } },
};
