/** How the parts of a regular expression are put together into what is asked about it. */
export interface PatternFold<T> {
  /** What takes no character: an anchor, a boundary, an alternative without anything. */
  readonly empty: T;
  /** What takes one character, as it is written: a literal, `.`, an escape, a class; or a back reference. */
  readonly one: (written: string) => T;
  readonly lookAround: (inner: T) => T;
  readonly sequence: (first: T, second: T) => T;
  readonly either: (first: T, second: T) => T;
  /** A repeat; `most` is infinite where it has no bound. */
  readonly repeated: (part: T, least: number, most: number) => T;
}

/**
 * Folds the source of a regular expression (ECMAScript's, without the `v` flag) from its smallest parts up, group by group.
 * The source is one that `RegExp` accepts; of another it makes some sense and ends.
 */
export function foldPattern<T>(source: string, fold: PatternFold<T>): T {
  return foldAlternatives(source, fold)
    .map(({ value }) => value)
    .reduce(fold.either);
}

/** The alternatives at the top of an expression, folded each, and where they stand in its source. */
export function foldAlternatives<T>(source: string, fold: PatternFold<T>): readonly { readonly value: T; readonly from: number; readonly to: number }[] {
  const reader = { source, at: 0 };
  const found = [];
  do {
    const from = reader.at;
    const value = sequence(reader, fold);
    found.push({ value, from, to: reader.at });
    // past the bar
  } while (reader.at++ < source.length);
  return found;
}

const silent: PatternFold<undefined> = { empty: undefined, one: () => undefined, lookAround: () => undefined, sequence: () => undefined, either: () => undefined, repeated: () => undefined };

/** The alternatives at the top of an expression, as they are written. */
export function alternativesOf(source: string): readonly string[] {
  return foldAlternatives(source, silent).map(({ from, to }) => source.slice(from, to));
}

interface Reader {
  readonly source: string;
  at: number;
}

function take(reader: Reader, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = reader.at;
  const match = pattern.exec(reader.source);
  if (match !== null) reader.at = pattern.lastIndex;
  return match;
}

function sequence<T>(reader: Reader, fold: PatternFold<T>): T {
  let value = fold.empty;
  while (reader.at < reader.source.length && !'|)'.includes(reader.source.charAt(reader.at))) value = fold.sequence(value, repeated(reader, fold, atom(reader, fold)));
  return value;
}

const anchor = /\^|\$|\\[bB]/y;
const opening = /\((\?(?:<?[=!]|:|<\w+>))?/y;
const single = /\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|[^])|\[(?:[^\]\\]|\\[^])*\]?|[^]/y;
const times = /(?:([?*+])|\{(\d+)(?:(,)(\d*))?\})\??/y;

function atom<T>(reader: Reader, fold: PatternFold<T>): T {
  if (take(reader, anchor) !== null) return fold.empty;
  const group = take(reader, opening);
  if (group === null) return fold.one(take(reader, single)?.[0] ?? '');
  let inner = sequence(reader, fold);
  while (reader.source[reader.at] === '|') {
    reader.at++;
    inner = fold.either(inner, sequence(reader, fold));
  }
  reader.at++;
  return /[=!]$/.test(group[1] ?? '') ? fold.lookAround(inner) : inner;
}

function repeated<T>(reader: Reader, fold: PatternFold<T>, part: T): T {
  const match = take(reader, times);
  if (match === null) return part;
  const [, sign, low, comma, high] = match;
  if (sign !== undefined) return fold.repeated(part, sign === '+' ? 1 : 0, sign === '?' ? 1 : Number.POSITIVE_INFINITY);
  const least = Number(low);
  return fold.repeated(part, least, comma === undefined ? least : high === '' ? Number.POSITIVE_INFINITY : Number(high));
}

const classes: ReadonlyMap<string, readonly CodeRange[]> = new Map([
  ['\\d', [[48, 57]]],
  ['\\w', [[48, 57], [65, 90], [95, 95], [97, 122]]],
]);

/** The first and the last of characters in a row, in UTF-16 code units. */
export type CodeRange = readonly [first: number, last: number];

/**
 * The characters that a literal, an escape or a class takes, as it is written; undefined where it takes others than it
 * names (`.`, `[^a]`, `\s`), and for an escape that gives a number.
 */
export function charactersOf(written: string): readonly CodeRange[] | undefined {
  if (!written.startsWith('[')) return written === '' || written === '.' ? undefined : rangesOf(written);
  if (written.startsWith('[^')) return undefined;
  const found: CodeRange[] = [];
  for (const [part] of written.slice(1, -1).matchAll(/(?:\\[^]|[^\\])-(?:\\[^]|[^\\])|\\[^]|[^\\]/g)) {
    const ranges = rangesOf(part);
    if (ranges === undefined) return undefined;
    found.push(...ranges);
  }
  return found.length === 0 ? undefined : found;
}

/** A character, an escape, or two of them with a hyphen between. */
function rangesOf(part: string): readonly CodeRange[] | undefined {
  const known = classes.get(part);
  if (known !== undefined) return known;
  if (/\\[A-Za-z0-9]/.test(part)) return undefined;
  const [first = '', last = first] = /^\\?([^])(?:-\\?([^]))?$/.exec(part)?.slice(1).filter((one) => one !== undefined) ?? [];
  return first === '' ? undefined : [[first.charCodeAt(0), last.charCodeAt(0)]];
}
