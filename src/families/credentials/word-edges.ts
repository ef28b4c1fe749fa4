import type { CredentialCheck } from '../../model/check.ts';
import { alternativesOf } from '../../formats/regex.ts';
import { matchStarts } from './match-starts.ts';

/** What must hold at a keyword's ends for its check to find anything there: bits. */
export const edge = {
  /** No letter before it that it goes on with: it begins a word, or one of the words of an identifier (`myWit`). */
  start: 1,
  /** No small letter behind it but one that begins a word for a credential. */
  end: 2,
} as const;

/** Whether a keyword between two offsets has these edges, or an escape before it may hide one. The work is constant. */
export function hasEdges(bytes: Uint8Array, start: number, end: number, edges: number): boolean {
  if ((edges & edge.end) !== 0 && goesOnAfter(bytes[end])) return false;
  if ((edges & edge.start) === 0 || !goesOnBefore(bytes[start - 1], bytes[start])) return true;
  for (let at = start - 1; at >= 0 && at >= start - longestEscape; at--) if (mayEscape[bytes[at] as number] === 1) return true;
  return false;
}

/** `\u000a`, `%0A`, `&#10;`, `=0A`, a terminal's `ESC[1;32m`: the letter before a keyword may be the last sign of an escape. */
const longestEscape = 8;
const mayEscape = new Uint8Array(256);
for (const sign of '\\%&=\x1b') mayEscape[sign.charCodeAt(0)] = 1;

const isLower = (byte: number | undefined): boolean => byte !== undefined && byte >= 97 && byte <= 122;
const isUpper = (byte: number | undefined): boolean => byte !== undefined && byte >= 65 && byte <= 90;

/** Whether a letter is the middle of the word that goes on with the next byte. */
export function goesOnBefore(before: number | undefined, first: number | undefined): boolean {
  return isLower(before) ? !isUpper(first) : isUpper(before);
}

/** Whether what follows a name in small letters belongs to the same word, and is no word that is written on to names. */
export function goesOnAfter(byte: number | undefined): boolean {
  return isLower(byte) && beginsOwnWord[byte as number] === 0;
}

/** First letters of the words that may go on with a provider's name: key, token, secret, api … (`isOwnWord`). */
const beginsOwnWord = new Uint8Array(256);
for (const letter of 'aktsocpubwi') beginsOwnWord[letter.charCodeAt(0)] = 1;

/** The edges that a keyword of a check must have. Bits; from below: 0 where nothing is sure. */
export function edgesOf(check: CredentialCheck, keyword: string): number {
  if (check.detect !== undefined || !/^[a-z]/.test(keyword)) return 0;
  const ends = /[a-z]$/.test(keyword) ? edge.end : 0;
  switch (check.function) {
    case 'near':
      // the value may begin with the keyword itself
      return edge.start | (/^\(?(?:\[|\\d)[^|]*$/.test(check.pattern) ? ends : 0);
    case 'near-token':
    case 'assigned':
      return edge.start | ends;
    case undefined:
      return beginsWithKeyword(check) ? edge.start : 0;
    default:
      return 0;
  }
}

/** The expression begins where no letter or digit stands before. */
const beginsWord = /^(?:\(\?<!\[A-Za-z0-9[^\]]*\](?:\|[^()]*)?\)|\\b)/;

const started = new WeakMap<CredentialCheck, boolean>();

/** Whether every match begins a word, and with one of the keywords: then that keyword finds it, whatever others stand in it or near. */
function beginsWithKeyword(check: CredentialCheck): boolean {
  let known = started.get(check);
  if (known === undefined) {
    const keywords = check.keywords.map((keyword) => keyword.toLowerCase());
    known = alternativesOf(check.pattern).every((one) => beginsWord.test(one)) && matchStarts(check.pattern, Math.max(...keywords.map((keyword) => keyword.length))).every((start) => keywords.some((keyword) => start.startsWith(keyword)));
    started.set(check, known);
  }
  return known;
}
