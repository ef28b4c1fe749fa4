import { identity, publicAccess, type ArmPaths, type ArmRows } from './rows.ts';

const firewall: ArmPaths = { 'properties.startIpAddress': 'start_ip_address', 'properties.endIpAddress': 'end_ip_address' };
const alerts: ArmPaths = { 'properties.state': 'state', 'properties.disabledAlerts': 'disabled_alerts', 'properties.emailAddresses': 'email_addresses', 'properties.emailAccountAdmins': 'email_account_admins' };
const audit: ArmPaths = { 'properties.retentionDays': 'retention_in_days', 'properties.state': 'enabled', 'properties.isAzureMonitorTargetEnabled': 'log_monitoring_enabled' };
const scans: ArmPaths = {
  'properties.storageContainerPath': 'storage_container_path',
  'properties.recurringScans': { to: 'recurring_scans', each: { isEnabled: 'enabled', emails: 'emails', emailSubscriptionAdmins: 'email_subscription_admins' } },
};
const server: ArmPaths = {
  ...publicAccess,
  'properties.sslEnforcement': 'ssl_enforcement_enabled',
  'properties.minimalTlsVersion': 'ssl_minimal_tls_version_enforced',
  'properties.infrastructureEncryption': 'infrastructure_encryption_enabled',
  'properties.storageProfile.geoRedundantBackup': 'geo_redundant_backup_enabled',
  'properties.storageProfile.backupRetentionDays': 'backup_retention_days',
};
const flexible: ArmPaths = {
  'properties.backup.geoRedundantBackup': 'geo_redundant_backup_enabled',
  'properties.network.publicNetworkAccess': 'public_network_access_enabled',
  'properties.network.delegatedSubnetResourceId': 'delegated_subnet_id',
  'properties.createMode': 'create_mode',
};
const setting: ArmPaths = { lastName: 'name', 'properties.value': 'value' };
const key: ArmPaths = { 'properties.uri': 'key_vault_key_id' };

/** SQL, PostgreSQL, MySQL and MariaDB. */
export const databaseRows: ArmRows = {
  'microsoft.sql/servers': {
    type: 'azurerm_mssql_server',
    paths: {
      ...identity,
      ...publicAccess,
      'properties.minimalTlsVersion': 'minimum_tls_version',
      'properties.administrators.login': 'azuread_administrator.login_username',
      'properties.administrators.azureADOnlyAuthentication': 'azuread_administrator.azuread_authentication_only',
    },
    absent: ['extended_auditing_policy'],
  },
  'microsoft.sql/servers/databases': { type: 'azurerm_mssql_database', paths: { 'properties.zoneRedundant': 'zone_redundant', 'properties.isLedgerOn': 'ledger_enabled' } },
  'microsoft.sql/servers/firewallrules': { type: 'azurerm_mssql_firewall_rule', paths: firewall },
  'microsoft.sql/servers/securityalertpolicies': { type: 'azurerm_mssql_server_security_alert_policy', paths: alerts },
  'microsoft.sql/servers/databases/securityalertpolicies': { type: 'azurerm_mssql_server_security_alert_policy', paths: alerts },
  'microsoft.sql/servers/vulnerabilityassessments': { type: 'azurerm_mssql_server_vulnerability_assessment', paths: scans },
  'microsoft.sql/servers/auditingsettings': { type: 'azurerm_mssql_server_extended_auditing_policy', paths: audit },
  'microsoft.sql/servers/databases/auditingsettings': { type: 'azurerm_mssql_database_extended_auditing_policy', paths: audit },
  'microsoft.dbforpostgresql/servers': { type: 'azurerm_postgresql_server', paths: server },
  'microsoft.dbforpostgresql/servers/firewallrules': { type: 'azurerm_postgresql_firewall_rule', paths: firewall },
  'microsoft.dbforpostgresql/servers/configurations': { type: 'azurerm_postgresql_configuration', paths: setting },
  'microsoft.dbforpostgresql/servers/keys': { type: 'azurerm_postgresql_server_key', paths: key },
  'microsoft.dbforpostgresql/flexibleservers': { type: 'azurerm_postgresql_flexible_server', paths: flexible },
  'microsoft.dbforpostgresql/flexibleservers/firewallrules': { type: 'azurerm_postgresql_flexible_server_firewall_rule', paths: firewall },
  'microsoft.dbformysql/servers': { type: 'azurerm_mysql_server', paths: server, absent: ['public_network_access', 'delegated_subnet_id'] },
  'microsoft.dbformysql/servers/firewallrules': { type: 'azurerm_mysql_firewall_rule', paths: firewall },
  'microsoft.dbformysql/servers/keys': { type: 'azurerm_mysql_server_key', paths: key },
  'microsoft.dbformysql/flexibleservers': { type: 'azurerm_mysql_flexible_server', paths: flexible, absent: ['public_network_access'] },
  'microsoft.dbformysql/flexibleservers/firewallrules': { type: 'azurerm_mysql_flexible_server_firewall_rule', paths: firewall },
  'microsoft.dbformariadb/servers': { type: 'azurerm_mariadb_server', paths: server },
  'microsoft.dbformariadb/servers/firewallrules': { type: 'azurerm_mariadb_firewall_rule', paths: firewall },
  'microsoft.cache/redis': {
    type: 'azurerm_redis_cache',
    paths: { ...publicAccess, 'properties.enableNonSslPort': 'non_ssl_port_enabled', 'properties.minimumTlsVersion': 'minimum_tls_version', 'properties.sku.name': 'sku_name' },
    absent: ['enable_non_ssl_port'],
  },
  'microsoft.documentdb/databaseaccounts': {
    type: 'azurerm_cosmosdb_account',
    paths: {
      ...publicAccess,
      kind: 'kind',
      'properties.disableKeyBasedMetadataWriteAccess': '!access_key_metadata_writes_enabled',
      'properties.disableLocalAuth': 'local_authentication_disabled',
      'properties.isVirtualNetworkFilterEnabled': 'is_virtual_network_filter_enabled',
      'properties.keyVaultKeyUri': 'key_vault_key_id',
      'properties.ipRules': 'ip_range_filter',
      'properties.virtualNetworkRules': 'virtual_network_rule',
    },
  },
};
