import { expect, it } from 'vitest';
import { readCheckFolder } from '../../../src/doors/load-configuration.ts';
import type { CredentialCheck } from '../../../src/model/check.ts';

const checks = readCheckFolder('policies', new Set(['credentials'])).filter((check): check is CredentialCheck => check.family === 'credentials').filter(({ pattern }) => pattern !== '');

/** Most characters that an expression matches; blanks between words are counted as a few, however many it takes. */
function longestMatch(source: string): number {
  let at = 0;
  const alternatives = (): number => {
    let longest = 0;
    for (;;) {
      longest = Math.max(longest, sequence());
      if (source[at] !== '|') return longest;
      at++;
    }
  };
  const sequence = (): number => {
    let length = 0;
    while (at < source.length && source[at] !== '|' && source[at] !== ')') {
      const from = at;
      const one = atom();
      const isBlank = /^(?:\\s|\[(?:\\x09|\\x0a|\\x0d|\\[tnrs]| |.{0,3})*\])$/.test(source.slice(from, at)) && source.slice(from, at).includes(' ');
      length += one * Math.min(times(), isBlank ? 16 : Number.POSITIVE_INFINITY);
    }
    return length;
  };
  const atom = (): number => {
    const character = source[at++];
    if (character === '\\') {
      const letter = source[at++];
      if (letter === 'x') at += 2;
      if (letter === 'u') at += 4;
      return letter === 'b' || letter === 'B' ? 0 : 1;
    }
    if (character === '[') {
      while (at < source.length && source[at] !== ']') at += source[at] === '\\' ? 2 : 1;
      at++;
      return 1;
    }
    if (character === '(') {
      const look = /^\?(?:<?[=!])/.exec(source.slice(at));
      at += (/^\?(?:<?[=!]|:|<\w+>)/.exec(source.slice(at))?.[0] ?? '').length;
      const inner = alternatives();
      at++;
      return look === null ? inner : 0;
    }
    return character === '^' || character === '$' ? 0 : 1;
  };
  const times = (): number => {
    const counted = /^\{(\d+)(,(\d*))?\}/.exec(source.slice(at));
    const character = source[at];
    let most = 1;
    if (counted !== null) {
      at += counted[0].length;
      most = counted[2] === undefined ? Number(counted[1]) : counted[3] === '' ? Number.POSITIVE_INFINITY : Number(counted[3]);
    } else if (character === '*' || character === '+') {
      at++;
      most = Number.POSITIVE_INFINITY;
    } else if (character === '?') at++;
    if (source[at] === '?') at++;
    return most;
  };
  return alternatives();
}

it('no window reaches much further than what its expression can match', () => {
  const wide = checks.filter(({ pattern, function: detector, after }) => after > 320 && after > longestMatch(pattern) * 2 + (detector === 'near' ? 400 : 300));
  expect(wide.map(({ id, after, pattern }) => `${id}: ${after} for ${longestMatch(pattern)}`)).toEqual([]);
});
