import { compareDigits, compareLists, compareText, isDigits, type Order, withoutZeros } from './order.ts';

/** A version in the form of Semantic Versioning, with any number of numeric parts of any length. */
export interface Semver {
  readonly numbers: readonly string[];
  readonly pre: readonly string[];
  /** Build metadata, as written. */
  readonly build: string;
}

/** Reads `1.2.3-pre.1+build`, with fewer or more numeric parts and `v` or `=` in front; undefined if it is none. */
export function parseSemver(text: string): Semver | undefined {
  let from = 0;
  while (from < text.length && ' \t=v'.includes(text[from]?.toLowerCase() ?? '')) from++;
  let end = text.length;
  while (end > from && text[end - 1] === ' ') end--;
  const plus = text.indexOf('+', from);
  const coreEnd = plus === -1 ? end : plus;
  const dash = text.indexOf('-', from);
  const numbersEnd = dash === -1 || dash > coreEnd ? coreEnd : dash;
  const numbers = text.slice(from, numbersEnd).split('.');
  if (!numbers.every(isDigits)) return undefined;
  const pre = numbersEnd < coreEnd ? text.slice(numbersEnd + 1, coreEnd).split('.') : [];
  const build = plus === -1 ? '' : text.slice(plus + 1, end);
  if (!pre.every(isIdentifier)) return undefined;
  return { numbers, pre, build };
}

function isIdentifier(text: string): boolean {
  return /^[0-9A-Za-z_~-]+$/.test(text);
}

/** Precedence of Semantic Versioning 2.0.0, section 11: build metadata does not count, missing numbers are 0. */
export function compareSemver(a: Semver, b: Semver): Order {
  return compareLists(a.numbers, b.numbers, compareDigits, '0') || comparePre(a.pre, b.pre);
}

/** Pre-release identifiers: none is highest, numbers are lower than words. */
export function comparePre(a: readonly string[], b: readonly string[]): Order {
  if (a.length === 0 || b.length === 0) return a.length === b.length ? 0 : a.length === 0 ? 1 : -1;
  return compareLists(a, b, compareIdentifier);
}

/** Numbers as numbers and lower than words; words by their bytes. */
function compareIdentifier(a: string, b: string): Order {
  const isNumber = isDigits(a);
  if (isNumber !== isDigits(b)) return isNumber ? -1 : 1;
  return isNumber ? compareDigits(a, b) : compareText(a, b);
}

/** Writes the version with at least three numbers and without leading zeros; build metadata stays. */
export function formatSemver(version: Semver): string {
  const numbers = version.numbers.map((part) => withoutZeros(part) || '0');
  while (numbers.length < 3) numbers.push('0');
  return numbers.join('.') + (version.pre.length === 0 ? '' : `-${version.pre.join('.')}`) + (version.build === '' ? '' : `+${version.build}`);
}

/** One more than a number in digits, of any length; carries by hand, as a BigInt of a long text takes quadratic time. */
export function nextNumber(digits: string): string {
  let nines = digits.length;
  while (nines > 0 && digits[nines - 1] === '9') nines--;
  const zeros = '0'.repeat(digits.length - nines);
  if (nines === 0) return `1${zeros}`;
  return digits.slice(0, nines - 1) + String(Number(digits[nines - 1]) + 1) + zeros;
}
