import type { ServiceMapping } from './table.ts';

/** AWS Key Management Service. */
export const kms: ServiceMapping = {
  aws_kms_key: {
    type: 'AWS::KMS::Key',
    rename: { policy: 'KeyPolicy', deletion_window_in_days: 'PendingWindowInDays', is_enabled: 'Enabled', customer_master_key_spec: 'KeySpec' },
  },
  aws_kms_alias: { type: 'AWS::KMS::Alias', rename: { name: 'AliasName', target_key_id: 'TargetKeyId' } },
  aws_kms_replica_key: { type: 'AWS::KMS::ReplicaKey', rename: { policy: 'KeyPolicy', deletion_window_in_days: 'PendingWindowInDays' } },
  aws_kms_key_policy: { type: 'AWS::KMS::Key', fold: { into: 'AWS::KMS::Key', by: 'key_id' }, rename: { key_id: null, policy: 'KeyPolicy' } },
};
