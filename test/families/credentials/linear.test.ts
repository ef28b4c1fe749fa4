import { checkSync } from 'recheck';
import { describe, expect, it } from 'vitest';
import { readCheckFolder } from '../../../src/doors/load-configuration.ts';
import { delimited } from '../../../src/families/credentials/detectors/near-shape.ts';
import { compileMatcher } from '../../../src/families/credentials/matcher.ts';
import { expandSample } from '../../../src/families/credentials/samples.ts';
import type { CredentialCheck } from '../../../src/model/check.ts';

const checks = readCheckFolder('policies', new Set(['credentials'])).filter((check): check is CredentialCheck => check.family === 'credentials');

it('no expression of a credential check is super-linear', () => {
  const unsafe = checks.flatMap(({ id, pattern, flags = '', function: detector, allow }) =>
    [...(pattern === '' ? [] : [detector === 'near' ? delimited(pattern) : pattern]), ...allow].flatMap((source) => {
      const { status } = checkSync(source, detector === 'file-name' ? 'i' : flags, { checker: 'automaton', timeout: 5000 });
      return status === 'safe' ? [] : [`${id}: ${status}`];
    }),
  );
  expect(unsafe).toEqual([]);
});

describe('a megabyte made to be slow', () => {
  const size = 1_000_000;
  const filled = (piece: string): Buffer => Buffer.from(piece.repeat(Math.ceil(size / piece.length)).slice(0, size), 'latin1');

  /** What a check costs on one text: every hit of its keywords, as the engine would hand them over. Counts the looks. */
  function look(check: CredentialCheck, bytes: Buffer): number {
    const matcher = compileMatcher(check);
    const text = bytes.toString('latin1', 0, 100_000).toLowerCase();
    let looks = 0;
    for (const keyword of check.keywords) {
      // every hundredth hit: each look is bounded by the check's window, so the whole is their number times that
      for (let at = text.indexOf(keyword), hit = 0; at >= 0 && looks < 200; at = text.indexOf(keyword, at + 1), hit++) {
        if (hit % 100 !== 0) continue;
        matcher.find(bytes, at, at + keyword.length, 'a.txt');
        looks++;
      }
    }
    return looks;
  }

  it('is bounded for every check, whatever its keyword is followed by', () => {
    const slow: string[] = [];
    // a file's name is short, and its expression was proven above
    for (const check of checks.filter((one) => one.function !== 'file-name')) {
      const keyword = check.keywords[0] ?? '';
      const sample = expandSample(check.examples.fail[0]?.source ?? keyword);
      for (const piece of [keyword, `${keyword} ${sample.slice(0, -1)}`, `${keyword}=${'a1'.repeat(200)}`]) {
        const begin = process.cpuUsage();
        const looks = look(check, filled(piece));
        const { user } = process.cpuUsage(begin);
        expect(looks, check.id).toBeGreaterThan(0);
        // a look at 4,000 bytes costs microseconds; a second for two hundred would be a catastrophe, not a slow machine
        if (user > 1_000_000) slow.push(`${check.id} ${JSON.stringify(piece.slice(0, 30))} ${user} µs`);
      }
    }
    expect(slow).toEqual([]);
  });
});
