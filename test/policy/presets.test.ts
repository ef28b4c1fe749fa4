import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readCheckFolder } from '../../src/doors/load-configuration.ts';
import { parseConfiguration } from '../../src/policy/configuration.ts';

const folder = 'policies/presets';
const ids = new Set(readCheckFolder('policies').map(({ id }) => id));

it.each(readdirSync(folder))('%s can be read and names only checks that exist', (name) => {
  const { checks, paths } = parseConfiguration(name, readFileSync(`${folder}/${name}`, 'utf8'));
  const unknown = [...checks.keys(), ...paths.flatMap((scope) => [...scope.checks.keys()])].filter((id) => !ids.has(id) && ![...ids].some((one) => one.startsWith(`${id}/`)));
  expect(unknown).toEqual([]);
});
