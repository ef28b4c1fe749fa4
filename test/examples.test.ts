import { describe, expect, it } from 'vitest';
import { readCheckFolder } from '../src/doors/load-configuration.ts';
import { runnableFamilies } from '../src/engine/route.ts';
import { exampleIsFound } from '../src/doors/test-policies.ts';

const checks = readCheckFolder('policies', runnableFamilies);

describe.each(checks.map((check) => [check.id, check] as const))('%s', (_id, check) => {
  it('reports every failing example and leaves every passing one alone', async () => {
    expect(check.examples.fail.length).toBeGreaterThan(0);
    expect(check.examples.pass.length).toBeGreaterThan(0);
    for (const [kind, expected] of [['fail', true], ['pass', false]] as const) {
      for (const [number, example] of check.examples[kind].entries()) {
        expect(await exampleIsFound(check, example, checks), `${kind} example ${number + 1}:\n${example.source}`).toBe(expected);
      }
    }
  });
});

it('credential checks have two examples of each kind', () => {
  for (const check of checks.filter((one) => one.family === 'credentials')) {
    expect(check.examples.fail.length, check.id).toBeGreaterThan(1);
    expect(check.examples.pass.length, check.id).toBeGreaterThan(1);
  }
});

it('every check names a page that documents what it finds', () => {
  expect(checks.filter((check) => check.references.length === 0).map((check) => check.id)).toEqual([]);
});
