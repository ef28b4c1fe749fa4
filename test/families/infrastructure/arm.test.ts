import { describe, expect, it } from 'vitest';
import { isMap, isUnknown, select, termOf, type Term } from '../../../src/expressions/term.ts';
import { armResources } from '../../../src/families/infrastructure/azure/arm.ts';
import { armRows } from '../../../src/families/infrastructure/azure/arm/table.ts';
import { readArm } from '../../../src/templates/arm/read-arm.ts';

/** The resource of a template in Terraform's type. */
function inTerraform(type: string, settings: Readonly<Record<string, unknown>>): { readonly type: string; readonly properties: Term } {
  const text = JSON.stringify({ $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#', resources: [{ type, apiVersion: '2023-01-01', name: 'example', ...settings }] });
  const [resource] = readArm('azuredeploy.json', text, { readText: () => undefined, list: () => [] }).resources;
  const [, mapped] = resource === undefined ? [] : armResources(resource);
  return { type: mapped?.type ?? '', properties: mapped?.properties ?? null };
}

function at(properties: Term, path: string): Term {
  return path.split('.').reduce((term, key) => select(term, key), properties);
}

describe('a resource of an ARM template in Terraform’s type', () => {
  it.each([
    ['a boolean', 'Microsoft.Storage/storageAccounts', { properties: { supportsHttpsTrafficOnly: false } }, 'https_traffic_only_enabled', false],
    ['a boolean as text', 'Microsoft.Web/sites', { properties: { httpsOnly: 'true' } }, 'https_only', true],
    ['Enabled', 'Microsoft.Sql/servers', { properties: { publicNetworkAccess: 'Enabled' } }, 'public_network_access_enabled', true],
    ['On', 'Microsoft.Security/securityContacts', { properties: { alertNotifications: 'On' } }, 'alert_notifications', true],
    ['the opposite', 'Microsoft.EventGrid/topics', { properties: { disableLocalAuth: true } }, 'local_auth_enabled', false],
    ['that it is there', 'Microsoft.Synapse/workspaces', { properties: { managedVirtualNetwork: 'default' } }, 'managed_virtual_network_enabled', true],
    ['another case', 'microsoft.storage/STORAGEACCOUNTS', { properties: { MinimumTLSVersion: 'TLS1_0' } }, 'min_tls_version', 'TLS1_0'],
    ['a part of a text', 'Microsoft.Storage/storageAccounts', { sku: { name: 'Standard_LRS' } }, 'account_replication_type', 'LRS'],
    ['a block', 'Microsoft.KeyVault/vaults', { properties: { networkAcls: { defaultAction: 'Deny' } } }, 'network_acls.default_action', 'Deny'],
    ['the first of a list', 'Microsoft.ContainerService/managedClusters', { properties: { agentPoolProfiles: [{ maxPods: 60 }, { maxPods: 10 }] } }, 'default_node_pool.max_pods', 60],
    ['what is not written', 'Microsoft.Storage/storageAccounts', {}, 'min_tls_version', null],
    ['what Azure has not', 'Microsoft.Storage/storageAccounts', {}, 'enable_https_traffic_only', null],
    ['what Azure takes else', 'Microsoft.Compute/virtualMachines', { properties: { osProfile: { adminUsername: 'jane' } } }, 'disable_password_authentication', false],
  ] satisfies readonly (readonly [string, string, Readonly<Record<string, unknown>>, string, Term])[])('has %s', (_name, type, settings, path, expected) => {
    expect(at(inTerraform(type, settings).properties, path)).toEqual(expected);
  });

  it('does not know what the row does not name', () => {
    expect(isUnknown(at(inTerraform('Microsoft.Storage/storageAccounts', {}).properties, 'queue_properties'))).toBe(true);
  });

  it('is a function app, or a Windows machine, by what it holds', () => {
    expect(inTerraform('Microsoft.Web/sites', { kind: 'functionapp,linux' }).type).toBe('azurerm_function_app');
    expect(inTerraform('Microsoft.Web/sites', { kind: 'app' }).type).toBe('azurerm_app_service');
    expect(inTerraform('Microsoft.Compute/virtualMachines', { properties: { osProfile: { windowsConfiguration: {} } } }).type).toBe('azurerm_windows_virtual_machine');
  });

  it('keeps the place of a value', () => {
    const { properties } = inTerraform('Microsoft.Sql/servers', { properties: { publicNetworkAccess: 'Enabled' } });
    const item = isMap(properties) ? properties.entries.get('public_network_access_enabled') : undefined;
    expect(item).toMatchObject({ kind: 'known', provenance: 'written' });
    expect(termOf(item)).toBe(true);
  });
});

it('rows are found by types in lower case', () => {
  expect(Object.keys(armRows).filter((type) => type !== type.toLowerCase())).toEqual([]);
});
