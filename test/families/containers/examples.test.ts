import { describe, expect, test } from 'vitest';
import { exampleIsFound } from '../../../src/doors/test-policies.ts';
import { readCheckFolder } from '../../../src/doors/load-configuration.ts';

const checks = readCheckFolder('policies').filter((check) => check.family === 'containers');

describe.each(checks)('$id', (check) => {
  test.each(check.examples.fail.map((example, at) => ({ at: at + 1, example })))('its failing example $at is reported by the gate', async ({ example }) => {
    expect(await exampleIsFound(check, example)).toBe(true);
  });

  test.each(check.examples.pass.map((example, at) => ({ at: at + 1, example })))('its passing example $at is let through', async ({ example }) => {
    expect(await exampleIsFound(check, example)).toBe(false);
  });
});
