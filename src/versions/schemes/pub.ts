import { readRange, only, plainComparator, comparatorClause, type Clause, type Term } from '../comparators.ts';
import { between, everything, inInterval } from '../interval.ts';
import { totalOrder } from '../order.ts';
import { after } from '../partial.ts';
import type { NativeRange, Scheme } from '../scheme.ts';
import { compareSemver, comparePre, parseSemver, type Semver } from '../semver.ts';
import { isPreOfUpper } from './npm.ts';

/** Semantic versions whose build metadata counts: none is lower than any. */
const compare = totalOrder(parseSemver, (a, b) => compareSemver(a, b) || compareBuild(a, b));

function compareBuild(a: Semver, b: Semver): ReturnType<typeof comparePre> {
  if (a.build === '' || b.build === '') return a.build === b.build ? 0 : a.build === '' ? -1 : 1;
  return comparePre(a.build.split('.'), b.build.split('.'));
}

/** Dart packages. Source: dart.dev, "Package versioning" and "Version constraints"; the pub_semver package. */
export const pub: Scheme = { name: 'pub', compare, range };

function range(text: string): NativeRange | undefined {
  const plain = text.trim();
  if (plain === '' || plain === 'any') return { intervals: [everything] };
  const intervals = readRange(text, compare, { separators: ',', alternatives: /\|\|/, clause });
  if (intervals === undefined) return undefined;
  return {
    intervals,
    contains: (version) => intervals.some((one) => inInterval(compare, one, version) && !isPreOfUpper(one, version)),
  };
}

function clause({ operator, version }: Term): Clause | undefined {
  const parsed = parseSemver(version);
  if (parsed === undefined) return undefined;
  if (operator === '^') return only(between(version, after(parsed.numbers, parsed.numbers[0] === '0' ? 1 : 0)));
  const comparator = plainComparator(operator);
  return comparator === undefined ? undefined : comparatorClause(comparator, version);
}
