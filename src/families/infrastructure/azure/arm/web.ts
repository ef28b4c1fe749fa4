import { identity, localAuth, publicAccess, type ArmPaths, type ArmRow, type ArmRows } from './rows.ts';

const site: ArmPaths = {
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
};
const notInSite: NonNullable<ArmRow['absent']> = ['client_certificate_enabled', 'auth_settings_v2'];

/** Web and function apps, API management and configuration. */
export const webRows: ArmRows = {
  'microsoft.web/sites': { type: 'azurerm_app_service', typeBy: [{ path: 'kind', has: 'functionapp', type: 'azurerm_function_app' }], paths: site, absent: notInSite },
  'microsoft.web/sites/slots': { type: 'azurerm_app_service_slot', typeBy: [{ path: 'kind', has: 'functionapp', type: 'azurerm_function_app_slot' }], paths: site, absent: notInSite },
  'microsoft.web/serverfarms': { type: 'azurerm_service_plan', paths: { 'sku.name': 'sku_name', 'sku.capacity': 'worker_count', 'properties.zoneRedundant': 'zone_balancing_enabled' } },
  'microsoft.web/hostingenvironments': { type: 'azurerm_app_service_environment_v3', paths: { 'properties.zoneRedundant': 'zone_redundant' } },
  'microsoft.apimanagement/service': {
    type: 'azurerm_api_management',
    paths: {
      ...identity,
      ...publicAccess,
      'sku.name': 'sku_name',
      'properties.enableClientCertificate': 'client_certificate_enabled',
      'properties.virtualNetworkConfiguration.subnetResourceId': 'virtual_network_configuration.subnet_id',
    },
  },
  'microsoft.apimanagement/service/backends': { type: 'azurerm_api_management_backend', paths: { 'properties.url': 'url' } },
  'microsoft.appconfiguration/configurationstores': {
    type: 'azurerm_app_configuration',
    paths: {
      ...identity,
      ...localAuth,
      'sku.name': 'sku',
      'properties.publicNetworkAccess': 'public_network_access',
      'properties.enablePurgeProtection': 'purge_protection_enabled',
      'properties.encryption.keyVaultProperties.keyIdentifier': 'encryption.key_vault_key_identifier',
    },
  },
  'microsoft.signalrservice/webpubsub': { type: 'azurerm_web_pubsub', paths: { ...identity, 'sku.name': 'sku' } },
  'microsoft.signalrservice/signalr': { type: 'azurerm_signalr_service', paths: { ...identity, 'sku.name': 'sku.name' } },
  'microsoft.appplatform/spring': {
    type: 'azurerm_spring_cloud_service',
    paths: { 'sku.name': 'sku_name', 'sku.tier': 'sku_tier', 'properties.networkProfile.serviceRuntimeSubnetId': 'network.service_runtime_subnet_id' },
  },
  'microsoft.appplatform/spring/apps': { type: 'azurerm_spring_cloud_app', paths: { 'properties.enableEndToEndTLS': 'tls_enabled' } },
};
