import { describe, expect, it } from 'vitest';
import { npm } from '../../../src/families/libraries/typo-squats/names/npm.ts';
import { others } from '../../../src/families/libraries/typo-squats/names/others.ts';
import { pypi } from '../../../src/families/libraries/typo-squats/names/pypi.ts';
import { nearby, slippedFrom } from '../../../src/families/libraries/typo-squats/nearest.ts';
import { slipBetween } from '../../../src/families/libraries/typo-squats/slip.ts';
import { judge, judged } from './judge.ts';

it.each([
  ['lodahs', 'lodash', 'two letters swapped'],
  ['expresss', 'express', 'a letter doubled'],
  ['requets', 'requests', 'a letter left out'],
  ['request', 'requests', 'an s at the end'],
  ['crossenv', 'cross-env', 'separators'],
  ['babel-core', '@babel/core', 'separators'],
  ['@bable/core', '@babel/core', 'two letters swapped'],
  ['nurnpy', 'numpy', 'look-alikes'],
  ['c0lorama', 'colorama', 'look-alikes'],
  ['rеquests', 'requests', 'look-alikes'],
  ['requesta', 'requests', 'a neighbouring key'],
  ['typescipt', 'typescript', 'a letter left out'],
  ['typesxripr', 'typescript', 'two slips'],
  ['jquery.js', 'jquery', 'a .js at the end'],
  ['express', 'express', undefined],
  ['vue3', 'vue2', undefined],
  ['psycopg3', 'psycopg2', undefined],
  ['d3-geo', 'd3-god', undefined],
  ['preact', 'react', undefined],
  ['p-map', 'p-max', undefined],
])('%s and %s: %s', (name, target, expected) => {
  expect(slipBetween(name, target)).toBe(expected);
});

describe.each([['npm', npm], ['pypi', pypi], ...others] as const)('the list of %s', (_ecosystem, names) => {
  it('finds nothing among its own names', () => {
    expect(names.used.filter((name) => !names.known.has(name))).toEqual([]);
    expect(new Set(names.used).size).toBe(names.used.length);
  });
});

it('nine of ten slips of a hand in a long name are found', () => {
  const swapped = (name: string, at: number): string => name.slice(0, at) + (name[at + 1] ?? '') + (name[at] ?? '') + name.slice(at + 2);
  const slips = [...npm.used, ...pypi.used]
    .filter((name) => /^[a-z]{7,}$/.test(name))
    .flatMap((name, number) => {
      const at = 1 + (number % (name.length - 2));
      return [swapped(name, at), name.slice(0, at) + name.slice(at + 1), name.slice(0, at) + (name[at] ?? '') + name.slice(at)].filter((slip) => slip !== name && !npm.known.has(slip) && !pypi.known.has(slip));
    });
  const found = slips.filter((slip) => (slippedFrom(slip, npm.used) ?? slippedFrom(slip, pypi.used)) !== undefined);
  expect(slips.length).toBeGreaterThan(500);
  expect(found.length / slips.length).toBeGreaterThan(0.9);
});

const manifest = (dependencies: string): string => `{\n"dependencies": {\n${dependencies}\n}}`;

it('a slip is unsure, warns, and names what was meant', async () => {
  const [finding] = await judge({ files: { 'package.json': manifest('"lodahs": "^4.0.0"') } });
  expect(finding).toMatchObject({ check: 'libraries/typo-squat', certainty: 'unsure', action: 'warn', resource: 'pkg:npm/lodahs' });
  expect(finding?.message).toBe('lodahs is one slip away from lodash (two letters swapped): is that the package you mean?');
});

it.each([
  ['a name that the project uses beside it', { 'package.json': manifest('"@acme/billing-core": "1",\n"@acme/biling-core": "1",\n"@acme/billing-croe": "1"') }, ['typo-squat? package.json:5']],
  ['members of a family of names', { 'package.json': manifest('"@acme/service-a": "1",\n"@acme/service-b": "1",\n"@acme/icon": "1",\n"@acme/icons": "1"') }, []],
  ['what others bring in', { 'package-lock.json': '{"lockfileVersion": 3, "packages": {"": {}, "node_modules/lodahs": {"version": "1.0.0"}}}' }, []],
  ['a package of the repository', { 'package.json': manifest('"lodahs": "workspace:*"') }, []],
  ['an ecosystem without a list', { 'renv.lock': '{"Packages": {"ggplto2": {"Package": "ggplto2", "Version": "1.0"}}}' }, []],
] as const)('%s', async (_name, files, expected) => {
  expect(await judged({ files })).toEqual(expected);
});

it('looking at the names with the same ends finds what looking at all of them does', () => {
  const slips = [...npm.used.slice(0, 150), ...pypi.used.slice(0, 50)].flatMap((name) => [`${name}s`, name.slice(1), name.slice(0, -1), name.replace('-', '_'), `${name.slice(0, 2)}${name.slice(1)}`, `x${name}`]);
  for (const slip of slips) for (const names of [npm, pypi]) expect(slippedFrom(slip, nearby(slip, names))).toEqual(slippedFrom(slip, names.used));
});
