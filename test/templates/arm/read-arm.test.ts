import { describe, expect, it } from 'vitest';
import { canonicalTemplate } from '../../../src/families/infrastructure/aws/canonical-template.ts';
import { readArm } from '../../../src/templates/arm/read-arm.ts';
import type { EvaluatedTemplate } from '../../../src/templates/value.ts';
import { plain } from '../../families/infrastructure/values.ts';
import { filesOf, plainOf } from '../terraform/evaluate.ts';

const schema = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';

function read(template: object, files: Readonly<Record<string, string>> = {}): EvaluatedTemplate {
  return readArm('azuredeploy.json', JSON.stringify({ $schema: schema, contentVersion: '1.0.0.0', ...template }), filesOf(files));
}

function propertiesOf(template: EvaluatedTemplate): Readonly<Record<string, unknown>> {
  return Object.fromEntries(template.resources.map((one) => [one.name, plainOf(one.properties)]));
}

/** The value of an expression, as a property of a resource. */
function valueOf(expression: string, parameters: object = {}): unknown {
  const { resources } = read({ parameters, variables: { list: ['a', 'b'], map: { A: 1 } }, resources: [{ type: 'T.X/y', name: 'n', value: expression }] });
  const found = resources[0]?.properties.entries.get('value');
  return found === undefined ? undefined : plainOf(found);
}

describe('functions of ARM templates', () => {
  it.each([
    ["[concat('a', 'b', 1)]", 'ab1'],
    ["[concat(variables('list'), createArray('c'))]", ['a', 'b', 'c']],
    ["[format('{0}-{1}', 'a', 2)]", 'a-2'],
    ["[if(equals('a', 'a'), 'yes', 'no')]", 'yes'],
    ["[if(not(true()), 'yes', 'no')]", 'no'],
    ["[and(true(), false())]", false],
    ["[or(false(), true())]", true],
    ["[variables('map').a]", 1],
    ["[variables('list')[1]]", 'b'],
    ["[length(variables('list'))]", 2],
    ["[empty('')]", true],
    ["[contains('abc', 'b')]", true],
    ["[contains(variables('list'), 'z')]", false],
    ["[toLower('AbC')]", 'abc'],
    ["[replace('a-b-c', '-', '')]", 'abc'],
    ["[substring('abcdef', 1, 2)]", 'bc'],
    ["[split('a,b', ',')]", ['a', 'b']],
    ["[join(variables('list'), '+')]", 'a+b'],
    ["[add(1, 2)]", 3],
    ["[div(7, 2)]", 3],
    ["[int('7')]", 7],
    ["[bool('True')]", true],
    ["[first(variables('list'))]", 'a'],
    ["[last('abc')]", 'c'],
    ["[take(variables('list'), 1)]", ['a']],
    ["[skip('abc', 1)]", 'bc'],
    ["[union(createObject('a', 1), createObject('b', 2))]", { a: 1, b: 2 }],
    ["[coalesce(null(), 'x')]", 'x'],
    ["[padLeft('7', 3, '0')]", '007'],
    ["[base64('one')]", 'b25l'],
    ["[startsWith('abcdef', 'AB')]", true],
    ["[json('null')]", undefined],
    ["[less(1, 2)]", true],
    ["[['not an expression]", "['not an expression]"],
    ["['it''s']", "it's"],
  ])('%s', (expression, expected) => {
    expect(valueOf(expression)).toEqual(expected);
  });

  it('what depends on the deployment is unknown', () => {
    expect(valueOf('[resourceGroup().location]')).toEqual({ unknown: 'the resource group it is deployed to' });
    expect(valueOf("[parameters('a')]", { a: { type: 'string' } })).toEqual({ unknown: 'parameter a, which has no default' });
    expect(valueOf("[if(parameters('a'), 'yes', 'no')]", { a: { type: 'bool' } })).toEqual({ unknown: 'parameter a, which has no default' });
  });
});

describe('resources of ARM templates', () => {
  it('have what stands in them, with parameters from the file beside', () => {
    const template = { parameters: { tls: { type: 'string', defaultValue: 'TLS1_0' } }, resources: [{ type: 'Microsoft.Storage/storageAccounts', name: 'data', properties: { minimumTlsVersion: "[parameters('tls')]" } }] };
    expect(propertiesOf(read(template))).toEqual({ 'Microsoft.Storage/storageAccounts/data': { name: 'data', properties: { minimumTlsVersion: 'TLS1_0' } } });
    const file = JSON.stringify({ parameters: { TLS: { value: 'TLS1_2' } } });
    expect(propertiesOf(read(template, { 'azuredeploy.parameters.json': file }))).toEqual({ 'Microsoft.Storage/storageAccounts/data': { name: 'data', properties: { minimumTlsVersion: 'TLS1_2' } } });
  });

  it('are made once a turn, and not where their condition is false', () => {
    const names = read({
      parameters: { on: { type: 'bool' } },
      resources: [
        { type: 'A.B/c', name: "[concat('n', copyIndex(1))]", copy: { name: 'all', count: 2 } },
        { type: 'A.B/c', name: 'never', condition: '[equals(1, 2)]' },
        { type: 'A.B/c', name: 'perhaps', condition: "[parameters('on')]" },
      ],
    }).resources.map((one) => [one.name, one.condition?.why]);
    expect(names).toEqual([['A.B/c/n1', undefined], ['A.B/c/n2', undefined], ['A.B/c/perhaps', 'parameter on, which has no default']]);
  });

  it('contain children that know their parent, by place and by name', () => {
    const template = read({
      resources: [
        { type: 'Microsoft.Sql/servers', name: 'db', resources: [{ type: 'firewallRules', name: 'all', properties: { startIpAddress: '0.0.0.0' } }] },
        { type: 'Microsoft.Sql/servers/databases', name: 'db/one', dependsOn: ["[resourceId('Microsoft.Sql/servers', 'db')]"] },
      ],
    });
    expect(propertiesOf(template)).toEqual({
      'Microsoft.Sql/servers/db': { name: 'db' },
      'Microsoft.Sql/servers/firewallRules/db/all': { name: 'db/all', properties: { startIpAddress: '0.0.0.0' }, parent: { reference: 'Microsoft.Sql/servers/db.id' } },
      'Microsoft.Sql/servers/databases/db/one': { name: 'db/one', parent: { reference: 'Microsoft.Sql/servers/db.id' } },
    });
  });

  it('refer to one another even by names nobody knows', () => {
    const { resources } = read({
      parameters: { name: { type: 'string' } },
      resources: [
        { type: 'A.B/c', name: "[concat(parameters('name'), '-x')]" },
        { type: 'A.B/d', name: 'd', properties: { target: "[resourceId('A.B/c', concat(parameters('name'), '-x'))]", other: "[resourceId('A.B/c', 'elsewhere')]" } },
      ],
    });
    const properties = resources[1]?.properties.entries.get('properties');
    expect(properties?.kind === 'map' ? properties.entries.get('target') : undefined).toMatchObject({ reference: { resource: resources[0]?.name, attribute: 'id' } });
    expect(properties?.kind === 'map' ? properties.entries.get('other') : undefined).not.toHaveProperty('reference');
  });

  it('of nested templates are judged with the values they are given', () => {
    const inner = { parameters: { tls: { type: 'string' } }, resources: [{ type: 'A.B/c', name: 'in', tls: "[parameters('tls')]" }] };
    const deployment = { type: 'Microsoft.Resources/deployments', name: 'deep', properties: { expressionEvaluationOptions: { scope: 'inner' }, parameters: { tls: { value: '1.2' } }, template: inner } };
    expect(propertiesOf(read({ resources: [deployment] }))).toEqual({ 'A.B/c/in': { name: 'in', tls: '1.2' } });
    const linked = { type: 'Microsoft.Resources/deployments', name: 'deep', properties: { parameters: { tls: { value: '1.3' } }, templateLink: { relativePath: 'parts/inner.json' } } };
    expect(propertiesOf(read({ resources: [linked] }, { 'parts/inner.json': JSON.stringify(inner) }))).toEqual({ 'A.B/c/in': { name: 'in', tls: '1.3' } });
    expect(read({ resources: [linked] }).problems).toMatchObject([{ code: 'remote-module' }]);
  });

  it('written by symbolic names are read too, and existing ones left out', () => {
    const template = read({ languageVersion: '2.0', resources: { one: { type: 'A.B/c', name: 'n' }, two: { type: 'A.B/c', name: 'there', existing: true } } });
    expect(template.resources.map((one) => one.name)).toEqual(['A.B/c/n']);
  });

  it('are seen by policies in their own type and in that of Terraform', () => {
    const template = read({ resources: [{ type: 'Microsoft.Storage/storageAccounts', name: 'data', sku: { name: 'Standard_LRS' }, properties: { supportsHttpsTrafficOnly: false, networkAcls: { defaultAction: 'Deny' } } }] });
    const [own, mapped] = canonicalTemplate(template).resources;
    expect(own?.type).toBe('Microsoft.Storage/storageAccounts');
    expect(mapped?.type).toBe('azurerm_storage_account');
    expect(plain(mapped?.properties)).toMatchObject({ https_traffic_only_enabled: false, min_tls_version: null, account_replication_type: 'LRS', network_rules: [{ default_action: 'Deny', bypass: null }] });
  });
});

describe('broken ARM templates', () => {
  it('are problems, not failures', () => {
    expect(readArm('a.json', '{"$schema": "x", "resources": [', filesOf({})).problems).toMatchObject([{ code: 'syntax' }]);
    expect(read({ variables: { a: "[variables('b')]", b: "[variables('a')]" }, resources: [{ type: 'A.B/c', name: "[variables('a')]" }] }).problems).toMatchObject([{ code: 'cycle' }]);
    expect(read({ resources: [{ type: 'A.B/c', name: "[variables('none')]" }] }).problems).toMatchObject([{ code: 'unknown-reference' }]);
    expect(read({ resources: [{ type: 'A.B/c', name: '[concat(]' }] }).problems).toMatchObject([{ code: 'syntax' }]);
    expect(read({ resources: [{ type: 'A.B/c', name: "[concat('n', copyIndex())]", copy: { name: 'all', count: 100000 } }] }).problems).toMatchObject([{ code: 'limit' }]);
  });
});
