import { StringDecoder } from 'node:string_decoder';

/**
 * Bytes as UTF-8, whatever Unicode form the file is in: UTF-16 and UTF-32 with or without a byte order mark are
 * transcoded, everything else is returned as it is. Columns stay right, because they count UTF-16 code units.
 */
export function asUtf8(bytes: Buffer): Buffer {
  const form = unicodeForm(bytes);
  switch (form) {
    case 'utf8':
      return bytes;
    case 'utf16le':
    case 'utf16be':
      return fromUtf16(hasMark(bytes) ? bytes.subarray(2) : bytes, form === 'utf16le');
    case 'utf32le':
    case 'utf32be':
      return fromUtf32(bytes, form === 'utf32le');
    default:
      return form satisfies never;
  }
}

/** The same for a text that comes in pieces, each but the last a multiple of four bytes long. */
export function* piecesAsUtf8(pieces: Iterable<Buffer>): Generator<Buffer, void, undefined> {
  let form: ReturnType<typeof unicodeForm> | undefined;
  let decoder: StringDecoder | undefined;
  for (const piece of pieces) {
    const isFirst = form === undefined;
    form ??= unicodeForm(piece);
    if (form === 'utf8') yield piece;
    else if (form === 'utf32le' || form === 'utf32be') yield fromUtf32(piece, form === 'utf32le');
    else yield fromUtf16(isFirst && hasMark(piece) ? piece.subarray(2) : piece, form === 'utf16le', (decoder ??= new StringDecoder('utf16le')));
  }
}

/** How many bytes decide about the form of a text without a mark. */
const sampleBytes = 1024;

/** The Unicode form of a text, by its byte order mark or by where its zero bytes stand. */
export function unicodeForm(bytes: Buffer): 'utf8' | 'utf16le' | 'utf16be' | 'utf32le' | 'utf32be' {
  const [a, b, c, d] = [bytes[0], bytes[1], bytes[2], bytes[3]];
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 && isUtf32(bytes, 3) ? 'utf32le' : 'utf16le';
  if (a === 0xfe && b === 0xff) return 'utf16be';
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff && isUtf32(bytes, 0)) return 'utf32be';
  const sample = Math.min(bytes.length, sampleBytes) & ~3;
  if (sample < 8) return 'utf8';
  const zeros = [0, 0, 0, 0];
  for (let i = 0; i < sample; i++) if (bytes[i] === 0) zeros[i & 3] = (zeros[i & 3] ?? 0) + 1;
  const quarter = sample / 4;
  const [z0 = 0, z1 = 0, z2 = 0, z3 = 0] = zeros;
  const most = quarter * 0.7;
  const few = quarter * 0.15;
  if (z1 > most && z2 > most && z3 > most && z0 < few) return 'utf32le';
  if (z0 > most && z1 > most && z2 > most && z3 < few) return 'utf32be';
  if (z1 > most && z3 > most && z0 < few && z2 < few) return 'utf16le';
  if (z0 > most && z2 > most && z1 < few && z3 < few) return 'utf16be';
  return 'utf8';
}

function hasMark(bytes: Buffer): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

/** The mark of UTF-32 is believed when the characters after it are of its planes: the highest byte is zero in all of them. */
function isUtf32(bytes: Buffer, highest: number): boolean {
  for (let i = 4 + highest; i < Math.min(bytes.length, sampleBytes); i += 4) if (bytes[i] !== 0) return false;
  return bytes.length >= 8;
}

/** Bytes of ASCII in a row that make a text of their own, and characters in the other byte order: a shorter row is chance. */
const leastPlain = 20;
const leastSwapped = 10;

/**
 * UTF-16 as UTF-8. What stands in it as plain ASCII or in the other byte order is taken for that: a file may begin as
 * UTF-16 and go on otherwise, and a mark can be put before anything.
 */
function fromUtf16(bytes: Buffer, littleEndian: boolean, decoder?: StringDecoder): Buffer {
  const parts: Buffer[] = [];
  let done = 0;
  const take = (end: number, isSwapped: boolean): void => {
    const part = bytes.subarray(done, end);
    done = end;
    const ordered = littleEndian === isSwapped ? swap16(part) : part;
    if (part.length > 1) parts.push(Buffer.from(decoder === undefined || isSwapped ? ordered.toString('utf16le') : decoder.write(ordered), 'utf8'));
  };
  for (let at = 0; at + 1 < bytes.length; ) {
    const plain = plainRow(bytes, at);
    const swapped = plain > 0 ? 0 : swappedRow(bytes, at, littleEndian);
    if (plain + swapped === 0) {
      at += 2;
      continue;
    }
    take(at, false);
    at += plain + swapped;
    if (plain > 0) parts.push(bytes.subarray(done, at));
    else take(at, true);
    done = at;
  }
  take(bytes.length, false);
  return parts.length === 1 ? (parts[0] ?? bytes) : Buffer.concat(parts);
}

/** Length of a row of ASCII, or 0. */
function plainRow(bytes: Buffer, start: number): number {
  let end = start;
  while (isText(bytes[end])) end++;
  return end - start < leastPlain ? 0 : end - start;
}

/** Length of a row of ASCII characters in the other byte order, or 0. */
function swappedRow(bytes: Buffer, start: number, littleEndian: boolean): number {
  const zero = littleEndian ? 0 : 1;
  let end = start;
  while (bytes[end + zero] === 0 && isText(bytes[end + 1 - zero])) end += 2;
  return end - start < leastSwapped * 2 ? 0 : end - start;
}

function isText(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 32 && byte < 127) || byte === 9 || byte === 10 || byte === 13);
}

function swap16(bytes: Buffer): Buffer {
  return Buffer.from(bytes.subarray(0, bytes.length & ~1)).swap16();
}

function fromUtf32(bytes: Buffer, littleEndian: boolean): Buffer {
  const words = bytes.length >> 2;
  const text = Buffer.alloc(words * 2 * 2);
  let at = 0;
  for (let i = 0; i < words; i++) {
    const code = littleEndian ? bytes.readUInt32LE(i * 4) : bytes.readUInt32BE(i * 4);
    if (i === 0 && code === 0xfeff) continue;
    if (code > 0x10ffff) at = text.writeUInt16LE(0xfffd, at);
    else if (code > 0xffff) {
      at = text.writeUInt16LE(0xd800 + ((code - 0x10000) >> 10), at);
      at = text.writeUInt16LE(0xdc00 + ((code - 0x10000) & 0x3ff), at);
    } else at = text.writeUInt16LE(code, at);
  }
  return Buffer.from(text.toString('utf16le', 0, at), 'utf8');
}
