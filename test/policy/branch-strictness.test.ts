import { expect, test } from 'vitest';
import { pathPatterns } from '../../src/doors/path-patterns.ts';
import { branchStrictness } from '../../src/policy/branch-strictness.ts';
import { parseConfiguration } from '../../src/policy/configuration.ts';

const main = 'refs/heads/main';
const other = 'refs/heads/other';

test.each<[string, string, boolean, boolean]>([
  ['a branch where less passes', 'families: {credentials: {block: never}}\nbranches: [{match: [main], families: {credentials: {block: medium}}}]', true, false],
  ['a branch where a family is off', 'branches: [{match: [main], families: {credentials: off}}]', false, true],
  ['a branch that says what holds anyway', 'branches: [{match: [main], families: {credentials: {block: medium}}}]', true, true],
  ['a branch where one family is stricter, one less so', 'branches: [{match: [main], families: {credentials: {block: low}, containers: {block: critical}}}]', false, false],
  ['a branch where what is unsure blocks', 'branches: [{match: [main], families: {infrastructure: {unsure: block}}}]', true, false],
  ['a branch where a check is off', 'branches: [{match: [main], checks: {credentials/jwt: off}}]', false, true],
  ['a branch where a check blocks', 'branches: [{match: [main], checks: {credentials/jwt: block}}]', true, false],
  ['a branch where a check warns', 'branches: [{match: [main], checks: {credentials/jwt: warn}}]', false, false],
  ['a branch where a check has other parameters', 'branches: [{match: [main], checks: {credentials/jwt: {action: block, parameters: {x: 1}}}}]', false, false],
])('%s', (_name, text, mainIsAsStrict, otherIsAsStrict) => {
  const strictness = branchStrictness([parseConfiguration('portcullis.yaml', text)], pathPatterns);
  expect([strictness?.isAsStrict(main, other), strictness?.isAsStrict(other, main), strictness?.isAsStrict(main, main)]).toEqual([mainIsAsStrict, otherIsAsStrict, true]);
});

test('refs that the same settings are for are of one kind', () => {
  const strictness = branchStrictness([parseConfiguration('portcullis.yaml', 'branches: [{match: [main], families: {credentials: off}}, {match: [wip/**], families: {code: off}}]')], pathPatterns);
  expect(new Set(['main', 'x', 'y', 'wip/a', 'wip/b/c'].map((name) => strictness?.kindOf(`refs/heads/${name}`)))).toHaveProperty('size', 3);
});

test('a policy without branches compares none', () => {
  expect(branchStrictness([parseConfiguration('portcullis.yaml', 'families: {credentials: off}')], pathPatterns)).toBeUndefined();
});
