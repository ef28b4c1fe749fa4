import { isTokenByte } from './runs.ts';

/** Most blanks and line ends between two strings that are put together. */
const widestSeam = 80;

/** Where a word goes on past a quote in it, or 0: a shell takes `ab"cd"` and `"ab"'cd'` for one word. */
export function shellSeamEnd(bytes: Uint8Array, quote: number): number {
  if (!isTokenByte(bytes[quote - 1])) return 0;
  const next = bytes[quote + 1];
  // another quote opens; the same one twice is an empty string between two parts of the word
  const after = next === 0x22 || next === 0x27 ? quote + 2 : quote + 1;
  return isTokenByte(bytes[after]) ? after : 0;
}

/** Where a word goes on that a backslash at a line's end cuts in two, or 0. In YAML and TOML the next line may be indented. */
export function continuedWord(bytes: Uint8Array, at: number): number {
  if (!isTokenByte(bytes[at - 1])) return 0;
  let next = at + (bytes[at + 1] === 13 && bytes[at + 2] === 10 ? 3 : 2);
  for (const last = next + widestSeam; next < last && (bytes[next] === 0x20 || bytes[next] === 9); next++);
  return isTokenByte(bytes[next]) ? next : 0;
}

/** A plus between two string literals that together make one word. */
export function isSeam(bytes: Uint8Array, at: number): boolean {
  let before = at - 1;
  while (at - before < widestSeam && isBlank(bytes[before])) before--;
  return isQuote(bytes[before]) && isTokenByte(bytes[before - 1]) && seamEnd(bytes, before) > 0;
}

/**
 * Offset just past the opening quote of the literal that goes on with the one closed at `quote`, or 0: `"ab" + "cd"`,
 * `'ab' 'cd'`, `"ab" . "cd"`, `"ab" & _` and so on.
 */
export function seamEnd(bytes: Uint8Array, quote: number): number {
  if (!isTokenByte(bytes[quote - 1])) return 0;
  let at = quote + 1;
  let operators = 0;
  for (const last = quote + widestSeam; at < last; at++) {
    const byte = bytes[at];
    if (byte === undefined) return 0;
    if (isBlank(byte)) continue;
    const size = joinerSize(bytes, at);
    if (size === 0 || operators === 3) break;
    operators++;
    at += size - 1;
  }
  // letters that say what kind of literal follows: f"…", b'…'
  if (at > quote + 1 && isBlank(bytes[at - 1]) && !isQuote(bytes[at])) at += isLiteralLetter(bytes[at]) ? (isLiteralLetter(bytes[at + 1]) ? 2 : 1) : 0;
  // nothing between the quotes: an empty string, or a quote written twice
  if (at === quote + 1 || !isQuote(bytes[at]) || !isTokenByte(bytes[at + 1])) return 0;
  return at + 1;
}

/** + . & ^ \ _ : operators that join strings, and marks of continued lines. */
const joiners = new Uint8Array(256);
for (const byte of [0x2b, 0x2e, 0x26, 0x5e, 0x5c, 0x5f]) joiners[byte] = 1;

/** How long the operator at an offset is, or 0. One bar is no operator of strings but an alternative: `"ab" | "cd"`. */
function joinerSize(bytes: Uint8Array, at: number): number {
  const byte = bytes[at] ?? 0;
  if (joiners[byte] === 1) return 1;
  const next = bytes[at + 1];
  if ((byte === 0x7c && next === 0x7c) || (byte === 0x3c && next === 0x3e)) return 2;
  // PowerShell continues a line with a backtick
  return byte === 0x60 && isBlank(next) ? 1 : 0;
}

function isLiteralLetter(byte: number | undefined): boolean {
  return byte !== undefined && 'fbrulFBRUL'.includes(String.fromCharCode(byte));
}

function isQuote(byte: number | undefined): boolean {
  return byte === 0x22 || byte === 0x27 || byte === 0x60;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
