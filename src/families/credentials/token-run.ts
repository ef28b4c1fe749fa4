import { charactersOf, foldPattern, type CodeRange, type PatternFold } from '../../formats/regex.ts';

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

const same = (count: number): Runs => ({ all: count, head: count, tail: count, best: count });
const nothing = same(0);
const other: Runs = { all: undefined, head: 0, tail: 0, best: 0 };

/**
 * The number of token bytes in a row that every match of a regular expression holds, from below: 0 where nothing is sure.
 * Read from its source.
 */
export function leastTokenRun(pattern: string): number {
  return foldPattern(pattern, runs).best;
}

const runs: PatternFold<Runs> = {
  empty: nothing,
  one: (written) => (takesTokensOnly(written) ? same(1) : other),
  lookAround: () => nothing,
  sequence: (a, b) => ({
    all: a.all === undefined || b.all === undefined ? undefined : a.all + b.all,
    head: a.all === undefined ? a.head : a.all + b.head,
    tail: b.all === undefined ? b.tail : b.all + a.tail,
    best: Math.max(a.best, b.best, a.tail + b.head),
  }),
  either: (a, b) => ({ all: a.all === undefined || b.all === undefined ? undefined : Math.min(a.all, b.all), head: Math.min(a.head, b.head), tail: Math.min(a.tail, b.tail), best: Math.min(a.best, b.best) }),
  repeated(part, least) {
    if (part.all !== undefined) return same(part.all * least);
    return least === 0 ? other : { ...part, best: least > 1 ? Math.max(part.best, part.tail + part.head) : part.best };
  },
};

/** Whether all that a literal, an escape or a class may take are token bytes. */
function takesTokensOnly(written: string): boolean {
  return charactersOf(written)?.every(isOfTokens) ?? false;
}

function isOfTokens([first, last]: CodeRange): boolean {
  for (let code = first; code <= last; code++) if (isTokenByte[code] !== 1) return false;
  return true;
}
