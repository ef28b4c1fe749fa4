import type { CredentialCheck } from '../model/check.ts';

/** Most steps that one look at a window may take by an expression that backtracks. */
const mostSteps = 200_000;

/** Longest secret that the expressions of `allow` are asked about, in characters. */
const longestSecret = 600;

/** Most times that a group with several ways to match may be repeated. */
const mostTimes = 8;

/** Whether all expressions of a check are cheap as they are. */
export function isCheapCheck({ pattern, allow, before, after, keywords }: CredentialCheck): boolean {
  return isCheapPattern(pattern, before + after + Math.max(...keywords.map((word) => word.length))) && allow.every((one) => isCheapPattern(one, longestSecret));
}

/**
 * Whether an expression of JavaScript is cheap in a window of so many bytes, whatever stands in it: no repeat in a repeat, and
 * few enough ways to split the window between its repeats. The estimate is from above; what it refuses may be harmless.
 */
function isCheapPattern(source: string, windowBytes: number): boolean {
  const cost = readCost(source, windowBytes);
  return cost !== undefined && cost * windowBytes <= mostSteps * 20 && cost <= mostSteps;
}

/** In how many ways an expression can match at one place, from above; undefined where that is not bounded by its repeats alone. */
function readCost(source: string, windowBytes: number): number | undefined {
  let at = 0;
  let isBounded = true;
  const alternatives = (): number => {
    let ways = sequence();
    while (source[at] === '|') {
      at++;
      ways += sequence();
    }
    return ways;
  };
  const sequence = (): number => {
    let ways = 1;
    while (at < source.length && source[at] !== '|' && source[at] !== ')') {
      const one = atom();
      const { least, most } = times();
      // a group that can match in several ways, over and over: the ways multiply
      if (one > 1 && most > mostTimes) isBounded = false;
      else ways *= (one > 1 ? one ** most : 1) * (Math.min(most, windowBytes) - Math.min(least, windowBytes) + 1);
    }
    return ways;
  };
  const atom = (): number => {
    const character = source[at++];
    if (character === '\\') {
      // a back reference compares what was matched, each time anew
      if (/[1-9k]/.test(source[at] ?? '')) isBounded = false;
      at++;
      return 1;
    }
    if (character === '[') {
      while (at < source.length && source[at] !== ']') at += source[at] === '\\' ? 2 : 1;
      at++;
      return 1;
    }
    if (character !== '(') return 1;
    at += (/^\?(?:<?[=!]|:|<\w+>)/.exec(source.slice(at, at + 200))?.[0] ?? '').length;
    const inner = alternatives();
    at++;
    return inner;
  };
  const times = (): { least: number; most: number } => {
    const counted = /^\{(\d+)(,(\d*))?\}/.exec(source.slice(at, at + 30));
    const character = source[at];
    let range = { least: 1, most: 1 };
    if (counted !== null) {
      at += counted[0].length;
      const least = Number(counted[1]);
      range = { least, most: counted[2] === undefined ? least : counted[3] === '' ? Number.POSITIVE_INFINITY : Number(counted[3]) };
    } else if (character === '*' || character === '+') {
      at++;
      range = { least: character === '*' ? 0 : 1, most: Number.POSITIVE_INFINITY };
    } else if (character === '?') {
      at++;
      range = { least: 0, most: 1 };
    }
    if (source[at] === '?') at++;
    return range;
  };
  const cost = alternatives();
  return isBounded && Number.isFinite(cost) ? cost : undefined;
}
