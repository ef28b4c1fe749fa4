import { expect, it } from 'vitest';
import { normaliseVersRange, parseVersRange, versionInRange, versRangeProblems } from '../../src/versions.ts';

it.each(['vers:npm/1.2.3|>=2.0.0|<5.0.0', 'vers:gem/>=2.2.0|!=2.2.1|<2.3.0', 'vers:deb/*', 'vers:pypi/0.0.1|0.0.2|>=3.0.0', 'vers:all/*', 'vers:none/*', 'vers:unheard-of/>2|<1', 'vers:maven/<1.0%2B1', 'vers:datetime/>=2020-01-01T00:00:00Z'])('%s is valid', (uri) => {
  expect(versRangeProblems(uri)).toEqual([]);
});

it.each([
  ['npm/1.2.3', 'starts with "vers:"'],
  ['vers:npm', 'starts with "vers:"'],
  ['vers:npm/', 'without a version'],
  ['vers:npm/=1.2.3', 'written with %'],
  ['vers:npm/>=1.2.3|', 'without a version'],
  ['vers:npm/>= 1.2.3', 'printable'],
  ['vers:npm/*|1.0.0', 'written with %'],
  ['vers:npm/1.0%', '%'],
  ['vers:npm/1.0%ff', 'UTF-8'],
  ['vers:invalid/1.0', 'reserved'],
  ['vers:npm/2.0.0|1.0.0', 'after a higher one'],
  ['vers:npm/1.0.0|>=1.0.0', 'twice'],
  ['vers:npm/>=1.0.0|>=2.0.0', 'no interval'],
  ['vers:npm/<1.0.0|<2.0.0', 'no interval'],
  ['vers:npm/1.0.0|<2.0.0', 'no interval'],
  ['vers:all/>=1', 'only range'],
])('%s is not: %s', (uri, reason) => {
  expect(versRangeProblems(uri).join()).toContain(reason);
});

it.each([
  ['vers:NPM/>=2.0.0|1.2.3|<5.0.0|1.2.3', 'vers:npm/1.2.3|>=2.0.0|<5.0.0'],
  ['vers:pypi/>=1|>=2|!=3', 'vers:pypi/>=1|!=3'],
  ['vers:pypi/<1|<2', 'vers:pypi/<2'],
  ['vers:npm/*', 'vers:npm/*'],
])('%s is %s in canonical form', (uri, canonical) => {
  expect(normaliseVersRange(uri)).toBe(canonical);
});

it('reads constraints with their versions decoded', () => {
  expect(parseVersRange('vers:maven/>=1.0%2B1|!=2')).toEqual({ type: 'maven', constraints: [{ comparator: '>=', version: '1.0+1' }, { comparator: '!=', version: '2' }] });
});

it('takes constraints in any order for containment', () => {
  expect(['1.0', '1.5', '2.5', '3.0'].filter((version) => versionInRange('vers:pypi/>=2.0|<=1.0|!=3.0', version))).toEqual(['1.0', '2.5']);
  expect(versionInRange('vers:none/*', '1.0')).toBe(false);
});
