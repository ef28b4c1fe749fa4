import { expect, test } from 'vitest';
import { readCheckFolder } from '../../../src/doors/load-configuration.ts';
import { matchStarts } from '../../../src/families/credentials/match-starts.ts';
import { expandSample } from '../../../src/families/credentials/samples.ts';
import type { CredentialCheck } from '../../../src/model/check.ts';

test.each([
  ['ghp_[A-Za-z0-9]{36}', 4, ['ghp_']],
  ['(?<![A-Za-z0-9])(AC[0-2a]{32})', 3, ['ac0', 'ac1', 'ac2', 'aca']],
  ['(?:M[Tj]|N[D])[AE]x', 3, ['mta', 'mte', 'mja', 'mje', 'nda', 'nde']],
  ['sk-(?:live-)?[a-z]{4}', 6, ['sk-']],
  ['a{2}b', 5, ['aab']],
  ['a{2,3}b', 5, ['aa']],
  ['a+b', 3, ['a']],
  ['x?y', 2, ['']],
  ['[^a]b', 2, ['']],
  ['a.b', 3, ['a']],
  ['\\bre_\\d', 4, ['re_0', 're_1', 're_2', 're_3', 're_4', 're_5', 're_6', 're_7', 're_8', 're_9']],
  ['(?:ab|[^x])c', 3, ['abc', '']],
  ['[a\\-c]', 1, ['a', '-', 'c']],
  ['(?=ab)c', 1, ['c']],
])('matches of %s begin, in %d characters, with one of %j', (pattern, characters, expected) => {
  expect(matchStarts(pattern, characters)).toEqual(expected);
});

test('every example of the package begins as its pattern is said to', () => {
  const checks = readCheckFolder('policies', new Set(['credentials'])).filter((check): check is CredentialCheck => check.family === 'credentials').filter((check) => check.function === undefined && check.detect === undefined);
  let told = 0;
  for (const check of checks) {
    const starts = matchStarts(check.pattern, 6);
    if (starts.every((start) => start.length > 1)) told++;
    for (const example of check.examples.fail) {
      for (const [match] of expandSample(example.source, check.id).matchAll(new RegExp(check.pattern, `g${check.flags ?? ''}`))) {
        expect([check.id, match, starts.some((start) => match.toLowerCase().startsWith(start))]).toEqual([check.id, match, true]);
      }
    }
  }
  expect(told).toBeGreaterThan(200);
});
