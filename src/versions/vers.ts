import type { Comparator, Interval } from './interval.ts';
import type { Compare } from './order.ts';
import type { Scheme } from './scheme.ts';

/** One constraint of a `vers:` URI, its version percent-decoded. */
export interface Constraint {
  readonly comparator: Comparator;
  readonly version: string;
}

/** A `vers:` URI. No constraints stand for `*`: every version. */
export interface Vers {
  readonly type: string;
  readonly constraints: readonly Constraint[];
}

/**
 * Reads a `vers:` URI; a text if it is none, which says why. Constraints keep their order.
 * Source: the VERS specification, clause 5 and "How to parse and validate VERS".
 */
export function parseVers(text: string): Vers | string {
  const match = /^vers:([A-Za-z][A-Za-z0-9.-]*)\//.exec(text);
  if (match === null) return 'a version range starts with "vers:", a type and a slash';
  const type = (match[1] ?? '').toLowerCase();
  if (type === 'invalid') return 'the type "invalid" is reserved';
  const rest = text.slice(match[0].length);
  if (rest === '*') return { type, constraints: [] };
  const constraints: Constraint[] = [];
  for (const part of rest.split('|')) {
    const constraint = parseConstraint(part);
    if (typeof constraint === 'string') return constraint;
    constraints.push(constraint);
  }
  return { type, constraints };
}

function parseConstraint(part: string): Constraint | string {
  const found = /^(?:[<>!]=|[<>])/.exec(part)?.[0] ?? '';
  const raw = part.slice(found.length);
  if (raw === '') return 'a constraint without a version';
  if (!/^[!-~]+$/.test(raw)) return 'only printable ASCII characters may stand in a version range';
  if (/[<>=!*]/.test(raw)) return `the characters < > = ! * in a version are written with %: ${JSON.stringify(raw.slice(0, 40))}`;
  if (/%(?![0-9A-Fa-f]{2})/.test(raw)) return 'a % that starts no percent-encoded character';
  const version = decode(raw);
  if (version === undefined) return 'percent-encoded bytes that are not UTF-8';
  return { comparator: comparators.get(found) ?? '=', version };
}

const comparators: ReadonlyMap<string, Comparator> = new Map([['', '='], ['!=', '!='], ['<', '<'], ['<=', '<='], ['>', '>'], ['>=', '>=']]);

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** What the specification forbids in a range that can be parsed: order, repeated versions, pairs that make no interval. */
export function versProblems(vers: Vers, compare: Compare): string[] {
  const problems: string[] = [];
  let previous: Constraint | undefined;
  let bound: Constraint | undefined;
  for (const next of vers.constraints) {
    const order = previous === undefined ? -1 : compare(previous.version, next.version);
    if (order === 0) problems.push(`the version ${next.version} stands twice`);
    if (order > 0) problems.push(`the version ${next.version} stands after a higher one`);
    previous = next;
    if (next.comparator === '!=') continue;
    const last = bound?.comparator ?? '<';
    const opensAgain = last.startsWith('>') && !next.comparator.startsWith('<');
    const closesTwice = bound !== undefined && !last.startsWith('>') && next.comparator.startsWith('<');
    if (opensAgain || closesTwice) problems.push(`${last}${bound?.version ?? ''} and ${next.comparator}${next.version} make no interval`);
    bound = next;
  }
  return problems;
}

/** A test of versions against a `vers:` URI, by the specification's own procedure. Constraints may come in any order. */
export function versTest(vers: Vers, scheme: Scheme): (version: string) => boolean {
  if (vers.type === 'none') return () => false;
  if (vers.constraints.length === 0) return () => true;
  const sorted = [...vers.constraints].sort((a, b) => scheme.compare(a.version, b.version));
  const bounds = sorted.filter(({ comparator }) => comparator.startsWith('<') || comparator.startsWith('>'));
  const onlyExcludes = sorted.every(({ comparator }) => comparator === '!=');
  return (version) => {
    let excluded = false;
    for (const one of sorted) {
      if (scheme.compare(version, one.version) !== 0) continue;
      if (one.comparator !== '!=' && one.comparator.endsWith('=')) return true;
      excluded = true;
    }
    if (excluded) return false;
    return onlyExcludes || inBounds(bounds, scheme.compare, version);
  };
}

/** Bounds are sorted by version; equality has been judged before. */
function inBounds(bounds: readonly Constraint[], compare: Compare, version: string): boolean {
  // the last bound below the version and the first above it decide
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const bound = bounds[middle];
    if (bound !== undefined && compare(bound.version, version) < 0) low = middle + 1;
    else high = middle;
  }
  const below = bounds[low - 1];
  const above = bounds[low];
  const opened = below === undefined || below.comparator.startsWith('>');
  const closed = above === undefined || above.comparator.startsWith('<');
  return opened && closed && (below !== undefined || above !== undefined);
}

/** Writes intervals (sorted, without overlaps) as a `vers:` URI. No interval at all is `vers:none/*`. */
export function formatVers(scheme: Scheme, intervals: readonly Interval[]): string {
  if (intervals.length === 0) return 'vers:none/*';
  const spell = (version: string) => encodeVersion(scheme.normalise?.(version) ?? version);
  const parts: string[] = [];
  let open = '';
  for (const [at, { lower, upper }] of intervals.entries()) {
    if (lower !== undefined && lower.version !== open) {
      if (upper !== undefined && upper.inclusive && lower.inclusive && scheme.compare(lower.version, upper.version) === 0) {
        parts.push(spell(lower.version));
        continue;
      }
      parts.push((lower.inclusive ? '>=' : '>') + spell(lower.version));
    }
    if (upper === undefined) continue;
    // a single hole is `!=`
    const next = intervals[at + 1]?.lower;
    const isHole = next !== undefined && !upper.inclusive && !next.inclusive && scheme.compare(next.version, upper.version) === 0;
    parts.push((isHole ? '!=' : upper.inclusive ? '<=' : '<') + spell(upper.version));
    open = isHole ? next.version : '';
  }
  return `vers:${scheme.name}/${parts.length === 0 ? '*' : parts.join('|')}`;
}

/** Percent-encodes what may not stand in a version: comparators, separators, spaces, everything outside printable ASCII. */
function encodeVersion(version: string): string {
  return version.replace(/[^!-~]+|[<>=!*|%]/gu, (part) => [...new TextEncoder().encode(part)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''));
}

/** Sorts the constraints, drops repetitions and what they make redundant, and writes the URI. */
export function normaliseVers(vers: Vers, scheme: Scheme): string {
  if (vers.constraints.length === 0) return `vers:${vers.type}/*`;
  const sorted = [...vers.constraints].sort((a, b) => scheme.compare(a.version, b.version));
  const kept: Constraint[] = [];
  for (const next of sorted) {
    const last = kept.at(-1);
    const isRepeated = last !== undefined && last.comparator === next.comparator && scheme.compare(last.version, next.version) === 0;
    if (!isRepeated) kept.push(next);
  }
  return `vers:${vers.type}/${simplify(kept).map((one) => (one.comparator === '=' ? '' : one.comparator) + encodeVersion(one.version)).join('|')}`;
}

/** Leaves out constraints that a neighbour already covers; `!=` stays where it is. */
function simplify(sorted: readonly Constraint[]): readonly Constraint[] {
  const kept: Constraint[] = [];
  // positions in `kept` of the constraints that are not `!=`
  const bounds: number[] = [];
  const dropped = new Set<number>();
  for (const next of sorted) {
    if (next.comparator !== '!=') {
      let lastAt = bounds.at(-1);
      let last = lastAt === undefined ? undefined : kept[lastAt];
      if (last?.comparator.startsWith('>') === true && !next.comparator.startsWith('<')) continue;
      while (last !== undefined && lastAt !== undefined && next.comparator.startsWith('<') && !last.comparator.startsWith('>')) {
        dropped.add(lastAt);
        bounds.pop();
        lastAt = bounds.at(-1);
        last = lastAt === undefined ? undefined : kept[lastAt];
      }
      bounds.push(kept.length);
    }
    kept.push(next);
  }
  return kept.filter((_, at) => !dropped.has(at));
}

