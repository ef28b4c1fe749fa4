import { layerBuilder, type LayerText } from './layer-text.ts';
import { copyName } from './name-before.ts';
import { hexDigits, isTextByte } from './runs.ts';
import type { Span } from './spans.ts';

/** Fewest numbers of a list that is taken for text: the shortest tokens have as many characters. */
const leastNumbers = 16;

/** Shortest list, in bytes: sixteen pairs of digits with a sign between. */
const leastList = leastNumbers * 3 - 1;

/** Numbers of a list that are placed one by one; of a longer one, thirty-two at a time. */
const exactNumbers = 4096;
const coarse = 32;

/** Bytes that a list of numbers is made of: digits of either base, the x of `0x`, blanks, commas and the like. */
const listBytes = new Uint8Array(256);
for (const character of '0123456789abcdefABCDEFxX,;: \t\r\n') listBytes[character.charCodeAt(0)] = 1;

/** How the numbers of a list are written. */
type Base = 10 | 16;

/** Whether a text holds a list of numbers that are the codes of a text: `[0x67, 0x68, …]`, `{103, 104, …}`, `67:68:70`. */
export function hasNumberList(bytes: Uint8Array, focus: Span): boolean {
  // most texts have no stretch: a generator is made for those that have
  return nextStretch(bytes, focus.start, focus.end, { start: 0, end: 0 }) && !numberLists(bytes, focus).next().done;
}

/** The texts that lists of numbers write, each with the name it is bound to. Linear in the bytes. */
export function* decodeNumberLists(bytes: Buffer, focus: Span): Generator<LayerText, void, undefined> {
  for (const { start, end, base } of [...numberLists(bytes, focus)]) {
    const builder = layerBuilder();
    copyName(builder, bytes, start);
    const word = { start, end: start };
    let from = start;
    let held: number[] = [];
    let count = 0;
    while (nextWord(bytes, word.end, end, word)) {
      const value = valueOf(bytes, word, base);
      if (value < 0 || value > 255) break;
      held.push(value);
      count++;
      if (count > exactNumbers && held.length < coarse) continue;
      builder.decoded(Uint8Array.from(held), from, word.end);
      from = word.end;
      held = [];
    }
    if (held.length > 0) builder.decoded(Uint8Array.from(held), from, word.end);
    builder.mark(0x22, from);
    yield builder.build();
  }
}

/** How gzip begins: a file of it in an array, as programs for small machines hold their pages. */
const gzipHead = [0x1f, 0x8b, 8] as const;

/** Where sixteen numbers in a row are codes of text, or three of them gzip, with the end of what may belong to the list. */
function* numberLists(bytes: Uint8Array, focus: Span): Generator<Span & { readonly base: Base }, void, undefined> {
  const word = { start: 0, end: 0 };
  for (const { start, end } of stretches(bytes, focus)) {
    const runs: { readonly base: Base; start: number; count: number; head: number }[] = [{ base: 10, start: 0, count: 0, head: 0 }, { base: 16, start: 0, count: 0, head: 0 }];
    word.end = start;
    while (nextWord(bytes, word.end, end, word)) {
      for (const run of runs) {
        const value = valueOf(bytes, word, run.base);
        // three numbers begin gzip, and no text: what follows is not looked at as one
        run.head = value === gzipHead[run.head] ? run.head + 1 : value === gzipHead[0] ? 1 : 0;
        if (run.head === 1) run.start = run.count === 0 ? word.start : run.start;
        if (run.head === gzipHead.length && run.count === 0) {
          run.count = leastNumbers;
          yield { start: run.start, end, base: run.base };
          continue;
        }
        // once it is a list, it is one until a number is no byte
        if (value < 0 || value > 255 || (run.count < leastNumbers && !isTextByte(value))) run.count = 0;
        else if (++run.count === 1) run.start = word.start;
        else if (run.count === leastNumbers) yield { start: run.start, end, base: run.base };
      }
    }
  }
}

/** Stretches of list bytes of the least length. */
function* stretches(bytes: Uint8Array, focus: Span): Generator<Span, void, undefined> {
  const stretch = { start: 0, end: focus.start };
  while (nextStretch(bytes, stretch.end, focus.end, stretch)) yield { ...stretch };
}

/** Finds the next stretch and writes it to the one given. One byte in forty-seven is looked at first: no list lies between. */
function nextStretch(bytes: Uint8Array, from: number, to: number, stretch: { start: number; end: number }): boolean {
  let known = from;
  for (let probe = from + leastList - 1; probe < to; probe += leastList) {
    if (listBytes[bytes[probe] as number] === 0) continue;
    let start = probe;
    while (start > known && listBytes[bytes[start - 1] as number] === 1) start--;
    let end = probe + 1;
    while (end < to && listBytes[bytes[end] as number] === 1) end++;
    if (end - start >= leastList) {
      stretch.start = start;
      stretch.end = end;
      return true;
    }
    known = end;
    probe = end - 1;
  }
  return false;
}

/** Finds the next word of digits and x; the span is written to the one given, because there are millions in a file of data. */
function nextWord(bytes: Uint8Array, from: number, to: number, word: { start: number; end: number }): boolean {
  let at = from;
  while (at < to && !isWordByte(bytes[at] as number)) at++;
  word.start = at;
  while (at < to && isWordByte(bytes[at] as number)) at++;
  word.end = at;
  return at > word.start;
}

function isWordByte(byte: number): boolean {
  return (hexDigits[byte] as number) < 16 || byte === 0x78 || byte === 0x58;
}

/** What a word is as a number: up to three digits to base ten; two digits to base sixteen, or one or two after `0x`; otherwise -1. */
function valueOf(bytes: Uint8Array, { start, end }: Span, base: Base): number {
  const isMarked = base === 16 && end - start > 2 && bytes[start] === 0x30 && ((bytes[start + 1] as number) | 32) === 0x78;
  const from = isMarked ? start + 2 : start;
  if (base === 10 ? end - from > 3 : end - from > 2 || (!isMarked && end - from !== 2)) return -1;
  let value = 0;
  for (let at = from; at < end; at++) {
    const digit = hexDigits[bytes[at] as number] as number;
    if (digit >= base) return -1;
    value = value * base + digit;
  }
  return value;
}
