/** The result of a comparison: the first is lower, equal, higher. */
export type Order = -1 | 0 | 1;

/** Compares two versions of one scheme. */
export type Compare = (a: string, b: string) => Order;

/** The sign of a number as an order. */
export function sign(difference: number): Order {
  return difference < 0 ? -1 : difference > 0 ? 1 : 0;
}

/** Compares two numbers written in ASCII digits, of any length; leading zeros do not count. Empty is 0. */
export function compareDigits(a: string, b: string): Order {
  const left = withoutZeros(a);
  const right = withoutZeros(b);
  if (left.length !== right.length) return left.length < right.length ? -1 : 1;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The digits without the zeros at the front; an empty text for zero. */
export function withoutZeros(digits: string): string {
  let at = 0;
  while (digits.charCodeAt(at) === 48) at++;
  return at === 0 ? digits : digits.slice(at);
}

/**
 * Compares two texts by code points, which is the order of their UTF-8 bytes.
 * (JavaScript's `<` compares UTF-16 units and puts U+10000 and above before U+E000.)
 */
export function compareText(a: string, b: string): Order {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    let left = a.charCodeAt(at);
    let right = b.charCodeAt(at);
    if (left === right) continue;
    // surrogates stand for the planes above all single units
    if (left >= 0xd800 && right >= 0xd800) {
      left = left >= 0xe000 ? left - 0x800 : left + 0x2000;
      right = right >= 0xe000 ? right - 0x800 : right + 0x2000;
    }
    return left < right ? -1 : 1;
  }
  return sign(a.length - b.length);
}

/** Compares two lists item by item; the missing items of the shorter one are `filler`, or lower than anything. */
export function compareLists<T>(a: readonly T[], b: readonly T[], compare: (x: T, y: T) => Order, filler?: T): Order {
  const length = Math.max(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const left = at < a.length ? a[at] : filler;
    const right = at < b.length ? b[at] : filler;
    if (left === undefined || right === undefined) return left === right ? 0 : left === undefined ? -1 : 1;
    const order = compare(left, right);
    if (order !== 0) return order;
  }
  return 0;
}

/** True for one ASCII digit (a UTF-16 code). */
export function isDigitCode(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** True for one ASCII letter (a UTF-16 code). */
export function isLetterCode(code: number): boolean {
  const lower = code | 32;
  return lower >= 97 && lower <= 122;
}

/** True if the text is one or more ASCII digits. */
export function isDigits(text: string): boolean {
  if (text === '') return false;
  for (let at = 0; at < text.length; at++) if (!isDigitCode(text.charCodeAt(at))) return false;
  return true;
}

/**
 * Makes an order of all texts from an order of the well-formed versions: what cannot be parsed is lower than what can,
 * and is ordered among itself by `compareOthers`, or else by its runs of digits and other characters.
 */
export function totalOrder<T>(parse: (text: string) => T | undefined, compare: (a: T, b: T) => Order, compareOthers: Compare = compareNatural): Compare {
  return (a, b) => {
    if (a === b) return 0;
    const left = parse(a);
    const right = parse(b);
    if (left !== undefined && right !== undefined) return compare(left, right);
    if (left === undefined && right === undefined) return compareOthers(a, b);
    return left === undefined ? -1 : 1;
  };
}

/** Compares runs of digits as numbers and everything else by code points; digits are lower than other characters. */
export function compareNatural(a: string, b: string): Order {
  const left = runs(a);
  const right = runs(b);
  const order = compareLists(left, right, (x, y) => {
    const isNumber = isDigitCode(x.charCodeAt(0));
    if (isNumber !== isDigitCode(y.charCodeAt(0))) return isNumber ? -1 : 1;
    return isNumber ? compareDigits(x, y) : compareText(x, y);
  });
  return order;
}

/** Cuts a text into its runs of digits and of other characters. */
function runs(text: string): string[] {
  return text.match(/\d+|\D+/g) ?? [];
}

export function isDigitOrLetterCode(code: number): boolean {
  return isDigitCode(code) || isLetterCode(code);
}

/** Where the run of digits, or of letters, that starts at `from` ends. */
export function runEnd(text: string, from: number, isNumber: boolean): number {
  let at = from;
  while (at < text.length && (isNumber ? isDigitCode(text.charCodeAt(at)) : isLetterCode(text.charCodeAt(at)))) at++;
  return at;
}
