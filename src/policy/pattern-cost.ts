import { foldPattern, type PatternFold } from '../formats/regex.ts';
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
  const cost = foldPattern(source, ways(windowBytes));
  return cost * windowBytes <= mostSteps * 20 && cost <= mostSteps;
}

/** In how many ways an expression can match at one place, from above; infinite where that is not bounded by its repeats alone. */
function ways(windowBytes: number): PatternFold<number> {
  return {
    empty: 1,
    // a back reference compares what was matched, each time anew
    one: (written) => (/^\\[1-9k]/.test(written) ? Number.POSITIVE_INFINITY : 1),
    lookAround: (inner) => inner,
    sequence: (a, b) => a * b,
    either: (a, b) => a + b,
    // a group that can match in several ways, over and over: the ways multiply
    repeated: (part, least, most) => (part > 1 && most > mostTimes ? Number.POSITIVE_INFINITY : (part > 1 ? part ** most : 1) * (Math.min(most, windowBytes) - Math.min(least, windowBytes) + 1)),
  };
}
