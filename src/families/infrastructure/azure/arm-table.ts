/**
 * How one ARM type becomes a Terraform one: the Terraform attribute by the ARM path. `!name` turns a boolean round; an
 * entry that is a table itself maps what is below that path, each item where it is a list, and `to` names where it goes.
 * Only what a row names can be asked: anything else may be set in a way that Terraform writes elsewhere.
 */
export interface ArmRow {
  readonly type: string;
  /** Another Terraform type where a text occurs in an attribute of the resource: `{path: 'kind', has: 'functionapp', …}`. */
  readonly typeBy?: { readonly path: string; readonly has: string; readonly type: string };
  readonly paths: ArmPaths;
}

export interface ArmPaths {
  readonly [path: string]: string | { readonly to: string; readonly each: ArmPaths };
}

const identity: ArmPaths = { 'identity.type': 'identity.type' };
const publicAccess: ArmPaths = { 'properties.publicNetworkAccess': 'public_network_access_enabled' };
const acls: ArmPaths = { defaultAction: 'default_action', bypass: 'bypass', ipRules: 'ip_rules', virtualNetworkRules: 'virtual_network_subnet_ids' };
const firewall: ArmPaths = { 'properties.startIpAddress': 'start_ip_address', 'properties.endIpAddress': 'end_ip_address' };
const alerts: ArmPaths = { 'properties.state': 'state', 'properties.disabledAlerts': 'disabled_alerts', 'properties.emailAddresses': 'email_addresses', 'properties.emailAccountAdmins': 'email_account_admins' };
const scans: ArmPaths = {
  'properties.storageContainerPath': 'storage_container_path',
  'properties.recurringScans': { to: 'recurring_scans', each: { isEnabled: 'enabled', emails: 'emails', emailSubscriptionAdmins: 'email_subscription_admins' } },
};
const database: ArmPaths = {
  ...publicAccess,
  'properties.sslEnforcement': 'ssl_enforcement_enabled',
  'properties.minimalTlsVersion': 'ssl_minimal_tls_version_enforced',
  'properties.infrastructureEncryption': 'infrastructure_encryption_enabled',
  'properties.storageProfile.geoRedundantBackup': 'geo_redundant_backup_enabled',
  'properties.storageProfile.backupRetentionDays': 'backup_retention_days',
};
const setting: ArmPaths = { lastName: 'name', 'properties.value': 'value' };
const rule: ArmPaths = {
  'properties.access': 'access',
  'properties.direction': 'direction',
  'properties.protocol': 'protocol',
  'properties.priority': 'priority',
  'properties.sourceAddressPrefix': 'source_address_prefix',
  'properties.sourceAddressPrefixes': 'source_address_prefixes',
  'properties.sourcePortRange': 'source_port_range',
  'properties.destinationAddressPrefix': 'destination_address_prefix',
  'properties.destinationAddressPrefixes': 'destination_address_prefixes',
  'properties.destinationPortRange': 'destination_port_range',
  'properties.destinationPortRanges': 'destination_port_ranges',
};
const localAuth: ArmPaths = { 'properties.disableLocalAuth': '!local_auth_enabled' };
const namespace: ArmPaths = {
  ...identity,
  ...publicAccess,
  'properties.disableLocalAuth': '!local_auth_enabled',
  'properties.minimumTlsVersion': 'minimum_tls_version',
  'properties.encryption.keyVaultProperties': { to: 'customer_managed_key', each: { keyName: 'key_vault_key_id' } },
  'properties.encryption.requireInfrastructureEncryption': 'infrastructure_encryption_enabled',
};

/** Rows by ARM type in lower case. Source: https://learn.microsoft.com/azure/templates and the azurerm provider's registry. */
export const armRows: Readonly<Record<string, ArmRow>> = {
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
      'properties.networkAcls': { to: 'network_rules', each: acls },
    },
  },
  'microsoft.storage/storageaccounts/blobservices/containers': { type: 'azurerm_storage_container', paths: { 'properties.publicAccess': 'container_access_type' } },
  'microsoft.keyvault/vaults': {
    type: 'azurerm_key_vault',
    paths: {
      ...publicAccess,
      'properties.enablePurgeProtection': 'purge_protection_enabled',
      'properties.enableSoftDelete': 'soft_delete_enabled',
      'properties.softDeleteRetentionInDays': 'soft_delete_retention_days',
      'properties.enableRbacAuthorization': 'enable_rbac_authorization',
      'properties.networkAcls': { to: 'network_acls', each: acls },
    },
  },
  'microsoft.keyvault/vaults/secrets': { type: 'azurerm_key_vault_secret', paths: { 'properties.contentType': 'content_type', 'properties.attributes.exp': 'expiration_date' } },
  'microsoft.keyvault/vaults/keys': { type: 'azurerm_key_vault_key', paths: { 'properties.kty': 'key_type', 'properties.attributes.exp': 'expiration_date' } },
  'microsoft.web/sites': {
    type: 'azurerm_app_service',
    typeBy: { path: 'kind', has: 'functionapp', type: 'azurerm_function_app' },
    paths: {
      ...identity,
      ...publicAccess,
      'properties.httpsOnly': 'https_only',
      'properties.clientCertEnabled': 'client_cert_enabled',
      'properties.siteConfig': {
        to: 'site_config',
        each: {
          minTlsVersion: 'min_tls_version',
          ftpsState: 'ftps_state',
          http20Enabled: 'http2_enabled',
          remoteDebuggingEnabled: 'remote_debugging_enabled',
          'cors.allowedOrigins': 'cors.allowed_origins',
          alwaysOn: 'always_on',
          phpVersion: 'php_version',
          pythonVersion: 'python_version',
          javaVersion: 'java_version',
          netFrameworkVersion: 'dotnet_framework_version',
          healthCheckPath: 'health_check_path',
        },
      },
    },
  },
  'microsoft.web/serverfarms': { type: 'azurerm_service_plan', paths: { 'sku.name': 'sku_name', 'sku.capacity': 'worker_count', 'properties.zoneRedundant': 'zone_balancing_enabled' } },
  'microsoft.containerservice/managedclusters': {
    type: 'azurerm_kubernetes_cluster',
    paths: {
      'sku.tier': 'sku_tier',
      'properties.enableRBAC': 'role_based_access_control_enabled',
      'properties.disableLocalAccounts': 'local_account_disabled',
      'properties.diskEncryptionSetID': 'disk_encryption_set_id',
      'properties.apiServerAccessProfile.enablePrivateCluster': 'private_cluster_enabled',
      'properties.apiServerAccessProfile.authorizedIPRanges': 'api_server_authorized_ip_ranges',
      'properties.autoUpgradeProfile.upgradeChannel': 'automatic_upgrade_channel',
      'properties.networkProfile': { to: 'network_profile', each: { networkPolicy: 'network_policy', networkPlugin: 'network_plugin' } },
      'properties.addonProfiles.omsagent.enabled': 'addon_profile.oms_agent.enabled',
      'properties.addonProfiles.omsAgent.enabled': 'addon_profile.oms_agent.enabled',
      'properties.addonProfiles.kubeDashboard.enabled': 'addon_profile.kube_dashboard.enabled',
      'properties.addonProfiles.azurepolicy.enabled': 'azure_policy_enabled',
      'properties.addonProfiles.azurePolicy.enabled': 'azure_policy_enabled',
      'properties.addonProfiles.httpApplicationRouting.enabled': 'http_application_routing_enabled',
      'properties.addonProfiles.azureKeyvaultSecretsProvider.config.enableSecretRotation': 'key_vault_secrets_provider.secret_rotation_enabled',
      'properties.agentPoolProfiles': {
        to: 'default_node_pool',
        each: { enableEncryptionAtHost: 'enable_host_encryption', enableNodePublicIP: 'enable_node_public_ip', maxPods: 'max_pods', osDiskType: 'os_disk_type', type: 'type' },
      },
    },
  },
  'microsoft.containerregistry/registries': {
    type: 'azurerm_container_registry',
    paths: {
      ...publicAccess,
      'sku.name': 'sku',
      'properties.adminUserEnabled': 'admin_enabled',
      'properties.anonymousPullEnabled': 'anonymous_pull_enabled',
      'properties.dataEndpointEnabled': 'data_endpoint_enabled',
      'properties.zoneRedundancy': 'zone_redundancy_enabled',
      'properties.policies.quarantinePolicy.status': 'quarantine_policy_enabled',
      'properties.policies.trustPolicy.status': 'trust_policy_enabled',
      'properties.policies.retentionPolicy.status': 'retention_policy.enabled',
    },
  },
  'microsoft.sql/servers': { type: 'azurerm_mssql_server', paths: { ...identity, ...publicAccess, 'properties.minimalTlsVersion': 'minimum_tls_version', 'properties.administrators.azureADOnlyAuthentication': 'azuread_administrator.azuread_authentication_only' } },
  'microsoft.sql/servers/databases': { type: 'azurerm_mssql_database', paths: { 'properties.zoneRedundant': 'zone_redundant', 'properties.isLedgerOn': 'ledger_enabled' } },
  'microsoft.sql/servers/firewallrules': { type: 'azurerm_mssql_firewall_rule', paths: firewall },
  'microsoft.sql/servers/securityalertpolicies': { type: 'azurerm_mssql_server_security_alert_policy', paths: alerts },
  'microsoft.sql/servers/vulnerabilityassessments': { type: 'azurerm_mssql_server_vulnerability_assessment', paths: scans },
  'microsoft.sql/servers/auditingsettings': { type: 'azurerm_mssql_server_extended_auditing_policy', paths: { 'properties.retentionDays': 'retention_in_days', 'properties.state': 'enabled' } },
  'microsoft.dbforpostgresql/servers': { type: 'azurerm_postgresql_server', paths: database },
  'microsoft.dbforpostgresql/servers/firewallrules': { type: 'azurerm_postgresql_firewall_rule', paths: firewall },
  'microsoft.dbforpostgresql/servers/configurations': { type: 'azurerm_postgresql_configuration', paths: setting },
  'microsoft.dbforpostgresql/flexibleservers': { type: 'azurerm_postgresql_flexible_server', paths: { 'properties.backup.geoRedundantBackup': 'geo_redundant_backup_enabled', 'properties.network.publicNetworkAccess': 'public_network_access_enabled' } },
  'microsoft.dbformysql/servers': { type: 'azurerm_mysql_server', paths: database },
  'microsoft.dbformysql/servers/firewallrules': { type: 'azurerm_mysql_firewall_rule', paths: firewall },
  'microsoft.dbformysql/flexibleservers': { type: 'azurerm_mysql_flexible_server', paths: { 'properties.backup.geoRedundantBackup': 'geo_redundant_backup_enabled' } },
  'microsoft.dbformariadb/servers': { type: 'azurerm_mariadb_server', paths: database },
  'microsoft.compute/disks': {
    type: 'azurerm_managed_disk',
    paths: { 'properties.encryption.diskEncryptionSetId': 'disk_encryption_set_id', 'properties.encryptionSettingsCollection.enabled': 'encryption_settings.enabled', 'properties.publicNetworkAccess': 'public_network_access_enabled', 'properties.networkAccessPolicy': 'network_access_policy' },
  },
  'microsoft.network/networksecuritygroups': { type: 'azurerm_network_security_group', paths: { 'properties.securityRules': { to: 'security_rule', each: { name: 'name', ...rule } } } },
  'microsoft.network/networksecuritygroups/securityrules': { type: 'azurerm_network_security_rule', paths: rule },
  'microsoft.network/networkinterfaces': { type: 'azurerm_network_interface', paths: { 'properties.enableIPForwarding': 'ip_forwarding_enabled' } },
  'microsoft.network/networkwatchers/flowlogs': { type: 'azurerm_network_watcher_flow_log', paths: { 'properties.enabled': 'enabled', 'properties.retentionPolicy': { to: 'retention_policy', each: { enabled: 'enabled', days: 'days' } } } },
  'microsoft.network/applicationgateways': {
    type: 'azurerm_application_gateway',
    paths: {
      'properties.firewallPolicy.id': 'firewall_policy_id',
      'properties.webApplicationFirewallConfiguration': { to: 'waf_configuration', each: { enabled: 'enabled', firewallMode: 'firewall_mode' } },
      'properties.sslPolicy': { to: 'ssl_policy', each: { policyName: 'policy_name', policyType: 'policy_type', minProtocolVersion: 'min_protocol_version' } },
    },
  },
  'microsoft.cache/redis': { type: 'azurerm_redis_cache', paths: { ...publicAccess, 'properties.enableNonSslPort': 'non_ssl_port_enabled', 'properties.minimumTlsVersion': 'minimum_tls_version' } },
  'microsoft.documentdb/databaseaccounts': {
    type: 'azurerm_cosmosdb_account',
    paths: {
      ...publicAccess,
      'properties.disableKeyBasedMetadataWriteAccess': '!access_key_metadata_writes_enabled',
      'properties.disableLocalAuth': 'local_authentication_disabled',
      'properties.isVirtualNetworkFilterEnabled': 'is_virtual_network_filter_enabled',
      'properties.keyVaultKeyUri': 'key_vault_key_id',
      'properties.ipRules': 'ip_range_filter',
      'properties.virtualNetworkRules': 'virtual_network_rule',
    },
  },
  'microsoft.eventhub/namespaces': { type: 'azurerm_eventhub_namespace', paths: { ...namespace, 'properties.zoneRedundant': 'zone_redundant', 'properties.disableLocalAuth': '!local_authentication_enabled' } },
  'microsoft.servicebus/namespaces': { type: 'azurerm_servicebus_namespace', paths: namespace },
  'microsoft.search/searchservices': { type: 'azurerm_search_service', paths: { ...identity, ...publicAccess, 'properties.replicaCount': 'replica_count', 'properties.networkRuleSet.ipRules': 'allowed_ips', 'sku.name': 'sku' } },
  'microsoft.cognitiveservices/accounts': { type: 'azurerm_cognitive_account', paths: { ...identity, ...publicAccess, ...localAuth, 'properties.networkAcls': { to: 'network_acls', each: acls }, 'properties.encryption.keyVaultProperties': { to: 'customer_managed_key', each: { keyName: 'key_vault_key_id' } } } },
  'microsoft.synapse/workspaces': {
    type: 'azurerm_synapse_workspace',
    paths: { ...identity, ...publicAccess, 'properties.managedVirtualNetwork': 'managed_virtual_network_enabled', 'properties.managedVirtualNetworkSettings.preventDataExfiltration': 'data_exfiltration_protection_enabled', 'properties.encryption.cmk.key.name': 'customer_managed_key.key_name' },
  },
  'microsoft.synapse/workspaces/vulnerabilityassessments': { type: 'azurerm_synapse_workspace_vulnerability_assessment', paths: scans },
  'microsoft.datafactory/factories': { type: 'azurerm_data_factory', paths: { ...identity, ...publicAccess, 'properties.repoConfiguration.type': 'github_configuration.type', 'properties.encryption.keyName': 'customer_managed_key_id' } },
  'microsoft.kusto/clusters': { type: 'azurerm_kusto_cluster', paths: { ...identity, ...publicAccess, 'properties.enableDiskEncryption': 'disk_encryption_enabled', 'properties.enableDoubleEncryption': 'double_encryption_enabled' } },
  'microsoft.batch/batchaccounts': { type: 'azurerm_batch_account', paths: { ...publicAccess, 'properties.keyVaultReference.id': 'key_vault_reference.id', 'properties.encryption.keyVaultProperties.keyIdentifier': 'encryption.key_vault_key_id' } },
  'microsoft.appconfiguration/configurationstores': { type: 'azurerm_app_configuration', paths: { ...identity, ...publicAccess, ...localAuth, 'sku.name': 'sku', 'properties.enablePurgeProtection': 'purge_protection_enabled', 'properties.encryption.keyVaultProperties.keyIdentifier': 'encryption.key_vault_key_identifier' } },
  'microsoft.machinelearningservices/workspaces': { type: 'azurerm_machine_learning_workspace', paths: { ...identity, ...publicAccess, 'properties.hbiWorkspace': 'high_business_impact' } },
  'microsoft.databricks/workspaces': { type: 'azurerm_databricks_workspace', paths: { ...publicAccess, 'properties.parameters.prepareEncryption.value': 'customer_managed_key_enabled' } },
  'microsoft.eventgrid/domains': { type: 'azurerm_eventgrid_domain', paths: { ...identity, ...publicAccess, ...localAuth } },
  'microsoft.eventgrid/topics': { type: 'azurerm_eventgrid_topic', paths: { ...identity, ...publicAccess, ...localAuth } },
  'microsoft.security/pricings': { type: 'azurerm_security_center_subscription_pricing', paths: { name: 'resource_type', 'properties.pricingTier': 'tier' } },
  'microsoft.security/securitycontacts': { type: 'azurerm_security_center_contact', paths: { 'properties.phone': 'phone', 'properties.email': 'email', 'properties.emails': 'email', 'properties.alertNotifications': 'alert_notifications', 'properties.alertsToAdmins': 'alerts_to_admins' } },
  'microsoft.insights/logprofiles': { type: 'azurerm_monitor_log_profile', paths: { 'properties.categories': 'categories', 'properties.locations': 'locations', 'properties.retentionPolicy': { to: 'retention_policy', each: { enabled: 'enabled', days: 'days' } } } },
  'microsoft.automation/automationaccounts/variables': { type: 'azurerm_automation_variable_string', paths: { 'properties.isEncrypted': 'encrypted' } },
};
