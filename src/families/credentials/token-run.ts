/** Bytes that tokens are made of: what prints, without blanks, quotes, brackets and the signs that end a word in a program. */
const isTokenByte = new Uint8Array(128);
for (let byte = 33; byte < 127; byte++) isTokenByte[byte] = '"\'`\\,;(){}[]<>|'.includes(String.fromCharCode(byte)) ? 0 : 1;

/** Whether a span holds so many token bytes in a row. Probes from behind, so it looks at few of them. */
export function hasTokenRun(bytes: Uint8Array, from: number, to: number, least: number): boolean {
  let start = from;
  let probe = from + least - 1;
  // what lies before `known` and from `start` on is known to be of a token
  let known = from;
  while (probe < to) {
    let i = probe;
    while (i >= known && isTokenByte[bytes[i] as number] === 1) i--;
    if (i < known) return true;
    start = i + 1;
    known = probe + 1;
    probe = start + least - 1;
  }
  return false;
}

/** How many token bytes in a row a part of a pattern takes at least: `all` when it takes no others, at its ends, and anywhere. */
interface Runs {
  readonly all: number | undefined;
  readonly head: number;
  readonly tail: number;
  readonly best: number;
}

const nothing: Runs = { all: 0, head: 0, tail: 0, best: 0 };
const other: Runs = { all: undefined, head: 0, tail: 0, best: 0 };

/**
 * The number of token bytes in a row that every match of a regular expression holds, from below: 0 where nothing is sure.
 * Read from its source: literals, escapes, classes, groups and their repeats.
 */
export function leastTokenRun(pattern: string): number {
  return alternatives({ text: pattern, at: 0 }).best;
}

interface Reader {
  readonly text: string;
  at: number;
}

function alternatives(reader: Reader): Runs {
  let runs = sequence(reader);
  while (reader.text[reader.at] === '|') {
    reader.at++;
    runs = either(runs, sequence(reader));
  }
  return runs;
}

function sequence(reader: Reader): Runs {
  let runs = nothing;
  while (reader.at < reader.text.length && reader.text[reader.at] !== '|' && reader.text[reader.at] !== ')') runs = joined(runs, repeated(reader, atom(reader)));
  return runs;
}

function joined(a: Runs, b: Runs): Runs {
  return {
    all: a.all === undefined || b.all === undefined ? undefined : a.all + b.all,
    head: a.all === undefined ? a.head : a.all + b.head,
    tail: b.all === undefined ? b.tail : b.all + a.tail,
    best: Math.max(a.best, b.best, a.tail + b.head),
  };
}

function either(a: Runs, b: Runs): Runs {
  return { all: a.all === undefined || b.all === undefined ? undefined : Math.min(a.all, b.all), head: Math.min(a.head, b.head), tail: Math.min(a.tail, b.tail), best: Math.min(a.best, b.best) };
}

function same(count: number): Runs {
  return { all: count, head: count, tail: count, best: count };
}

function atom(reader: Reader): Runs {
  const { text } = reader;
  const first = text[reader.at++] ?? '';
  if (first === '\\') return escaped(reader);
  if (first === '^' || first === '$') return nothing;
  if (first === '[') return ofClass(reader);
  if (first !== '(') return first !== '.' && isToken(first) ? same(1) : other;
  const opening = /^\?(?:<?[=!]|:|<\w{1,30}>)/.exec(text.slice(reader.at, reader.at + 34))?.[0] ?? '';
  reader.at += opening.length;
  const inner = alternatives(reader);
  reader.at++;
  return /[=!]$/.test(opening) ? nothing : inner;
}

function escaped(reader: Reader): Runs {
  const letter = reader.text[reader.at++] ?? '';
  if (letter === 'b' || letter === 'B') return nothing;
  if (letter === 'd' || letter === 'w') return same(1);
  if (letter === 'x') reader.at += 2;
  if (letter === 'u') reader.at += 4;
  return /[A-Za-z0-9]/.test(letter) || !isToken(letter) ? other : same(1);
}

/** A class counts when all that it may take are token bytes. */
function ofClass(reader: Reader): Runs {
  const from = reader.at;
  while (reader.at < reader.text.length && reader.text[reader.at] !== ']') reader.at += reader.text[reader.at] === '\\' ? 2 : 1;
  const inside = reader.text.slice(from, reader.at++);
  if (inside.startsWith('^') || inside === '') return other;
  const members = inside.replace(/\\[dw]|[A-Z]-[A-Z]|[a-z]-[a-z]|\d-\d/g, '');
  for (const [member] of members.matchAll(/\\?[^]/g)) if (members.includes('\\\\') || (member.length === 2 && /[A-Za-z0-9]/.test(member[1] ?? '')) || !isToken(member.at(-1) ?? '')) return other;
  // a range between other characters
  return /(?<!\\)[^\\]-[^]/.test(members) && !/^-|-$/.test(members) ? other : same(1);
}

function isToken(character: string): boolean {
  return isTokenByte[character.charCodeAt(0)] === 1;
}

function repeated(reader: Reader, runs: Runs): Runs {
  const match = /^(?:([?*+])|\{(\d{1,5})(?:,\d{0,5})?\})\??/.exec(reader.text.slice(reader.at, reader.at + 16));
  if (match === null) return runs;
  reader.at += match[0].length;
  const [, sign, low] = match;
  const least = sign === '+' ? 1 : sign === undefined ? Number(low) : 0;
  if (runs.all !== undefined) return same(runs.all * least);
  return least === 0 ? other : { ...runs, best: least > 1 ? Math.max(runs.best, runs.tail + runs.head) : runs.best };
}
