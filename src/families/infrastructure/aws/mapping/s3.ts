import type { ServiceMapping } from './table.ts';

const acl = {
  private: 'Private',
  'public-read': 'PublicRead',
  'public-read-write': 'PublicReadWrite',
  'authenticated-read': 'AuthenticatedRead',
  'aws-exec-read': 'AwsExecRead',
  'bucket-owner-read': 'BucketOwnerRead',
  'bucket-owner-full-control': 'BucketOwnerFullControl',
  'log-delivery-write': 'LogDeliveryWrite',
};

const into = 'AWS::S3::Bucket';

/** Amazon S3: since version 4 of the provider most of a bucket's settings are resources of their own. */
export const s3: ServiceMapping = {
  aws_s3_bucket: {
    type: 'AWS::S3::Bucket',
    rename: {
      bucket: 'BucketName',
      acl: 'AccessControl',
      versioning: 'VersioningConfiguration',
      'versioning.enabled': 'Status',
      'versioning.mfa_delete': 'MFADelete',
      logging: 'LoggingConfiguration',
      'logging.target_bucket': 'DestinationBucketName',
      'logging.target_prefix': 'LogFilePrefix',
      server_side_encryption_configuration: 'BucketEncryption',
      'server_side_encryption_configuration.rule': 'ServerSideEncryptionConfiguration',
      'server_side_encryption_configuration.rule.apply_server_side_encryption_by_default': 'ServerSideEncryptionByDefault',
      'server_side_encryption_configuration.rule.apply_server_side_encryption_by_default.sse_algorithm': 'SSEAlgorithm',
      'server_side_encryption_configuration.rule.apply_server_side_encryption_by_default.kms_master_key_id': 'KMSMasterKeyID',
      lifecycle_rule: 'LifecycleConfiguration.Rules',
      'lifecycle_rule.enabled': 'Status',
      'lifecycle_rule.abort_incomplete_multipart_upload_days': 'AbortIncompleteMultipartUpload.DaysAfterInitiation',
      website: 'WebsiteConfiguration',
      cors_rule: 'CorsConfiguration.CorsRules',
      replication_configuration: 'ReplicationConfiguration',
    },
    values: {
      AccessControl: acl,
      'VersioningConfiguration.Status': { true: 'Enabled', false: 'Suspended' },
      'LifecycleConfiguration.Rules.Status': { true: 'Enabled', false: 'Disabled' },
    },
  },
  aws_s3_bucket_acl: {
    type: into,
    fold: { into, by: 'bucket' },
    rename: { bucket: null, acl: 'AccessControl', access_control_policy: 'AccessControlPolicy' },
    values: { AccessControl: acl },
  },
  aws_s3_bucket_versioning: {
    type: into,
    fold: { into, by: 'bucket', at: 'VersioningConfiguration' },
    rename: { bucket: null, versioning_configuration: '', 'versioning_configuration.status': 'Status', 'versioning_configuration.mfa_delete': 'MFADelete' },
  },
  aws_s3_bucket_logging: {
    type: into,
    fold: { into, by: 'bucket', at: 'LoggingConfiguration' },
    rename: { bucket: null, target_bucket: 'DestinationBucketName', target_prefix: 'LogFilePrefix' },
  },
  aws_s3_bucket_server_side_encryption_configuration: {
    type: into,
    fold: { into, by: 'bucket', at: 'BucketEncryption' },
    rename: {
      bucket: null,
      rule: 'ServerSideEncryptionConfiguration',
      'rule.apply_server_side_encryption_by_default': 'ServerSideEncryptionByDefault',
      'rule.apply_server_side_encryption_by_default.sse_algorithm': 'SSEAlgorithm',
      'rule.apply_server_side_encryption_by_default.kms_master_key_id': 'KMSMasterKeyID',
    },
  },
  aws_s3_bucket_public_access_block: {
    type: into,
    fold: { into, by: 'bucket', at: 'PublicAccessBlockConfiguration' },
    rename: { bucket: null },
    defaults: { BlockPublicAcls: false, BlockPublicPolicy: false, IgnorePublicAcls: false, RestrictPublicBuckets: false },
  },
  aws_s3_bucket_ownership_controls: {
    type: into,
    fold: { into, by: 'bucket', at: 'OwnershipControls' },
    rename: { bucket: null, rule: 'Rules' },
  },
  aws_s3_bucket_lifecycle_configuration: {
    type: into,
    fold: { into, by: 'bucket', at: 'LifecycleConfiguration' },
    rename: { bucket: null, rule: 'Rules' },
  },
  aws_s3_bucket_website_configuration: {
    type: into,
    fold: { into, by: 'bucket', at: 'WebsiteConfiguration' },
    rename: { bucket: null, 'index_document.suffix': 'Suffix' },
  },
  aws_s3_bucket_cors_configuration: { type: into, fold: { into, by: 'bucket', at: 'CorsConfiguration' }, rename: { bucket: null, cors_rule: 'CorsRules' } },
  aws_s3_bucket_notification: { type: into, fold: { into, by: 'bucket', at: 'NotificationConfiguration' }, rename: { bucket: null } },
  aws_s3_bucket_replication_configuration: {
    type: into,
    fold: { into, by: 'bucket', at: 'ReplicationConfiguration' },
    rename: { bucket: null, rule: 'Rules' },
  },
  aws_s3_bucket_object_lock_configuration: { type: into, fold: { into, by: 'bucket', at: 'ObjectLockConfiguration' }, rename: { bucket: null } },
  aws_s3_bucket_accelerate_configuration: { type: into, fold: { into, by: 'bucket', at: 'AccelerateConfiguration' }, rename: { bucket: null } },
  aws_s3_bucket_policy: { type: 'AWS::S3::BucketPolicy', rename: { policy: 'PolicyDocument' } },
  aws_s3_access_point: { type: 'AWS::S3::AccessPoint', rename: { public_access_block_configuration: 'PublicAccessBlockConfiguration' } },
  aws_s3_account_public_access_block: { type: 'aws_s3_account_public_access_block' },
};
