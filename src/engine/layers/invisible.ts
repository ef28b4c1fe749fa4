import { isTokenByte } from './runs.ts';

/**
 * First bytes in UTF-8 of characters that nobody sees, with the span of what may follow: soft hyphens, joiners, marks of
 * direction, variation selectors, tags, byte order marks. Source: Unicode 15, Default_Ignorable_Code_Point, and U+FFF9 to U+FFFB.
 */
const unseen: readonly (readonly [first: string, from: number, to: number])[] = [
  ['\xc2', 0xad, 0xad],
  ['\xcd', 0x8f, 0x8f],
  ['\xd8', 0x9c, 0x9c],
  ['\xe1\x85', 0x9f, 0xa0],
  ['\xe1\x9e', 0xb4, 0xb5],
  ['\xe1\xa0', 0x8b, 0x8f],
  ['\xe2\x80', 0x8b, 0x8f],
  ['\xe2\x80', 0xaa, 0xae],
  ['\xe2\x81', 0xa0, 0xaf],
  ['\xe3\x85', 0xa4, 0xa4],
  ['\xef\xb8', 0x80, 0x8f],
  ['\xef\xbb', 0xbf, 0xbf],
  ['\xef\xbe', 0xa0, 0xa0],
  ['\xef\xbf', 0xb0, 0xbb],
];

/** Latin-1's soft hyphen. */
const latinHyphen = 0xad;

/** The bytes that such characters begin with; 0xf3 begins tags and more variation selectors. */
export const unseenFirst: readonly number[] = [latinHyphen, 0xc2, 0xcd, 0xd8, 0xe1, 0xe2, 0xe3, 0xef, 0xf3];

/** Which first bytes a byte may stand behind, and be second: a bit for each of them. The Latin hyphen is followed by what goes on. */
const begins = new Uint16Array(256);
const second = new Uint16Array(256);
const latinBit = 1;
unseenFirst.forEach((byte, number) => (begins[byte] = 1 << number));
for (const [first, from, to] of unseen) {
  const bit = begins[first.charCodeAt(0)] ?? 0;
  for (let byte = from; byte <= to; byte++) {
    const at = first.length > 1 ? first.charCodeAt(1) : byte;
    second[at] = (second[at] ?? 0) | bit;
  }
}
second[0xa0] = (second[0xa0] ?? 0) | (begins[0xf3] ?? 0);
for (let byte = 0; byte < 256; byte++) if (isTokenByte(byte)) second[byte] = (second[byte] ?? 0) | latinBit;

/** How many bytes the character at an offset has, when nobody sees it; otherwise 0. */
function unseenSize(bytes: Uint8Array, at: number): number {
  const byte = bytes[at] ?? 0;
  if (byte === latinHyphen) return 1;
  if (byte === 0xf3) return bytes[at + 1] === 0xa0 && isContinuation(bytes[at + 2]) && isContinuation(bytes[at + 3]) ? 4 : 0;
  for (const [first, from, to] of unseen) {
    if (first.charCodeAt(0) !== byte) continue;
    const size = first.length;
    if (size > 1 && bytes[at + 1] !== first.charCodeAt(1)) continue;
    const last = bytes[at + size] ?? 0;
    if (last >= from && last <= to) return size + 1;
  }
  return 0;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

/** Most characters in a row that are taken away between two that are seen. */
const longestRow = 64;

/** Where a word goes on past characters that nobody sees, which begin at an offset; 0 when none are there or no word goes on. */
export function unseenEnd(bytes: Uint8Array, at: number): number {
  if (!isTokenByte(bytes[at - 1])) return 0;
  let next = at;
  for (let row = 0; row < longestRow; row++) {
    const size = unseenSize(bytes, next);
    if (size === 0) break;
    next += size;
  }
  return next > at && isTokenByte(bytes[next]) ? next : 0;
}

/** Offsets where characters that nobody sees stand in words. Linear in the bytes; a text of ASCII holds none. */
export function* unseenIn(bytes: Buffer, from: number, to: number): Generator<number, void, undefined> {
  // one byte alone means nothing where bytes are no text
  const bits = bytes.includes(0) ? ~latinBit : ~0;
  for (let at = nextUnseen(bytes, from, to, bits); at < to; at = nextUnseen(bytes, at + 1, to, bits)) if (unseenEnd(bytes, at) > 0) yield at;
}

/** The next offset where such a character seems to begin, or `to`. Nothing is read behind the bytes: it would make the loop slow. */
function nextUnseen(bytes: Uint8Array, from: number, to: number, bits: number): number {
  const end = Math.min(to, bytes.length - 1);
  for (let at = from; at < end; at++) {
    const first = (begins[bytes[at] as number] as number) & bits;
    if (first !== 0 && (first & (second[bytes[at + 1] as number] as number)) !== 0) return at;
  }
  return to;
}
