import { allOf, type Clause, comparatorClause, only, plainComparator, readTerms, type Term } from '../comparators.ts';
import { between, everything, type Interval, intervalOf, union } from '../interval.ts';
import { compareDigits, compareText, isDigitCode, isDigits, type Order, sign, totalOrder } from '../order.ts';
import type { NativeRange, Scheme } from '../scheme.ts';
import { nextNumber } from '../semver.ts';

/** The words of PHP's version_compare in their order; a number is 4, an unknown word -1. A word counts by how it begins. */
const words: readonly (readonly [string, number])[] = [['dev', 0], ['alpha', 1], ['a', 1], ['beta', 2], ['b', 2], ['rc', 3], ['pl', 5], ['p', 5]];
const number = 4;
/** The number that stands for `x` in the name of a branch. */
const branchNumber = '9999999';

const form = /^v?(\d+(?:[.-]\d+)*)(?:\.([x*]))?(?:[._-]?(stable|beta|b|rc|alpha|a|patch|pl|p)((?:[.-]?\d)*))?([.-]?dev)?$/;

/** The parts that version_compare sees after Composer has normalised the version; undefined if it cannot. */
function parse(text: string): string[] | undefined {
  const plain = text.trim().toLowerCase().replace(/(?<=[^.])#.*$/s, '').split('+', 1)[0]?.replace(/@(?:stable|rc|beta|alpha|dev)$/, '').replace('@', '-').trim() ?? '';
  if (plain.startsWith('dev-')) return undefined;
  const match = form.exec(plain);
  if (match === null) return foreign(plain);
  const [, numbers = '', wild, stability, stabilityNumber, dev] = match;
  const parts = numbers.split(/[.-]/);
  while (parts.length < 4) parts.push(wild === undefined ? '0' : branchNumber);
  const tail = stability === undefined || stability === 'stable' ? [] : [stability, ...(stabilityNumber?.match(/\d+/g) ?? [])];
  return [...parts, ...tail, ...(dev === undefined && wild === undefined ? [] : ['dev'])];
}

/**
 * Versions that Composer refuses but other readers compare: the runs of digits and letters, if it starts with a digit.
 * A `#` is version_compare's own sign for a number it does not look at; equal to every number it would order nothing, so it is the least.
 */
function foreign(text: string): string[] | undefined {
  const parts = text.replace(/^v(?=\d)/, '').replaceAll('#', '0').match(/\d+|[a-z]+/g) ?? [];
  return parts[0] !== undefined && isDigits(parts[0]) ? parts : undefined;
}

function rank(part: string): number {
  return isDigitCode(part.charCodeAt(0)) ? number : words.find(([word]) => part.startsWith(word))?.[1] ?? -1;
}

function comparePhp(a: readonly string[], b: readonly string[]): Order {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const left = a[at];
    const right = b[at];
    // the end of a version is lower than a number, higher than a word for a pre-release
    const order = left === undefined || right === undefined
      ? sign(endRank(left) - endRank(right))
      : sign(rank(left) - rank(right)) || (rank(left) === number ? compareDigits(left, right) : 0);
    if (order !== 0) return order;
  }
  return 0;
}

/** The end stands between the words for pre-releases and the numbers. */
function endRank(part: string | undefined): number {
  return part === undefined ? number - 0.5 : rank(part);
}

const compareNumbered = totalOrder(parse, comparePhp);

function compare(a: string, b: string): Order {
  const isBranch = a.trim().startsWith('dev-');
  if (isBranch && b.trim().startsWith('dev-')) return compareText(a.trim(), b.trim());
  return compareNumbered(a, b);
}

/** PHP packages. Source: getcomposer.org, "Versions and constraints"; composer/semver; PHP's version_compare. */
export const composer: Scheme = { name: 'composer', compare, range };

function range(text: string): NativeRange | undefined {
  const found: Interval[] = [];
  for (const alternative of text.split(/\|\|?/)) {
    const intervals = readAlternative(alternative.trim());
    if (intervals === undefined) return undefined;
    found.push(...intervals);
  }
  return { intervals: union(compare, found) };
}

function readAlternative(text: string): Interval[] | undefined {
  const hyphen = /^(\S+)\s+-\s+(\S+)$/.exec(text);
  if (hyphen !== null) return hyphenated(hyphen[1] ?? '', hyphen[2] ?? '');
  const terms = readTerms(text, ',');
  if (terms === undefined || terms.length === 0) return undefined;
  const clauses = terms.map(clauseOf);
  return clauses.every((clause) => clause !== undefined) ? allOf(compare, clauses) : undefined;
}

function hyphenated(from: string, to: string): Interval[] | undefined {
  const numbers = numbersOf(to);
  if (numbersOf(from) === undefined || numbers === undefined) return undefined;
  const upper = numbers.length >= 3 || /[a-z]/i.test(to) ? intervalOf('<=', to) : intervalOf('<', `${raised(numbers, numbers.length - 1)}-dev`);
  return allOf(compare, [only(intervalOf('>=', lowest(from))), only(upper)]);
}

/** The first thing that counts as this version: its development state. */
function lowest(version: string): string {
  return /[a-z]/i.test(version.replace(/^v/i, '')) ? version : `${version}-dev`;
}

function numbersOf(version: string): string[] | undefined {
  return /^v?(\d+(?:\.\d+)*)/i.exec(version)?.[1]?.split('.');
}

function raised(numbers: readonly string[], index: number): string {
  return [...numbers.slice(0, index), nextNumber(numbers[index] ?? '0')].concat(['0', '0', '0', '0']).slice(0, 4).join('.');
}

function clauseOf({ operator, version: written }: Term): Clause | undefined {
  const version = written.replace(/@(?:stable|rc|beta|alpha|dev)$/i, '').split('#', 1)[0] ?? '';
  if (/^[*x](?:\.[*x])*$/i.test(version) || version === '') return operator === '' || operator === '>=' ? only(everything) : undefined;
  if (version.startsWith('dev-')) return operator === '' || operator === '=' || operator === '==' ? comparatorClause('=', version) : undefined;
  const numbers = numbersOf(version);
  if (numbers === undefined) return undefined;
  if (operator === '^') {
    const first = numbers.findIndex((part) => !/^0+$/.test(part));
    return only(between(lowest(version), `${raised(numbers, first === -1 ? numbers.length - 1 : first)}-dev`));
  }
  if (operator === '~') return only(between(lowest(version), `${raised(numbers, Math.max(numbers.length - 2, 0))}-dev`));
  if (/\.[*x](?:\.[*x])*$/i.test(version)) {
    const interval = between(`${numbers.join('.')}-dev`, `${raised(numbers, numbers.length - 1)}-dev`);
    return operator === '!=' || operator === '<>' ? { within: [], without: [interval] } : operator === '' || operator === '=' || operator === '==' ? only(interval) : undefined;
  }
  const comparator = plainComparator(operator);
  if (comparator === undefined || parse(version) === undefined) return undefined;
  // < and >= speak of the version's development state too
  return comparatorClause(comparator, comparator === '<' || comparator === '>=' ? lowest(version) : version);
}
