import { type Clause, comparatorClause, only, plainComparator, readRange, type Term } from '../comparators.ts';
import { between } from '../interval.ts';
import { compareDigits, compareLists, compareText, type Order, sign, totalOrder } from '../order.ts';
import type { NativeRange, Scheme } from '../scheme.ts';
import { nextNumber } from '../semver.ts';

interface EbuildVersion {
  readonly numbers: readonly string[];
  readonly letter: string;
  readonly suffixes: readonly (readonly [rank: number, number: string])[];
  readonly revision: string;
}

// `_p` is above no suffix (0), the others are below it
const ranks: ReadonlyMap<string, number> = new Map([['alpha', -4], ['beta', -3], ['pre', -2], ['rc', -1], ['p', 1]]);
const form = /^(\d+(?:\.\d+)*)([a-z]?)((?:_(?:alpha|beta|pre|rc|p)\d*)*)(?:-r(\d+))?$/;

/** Reads `1.2.3a_beta4_p5-r6`; undefined if it is none. */
function parse(text: string): EbuildVersion | undefined {
  const match = form.exec(text.trim());
  if (match === null) return undefined;
  const suffixes = (match[3] ?? '').split('_').slice(1).map((part): [number, string] => {
    const name = part.replace(/\d+$/, '');
    return [ranks.get(name) ?? 0, part.slice(name.length)];
  });
  return { numbers: (match[1] ?? '').split('.'), letter: match[2] ?? '', suffixes, revision: match[4] ?? '' };
}

/** The first number compares as a whole; later ones that begin with 0 as fractions, without zeros at their end. */
function compareNumbers(a: readonly string[], b: readonly string[]): Order {
  const order = compareDigits(a[0] ?? '', b[0] ?? '');
  if (order !== 0) return order;
  return compareLists(a.slice(1), b.slice(1), (x, y) => (x.startsWith('0') || y.startsWith('0') ? compareText(withoutTrailingZeros(x), withoutTrailingZeros(y)) : compareDigits(x, y)));
}

function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === '0') end--;
  return digits.slice(0, end);
}

const compare = totalOrder(parse, (a, b) => compareNumbers(a.numbers, b.numbers)
  || compareText(a.letter, b.letter)
  || compareLists(a.suffixes, b.suffixes, (x, y) => sign(x[0] - y[0]) || compareDigits(x[1], y[1]), [0, ''])
  || compareDigits(a.revision, b.revision));

/** Gentoo. Source: the Package Manager Specification, 3.3 "Version comparison" and 8.3.1 "Operators". */
export const ebuild: Scheme = { name: 'ebuild', compare, range };

function range(text: string): NativeRange | undefined {
  const intervals = readRange(text, compare, { separators: ',', alternatives: /\|\|?/, clause });
  return intervals === undefined ? undefined : { intervals };
}

function clause({ operator, version }: Term): Clause | undefined {
  const isPrefix = version.endsWith('*');
  const numbers = parse(isPrefix ? version.slice(0, -1) : version)?.numbers;
  if (numbers === undefined) return undefined;
  const next = [...numbers.slice(0, -1), nextNumber(numbers.at(-1) ?? '0')].join('.');
  if (isPrefix) return operator === '=' ? only(between(version.slice(0, -1), next)) : undefined;
  // ~1.2.3 is 1.2.3 in any revision
  if (operator === '~') return only({ lower: { version: version.replace(/-r\d+$/, ''), inclusive: true }, upper: { version: `${version.replace(/-r\d+$/, '')}_p`, inclusive: false } });
  const comparator = plainComparator(operator);
  return comparator === undefined ? undefined : comparatorClause(comparator, version);
}
