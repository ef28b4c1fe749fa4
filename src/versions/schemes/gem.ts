import { allOf, type Clause, comparatorClause, only, plainComparator, readTerms, type Term } from '../comparators.ts';
import { between, inInterval } from '../interval.ts';
import { compareDigits, compareLists, compareText, isDigitCode, isDigits, type Order, totalOrder, withoutZeros } from '../order.ts';
import type { NativeRange, Scheme } from '../scheme.ts';
import { nextNumber } from '../semver.ts';

const form = /^(?:\d+(?:\.[0-9a-z]+)*(?:-[0-9a-z-]+(?:\.[0-9a-z-]+)*)?)?$/i;

/** The numbers and words of a version; a dash starts a pre-release. Undefined if it is none. */
function segments(text: string): string[] | undefined {
  const trimmed = text.trim();
  if (!form.test(trimmed)) return undefined;
  return trimmed.replaceAll('-', '.pre.').match(/\d+|[a-z]+/gi) ?? [];
}

/** Zeros at the end of the numbers, and at the end of what the first word starts, do not count. */
function canonical(text: string): string[] | undefined {
  const all = segments(text);
  if (all === undefined) return undefined;
  const word = all.findIndex((part) => !isDigits(part));
  return word === -1 ? trimmedZeros(all) : [...trimmedZeros(all.slice(0, word)), ...trimmedZeros(all.slice(word))];
}

function trimmedZeros(parts: readonly string[]): string[] {
  let end = parts.length;
  while (end > 0 && isDigits(parts[end - 1] ?? '') && withoutZeros(parts[end - 1] ?? '') === '') end--;
  return parts.slice(0, end);
}

function compareSegment(a: string, b: string): Order {
  const isNumber = isDigitCode(a.charCodeAt(0));
  if (isNumber !== isDigitCode(b.charCodeAt(0))) return isNumber ? 1 : -1;
  return isNumber ? compareDigits(a, b) : compareText(a, b);
}

const compare = totalOrder(canonical, (a, b) => compareLists(a, b, compareSegment, '0'));

/** RubyGems (and CocoaPods, which took it over). Source: Gem::Version and Gem::Requirement of RubyGems. */
export const gem: Scheme = { name: 'gem', compare, range };

function range(text: string): NativeRange | undefined {
  const terms = readTerms(text.replace(/["'[\]]/g, ' '), ',');
  if (terms === undefined) return undefined;
  const clauses: Clause[] = [];
  const tests: ((version: string) => boolean)[] = [];
  for (const term of terms) {
    const read = readTerm(term);
    if (read === undefined) return undefined;
    clauses.push(read.clause);
    tests.push(read.test);
  }
  const intervals = allOf(compare, clauses);
  return { intervals, contains: (version) => segments(version) !== undefined && tests.every((test) => test(version)) };
}

function readTerm({ operator, version }: Term): { readonly clause: Clause; readonly test: (version: string) => boolean } | undefined {
  const parts = segments(version);
  if (parts === undefined) return undefined;
  if (operator === '~>') {
    const upper = bumped(parts);
    // pre-releases of the upper end are above it: only the numbers count
    return { clause: only(between(version, upper)), test: (other) => compare(other, version) >= 0 && compare(released(other), upper) < 0 };
  }
  const comparator = plainComparator(operator);
  if (comparator === undefined) return undefined;
  const clause = comparatorClause(comparator, version);
  return { clause, test: (other) => clause.within.every((one) => inInterval(compare, one, other)) && !clause.without.some((one) => inInterval(compare, one, other)) };
}

/** The numbers before the first word. */
function numbersOf(parts: readonly string[]): readonly string[] {
  const word = parts.findIndex((part) => !isDigits(part));
  return word === -1 ? parts : parts.slice(0, word);
}

/** 2.1 after 2.0.8: the last number goes, the one before it rises. */
function bumped(parts: readonly string[]): string {
  const numbers = numbersOf(parts);
  const kept = numbers.length > 1 ? numbers.slice(0, -1) : numbers;
  return [...kept.slice(0, -1), nextNumber(kept.at(-1) ?? '0')].join('.');
}

function released(version: string): string {
  return numbersOf(segments(version) ?? []).join('.');
}
