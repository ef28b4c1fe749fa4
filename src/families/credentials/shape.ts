/** Fewest and most characters that one alternative of a pattern takes, and the literal text it begins with, in lower case. */
export interface Shape {
  readonly least: number;
  readonly most: number;
  readonly prefix: string;
  /** The alternative as it is written. */
  readonly source: string;
}

interface Span {
  least: number;
  most: number;
}

/**
 * The shapes of a pattern's alternatives at the top level, read from its source: literals, escapes, classes, groups and
 * their repeats. What has no bound (`+`, `*`) counts as up to `unbounded` characters.
 */
export function shapesOf(pattern: string, unbounded = 500): readonly Shape[] {
  const reader = { text: pattern, at: 0, unbounded };
  return alternatives(reader).map(({ from, to, least, most }) => ({ least, most, prefix: literalStart(pattern.slice(from, to)), source: pattern.slice(from, to) }));
}

interface Reader {
  readonly text: string;
  readonly unbounded: number;
  at: number;
}

function alternatives(reader: Reader): (Span & { readonly from: number; readonly to: number })[] {
  const found: (Span & { readonly from: number; readonly to: number })[] = [];
  for (;;) {
    const from = reader.at;
    const span = sequence(reader);
    found.push({ ...span, from, to: reader.at });
    if (reader.text[reader.at] !== '|') return found;
    reader.at++;
  }
}

function sequence(reader: Reader): Span {
  const sum = { least: 0, most: 0 };
  while (reader.at < reader.text.length && reader.text[reader.at] !== '|' && reader.text[reader.at] !== ')') {
    const one = repeated(reader, atom(reader));
    sum.least += one.least;
    sum.most += one.most;
  }
  return sum;
}

function atom(reader: Reader): Span {
  const { text } = reader;
  const first = text[reader.at++];
  if (first === '\\') {
    const escaped = text[reader.at++];
    return escaped === 'b' || escaped === 'B' ? { least: 0, most: 0 } : { least: 1, most: 1 };
  }
  if (first === '^' || first === '$') return { least: 0, most: 0 };
  if (first === '[') {
    while (reader.at < text.length && text[reader.at] !== ']') reader.at += text[reader.at] === '\\' ? 2 : 1;
    reader.at++;
    return { least: 1, most: 1 };
  }
  if (first !== '(') return { least: 1, most: 1 };
  const opening = /^\?(?:<?[=!]|:|<\w{1,30}>)/.exec(text.slice(reader.at, reader.at + 34))?.[0] ?? '';
  reader.at += opening.length;
  const inner = alternatives(reader);
  reader.at++;
  if (/[=!]$/.test(opening)) return { least: 0, most: 0 };
  return { least: Math.min(...inner.map((one) => one.least)), most: Math.max(...inner.map((one) => one.most)) };
}

function repeated(reader: Reader, span: Span): Span {
  const match = /^(?:([?*+])|\{(\d{1,5})(?:(,)(\d{0,5}))?\})\??/.exec(reader.text.slice(reader.at, reader.at + 16));
  if (match === null) return span;
  reader.at += match[0].length;
  const [, sign, low, comma, high] = match;
  if (sign !== undefined) return { least: sign === '+' ? span.least : 0, most: sign === '?' ? span.most : reader.unbounded };
  const least = Number(low);
  const most = comma === undefined ? least : high === '' ? reader.unbounded : Number(high);
  return { least: span.least * least, most: span.most * most };
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
