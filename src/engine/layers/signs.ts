import { isAscii, isUtf8 } from 'node:buffer';
import { hasEmbedded } from '../../formats/archives/embedded-heads.ts';
import { packedKind } from '../../formats/archives/kind.ts';
import { unseenIn } from './invisible.ts';
import { isKeyFile } from './key-file.ts';
import { hasNumberList } from './number-lists.ts';
import { encodedStart, findRuns, hexDigits, isTokenByte } from './runs.ts';
import type { Span } from './spans.ts';
import { hasStringList } from './string-lists.ts';
import { hasWideText } from './wide.ts';

/** Bits of what a source's bytes show: which decoders are worth their time. */
export const sign = { run: 1, backslash: 2, percent: 4, entity: 8, quotedPrintable: 16, join: 32, packed: 64, secret: 128, wide: 256, key: 512, list: 1024, shell: 2048, unseen: 4096, streams: 8192 } as const;

/** How far around a keyword escapes are sought: what stands right before a token, and the longest ordinary ones. */
const nearBefore = 6;
const nearAfter = 120;

/**
 * The signs of encoded text and packed files in a source, or 0. This is asked of every source, so it looks at the bytes
 * where a sign can be and at no others: it decodes nothing. The spans of the focus that have signs are added to `telling`.
 */
export function layerSigns(path: string, bytes: Buffer, hits: readonly Span[], focus: readonly Span[], telling?: Span[]): number {
  const isPlain = isAscii(bytes);
  const ofAll = packedSign(bytes) | (isPlain ? 0 : streamsSign(bytes)) | (isKeyFile(bytes) ? sign.key : 0) | (/\.(?:eml|mht|mhtml|mbox|vcf)$/i.test(path) ? sign.quotedPrintable : 0);
  // two labels of a block stand side by side and make no string
  const heard = joinsNothing.test(path) ? ~sign.join : ~0;
  let found = ofAll;
  const places: number[] = [];
  visitNear(bytes, hits, (bit, at) => {
    found |= bit & heard;
    if (telling !== undefined && (bit & heard) !== 0) places.push(at);
  });
  for (const span of focus) {
    const own = (spanSigns(path, bytes, span) | (!isPlain && hasUnseen(bytes, span) ? sign.unseen : 0)) & heard;
    found |= own;
    if (telling !== undefined && (own !== 0 || ofAll !== 0 || places.some((at) => at >= span.start && at < span.end + nearAfter))) telling.push(span);
  }
  return found;
}

/** Bytes without which some signs cannot be: in a short span one look at each is sooner done than a search for every one. */
const needed = { backslash: 1, percent: 2, ampersand: 4, plus: 8, quote: 16, zero: 32 } as const;
const shortSpan = 2048;
const needs = new Uint8Array(256);
for (const [byte, bit] of [[0x5c, needed.backslash], [0x25, needed.percent], [0x26, needed.ampersand], [0x2b, needed.plus], [0x22, needed.quote], [0x27, needed.quote], [0x60, needed.quote], [0, needed.zero]] as const) needs[byte] = bit;

function present(bytes: Uint8Array, { start, end }: Span): number {
  if (end - start > shortSpan) return ~0;
  let seen = 0;
  for (let at = start; at < end; at++) seen |= needs[bytes[at] as number] as number;
  return seen;
}

function spanSigns(path: string, bytes: Buffer, span: Span): number {
  const { start, end } = span;
  const seen = present(bytes, span);
  let found = 0;
  if (findRuns(bytes, start, end, (from, to) => encodedStart(bytes, from, to) !== undefined)) found |= sign.run;
  const part = start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end);
  if ((seen & needed.backslash) !== 0 && part.includes(0x5c) && hasBackslashed(part)) found |= sign.backslash;
  if ((seen & needed.percent) !== 0 && (hasAt(part, 0x25, isNeedlessPercent) || part.includes(percentKey))) found |= sign.percent;
  if ((seen & needed.ampersand) !== 0 && (part.includes('&#') || hasAt(part, 0x26, isNamedInWord))) found |= sign.entity;
  if (((seen & needed.plus) !== 0 && hasAt(part, 0x2b, isSeam)) || ((seen & needed.quote) !== 0 && joinsOtherwise.test(path) && hasSeam(part))) found |= sign.join;
  if (/\.(?:ya?ml|json)$/i.test(path) && part.includes('Secret')) found |= sign.secret;
  if ((seen & needed.zero) !== 0 && hasWideText(part)) found |= sign.wide;
  if (hasNumberList(bytes, span) || ((seen & (needed.quote | needed.percent)) !== 0 && hasStringList(bytes, span))) found |= sign.list;
  if (shellFile.test(path) && (hasAt(part, 0x22, isShellSeam) || hasAt(part, 0x27, isShellSeam))) found |= sign.shell;
  return found;
}

function hasUnseen(bytes: Buffer, { start, end }: Span): boolean {
  return !unseenIn(bytes, start, end).next().done;
}

/** Compressed bytes among others are no UTF-8, wherever they stand: what is changed in a stream changes all that follows in it. */
function streamsSign(bytes: Buffer): number {
  return !isUtf8(bytes) && hasEmbedded(bytes, 0) ? sign.streams : 0;
}

function packedSign(bytes: Uint8Array): number {
  return packedKind(bytes) === undefined ? 0 : sign.packed;
}

/** Calls `visit(bit, offset)` for escapes and seams of strings beside keywords: right before them, and on the rest of their line. */
export function visitNear(bytes: Uint8Array, hits: readonly Span[], visit: (bit: number, at: number) => void): void {
  let done = 0;
  for (const hit of hits) {
    if (hit.end <= done) continue;
    const end = Math.min(bytes.length, hit.end + nearAfter);
    let i = Math.max(done, hit.start - nearBefore);
    for (; i < end; i++) {
      const byte = bytes[i] as number;
      if ((kinds[byte] as number) === 0) continue;
      if (byte === 0x5c) visit(sign.backslash, i);
      else if (byte === 0x25) {
        if (isPercent(bytes, i)) visit(sign.percent, i);
      } else if (byte === 0x26) {
        if (isLetter(bytes[i + 1]) || bytes[i + 1] === 0x23) visit(sign.entity, i);
      } else if (byte === 0x3d) {
        if (bytes[i + 1] === 10 || bytes[i + 1] === 13 || (bytes[i + 1] === 0x33 && bytes[i + 2] === 0x44)) visit(sign.quotedPrintable, i);
      } else if (byte !== 10) {
        if (isSeamAfter(bytes, i)) visit(sign.join, i);
      } else if (i >= hit.end) break;
    }
    done = i;
  }
}

/** Bytes that begin an escape or end a string or a line. */
const kinds = new Uint8Array(256);
for (const byte of [0x5c, 0x25, 0x26, 0x3d, 0x22, 0x27, 10]) kinds[byte] = 1;

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90));
}

function isPercent(bytes: Uint8Array, at: number): boolean {
  return (hexDigits[bytes[at + 1] as number] ?? 16) < 16 && (hexDigits[bytes[at + 2] as number] ?? 16) < 16;
}

/** `%67` where the character needs no escape. A format such as `%5d` stands alone, an escape among others or in a word. */
function isNeedlessPercent(bytes: Uint8Array, at: number): boolean {
  if (!isPercent(bytes, at) || !isTokenByte(((hexDigits[bytes[at + 1] as number] as number) << 4) | (hexDigits[bytes[at + 2] as number] as number))) return false;
  return (bytes[at + 3] === 0x25 && isPercent(bytes, at + 3)) || (isTokenByte(bytes[at - 1]) && isTokenByte(bytes[at + 3]));
}

/** Named references that hide a character of a word, or put one in that nobody sees. */
const namesInWords = new Set(['lowbar', 'UnderBar', 'shy', 'zwj', 'zwnj', 'ZeroWidthSpace', 'NoBreak']);
const longestName = 14;

/** Whether such a reference stands in a word: `gh&shy;p_`. */
export function isNamedInWord(bytes: Uint8Array, at: number): boolean {
  if (!isTokenByte(bytes[at - 1])) return false;
  let name = '';
  for (let i = at + 1; name.length <= longestName; i++) {
    if (bytes[i] === 0x3b) return isTokenByte(bytes[i + 1]) && namesInWords.has(name);
    if (!isLetter(bytes[i])) return false;
    name += String.fromCharCode(bytes[i] as number);
  }
  return false;
}

/** Whether a test holds at any occurrence of a byte. */
function hasAt(bytes: Buffer, byte: number, test: (bytes: Uint8Array, at: number) => boolean): boolean {
  for (let at = bytes.indexOf(byte); at >= 0; at = bytes.indexOf(byte, at + 1)) if (test(bytes, at)) return true;
  return false;
}

/** Files whose words may be quoted in part: `ab"cd"'ef'`. */
const shellFile = /(?:\.(?:sh|bash|zsh|ksh|env|envrc|bashrc|zshrc|profile|mk|ya?ml)|(?:^|\/)(?:Dockerfile|Containerfile|Makefile|Jenkinsfile)(?:\.\w{1,20})?)$/i;

/** Where a word goes on past a quote in it, or 0: a shell takes `ab"cd"` and `"ab"'cd'` for one word. */
export function shellSeamEnd(bytes: Uint8Array, quote: number): number {
  if (!isTokenByte(bytes[quote - 1])) return 0;
  const next = bytes[quote + 1];
  const after = (next === 0x22 || next === 0x27) && next !== bytes[quote] ? quote + 2 : quote + 1;
  return isTokenByte(bytes[after]) ? after : 0;
}

function isShellSeam(bytes: Uint8Array, at: number): boolean {
  return shellSeamEnd(bytes, at) > 0;
}

/** The name of a private key's armour in percent encoding, which hides the keyword though nothing in it is written needlessly. */
export const percentKey = 'PRIVATE%20KEY';

/** HCL has no operator that puts strings together. */
const joinsNothing = /\.(?:tf|tofu|tfvars|hcl)$/i;

/** Languages that put strings together by another operator than a plus, or by writing them side by side. */
const joinsOtherwise = /\.(?:php\d?|phtml|p[lm]|lua|vb[as]?|bas|cls|frm|sql|p[lk]s|pkb|exs?|mli?|py[iw]?|rb|[ch]|cc|[ch]pp|cxx|m)$/i;

function hasSeam(bytes: Buffer): boolean {
  return hasAt(bytes, 0x22, isSeamAfter) || hasAt(bytes, 0x27, isSeamAfter);
}

/** `\u0067`, `\u{67}`, `\x67` or `\147\150` where the characters need no escape, and a word that is continued on the next line. */
function hasBackslashed(bytes: Buffer): boolean {
  for (const [start, length] of hexEscapes) {
    for (let at = bytes.indexOf(start); at >= 0; at = bytes.indexOf(start, at + length)) {
      const high = hexDigits[bytes[at + length] as number] ?? 16;
      const low = hexDigits[bytes[at + length + 1] as number] ?? 16;
      if (high < 16 && low < 16 && isTokenByte((high << 4) | low)) return true;
    }
  }
  for (let at = bytes.indexOf('\\1'); at >= 0; at = bytes.indexOf('\\1', at + 2)) if (isOctalRow(bytes, at)) return true;
  for (const end of ['\\\n', '\\\r']) for (let at = bytes.indexOf(end); at >= 0; at = bytes.indexOf(end, at + 2)) if (continuedWord(bytes, at) > 0) return true;
  return false;
}

/** Where a word goes on that a backslash at a line's end cuts in two, or 0. In YAML and TOML the next line may be indented. */
export function continuedWord(bytes: Uint8Array, at: number): number {
  if (!isTokenByte(bytes[at - 1])) return 0;
  let next = at + (bytes[at + 1] === 13 && bytes[at + 2] === 10 ? 3 : 2);
  for (const last = next + widestSeam; next < last && (bytes[next] === 0x20 || bytes[next] === 9); next++);
  return isTokenByte(bytes[next]) ? next : 0;
}

const hexEscapes = [['\\u00', 4], ['\\x', 2], ['\\u{', 3]] as const;

/** Two octal escapes of letters in a row; one digit after a backslash is mostly a reference to a group. */
export function isOctalRow(bytes: Uint8Array, at: number): boolean {
  return bytes[at + 4] === 0x5c && (bytes[at + 5] === 0x31 || bytes[at + 5] === 0x30);
}

/** Most blanks and line ends between two strings that are put together. */
const widestSeam = 80;

/** A plus between two string literals that together make one word. */
function isSeam(bytes: Uint8Array, at: number): boolean {
  let before = at - 1;
  while (at - before < widestSeam && isBlank(bytes[before])) before--;
  return isQuote(bytes[before]) && isTokenByte(bytes[before - 1]) && isSeamAfter(bytes, before);
}

/** Whether a quote ends a literal that the next one goes on with: `"ab" + "cd"`, `'ab' 'cd'`, `"ab" . "cd"`, `"ab" & _` and so on. */
function isSeamAfter(bytes: Uint8Array, quote: number): boolean {
  return seamEnd(bytes, quote) > 0;
}

/** Offset just past the opening quote of the literal that goes on with the one closed at `quote`, or 0. */
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
const joiners = new Set([0x2b, 0x2e, 0x26, 0x5e, 0x5c, 0x5f]);

/** How long the operator at an offset is, or 0. One bar is no operator of strings but an alternative: `"ab" | "cd"`. */
function joinerSize(bytes: Uint8Array, at: number): number {
  const byte = bytes[at] ?? 0;
  if (joiners.has(byte)) return 1;
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
