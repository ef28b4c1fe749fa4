import { hexDigits, isTextByte } from './runs.ts';
import { unseenEnd, unseenFirst } from './invisible.ts';
import type { LayerBuilder } from './layer-text.ts';
import { continuedWord, seamEnd, shellSeamEnd } from './seams.ts';
import { isOctal } from './span-signs.ts';

/** One way in which characters are written by other characters. */
export interface Codec {
  readonly layer: string;
  /** Decodes the escape at an offset into the builder and returns the offset after it, or 0 where none stands. */
  readonly decode: (bytes: Buffer, at: number, end: number, builder: LayerBuilder) => number;
  /** A one for each byte that an escape begins with. */
  readonly first: Uint8Array;
}

function firstBytes(...bytes: readonly number[]): Uint8Array {
  const table = new Uint8Array(256);
  for (const byte of bytes) table[byte] = 1;
  return table;
}

/** Decodes every escape of a codec in a span, and copies what is between them. Returns how many there were. */
export function decodeSpan(codec: Codec, bytes: Buffer, start: number, end: number, builder: LayerBuilder): number {
  const { first } = codec;
  let copied = start;
  let count = 0;
  for (let at = start; at < end; ) {
    if (first[bytes[at] as number] === 0) {
      at++;
      continue;
    }
    builder.copy(bytes, copied, at);
    copied = at;
    const next = codec.decode(bytes, at, end, builder);
    if (next > at) {
      count++;
      at = next;
      copied = next;
    } else at++;
  }
  builder.copy(bytes, copied, end);
  return count;
}

const simple: ReadonlyMap<number, number> = new Map([
  [0x6e, 10], [0x72, 13], [0x74, 9], [0x62, 8], [0x66, 12], [0x76, 11], [0x61, 7], [0x65, 27],
  [0x22, 0x22], [0x27, 0x27], [0x60, 0x60], [0x2f, 0x2f], [0x5c, 0x5c], [0x24, 0x24],
]);

/**
 * Escapes with a backslash as C, JavaScript, Python, Java and JSON have them, and continued lines. Octal escapes have
 * three digits here, because one digit is a reference to a group in most code.
 */
export const backslashCodec: Codec = {
  layer: 'escapes',
  first: firstBytes(0x5c),
  decode(bytes, at, end, builder) {
    const letter = bytes[at + 1];
    if (letter === undefined || at + 1 >= end) return 0;
    if (letter === 0x75 || letter === 0x55) return decodeUnicode(bytes, at, builder);
    if (letter === 0x78) {
      const value = hexNumber(bytes, at + 2, 2);
      if (value < 0) return 0;
      builder.decoded(codePoint(value), at, at + 4, value < 0x80 ? 4 : 0);
      return at + 4;
    }
    // `printf` of a shell writes a zero before three digits
    if (letter === 0x30 && bytes[at + 2] === 0x31 && isOctal(bytes[at + 3]) && isOctal(bytes[at + 4])) {
      builder.decoded(codePoint(64 + ((bytes[at + 3] ?? 0) & 7) * 8 + ((bytes[at + 4] ?? 0) & 7)), at, at + 5, 5);
      return at + 5;
    }
    // two digits are enough for figures and signs
    if (letter >= 0x34 && letter <= 0x37 && isOctal(bytes[at + 2]) && !isOctal(bytes[at + 3])) {
      builder.decoded(codePoint((letter & 7) * 8 + ((bytes[at + 2] ?? 0) & 7)), at, at + 3, 3);
      return at + 3;
    }
    if (letter >= 0x30 && letter <= 0x33 && isOctal(bytes[at + 2]) && isOctal(bytes[at + 3])) {
      const value = (letter & 7) * 64 + ((bytes[at + 2] ?? 0) & 7) * 8 + ((bytes[at + 3] ?? 0) & 7);
      builder.decoded(codePoint(value), at, at + 4, value < 0x80 ? 4 : 0);
      return at + 4;
    }
    if (letter === 10 || letter === 13) return Math.min(end, continuedWord(bytes, at) || at + (letter === 13 && bytes[at + 2] === 10 ? 3 : 2));
    const value = simple.get(letter);
    if (value === undefined) return 0;
    builder.decoded(Uint8Array.of(value), at, at + 2, 2);
    return at + 2;
  },
};

function decodeUnicode(bytes: Buffer, at: number, builder: LayerBuilder): number {
  if (bytes[at + 2] === 0x7b) {
    let close = at + 3;
    while (close < at + 10 && (hexDigits[bytes[close] as number] ?? 16) < 16) close++;
    if (bytes[close] !== 0x7d || close === at + 3) return 0;
    builder.decoded(codePoint(hexNumber(bytes, at + 3, close - at - 3)), at, close + 1);
    return close + 1;
  }
  const digits = bytes[at + 1] === 0x55 ? 8 : 4;
  const value = hexNumber(bytes, at + 2, digits);
  if (value < 0) return 0;
  const after = at + 2 + digits;
  if (value >= 0xd800 && value < 0xdc00 && bytes[after] === 0x5c && bytes[after + 1] === 0x75) {
    const low = hexNumber(bytes, after + 2, 4);
    if (low >= 0xdc00 && low < 0xe000) {
      builder.decoded(codePoint(0x10000 + ((value - 0xd800) << 10) + low - 0xdc00), at, after + 6);
      return after + 6;
    }
  }
  builder.decoded(codePoint(value), at, after, value < 0x80 ? digits + 2 : 0);
  return after;
}

/** Percent encoding of URLs and forms (RFC 3986, section 2.1), byte by byte; also its older spelling `%u0067`. */
export const percentCodec: Codec = {
  layer: 'percent',
  first: firstBytes(0x25),
  decode(bytes, at, _end, builder) {
    if (bytes[at + 1] === 0x75) {
      const wide = hexNumber(bytes, at + 2, 4);
      if (wide < 0) return 0;
      builder.decoded(codePoint(wide), at, at + 6, wide < 0x80 ? 6 : 0);
      return at + 6;
    }
    const value = hexNumber(bytes, at + 1, 2);
    if (value < 0) return 0;
    builder.decoded(Uint8Array.of(value), at, at + 3, 3);
    return at + 3;
  },
};

const entityNames: ReadonlyMap<string, string> = new Map([
  ['quot', '"'], ['apos', "'"], ['amp', '&'], ['lt', '<'], ['gt', '>'], ['nbsp', ' '], ['equals', '='], ['colon', ':'], ['period', '.'],
  ['lowbar', '_'], ['hyphen', '-'], ['dash', '-'], ['plus', '+'], ['sol', '/'], ['commat', '@'], ['num', '#'], ['semi', ';'], ['NewLine', '\n'], ['Tab', '\t'],
  ['UnderBar', '_'], ['shy', '\u00ad'], ['zwj', '\u200d'], ['zwnj', '\u200c'], ['ZeroWidthSpace', '\u200b'], ['NoBreak', '\u2060'],
]);

const longestName = 14;

/** Character references of HTML and XML: numeric ones, and the names of ASCII characters. */
export const entityCodec: Codec = {
  layer: 'html',
  first: firstBytes(0x26),
  decode(bytes, at, _end, builder) {
    const text = bytes.toString('latin1', at + 1, at + 2 + longestName);
    const match = /^(?:#0{0,6}(\d{1,7})|#[xX]0{0,6}([0-9a-fA-F]{1,6})|([A-Za-z]{2,14}));/.exec(text);
    if (match === null) return 0;
    const after = at + 1 + match[0].length;
    const character = match[3] === undefined ? codePoint(match[1] === undefined ? Number.parseInt(match[2] ?? '', 16) : Number(match[1])) : named(match[3]);
    if (character === undefined) return 0;
    builder.decoded(character, at, after, character.length === 1 ? after - at : 0);
    return after;
  },
};

function named(name: string): Uint8Array | undefined {
  const value = entityNames.get(name);
  return value === undefined ? undefined : Buffer.from(value);
}

/** Quoted-printable of mail (RFC 2045, section 6.7): `=3D`, and lines that end in an equals sign. */
export const quotedPrintableCodec: Codec = {
  layer: 'quoted-printable',
  first: firstBytes(0x3d),
  decode(bytes, at, _end, builder) {
    if (bytes[at + 1] === 10) return at + 2;
    if (bytes[at + 1] === 13 && bytes[at + 2] === 10) return at + 3;
    const value = hexNumber(bytes, at + 1, 2);
    // only what the encoding has to escape: other pairs are values that begin with two digits
    if (value < 0 || (isTextByte(value) && value !== 0x3d && value !== 0x20 && value !== 9 && value !== 0x2e)) return 0;
    builder.decoded(Uint8Array.of(value), at, at + 3, 3);
    return at + 3;
  },
};

/** String literals that are put together by an operator, by standing side by side, or over continued lines. */
export const joinCodec: Codec = {
  layer: 'joined strings',
  first: firstBytes(0x22, 0x27, 0x60),
  decode: (bytes, at, end) => {
    const next = seamEnd(bytes, at);
    return next > 0 && next <= end ? next : 0;
  },
};

/** Quotes within a word of a shell, which takes them away. */
export const shellCodec: Codec = {
  layer: 'joined strings',
  first: firstBytes(0x22, 0x27),
  decode: (bytes, at, end) => {
    const next = shellSeamEnd(bytes, at);
    return next > 0 && next <= end ? next : 0;
  },
};

/** Where one piece of text ends and the next of the same paragraph begins in an Office document. */
const pieceSeam = /<\/([wa]):t>(?:<(?!\/?\1:p[ >])[^<>]{0,200}>){0,24}?<\1:t(?: [^<>]{0,60})?>/y;
const longestPieceSeam = 1500;

/** A number between two strings of a PDF moves the next one a little: `[(gh) -20 (p_)] TJ`. */
const kerning = /\)\s{0,2}-?\d{1,4}(?:\.\d{1,4})?\s{0,2}\(/y;
const longestKerning = 20;

/** Text of an Office document or a PDF that is cut into pieces by its formatting, or by what a spelling checker marked. */
export const piecesCodec: Codec = {
  layer: 'document text',
  first: firstBytes(0x3c, 0x29),
  decode(bytes, at, end) {
    if (bytes[at] === 0x29) {
      kerning.lastIndex = 0;
      const match = kerning.exec(bytes.toString('latin1', at, Math.min(end, at + longestKerning)));
      return match === null ? 0 : at + match[0].length;
    }
    if (bytes[at + 1] !== 0x2f || bytes[at + 4] !== 0x74) return 0;
    pieceSeam.lastIndex = 0;
    const match = pieceSeam.exec(bytes.toString('latin1', at, Math.min(end, at + longestPieceSeam)));
    return match === null ? 0 : at + match[0].length;
  },
};

/** Characters that nobody sees, in words: they are left out. */
export const unseenCodec: Codec = {
  layer: 'invisible characters',
  first: firstBytes(...unseenFirst),
  decode(bytes, at, end) {
    const next = unseenEnd(bytes, at);
    return next > 0 && next <= end ? next : 0;
  },
};

/** The number that hexadecimal digits at an offset write, or -1. */
function hexNumber(bytes: Uint8Array, at: number, digits: number): number {
  let value = 0;
  for (let i = at; i < at + digits; i++) {
    const digit = hexDigits[bytes[i] as number] ?? 16;
    if (digit > 15) return -1;
    value = value * 16 + digit;
  }
  return value;
}

function codePoint(value: number): Uint8Array {
  if (value < 0x80) return Uint8Array.of(value);
  if (value > 0x10ffff || (value >= 0xd800 && value < 0xe000)) return Buffer.from('\ufffd');
  return Buffer.from(String.fromCodePoint(value));
}
