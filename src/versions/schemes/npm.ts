import { allOf, type Clause, only, plainComparator, readTerms, type Term } from '../comparators.ts';
import { inInterval, type Interval, intervalOf, union } from '../interval.ts';
import { totalOrder } from '../order.ts';
import { caret, comparedWith, parsePartial, after, tilde, type Partial } from '../partial.ts';
import type { NativeRange, Scheme } from '../scheme.ts';
import { compareSemver, formatSemver, parseSemver, type Semver } from '../semver.ts';

/** The order of Semantic Versioning. Build metadata does not count. */
export const compareSemverText = totalOrder(parseSemver, compareSemver);

/** The spelling of a version with three numbers; the text itself if it is none. */
export function normaliseSemver(text: string): string {
  const version = parseSemver(text);
  return version === undefined ? text : formatSemver(version);
}

/** The node package manager. Source: node-semver's README, "Ranges". */
export const npm: Scheme = {
  name: 'npm',
  compare: compareSemverText,
  normalise: normaliseSemver,
  range: (text) => nodeRange(text, ''),
};

/**
 * Reads a range of npm and those that took over its operators: `^`, `~`, `1.x`, `1.2 - 2`, `||`.
 * A version without an operator means itself, or with `bare: '^'` what Cargo makes of it.
 */
export function nodeRange(text: string, bare: '' | '^'): NativeRange | undefined {
  const sets: { readonly intervals: readonly Interval[]; readonly preReleasesOf: ReadonlySet<string> }[] = [];
  for (const alternative of text.split('||')) {
    const preReleasesOf = new Set<string>();
    const clauses = readAlternative(alternative, bare, preReleasesOf);
    if (clauses === undefined) return undefined;
    sets.push({ intervals: allOf(compareSemverText, clauses), preReleasesOf });
  }
  const intervals = union(compareSemverText, sets.flatMap((set) => set.intervals));
  return {
    intervals,
    containsPre: (version) => intervals.some((one) => inInterval(compareSemverText, one, version) && !isPreOfUpper(one, version)),
    contains(version) {
      const parsed = parseSemver(version);
      if (parsed === undefined) return false;
      // a pre-release must be asked for: by one of the same numbers
      const numbers = parsed.numbers.join('.');
      return sets.some(({ intervals, preReleasesOf }) => (parsed.pre.length === 0 || preReleasesOf.has(numbers)) && intervals.some((one) => inInterval(compareSemverText, one, version)));
    },
  };
}

/** True for 2.0.0-beta and the upper end `<2.0.0`: it is below 2.0.0, but not what the range means. */
export function isPreOfUpper({ lower, upper }: Interval, version: string): boolean {
  if (upper === undefined || upper.inclusive) return false;
  const end = parseSemver(upper.version);
  const parsed = parseSemver(version);
  if (end === undefined || parsed === undefined || end.pre.length > 0 || parsed.pre.length === 0) return false;
  const isPreOf = (one: Semver | undefined) => one !== undefined && compareSemver({ ...parsed, pre: [] }, { ...one, pre: [] }) === 0;
  // >=2.0.0-alpha <2.0.0 asks for them
  return isPreOf(end) && !isPreOf(parseSemver(lower?.version ?? ''));
}

/** Fills `preReleasesOf` with the numbers of versions that carry a pre-release. */
function readAlternative(text: string, bare: '' | '^', preReleasesOf: Set<string>): Clause[] | undefined {
  const words = text.trim().split(/\s+/);
  const note = (partial: Partial | undefined): Partial | undefined => {
    if (partial !== undefined && partial.pre.length > 0) preReleasesOf.add(partial.given.join('.'));
    return partial;
  };
  if (words.length === 3 && words[1] === '-') {
    const from = note(parsePartial(words[0] ?? ''));
    const to = note(parsePartial(words[2] ?? ''));
    if (from === undefined || to === undefined) return undefined;
    const upper = to.given.length === 0 ? {} : to.given.length >= 3 ? intervalOf('<=', to.text) : intervalOf('<', after(to.given, to.given.length - 1));
    return [only(intervalOf('>=', from.text)), only(upper)];
  }
  const clauses: Clause[] = [];
  for (const term of readTerms(text, ',') ?? [{ operator: '?', version: '' }]) {
    const clause = nodeClause(term, bare, note);
    if (clause === undefined) return undefined;
    clauses.push(clause);
  }
  return clauses;
}

const nothing: Clause = { within: [], without: [{}] };

function nodeClause(term: Term, bare: '' | '^', note: (partial: Partial | undefined) => Partial | undefined): Clause | undefined {
  const partial = note(parsePartial(term.version));
  if (partial === undefined) return undefined;
  const isWild = /[xX*]/.test(term.version) && partial.pre.length === 0 && partial.given.length < 3;
  const operator = term.operator === '' && !isWild ? bare : term.operator;
  if (operator === '^') return only(caret(partial));
  if (operator === '~' || operator === '~>') return only(tilde(partial));
  const comparator = plainComparator(operator);
  if (comparator === undefined) return undefined;
  if (comparator === '!=') return { within: [], without: [comparedWith('=', partial) ?? {}] };
  const interval = comparedWith(comparator, partial);
  return interval === undefined ? nothing : only(interval);
}
