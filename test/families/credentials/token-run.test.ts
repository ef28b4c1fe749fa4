import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readCheckFolder } from '../../../src/doors/load-configuration.ts';
import { expandSample } from '../../../src/families/credentials/samples.ts';
import { hasTokenRun, leastTokenRun } from '../../../src/families/credentials/token-run.ts';
import type { CredentialCheck } from '../../../src/model/check.ts';

test.each([
  ['ghp_[A-Za-z0-9]{36}', 40],
  ['(?<![A-Za-z0-9])(pat[A-Za-z0-9]{14}\\.[0-9a-f]{64})(?![A-Za-z0-9_])', 82],
  ['key\\s*=\\s*"([a-f0-9]{32})"', 32],
  ['key = [^"]{40}', 3],
  ['a{3}|[A-Z]{5}', 3],
  ['pk_(?:test_)?[a-z0-9]{40,45}', 43],
  ['(?:ab|cde)+x', 3],
  ['(?:ab cd){2}', 4],
  ['(?:ab c)?d{4}', 4],
  ['[A-Za-z0-9+/]{171,172}={0,2}', 171],
  ['[\\w.-]{20}', 20],
  ['[\\s\\S]{20}', 0],
  ['[!-~]{20}', 0],
  ['.{20}', 0],
  ['\\x41{20}', 0],
  ['\\bsk-\\d{20}\\b', 23],
])('every match of %s holds %d token bytes in a row', (pattern, least) => {
  expect(leastTokenRun(pattern)).toBe(least);
});

test('a run is found where there is one', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', '9', '_', '.', ' ', '"', '\n', 'é'), { maxLength: 80 }), fc.integer({ min: 1, max: 12 }), fc.nat(20), fc.nat(20), (letters, least, skip, leave) => {
      const bytes = Buffer.from(letters.join(''), 'latin1');
      const [from, to] = [Math.min(skip, bytes.length), Math.max(Math.min(skip, bytes.length), bytes.length - leave)];
      const slow = bytes.toString('latin1', from, to).split(/[^a9_.]/).some((run) => run.length >= least);
      return hasTokenRun(bytes, from, to, least) === slow;
    }),
  );
});

describe('the checks of the package', () => {
  const checks = readCheckFolder('policies', new Set(['credentials'])).filter((check): check is CredentialCheck => check.family === 'credentials').filter((check) => check.function === undefined);

  it('match nothing without the run that is asked for first', () => {
    for (const check of checks) {
      const least = leastTokenRun(check.pattern);
      for (const example of check.examples.fail) {
        const text = expandSample(example.source, check.id);
        for (const match of text.matchAll(new RegExp(check.pattern, `g${check.flags ?? ''}`))) {
          const bytes = Buffer.from(match[0], 'latin1');
          expect([check.id, match[0], least, hasTokenRun(bytes, 0, bytes.length, least)]).toEqual([check.id, match[0], least, true]);
        }
      }
    }
  });

  it('mostly ask for one', () => {
    expect(checks.filter((check) => leastTokenRun(check.pattern) >= 12).length).toBeGreaterThan(checks.length / 2);
  });
});
