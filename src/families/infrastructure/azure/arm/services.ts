import { identity, localAuth, publicAccess, type ArmPaths, type ArmRows } from './rows.ts';

const namespace: ArmPaths = { ...identity, ...publicAccess, ...localAuth, 'properties.minimumTlsVersion': 'minimum_tls_version' };

/** Messages, automation, roles and the security of a subscription. */
export const serviceRows: ArmRows = {
  'microsoft.eventhub/namespaces': { type: 'azurerm_eventhub_namespace', paths: { ...namespace, location: 'location', 'properties.zoneRedundant': 'zone_redundant' } },
  'microsoft.servicebus/namespaces': {
    type: 'azurerm_servicebus_namespace',
    paths: {
      ...namespace,
      'properties.encryption.keyVaultProperties.0.keyName': 'customer_managed_key.key_vault_key_id',
      'properties.encryption.requireInfrastructureEncryption': 'customer_managed_key.infrastructure_encryption_enabled',
    },
  },
  'microsoft.eventgrid/domains': { type: 'azurerm_eventgrid_domain', paths: { ...identity, ...publicAccess, ...localAuth } },
  'microsoft.eventgrid/topics': { type: 'azurerm_eventgrid_topic', paths: { ...identity, ...publicAccess, ...localAuth } },
  'microsoft.devices/iothubs': { type: 'azurerm_iothub', paths: { ...identity, ...publicAccess } },
  'microsoft.automation/automationaccounts': { type: 'azurerm_automation_account', paths: { ...identity, 'properties.publicNetworkAccess': 'public_network_access_enabled' } },
  'microsoft.automation/automationaccounts/variables': { type: 'azurerm_automation_variable_string', paths: { 'properties.isEncrypted': 'encrypted' } },
  'microsoft.recoveryservices/vaults': { type: 'azurerm_recovery_services_vault', paths: identity },
  'microsoft.authorization/roledefinitions': {
    type: 'azurerm_role_definition',
    paths: { 'properties.assignableScopes': 'assignable_scopes', 'properties.permissions': { to: 'permissions', each: { actions: 'actions', notActions: 'not_actions' } } },
  },
  'microsoft.security/pricings': { type: 'azurerm_security_center_subscription_pricing', paths: { name: 'resource_type', 'properties.pricingTier': 'tier' } },
  'microsoft.security/securitycontacts': {
    type: 'azurerm_security_center_contact',
    paths: {
      'properties.phone': 'phone',
      'properties.email': 'email',
      'properties.emails': 'email',
      'properties.isEnabled': 'is_enabled',
      'properties.alertNotifications': 'alert_notifications',
      'properties.alertNotifications.state': 'alert_notifications',
      'properties.alertsToAdmins': 'alerts_to_admins',
      'properties.notificationsByRole.state': 'alerts_to_admins',
    },
  },
  'microsoft.insights/logprofiles': {
    type: 'azurerm_monitor_log_profile',
    paths: { 'properties.categories': 'categories', 'properties.locations': 'locations', 'properties.retentionPolicy': { to: 'retention_policy', each: { enabled: 'enabled', days: 'days' } } },
  },
};
