import { identity, networkRules, publicAccess, type ArmRows } from './rows.ts';

/** Storage accounts, key vaults and file sync. */
export const storageRows: ArmRows = {
  'microsoft.storage/storageaccounts': {
    type: 'azurerm_storage_account',
    paths: {
      ...identity,
      ...publicAccess,
      name: 'name',
      replication: 'account_replication_type',
      kind: 'account_kind',
      'properties.supportsHttpsTrafficOnly': 'https_traffic_only_enabled',
      'properties.minimumTlsVersion': 'min_tls_version',
      'properties.allowBlobPublicAccess': 'allow_nested_items_to_be_public',
      'properties.allowSharedKeyAccess': 'shared_access_key_enabled',
      'properties.isHnsEnabled': 'is_hns_enabled',
      'properties.isLocalUserEnabled': 'local_user_enabled',
      'properties.sasPolicy.sasExpirationPeriod': 'sas_policy.expiration_period',
      'properties.encryption.requireInfrastructureEncryption': 'infrastructure_encryption_enabled',
      'properties.encryption.keyvaultproperties.keyname': 'customer_managed_key.key_vault_key_id',
      'properties.networkAcls': { to: 'network_rules', each: networkRules },
    },
    absent: ['enable_https_traffic_only', 'allow_blob_public_access', 'default_action', 'bypass'],
  },
  'microsoft.storage/storageaccounts/blobservices/containers': { type: 'azurerm_storage_container', paths: { 'properties.publicAccess': 'container_access_type' } },
  'microsoft.storagesync/storagesyncservices': { type: 'azurerm_storage_sync', paths: { 'properties.incomingTrafficPolicy': 'incoming_traffic_policy' } },
  'microsoft.datalakestore/accounts': { type: 'azurerm_data_lake_store', paths: { 'properties.encryptionState': 'encryption_state' } },
  'microsoft.keyvault/vaults': {
    type: 'azurerm_key_vault',
    paths: {
      ...publicAccess,
      'properties.enablePurgeProtection': 'purge_protection_enabled',
      'properties.enableSoftDelete': 'soft_delete_enabled',
      'properties.softDeleteRetentionInDays': 'soft_delete_retention_days',
      'properties.enableRbacAuthorization': 'enable_rbac_authorization',
      'properties.networkAcls': { to: 'network_acls', each: networkRules },
    },
  },
  'microsoft.keyvault/vaults/secrets': { type: 'azurerm_key_vault_secret', paths: { 'properties.contentType': 'content_type', 'properties.attributes.exp': 'expiration_date' } },
  'microsoft.keyvault/vaults/keys': {
    type: 'azurerm_key_vault_key',
    paths: { 'properties.kty': 'key_type', 'properties.attributes.exp': 'expiration_date', 'properties.rotationPolicy.attributes.expiryTime': 'expiration_date' },
  },
};
