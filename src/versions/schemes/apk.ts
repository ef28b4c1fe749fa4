import { type Clause, comparatorClause, only, plainComparator, readRange, type Term } from '../comparators.ts';
import { between } from '../interval.ts';
import { compareDigits, compareLists, compareNatural, compareText, type Order, sign, totalOrder } from '../order.ts';
import type { NativeRange, Scheme } from '../scheme.ts';
import { nextNumber } from '../semver.ts';

interface AlpineVersion {
  readonly numbers: readonly string[];
  readonly letter: string;
  readonly suffixes: readonly (readonly [rank: number, number: string])[];
  readonly commit: string;
  readonly revision: string;
  /** What follows the part that is a version. */
  readonly rest: string;
}

// pre-release suffixes are below none (0), the others above it
const ranks: ReadonlyMap<string, number> = new Map([['alpha', -4], ['beta', -3], ['pre', -2], ['rc', -1], ['cvs', 1], ['svn', 2], ['git', 3], ['hg', 4], ['p', 5]]);
const form = /^(\d+(?:\.\d+)*)([a-z]?)((?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)\d*)*)(~[0-9a-f]+)?(?:-r(\d*)$)?/;

/** Reads `1.2.3a_beta4_p5~c0ffee-r6`; as apk does, it stops where the text is no version any more. Undefined if it does not begin as one. */
function parse(text: string): AlpineVersion | undefined {
  const match = form.exec(text.trim());
  if (match === null) return undefined;
  const suffixes = (match[3] ?? '').split('_').slice(1).map((part): [number, string] => {
    const name = part.replace(/\d+$/, '');
    return [ranks.get(name) ?? 0, part.slice(name.length)];
  });
  return { numbers: (match[1] ?? '').split('.'), letter: match[2] ?? '', suffixes, commit: match[4] ?? '', revision: match[5] ?? '', rest: text.trim().slice(match[0].length) };
}

/** Numbers after the first that begin with 0 compare as fractions: 1.01 < 1.1. */
function compareNumbers(a: readonly string[], b: readonly string[]): Order {
  return compareDigits(a[0] ?? '', b[0] ?? '') || compareLists(a.slice(1), b.slice(1), (x, y) => (isFraction(x) || isFraction(y) ? compareText(x, y) : compareDigits(x, y)));
}

function isFraction(digits: string): boolean {
  return digits.length > 1 && digits.startsWith('0');
}

function compareSuffixes(a: AlpineVersion['suffixes'], b: AlpineVersion['suffixes']): Order {
  return compareLists(a, b, (x, y) => sign(x[0] - y[0]) || compareDigits(x[1], y[1]), [0, '']);
}

const compare = totalOrder(parse, (a, b) => compareNumbers(a.numbers, b.numbers)
  || compareText(a.letter, b.letter)
  || compareSuffixes(a.suffixes, b.suffixes)
  || compareText(a.commit, b.commit)
  || compareRest(a.rest, b.rest)
  || compareDigits(a.revision, b.revision));

/** What is no version is lower than what is. A revision that is none stops the comparison; of points in a row fewer are higher. */
function compareRest(a: string, b: string): Order {
  if (a === '' || b === '') return sign(b.length - a.length);
  if (a.startsWith('-') && b.startsWith('-')) return 0;
  return sign(points(b) - points(a)) || compareNatural(a, b);
}

function points(text: string): number {
  return /^\.*/.exec(text)?.[0].length ?? 0;
}

/** Alpine Linux. Source: apk-package(5), "Package version", apk-world(5), and apk-tools' version comparison. */
export const apk: Scheme = { name: 'apk', compare, range };

function range(text: string): NativeRange | undefined {
  const intervals = readRange(text, compare, { separators: ',', alternatives: /\|\|?/, clause });
  return intervals === undefined ? undefined : { intervals };
}

function clause({ operator, version }: Term): Clause | undefined {
  // ~1.2 is every 1.2, with pre-releases
  if (operator === '~' || operator === '=~' || operator === '~=') {
    const numbers = parse(version)?.numbers;
    if (numbers === undefined) return undefined;
    return only(between(`${version}_alpha`, `${[...numbers.slice(0, -1), nextNumber(numbers.at(-1) ?? '0')].join('.')}_alpha`));
  }
  const comparator = plainComparator(operator);
  return comparator === undefined ? undefined : comparatorClause(comparator, version);
}
