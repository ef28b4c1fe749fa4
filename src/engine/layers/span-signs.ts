import { mayChain } from './code-chains-sign.ts';
import { hasNumberList } from './number-lists.ts';
import { encodedStart, findRuns, hexDigits, isTokenByte } from './runs.ts';
import { continuedWord, isSeam, seamEnd, shellSeamEnd } from './seams.ts';
import { sign } from './sign.ts';
import type { Span } from './spans.ts';
import { joinsAt, listsCharactersAt } from './string-lists.ts';
import { hasWideText } from './wide.ts';

/** What a file's name says of its text. */
export interface Habits {
  /** Strings are put together by another operator than a plus, or by writing them side by side. */
  readonly joinsOtherwise: boolean;
  /** Words may be quoted in part: `ab"cd"'ef'`. */
  readonly isShell: boolean;
  /** May be a Secret of Kubernetes. */
  readonly isData: boolean;
}

const otherwise = /\.(?:php\d?|phtml|p[lm]|lua|vb[as]?|bas|cls|frm|sql|p[lk]s|pkb|exs?|mli?|py[iw]?|rb|[ch]|cc|[ch]pp|cxx|m)$/i;
const shellFile = /(?:\.(?:sh|bash|zsh|ksh|env|envrc|bashrc|zshrc|profile|mk|ya?ml)|(?:^|\/)(?:Dockerfile|Containerfile|Makefile|Jenkinsfile)(?:\.\w{1,20})?)$/i;
const dataFile = /\.(?:ya?ml|json)$/i;

/** What the name of a file says. */
export function habitsOf(path: string): Habits {
  return { joinsOtherwise: otherwise.test(path), isShell: shellFile.test(path), isData: dataFile.test(path) };
}

/** What a byte may begin or be the middle of. */
const kind = { backslash: 1, percent: 2, ampersand: 3, plus: 4, quote: 5, backtick: 6, zero: 7, j: 8, parenthesis: 9, bracket: 10 } as const;
const kinds = new Uint8Array(256);
for (const [byte, what] of [
  [0x5c, kind.backslash], [0x25, kind.percent], [0x26, kind.ampersand], [0x2b, kind.plus], [0x22, kind.quote], [0x27, kind.quote], [0x60, kind.backtick], [0, kind.zero], [0x6a, kind.j], [0x28, kind.parenthesis], [0x5d, kind.bracket],
] as const) kinds[byte] = what;

/**
 * The signs of encoded text in a span. Each of its bytes is looked up once: a search for every sign by itself, native as
 * it may be, takes longer, because quotes and pluses stand all over a text.
 */
export function spanSigns(habits: Habits, bytes: Buffer, span: Span): number {
  const { start, end } = span;
  let found = 0;
  for (let at = nextMark(kinds, bytes, start, end); at < end; at = nextMark(kinds, bytes, at + 1, end)) found |= signAt(habits, bytes, at, found);
  // that there is a zero is all it says: most texts have none
  if ((found & sign.wide) !== 0 && !hasWideText(bytes.subarray(start, end))) found &= ~sign.wide;
  if (findRuns(bytes, start, end, beginsEncoded)) found |= sign.run;
  if (habits.isData && bytes.subarray(start, end).includes('Secret')) found |= sign.secret;
  if ((found & sign.list) === 0 && hasNumberList(bytes, span)) found |= sign.list;
  return found;
}

function beginsEncoded(bytes: Uint8Array, from: number, to: number): boolean {
  return encodedStart(bytes, from, to) !== undefined;
}

/**
 * The offset of the next byte for which a table says something, or `to`. A loop of its own, which stays compiled whatever
 * the rare bytes lead to.
 */
export function nextMark(table: Uint8Array, bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && table[bytes[at] as number] === 0) at++;
  return at;
}

/** The sign that a byte is, of those that are not known yet. */
function signAt({ joinsOtherwise, isShell }: Habits, bytes: Buffer, at: number, known: number): number {
  switch (kinds[bytes[at] as number]) {
    case kind.quote:
      return (
        (joinsOtherwise && (known & sign.join) === 0 && seamEnd(bytes, at) > 0 ? sign.join : 0) |
        (isShell && (known & sign.shell) === 0 && shellSeamEnd(bytes, at) > 0 ? sign.shell : 0) |
        (listsCharacters(bytes, at, known) ? sign.list : 0)
      );
    case kind.parenthesis:
      return (known & sign.list) === 0 && (joinsAt(bytes, at) || mayChain(bytes, at)) ? sign.list : 0;
    case kind.bracket:
      return (known & sign.list) === 0 && mayChain(bytes, at) ? sign.list : 0;
    case kind.j:
      return (known & sign.list) === 0 && joinsAt(bytes, at) ? sign.list : 0;
    case kind.plus:
      return (known & sign.join) === 0 && isSeam(bytes, at) ? sign.join : 0;
    case kind.backtick:
      return listsCharacters(bytes, at, known) ? sign.list : 0;
    case kind.backslash:
      return (known & sign.backslash) === 0 && isBackslashed(bytes, at) ? sign.backslash : 0;
    case kind.percent:
      return (known & sign.percent) === 0 && (isNeedlessPercent(bytes, at) || isNeedlessWide(bytes, at) || isPercentKey(bytes, at)) ? sign.percent : 0;
    case kind.ampersand:
      return (known & sign.entity) === 0 && (bytes[at + 1] === 0x23 || isNamedInWord(bytes, at)) ? sign.entity : 0;
    default:
      return sign.wide;
  }
}

function listsCharacters(bytes: Buffer, at: number, known: number): boolean {
  return at + 2 < bytes.length && bytes[at + 2] === bytes[at] && (known & sign.list) === 0 && listsCharactersAt(bytes, at);
}

/** `\u0067`, `\u{67}`, `\x67` or `\147\150` where the characters need no escape, and a word that is continued on the next line. */
function isBackslashed(bytes: Uint8Array, at: number): boolean {
  switch (bytes[at + 1]) {
    case 0x75:
      if (bytes[at + 2] === 0x7b) return isTokenCode(bytes, at + 3);
      return bytes[at + 2] === 0x30 && bytes[at + 3] === 0x30 && isTokenCode(bytes, at + 4);
    case 0x78:
      return isTokenCode(bytes, at + 2);
    case 0x55:
      for (let i = at + 2; i < at + 8; i++) if (bytes[i] !== 0x30) return false;
      return isTokenCode(bytes, at + 8);
    case 0x30:
    case 0x31:
      return isOctalRow(bytes, at);
    case 10:
    case 13:
      return continuedWord(bytes, at) > 0;
    default:
      return false;
  }
}

/** Whether two hexadecimal digits write a character that needs no escape. */
function isTokenCode(bytes: Uint8Array, at: number): boolean {
  const high = hexDigits[bytes[at] as number] ?? 16;
  const low = hexDigits[bytes[at + 1] as number] ?? 16;
  return high < 16 && low < 16 && isTokenByte((high << 4) | low);
}

/**
 * Octal escapes of letters in a row, `\147\150` or as `printf` has them `\0147\0150`, or one in a word; one digit after a
 * backslash is mostly a reference to a group.
 */
export function isOctalRow(bytes: Uint8Array, at: number): boolean {
  const first = bytes[at + 1] === 0x30 && bytes[at + 2] === 0x31 ? at + 2 : at + 1;
  if (bytes[first] !== 0x31 || !isOctal(bytes[first + 1]) || !isOctal(bytes[first + 2])) return false;
  const next = bytes[first + 3];
  return next === 0x5c ? isOctal(bytes[first + 4]) : isTokenByte(next) && isTokenByte(bytes[at - 1]);
}

/** Whether a byte is a digit to base eight. */
export function isOctal(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x37;
}

/** Whether two hexadecimal digits follow a percent sign. */
export function isPercent(bytes: Uint8Array, at: number): boolean {
  return (hexDigits[bytes[at + 1] as number] ?? 16) < 16 && (hexDigits[bytes[at + 2] as number] ?? 16) < 16;
}

/** `%67` where the character needs no escape. A format such as `%5d` stands alone, an escape among others or in a word. */
function isNeedlessPercent(bytes: Uint8Array, at: number): boolean {
  if (!isTokenCode(bytes, at + 1)) return false;
  return (bytes[at + 3] === 0x25 && isPercent(bytes, at + 3)) || (isTokenByte(bytes[at - 1]) && isTokenByte(bytes[at + 3]));
}

/** `%u0067`, as old browsers' `escape` writes, of a character that needs no escape. */
function isNeedlessWide(bytes: Uint8Array, at: number): boolean {
  return bytes[at + 1] === 0x75 && bytes[at + 2] === 0x30 && bytes[at + 3] === 0x30 && isTokenCode(bytes, at + 4);
}

/** The name of a private key's armour in percent encoding, which hides the keyword though nothing in it is written needlessly. */
export const percentKey = 'PRIVATE%20KEY';
const beforePercent = percentKey.indexOf('%');

function isPercentKey(bytes: Uint8Array, at: number): boolean {
  // the digits and the letter behind the sign tell nearly always
  if (bytes[at + 1] !== 0x32 || bytes[at + 2] !== 0x30 || bytes[at + 3] !== 0x4b) return false;
  for (let i = 0; i < percentKey.length; i++) if (bytes[at - beforePercent + i] !== percentKey.charCodeAt(i)) return false;
  return true;
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

/** Whether a byte is a letter of ASCII. */
export function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90));
}
