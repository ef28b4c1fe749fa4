import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseArmExpression } from '../../../src/templates/arm/parse-expression.ts';
import { readArm } from '../../../src/templates/arm/read-arm.ts';
import { readPlan } from '../../../src/templates/terraform/plan/read-plan.ts';
import { filesOf } from '../terraform/evaluate.ts';

const boundMs = 40_000;
const schema = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';

/** Codes of the problems of a template, read in bounded time. */
function codesOf(template: object): readonly string[] {
  const text = JSON.stringify({ $schema: schema, ...template });
  const start = performance.now();
  const { problems } = readArm('azuredeploy.json', text, filesOf({}));
  expect(performance.now() - start).toBeLessThan(boundMs);
  return [...new Set(problems.map((one) => one.code))];
}

function nestedDeployments(depth: number): object {
  return depth === 0 ? { type: 'A.B/c', name: 'end' } : { type: 'Microsoft.Resources/deployments', name: `d${depth}`, properties: { template: { resources: [nestedDeployments(depth - 1)] } } };
}

describe('hostile ARM templates are judged in bounded time', () => {
  it.each<[string, object, readonly string[]]>([
    ['a loop of a million turns', { resources: [{ type: 'A.B/c', name: "[concat('n', copyIndex())]", copy: { name: 'all', count: 1_000_000 } }] }, ['limit']],
    ['loops within loops', { variables: { copy: [{ name: 'a', count: 800, input: { copy: [{ name: 'b', count: 800, input: { copy: [{ name: 'c', count: 800, input: 'x' }] } }] } }] }, resources: [{ type: 'A.B/c', name: 'n', all: "[variables('a')]" }] }, ['limit']],
    ['templates within templates', { resources: [nestedDeployments(40)] }, ['limit']],
    ['calls within calls', { resources: [{ type: 'A.B/c', name: `[${'toLower('.repeat(5_000)}'a'${')'.repeat(5_000)}]` }] }, ['syntax']],
    ['variables that double', { variables: Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`v${i}`, i === 0 ? ['x', 'x'] : `[concat(variables('v${i - 1}'), variables('v${i - 1}'))]`])), resources: [{ type: 'A.B/c', name: 'n', all: "[variables('v39')]" }] }, ['limit']],
    ['texts that double', { variables: Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`v${i}`, i === 0 ? 'xxxxxxxxxx' : `[concat(variables('v${i - 1}'), variables('v${i - 1}'))]`])), resources: [{ type: 'A.B/c', name: 'n', all: "[variables('v59')]" }] }, []],
    ['the name of a prototype', { parameters: { __proto__: { defaultValue: 'x' }, constructor: { defaultValue: 'y' } }, resources: [{ type: 'A.B/c', name: "[parameters('constructor')]", value: "[toString('a')]" }] }, []],
  ])('%s', (_name, template, codes) => {
    expect(codesOf(template)).toEqual(codes);
  });
});

const words = fc.array(fc.constantFrom("'", '(', ')', '[', ']', ',', '.', 'concat', "'a'", ' ', '1', '-', 'parameters', 'variables', 'copyIndex', 'if', 'reference', 'resourceId', 'true', '{0}', 'format'), { maxLength: 40 }).map((all) => all.join(''));
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof({ maxDepth: 5 }, fc.constantFrom(null, true, 1, 'x'), words.map((text) => `[${text}]`), fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(fc.constantFrom('type', 'name', 'resources', 'properties', 'copy', 'count', 'input', 'template', 'condition', 'parameters', 'value', 'defaultValue', 'dependsOn', 'a'), tie('value'), { maxKeys: 5 })),
})).value;

describe('whatever stands in a file, its reader comes back', () => {
  it('an expression of ARM', () => {
    fc.assert(fc.property(fc.oneof(words, fc.string()), (text) => parseArmExpression(text) === undefined || text.length > 0), { numRuns: 2_000 });
  });

  it('an ARM template', () => {
    fc.assert(
      fc.property(fc.record({ parameters: json, variables: json, resources: json }), (template) => readArm('a.json', JSON.stringify(template), filesOf({})).format === 'arm'),
      { numRuns: 600 },
    );
  });

  it('a plan', () => {
    const plan = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof({ maxDepth: 6 }, fc.constantFrom(null, true, 1, 'aws_x.y', 'module.a.aws_x.y'), fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(fc.constantFrom('root_module', 'resources', 'child_modules', 'address', 'type', 'values', 'change', 'after', 'after_unknown', 'expressions', 'references', 'module_calls', 'module', 'mode', '__proto__'), tie('value'), { maxKeys: 5 })),
    })).value;
    fc.assert(
      fc.property(fc.record({ planned_values: plan, resource_changes: plan, configuration: plan }), (text) => readPlan('p.json', JSON.stringify(text)).format === 'terraform-plan'),
      { numRuns: 600 },
    );
  });
});
