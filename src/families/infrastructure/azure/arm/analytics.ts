import { identity, localAuth, networkRules, publicAccess, type ArmRows } from './rows.ts';

/** Synapse, Data Factory, Data Explorer, Databricks, Machine Learning, search and Cognitive Services. */
export const analyticsRows: ArmRows = {
  'microsoft.synapse/workspaces': {
    type: 'azurerm_synapse_workspace',
    paths: {
      ...identity,
      ...publicAccess,
      'properties.managedVirtualNetwork': '?managed_virtual_network_enabled',
      'properties.managedVirtualNetworkSettings.preventDataExfiltration': 'data_exfiltration_protection_enabled',
      'properties.dataExfiltrationProtectionEnabled': 'data_exfiltration_protection_enabled',
      'properties.encryption.cmk.key.name': 'customer_managed_key.key_name',
      'properties.encryption.cmk': { to: 'customer_managed_key', each: { 'key.name': 'key_name' } },
      'properties.sqlAdministratorLoginPassword': 'sql_administrator_login_password',
    },
  },
  'microsoft.synapse/workspaces/firewallrules': { type: 'azurerm_synapse_firewall_rule', paths: { 'properties.startIpAddress': 'start_ip_address', 'properties.endIpAddress': 'end_ip_address' } },
  'microsoft.synapse/workspaces/bigdatapools': { type: 'azurerm_synapse_spark_pool', paths: { 'properties.isComputeIsolationEnabled': 'compute_isolation_enabled' } },
  'microsoft.synapse/workspaces/sqlpools': { type: 'azurerm_synapse_sql_pool', paths: {} },
  'microsoft.synapse/workspaces/sqlpools/auditingsettings': { type: 'azurerm_synapse_sql_pool_extended_auditing_policy', paths: { 'properties.state': 'log_monitoring_enabled' } },
  'microsoft.synapse/workspaces/sqlpools/securityalertpolicies': { type: 'azurerm_synapse_sql_pool_security_alert_policy', paths: { 'properties.state': 'policy_state' } },
  'microsoft.synapse/workspaces/sqlpools/vulnerabilityassessments': {
    type: 'azurerm_synapse_sql_pool_vulnerability_assessment',
    paths: { 'properties.recurringScans': { to: 'recurring_scans', each: { isEnabled: 'enabled' } } },
  },
  'microsoft.synapse/workspaces/extendedauditingsettings': { type: 'azurerm_synapse_workspace_extended_auditing_policy', paths: {} },
  'microsoft.synapse/workspaces/auditingsettings': { type: 'azurerm_synapse_workspace_extended_auditing_policy', paths: {} },
  'microsoft.synapse/workspaces/vulnerabilityassessments': {
    type: 'azurerm_synapse_workspace_vulnerability_assessment',
    paths: { 'properties.storageContainerPath': 'storage_container_path', 'properties.recurringScans': { to: 'recurring_scans', each: { isEnabled: 'enabled', emails: 'emails', emailSubscriptionAdmins: 'email_subscription_admins' } } },
  },
  'microsoft.datafactory/factories': {
    type: 'azurerm_data_factory',
    paths: { ...identity, 'properties.publicNetworkAccess': 'public_network_enabled', 'properties.repoConfiguration.type': 'github_configuration.repository_name', 'properties.encryption.keyName': 'customer_managed_key_id' },
    absent: ['vsts_configuration'],
  },
  'microsoft.kusto/clusters': {
    type: 'azurerm_kusto_cluster',
    paths: { ...identity, ...publicAccess, 'sku.name': 'sku.name', 'properties.enableDiskEncryption': 'disk_encryption_enabled', 'properties.enableDoubleEncryption': 'double_encryption_enabled' },
    absent: ['enable_disk_encryption'],
  },
  'microsoft.databricks/workspaces': { type: 'azurerm_databricks_workspace', paths: { ...publicAccess, 'sku.name': 'sku', 'properties.parameters.prepareEncryption.value': 'customer_managed_key_enabled' } },
  'microsoft.machinelearningservices/workspaces': { type: 'azurerm_machine_learning_workspace', paths: { ...identity, ...publicAccess, 'properties.hbiWorkspace': 'high_business_impact', 'properties.storageAccount': 'storage_account_id' } },
  'microsoft.search/searchservices': { type: 'azurerm_search_service', paths: { ...identity, ...publicAccess, 'properties.replicaCount': 'replica_count', 'properties.networkRuleSet.ipRules': 'allowed_ips', 'sku.name': 'sku' } },
  'microsoft.cognitiveservices/accounts': {
    type: 'azurerm_cognitive_account',
    paths: {
      ...identity,
      ...publicAccess,
      ...localAuth,
      kind: 'kind',
      'properties.restrictOutboundNetworkAccess': 'outbound_network_access_restricted',
      'properties.allowedFqdnList': 'fqdns',
      'properties.networkAcls': { to: 'network_acls', each: networkRules },
      'properties.encryption.keyVaultProperties': { to: 'customer_managed_key', each: { keyName: 'key_vault_key_id' } },
    },
  },
};
