import { publicAccess, type ArmPaths, type ArmRows } from './rows.ts';

const poolPaths: ArmPaths = {
  enableEncryptionAtHost: 'host_encryption_enabled',
  enableNodePublicIP: 'node_public_ip_enabled',
  maxPods: 'max_pods',
  osDiskType: 'os_disk_type',
  type: 'type',
};

/** What a machine and a scale set's profile have in common. */
function machine(prefix: string): ArmPaths {
  return {
    [`${prefix}.osProfile.allowExtensionOperations`]: 'allow_extension_operations',
    [`${prefix}.osProfile.customData`]: 'custom_data',
    [`${prefix}.osProfile.linuxConfiguration.disablePasswordAuthentication`]: 'disable_password_authentication',
    [`${prefix}.osProfile.linuxConfiguration.provisionVMAgent`]: 'provision_vm_agent',
    [`${prefix}.osProfile.linuxConfiguration.ssh.publicKeys`]: { to: 'admin_ssh_key', each: { path: 'public_key', keyData: 'public_key' } },
    [`${prefix}.osProfile.windowsConfiguration.enableAutomaticUpdates`]: 'automatic_updates_enabled',
    [`${prefix}.osProfile.windowsConfiguration.provisionVMAgent`]: 'provision_vm_agent',
    [`${prefix}.securityProfile.encryptionAtHost`]: 'encryption_at_host_enabled',
    [`${prefix}.storageProfile.osDisk`]: { to: 'storage_os_disk', each: { vhd: 'vhd_uri', 'managedDisk.storageAccountType': 'managed_disk_type' } },
    [`${prefix}.storageProfile.dataDisks`]: { to: 'storage_data_disk', each: { vhd: 'vhd_uri' } },
  };
}

const notInMachine: readonly string[] = ['os_profile', 'os_profile_linux_config', 'user_data', 'enable_automatic_updates'];

/** Machines, disks, clusters and registries. */
export const computeRows: ArmRows = {
  'microsoft.compute/virtualmachines': {
    type: 'azurerm_linux_virtual_machine',
    typeBy: [
      { path: 'properties.osProfile.windowsConfiguration', type: 'azurerm_windows_virtual_machine' },
      { path: 'properties.storageProfile.imageReference.publisher', has: 'windows', type: 'azurerm_windows_virtual_machine' },
    ],
    paths: machine('properties'),
    absent: notInMachine,
    defaults: [{ name: 'disable_password_authentication', value: false, where: 'properties.osProfile' }],
  },
  'microsoft.compute/virtualmachinescalesets': {
    type: 'azurerm_linux_virtual_machine_scale_set',
    typeBy: [
      { path: 'properties.virtualMachineProfile.osProfile.windowsConfiguration', type: 'azurerm_windows_virtual_machine_scale_set' },
      { path: 'properties.virtualMachineProfile.storageProfile.imageReference.publisher', has: 'windows', type: 'azurerm_windows_virtual_machine_scale_set' },
    ],
    paths: machine('properties.virtualMachineProfile'),
    absent: notInMachine,
    defaults: [{ name: 'disable_password_authentication', value: false, where: 'properties.virtualMachineProfile.osProfile' }],
  },
  'microsoft.compute/disks': {
    type: 'azurerm_managed_disk',
    paths: {
      'properties.encryption.diskEncryptionSetId': 'disk_encryption_set_id',
      'properties.encryptionSettingsCollection.enabled': 'encryption_settings.enabled',
      'properties.encryptionSettings.enabled': 'encryption_settings.enabled',
      'properties.publicNetworkAccess': 'public_network_access_enabled',
      'properties.networkAccessPolicy': 'network_access_policy',
    },
  },
  'microsoft.containerservice/managedclusters': {
    type: 'azurerm_kubernetes_cluster',
    paths: {
      'sku.tier': 'sku_tier',
      'properties.enableRBAC': 'role_based_access_control_enabled',
      'properties.disableLocalAccounts': 'local_account_disabled',
      'properties.diskEncryptionSetID': 'disk_encryption_set_id',
      'properties.apiServerAccessProfile.enablePrivateCluster': 'private_cluster_enabled',
      'properties.apiServerAccessProfile.authorizedIPRanges': 'api_server_authorized_ip_ranges',
      'properties.apiServerAuthorizedIPRanges': 'api_server_authorized_ip_ranges',
      'properties.autoUpgradeProfile.upgradeChannel': 'automatic_upgrade_channel',
      'properties.networkProfile': { to: 'network_profile', each: { networkPolicy: 'network_policy', networkPlugin: 'network_plugin' } },
      'properties.addonProfiles.omsagent.enabled': 'addon_profile.oms_agent.enabled',
      'properties.addonProfiles.kubeDashboard.enabled': 'addon_profile.kube_dashboard.enabled',
      'properties.addonProfiles.azurepolicy.enabled': 'azure_policy_enabled',
      'properties.addonProfiles.httpApplicationRouting.enabled': 'http_application_routing_enabled',
      'properties.addonProfiles.azureKeyvaultSecretsProvider.config.enableSecretRotation': 'key_vault_secrets_provider.secret_rotation_enabled',
      // Terraform has the first pool in the cluster, the others as resources of their own
      'properties.agentPoolProfiles.0': { to: 'default_node_pool', each: poolPaths },
    },
    absent: ['oms_agent', 'api_server_access_profile', 'role_based_access_control', 'automatic_channel_upgrade', 'enable_host_encryption', 'host_encryption_enabled', 'max_pods'],
    defaults: [{ name: 'role_based_access_control_enabled', value: false, where: 'properties' }],
  },
  'microsoft.containerservice/managedclusters/agentpools': {
    type: 'azurerm_kubernetes_cluster_node_pool',
    paths: Object.fromEntries(Object.entries(poolPaths).map(([path, to]) => [`properties.${path}`, to])),
    absent: ['default_node_pool', 'enable_host_encryption'],
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
    absent: ['retention_policy_in_days', 'trust_policy', 'georeplications'],
  },
  'microsoft.batch/batchaccounts': {
    type: 'azurerm_batch_account',
    paths: {
      ...publicAccess,
      'properties.keyVaultReference.id': 'key_vault_reference.id',
      'properties.encryption.keyVaultProperties.keyIdentifier': 'encryption.key_vault_key_id',
      'properties.networkProfile.accountAccess.defaultAction': 'network_profile.account_access.default_action',
    },
  },
  'microsoft.servicefabric/clusters': {
    type: 'azurerm_service_fabric_cluster',
    paths: {
      'properties.azureActiveDirectory.tenantId': 'azure_active_directory.tenant_id',
      'properties.fabricSettings': { to: 'fabric_settings', each: { name: 'name', parameters: 'parameters' } },
    },
  },
};
