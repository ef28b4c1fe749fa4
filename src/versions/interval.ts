import type { Compare } from './order.ts';

/** One end of an interval. */
export interface Bound {
  readonly version: string;
  readonly inclusive: boolean;
}

/** The versions between two ends; a missing end is open to all. */
export interface Interval {
  readonly lower?: Bound;
  readonly upper?: Bound;
}

/** Every version. */
export const everything: Interval = {};

/** How a constraint compares a version with the one it names. */
export type Comparator = '<' | '<=' | '=' | '!=' | '>=' | '>';

/** The versions that a comparator other than `!=` allows. */
export function intervalOf(comparator: Exclude<Comparator, '!='>, version: string): Interval {
  if (comparator === '=') return { lower: { version, inclusive: true }, upper: { version, inclusive: true } };
  const inclusive = comparator.length === 2;
  return comparator.startsWith('<') ? { upper: { version, inclusive } } : { lower: { version, inclusive } };
}

/** The versions from one (included) to another (not included). */
export function between(from: string, to: string): Interval {
  return { lower: { version: from, inclusive: true }, upper: { version: to, inclusive: false } };
}

/** True if the version lies in the interval. */
export function inInterval(compare: Compare, interval: Interval, version: string): boolean {
  const { lower, upper } = interval;
  if (lower !== undefined) {
    const order = compare(version, lower.version);
    if (order < 0 || (order === 0 && !lower.inclusive)) return false;
  }
  if (upper === undefined) return true;
  const order = compare(version, upper.version);
  return order < 0 || (order === 0 && upper.inclusive);
}

/** The intervals as a sorted list without overlaps: the union. */
export function union(compare: Compare, intervals: readonly Interval[]): Interval[] {
  const sorted = intervals.filter((one) => !isEmpty(compare, one)).sort((a, b) => compareLower(compare, a.lower, b.lower));
  const merged: Interval[] = [];
  for (const next of sorted) {
    const last = merged.at(-1);
    if (last === undefined || !touches(compare, last, next)) merged.push(next);
    else if (compareUpper(compare, last.upper, next.upper) < 0) merged[merged.length - 1] = withEnds(last.lower, next.upper);
  }
  return merged;
}

/** The versions in all of `within` and in none of `without`, sorted and without overlaps. */
export function meet(compare: Compare, within: readonly Interval[], without: readonly Interval[] = []): Interval[] {
  let lower: Bound | undefined;
  let upper: Bound | undefined;
  for (const one of within) {
    if (compareLower(compare, one.lower, lower) > 0) lower = one.lower;
    if (compareUpper(compare, one.upper, upper) < 0) upper = one.upper;
  }
  const kept: Interval[] = [];
  for (const hole of union(compare, without)) {
    if (hole.lower !== undefined) kept.push(withEnds(lower, lowest(compare, upper, { version: hole.lower.version, inclusive: !hole.lower.inclusive })));
    if (hole.upper === undefined) return kept.filter((one) => !isEmpty(compare, one));
    const after = { version: hole.upper.version, inclusive: !hole.upper.inclusive };
    if (compareLower(compare, after, lower) > 0) lower = after;
  }
  kept.push(withEnds(lower, upper));
  return kept.filter((one) => !isEmpty(compare, one));
}

/** An interval of two ends that may be missing. */
export function withEnds(lower: Bound | undefined, upper: Bound | undefined): Interval {
  return { ...(lower === undefined ? {} : { lower }), ...(upper === undefined ? {} : { upper }) };
}

function isEmpty(compare: Compare, { lower, upper }: Interval): boolean {
  if (lower === undefined || upper === undefined) return false;
  const order = compare(lower.version, upper.version);
  return order > 0 || (order === 0 && !(lower.inclusive && upper.inclusive));
}

/** A missing lower end is before all others. */
function compareLower(compare: Compare, a: Bound | undefined, b: Bound | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1;
  return compare(a.version, b.version) || Number(b.inclusive) - Number(a.inclusive);
}

/** A missing upper end is after all others. */
function compareUpper(compare: Compare, a: Bound | undefined, b: Bound | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1;
  return compare(a.version, b.version) || Number(a.inclusive) - Number(b.inclusive);
}

function lowest(compare: Compare, a: Bound | undefined, b: Bound): Bound {
  return a !== undefined && compareUpper(compare, a, b) < 0 ? a : b;
}

/** True if no version lies between the two; the first starts no later than the second. */
function touches(compare: Compare, first: Interval, second: Interval): boolean {
  if (first.upper === undefined || second.lower === undefined) return true;
  const order = compare(first.upper.version, second.lower.version);
  return order > 0 || (order === 0 && (first.upper.inclusive || second.lower.inclusive));
}
