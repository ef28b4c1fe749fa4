import { foldAlternatives, type PatternFold } from '../../formats/regex.ts';

/** Fewest and most characters that one alternative of a pattern takes, and the literal text it begins with, in lower case. */
export interface Shape {
  readonly least: number;
  readonly most: number;
  readonly prefix: string;
  /** The alternative as it is written. */
  readonly source: string;
}

/**
 * The shapes of a pattern's alternatives at the top level, read from its source. What has no bound (`+`, `*`) counts as up
 * to `unbounded` characters.
 */
export function shapesOf(pattern: string, unbounded = 500): readonly Shape[] {
  return foldAlternatives(pattern, lengths(unbounded)).map(({ value, from, to }) => ({ ...value, prefix: literalStart(pattern.slice(from, to)), source: pattern.slice(from, to) }));
}

function lengths(unbounded: number): PatternFold<{ readonly least: number; readonly most: number }> {
  const empty = { least: 0, most: 0 };
  return {
    empty,
    one: () => ({ least: 1, most: 1 }),
    lookAround: () => empty,
    sequence: (a, b) => ({ least: a.least + b.least, most: a.most + b.most }),
    either: (a, b) => ({ least: Math.min(a.least, b.least), most: Math.max(a.most, b.most) }),
    repeated: (part, least, most) => ({ least: part.least * least, most: most === Number.POSITIVE_INFINITY ? unbounded : part.most * most }),
  };
}

function literalStart(source: string): string {
  const text = /^(?:[\w:/-](?![?*{])|\\[-./])+/.exec(source)?.[0] ?? '';
  return text.replaceAll('\\', '').toLowerCase();
}

/**
 * Whether a value that has none of the shapes is a damaged value of one of them: it begins as that does, or it has the
 * same length and other characters. What was mistyped opens nothing. A value of another length may be of a newer format:
 * among labelled cases, taking one character more or less for damage silences twice as many secrets as false alarms.
 */
export function isNearMiss(value: string, shapes: readonly Shape[]): boolean {
  const lower = value.toLowerCase();
  return shapes.some(({ least, most, prefix }) => (prefix.length >= 3 && lower.startsWith(prefix)) || (value.length >= least && value.length <= most));
}

/** Whether a pattern itself spells out a word, such as a host or a prefix; words in its values are then no sign of a name in a program. */
export function spellsWord(pattern: string): boolean {
  const spelt = pattern.replace(/\[(?:[^\]\\]|\\.)*\]|\\./g, ' ').replace(/\(\?<?[=!](?:[^()]|\([^()]*\))*\)/g, ' ');
  return /[A-Za-z]{3}/.test(spelt);
}
