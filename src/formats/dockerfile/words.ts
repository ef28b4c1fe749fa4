import { originOf, originOfEnd, sliceText, type MappedText } from '../mapped-text.ts';
import type { Argument, KeyValue } from './syntax.ts';
import { isBlank, isSpace, skipSpace } from './white-space.ts';

/** Splits at blanks, quotes meaning nothing: the arguments of FROM, EXPOSE, ADD, COPY, VOLUME. */
export function blankSeparated(body: MappedText): Argument[] {
  const { text } = body;
  const found: Argument[] = [];
  let at = 0;
  while (at < text.length) {
    while (at < text.length && isBlank(text.charCodeAt(at))) at++;
    const start = at;
    while (at < text.length && !isBlank(text.charCodeAt(at))) at++;
    if (at > start) found.push({ text: text.slice(start, at), start: originOf(body, start), end: originOfEnd(body, at) });
  }
  return found;
}

/** A word of ARG, ENV or LABEL: quotes and escapes kept. `from` is its offset in the body. */
interface QuotedWord extends Argument {
  readonly from: number;
}

/** Splits at white space outside quotes, keeping quotes and escapes: the words of ARG, ENV and LABEL. */
function quotedWords(body: MappedText, escape: string): QuotedWord[] {
  const { text } = body;
  const words: QuotedWord[] = [];
  let at = skipSpace(text, 0);
  while (at < text.length) {
    const start = at;
    let quote = '';
    while (at < text.length && (quote !== '' || !isSpace(text.charCodeAt(at)))) {
      const char = text[at] ?? '';
      if (quote === '' && (char === "'" || char === '"')) quote = char;
      else if (char === quote) quote = '';
      else if (char === escape && quote !== "'") at++;
      at++;
    }
    at = Math.min(at, text.length);
    let word = text.slice(start, at);
    // An escape at the very end escapes nothing and is dropped.
    if (at === text.length && endsInOpenEscape(word, escape)) word = word.slice(0, -1);
    if (word !== '') words.push({ text: word, from: start, start: originOf(body, start), end: originOfEnd(body, at) });
    at = skipSpace(text, at);
  }
  return words;
}

function endsInOpenEscape(word: string, escape: string): boolean {
  let count = 0;
  while (count < word.length && word[word.length - 1 - count] === escape) count++;
  return count % 2 === 1;
}

/** Keys and values of ARG: each word is a name, with or without `=value`. */
export function declarations(body: MappedText, escape: string): KeyValue[] {
  return quotedWords(body, escape).map((word) => pairOf(body, word));
}

/** Keys and values of ENV and LABEL; `refused` is the first word that should have had a `=`. */
export function keyValues(body: MappedText, escape: string): { pairs: KeyValue[]; refused?: Argument } {
  const words = quotedWords(body, escape);
  const first = words[0];
  if (first === undefined) return { pairs: [] };
  if (!first.text.includes('=')) return legacyPair(body);
  const pairs: KeyValue[] = [];
  let refused: Argument | undefined;
  for (const word of words) {
    if (word.text.includes('=')) pairs.push(pairOf(body, word));
    else refused ??= word;
  }
  return refused === undefined ? { pairs } : { pairs, refused };
}

function legacyPair(body: MappedText): { pairs: KeyValue[]; refused?: Argument } {
  const { text } = body;
  let keyEnd = 0;
  while (keyEnd < text.length && !isBlank(text.charCodeAt(keyEnd))) keyEnd++;
  let valueAt = keyEnd;
  while (valueAt < text.length && isBlank(text.charCodeAt(valueAt))) valueAt++;
  const start = originOf(body, 0);
  const end = originOfEnd(body, text.length);
  if (valueAt === keyEnd) return { pairs: [], refused: { text, start, end } };
  const valueStart = originOf(body, valueAt);
  return { pairs: [{ key: text.slice(0, keyEnd), value: text.slice(valueAt), form: 'legacy', start, end, valueStart }] };
}

function pairOf(body: MappedText, word: QuotedWord): KeyValue {
  const equals = word.text.indexOf('=');
  const { start, end } = word;
  if (equals < 0) return { key: word.text, form: 'bare', start, end, valueStart: end };
  const valueStart = originOf(sliceText(body, word.from), equals + 1);
  return { key: word.text.slice(0, equals), value: word.text.slice(equals + 1), form: 'assigned', start, end, valueStart };
}
