import { allOf, type Clause, comparatorClause, only } from '../comparators.ts';
import { between, everything, inInterval, type Interval, union } from '../interval.ts';
import { compareLists, compareNatural, type Order, totalOrder, withoutZeros } from '../order.ts';
import type { NativeRange, Scheme } from '../scheme.ts';
import { nextNumber } from '../semver.ts';

interface ConanVersion {
  readonly main: readonly string[];
  /** Undefined for a release; the empty list is the lowest pre-release (`1.0-`). */
  readonly pre: readonly string[] | undefined;
  readonly build: readonly string[] | undefined;
}

function parse(text: string): ConanVersion | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || /\s/.test(trimmed)) return undefined;
  const plus = trimmed.lastIndexOf('+');
  const core = plus === -1 ? trimmed : trimmed.slice(0, plus);
  const dash = core.indexOf('-');
  return {
    main: withoutZeroTail((dash === -1 ? core : core.slice(0, dash)).split('.')),
    pre: dash === -1 ? undefined : withoutZeroTail(core.slice(dash + 1).split('.').filter((part) => part !== '')),
    build: plus === -1 ? undefined : trimmed.slice(plus + 1).split('.'),
  };
}

/** Zeros at the end do not count: 1.0 is 1. */
function withoutZeroTail(parts: readonly string[]): string[] {
  let end = parts.length;
  while (end > 1 && withoutZeros(parts[end - 1] ?? '') === '') end--;
  return parts.slice(0, end);
}

function compareParsed(a: ConanVersion, b: ConanVersion): Order {
  return compareLists(a.main, b.main, compareNatural) || comparePart(a.pre, b.pre, 1) || comparePart(a.build, b.build, -1);
}

function comparePart(a: readonly string[] | undefined, b: readonly string[] | undefined, absent: Order): Order {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? absent : absent === 1 ? -1 : 1;
  return compareLists(a, b, compareNatural);
}

const compare = totalOrder(parse, compareParsed);

/** C and C++ packages. Source: Conan's documentation, "Version ranges", and its Version model. */
export const conan: Scheme = { name: 'conan', compare, range };

function range(text: string): NativeRange | undefined {
  const [expression = '', ...options] = text.trim().replace(/^\[|\]$/g, '').split(',');
  const words = options.map((option) => option.trim());
  const allowsPre = words.some((option) => /^include_prerelease(?:\s*=\s*True)?$/i.test(option));
  const sets: Interval[] = [];
  for (const alternative of expression.split('||')) {
    const clauses: Clause[] = [];
    for (const word of alternative.trim().replace(/([<>]=?|[~^=])\s+/g, '$1').split(/\s+/)) {
      const clause = readWord(word);
      if (clause === undefined) return undefined;
      clauses.push(clause);
    }
    sets.push(...allOf(compare, clauses));
  }
  const intervals = union(compare, sets);
  const containsPre = (version: string) => parse(version) !== undefined && intervals.some((one) => inInterval(compare, withOpenEnds(one), version));
  // pre-releases count only if they are asked for
  return { intervals, containsPre, contains: (version) => (allowsPre || parse(version)?.pre === undefined) && containsPre(version) };
}

/** `>=1` means from 1's pre-releases on, `<2` up to 2's. */
function withOpenEnds({ lower, upper }: Interval): Interval {
  const open = (version: string) => (version.includes('-') || version.includes('+') ? version : `${version}-`);
  return {
    ...(lower === undefined ? {} : { lower: lower.inclusive && upper?.version !== lower.version ? { ...lower, version: open(lower.version) } : lower }),
    ...(upper === undefined ? {} : { upper: upper.inclusive ? upper : { ...upper, version: open(upper.version) } }),
  };
}

function readWord(word: string): Clause | undefined {
  if (word === '' || word === '*') return only(everything);
  const operator = /^(?:[<>]=?|[~^=])?/.exec(word)?.[0] ?? '';
  // 1.2.* is every version that begins so
  const prefix = /^(\d+(?:\.\d+)*)\.\*$/.exec(word)?.[1]?.split('.');
  if (prefix !== undefined) return bounded(prefix.join('.'), prefix, prefix.length - 1);
  const version = word.slice(operator.length);
  const main = version.split(/[-+]/, 1)[0]?.split('.') ?? [];
  if (version === '' || parse(version) === undefined || /[<>=~^]/.test(version)) return undefined;
  switch (operator) {
    case '~': return bounded(version, main, main.length > 1 ? 1 : 0);
    case '^': return bounded(version, main, Math.max(main.findIndex((part) => withoutZeros(part) !== ''), 0));
    case '>':
    case '>=':
    case '<':
    case '<=': return comparatorClause(operator, version);
    default: return comparatorClause('=', version);
  }
}

/** From the version up to the pre-releases of the one whose number at `index` is one higher. */
function bounded(version: string, main: readonly string[], index: number): Clause | undefined {
  const number = main[index] ?? '';
  return /^\d+$/.test(number) ? only(between(version, `${[...main.slice(0, index), nextNumber(number)].join('.')}-`)) : undefined;
}
