import { layerBuilder, type LayerText } from './layer-text.ts';
import { copyName } from './name-before.ts';
import { isTokenByte } from './runs.ts';
import type { Span } from './spans.ts';

/** Longest text of a list and most texts of it, as far as they are put together. */
const longestText = 200;
const mostTexts = 1000;

/** Fewest characters of a list that has them one by one, and is put together wherever it is used. */
const leastCharacters = 16;

/** Most blanks and line ends between two texts. */
const widestGap = 80;

const quotes = new Uint8Array(256);
for (const byte of [0x22, 0x27, 0x60]) quotes[byte] = 1;

/**
 * Whether a `j` or an opening parenthesis belongs to a call that puts strings together: `["gh", "p_…"].join("")`,
 * `''.join(['gh', 'p_…'])`, `implode('', ['gh', 'p_…'])`, `concat('gh', 'p_…')`, `%w[gh p_…].join`,
 * `('gh', 'p_…') -join ''`.
 */
export function joinsAt(bytes: Buffer, at: number): boolean {
  if (bytes[at] === 0x6a) return standsAt(bytes, at, 'join') && isWorthwhile(bytes, joinedAt(bytes, at));
  const before = bytes[at - 1];
  if (before === 0x65) return standsAt(bytes, at - 6, 'mplode(') && isWorthwhile(bytes, implodedAt(bytes, at - 6));
  return before === 0x74 && standsAt(bytes, at - 5, 'oncat(') && isWorthwhile(bytes, concatenatedAt(bytes, at - 5));
}

/** Whether a list of characters goes on from a quote, each a literal of its own: `{'g', 'h', …}`. */
export function listsCharactersAt(bytes: Buffer, quote: number): boolean {
  if (!isCharacter(bytes, quote)) return false;
  let count = 1;
  for (let next = characterAfter(bytes, quote); next >= 0 && count < leastCharacters; next = characterAfter(bytes, next)) count++;
  return count >= leastCharacters;
}

function standsAt(bytes: Buffer, at: number, word: string): boolean {
  for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word.charCodeAt(i)) return false;
  return true;
}

/** The texts that calls and lists of characters make, each with the name it is bound to. Linear in the bytes. */
export function* decodeStringLists(bytes: Buffer, focus: Span): Generator<LayerText, void, undefined> {
  for (const texts of stringLists(bytes, focus)) {
    const builder = layerBuilder();
    copyName(builder, bytes, texts[0]?.start ?? 0);
    for (const { start, end } of texts) builder.copy(bytes, start, end);
    builder.mark(0x22, texts.at(-1)?.end ?? 0);
    yield builder.build();
  }
}

function* stringLists(bytes: Buffer, focus: Span): Generator<readonly Span[], void, undefined> {
  for (const at of placesOf(bytes, 'join', focus)) {
    const texts = joinedAt(bytes, at);
    if (isWorthwhile(bytes, texts)) yield texts;
  }
  for (const at of placesOf(bytes, 'mplode(', focus)) {
    const texts = implodedAt(bytes, at);
    if (isWorthwhile(bytes, texts)) yield texts;
  }
  for (const at of placesOf(bytes, 'oncat(', focus)) {
    const texts = concatenatedAt(bytes, at);
    if (isWorthwhile(bytes, texts)) yield texts;
  }
  yield* characterLists(bytes, focus);
}

/** Where a word stands in a span. The bytes behind it are not searched. */
function* placesOf(bytes: Buffer, word: string, { start, end }: Span): Generator<number, void, undefined> {
  const part = bytes.subarray(start, end);
  for (let at = part.indexOf(word); at >= 0; at = part.indexOf(word, at + word.length)) yield start + at;
}

/** The texts that the word `join` at an offset puts together with nothing between. */
function joinedAt(bytes: Buffer, at: number): readonly Span[] {
  const before = bytes[at - 1];
  const after = at + 4;
  if (before === 0x2d) {
    // PowerShell: an operator before or behind the list
    const behind = textsAfter(bytes, openingAfter(bytes, after));
    return behind.length > 1 ? behind : textsBefore(bytes, closingBefore(bytes, at - 1));
  }
  if (before !== 0x2e) return bytes[after] === 0x28 && isEmptyString(bytes, after + 1) ? textsAfter(bytes, openingAfter(bytes, after + 3)) : [];
  const isPlain = bytes[after] !== 0x28 || bytes[after + 1] === 0x29 || isEmptyString(bytes, after + 1);
  const closing = bytes[at - 2];
  if (isPlain && closing === 0x5d) {
    const words = wordsBefore(bytes, at - 2);
    return words.length > 0 ? words : textsBefore(bytes, at - 2);
  }
  // a list in JavaScript is joined by commas unless told otherwise; Python's `''.join(…)`
  return bytes[after] === 0x28 && quotes[closing as number] === 1 && bytes[at - 3] === closing ? textsAfter(bytes, openingAfter(bytes, after + 1)) : [];
}

/** The texts that `mplode(` at an offset puts together with nothing between. */
function implodedAt(bytes: Buffer, at: number): readonly Span[] {
  return isEmptyString(bytes, at + 7) ? textsAfter(bytes, openingAfter(bytes, at + 9)) : [];
}

/** The texts that `oncat(` at an offset puts together. */
function concatenatedAt(bytes: Buffer, at: number): readonly Span[] {
  const first = bytes[at - 2] === 0x2e && quotes[bytes[at - 3] as number] === 1 ? textsBefore(bytes, at - 2) : [];
  return [...first, ...textsAfter(bytes, at + 6)];
}

function isEmptyString(bytes: Buffer, at: number): boolean {
  return quotes[bytes[at] as number] === 1 && bytes[at + 1] === bytes[at];
}

/** Past the comma, the bracket or the word `array(` that a list begins with. */
function openingAfter(bytes: Buffer, from: number): number {
  const match = /^[\s,@]{0,20}(?:array)?[([]?/.exec(bytes.toString('latin1', from, from + 30));
  return from + (match?.[0].length ?? 0);
}

/** Before the bracket that a list ends with. */
function closingBefore(bytes: Buffer, end: number): number {
  let at = skipBack(bytes, end);
  if (bytes[at - 1] === 0x29 || bytes[at - 1] === 0x5d) at--;
  return at;
}

/** The string literals from an offset on, with commas between. */
function textsAfter(bytes: Buffer, from: number): readonly Span[] {
  const texts: Span[] = [];
  for (let at = skipOn(bytes, from); texts.length < mostTexts && quotes[bytes[at] as number] === 1; at = skipOn(bytes, at + 1)) {
    const end = closeOf(bytes, at);
    if (end < 0) return [];
    texts.push({ start: at + 1, end });
    at = skipOn(bytes, end + 1);
    if (bytes[at] !== 0x2c) break;
  }
  return texts;
}

/** The string literals up to an offset, with commas between. */
function textsBefore(bytes: Buffer, to: number): readonly Span[] {
  const texts: Span[] = [];
  for (let at = skipBack(bytes, to); texts.length < mostTexts && quotes[bytes[at - 1] as number] === 1; at = skipBack(bytes, at - 1)) {
    const quote = bytes[at - 1];
    const end = at - 1;
    let start = end;
    while (start > 0 && end - start <= longestText && bytes[start - 1] !== quote && bytes[start - 1] !== 10) start--;
    if (bytes[start - 1] !== quote) return [];
    texts.unshift({ start, end });
    at = skipBack(bytes, start - 1);
    if (bytes[at - 1] !== 0x2c) break;
  }
  return texts;
}

/** The words of Ruby's `%w[…]` up to the bracket at an offset. */
function wordsBefore(bytes: Buffer, to: number): readonly Span[] {
  const from = Math.max(0, to - 2 * longestText);
  const text = bytes.toString('latin1', from, to);
  const open = text.lastIndexOf('%w[');
  if (open < 0 || text.includes(']', open)) return [];
  return [...text.slice(open + 3).matchAll(/\S+/g)].map(({ index, 0: word }) => ({ start: from + open + 3 + index, end: from + open + 3 + index + word.length }));
}

/** How far apart a list is sought: the shortest, of sixteen characters, takes 60 bytes up to its last one. */
const stride = 54;

/** Lists of characters, each a literal of its own. Six bytes in fifty-four are looked at first. */
function* characterLists(bytes: Buffer, focus: Span): Generator<readonly Span[], void, undefined> {
  let known = focus.start;
  for (let probe = focus.start; probe < focus.end; probe += stride) {
    const at = literalNear(bytes, probe);
    if (at < known) continue;
    let first = at;
    for (let back = characterBefore(bytes, first); back >= known; back = characterBefore(bytes, first)) first = back;
    const texts: Span[] = [];
    for (let next = first; next >= 0 && texts.length < mostTexts * 100; next = characterAfter(bytes, next)) texts.push({ start: next + 1, end: next + 2 });
    known = (texts.at(-1)?.end ?? at) + 1;
    if (texts.length >= leastCharacters) yield texts;
    probe = Math.max(probe, known - stride);
  }
}

/** A literal of one character that begins within six bytes of an offset and has a comma behind it, or -1. */
function literalNear(bytes: Buffer, from: number): number {
  for (let at = from; at < from + 6; at++) if (isCharacter(bytes, at) && characterAfter(bytes, at) > 0) return at;
  return -1;
}

function isCharacter(bytes: Buffer, at: number): boolean {
  return quotes[bytes[at] as number] === 1 && bytes[at + 2] === bytes[at] && isTokenByte(bytes[at + 1]);
}

function characterAfter(bytes: Buffer, at: number): number {
  const comma = skipOn(bytes, at + 3);
  if (bytes[comma] !== 0x2c) return -1;
  const next = skipOn(bytes, comma + 1);
  return isCharacter(bytes, next) ? next : -1;
}

function characterBefore(bytes: Buffer, at: number): number {
  const comma = skipBack(bytes, at);
  if (bytes[comma - 1] !== 0x2c) return -1;
  const end = skipBack(bytes, comma - 1);
  return end >= 3 && isCharacter(bytes, end - 3) ? end - 3 : -1;
}

/** Whether two texts or more make one word that is long enough for a token. */
function isWorthwhile(bytes: Buffer, texts: readonly Span[]): boolean {
  const last = texts.at(-1);
  if (texts.length < 2 || last === undefined) return false;
  return texts.reduce((sum, { start, end }) => sum + end - start, 0) >= 16 && texts.every(({ start, end }) => end > start && isTokenByte(bytes[start]) && isTokenByte(bytes[end - 1]));
}

function closeOf(bytes: Buffer, open: number): number {
  const quote = bytes[open];
  for (let at = open + 1; at <= open + longestText + 1; at++) {
    if (bytes[at] === quote) return at;
    if (bytes[at] === 10 || bytes[at] === 0x5c || bytes[at] === undefined) return -1;
  }
  return -1;
}

function skipOn(bytes: Buffer, from: number): number {
  let at = from;
  while (at - from < widestGap && isBlank(bytes[at])) at++;
  return at;
}

function skipBack(bytes: Buffer, from: number): number {
  let at = from;
  while (from - at < widestGap && isBlank(bytes[at - 1])) at--;
  return at;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 9 || byte === 10 || byte === 13;
}
