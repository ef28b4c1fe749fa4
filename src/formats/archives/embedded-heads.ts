import { inflateAt } from './inflate.ts';
import type { PackedKind } from './kind.ts';

/** How packed streams and archives begin, wherever they stand. The level of bzip2 stands between its first letters and the rest. */
const heads: readonly (readonly [kind: PackedKind, head: string])[] = [
  ['gzip', '\x1f\x8b\x08'],
  ['zlib', 'x\x9c'],
  ['zlib', 'x\xda'],
  ['zlib', 'x\x01'],
  ['zlib', 'x\x5e'],
  ['zip', 'PK\x03\x04'],
  ['bzip2', 'BZh'],
  ['zstd', '\x28\xb5\x2f\xfd'],
  ['xz', '\xfd7zXZ\0'],
  ['7z', '7z\xbc\xaf\x27\x1c'],
  ['rar', 'Rar!\x1a\x07'],
  ['lz4', '\x04\x22\x4d\x18'],
];

/** Which heads have a byte first, and which second, as bits. */
const begins = new Uint16Array(256);
const second = new Uint16Array(256);
heads.forEach(([, head], number) => {
  begins[head.charCodeAt(0)] = (begins[head.charCodeAt(0)] ?? 0) | (1 << number);
  second[head.charCodeAt(1)] = (second[head.charCodeAt(1)] ?? 0) | (1 << number);
});

/** Bytes that a stream has to inflate to before it counts, unless it ends sooner: of random bytes one in 100,000 comes that far. */
export const probe = 64;

/** How far from the beginning of a file a stream without a head of its own is sought, and how near it must come to the file's end. */
export const headless = { before: 64, after: 64 } as const;

/** Whether something packed begins among other bytes. Finds what `embeddedIn` does, but for streams that prove to be none. */
export function hasEmbedded(bytes: Buffer, from: number): boolean {
  return !candidates(bytes, from).next().done || headlessAt(bytes, from) >= 0;
}

/** Heads, each with what shows after it that it may be one, in the order of the bytes. */
export function* candidates(bytes: Buffer, from: number): Generator<{ readonly kind: PackedKind; readonly at: number }, void, undefined> {
  for (let at = nextHead(bytes, from); at < bytes.length; at = nextHead(bytes, at + 1)) {
    const kind = headAt(bytes, at);
    if (kind !== undefined && mayBegin(kind, bytes, at)) yield { kind, at };
  }
}

/** The next offset where the first two bytes of a head stand, or that of the end. Nothing is read behind the bytes: it would make the loop slow. */
function nextHead(bytes: Uint8Array, from: number): number {
  const last = bytes.length - 1;
  for (let at = from; at < last; at++) {
    const bits = begins[bytes[at] as number] as number;
    if (bits !== 0 && (bits & (second[bytes[at + 1] as number] as number)) !== 0) return at;
  }
  return bytes.length;
}

function headAt(bytes: Buffer, at: number): PackedKind | undefined {
  for (const [kind, head] of heads) {
    let i = 0;
    while (i < head.length && bytes[at + i] === head.charCodeAt(i)) i++;
    if (i === head.length) return kind;
  }
  return undefined;
}

function mayBegin(kind: PackedKind, bytes: Buffer, at: number): boolean {
  switch (kind) {
    case 'gzip':
      return ((bytes[at + 3] ?? 0xff) & 0xe0) === 0 && inflates(bytes, gzipData(bytes, at));
    case 'zlib':
      // the pixels of an image
      return bytes.toString('latin1', at - 4, at) !== 'IDAT' && inflates(bytes, at + 2);
    case 'zip':
      // version and method of the first file, and a name
      return (bytes[at + 5] ?? 1) === 0 && (bytes[at + 9] ?? 1) === 0 && (bytes[at + 27] ?? 9) < 4 && (bytes[at + 30] ?? 0) >= 32;
    case 'lz4':
      // the version of the frame, no bit that is kept, and a block's size there is
      return ((bytes[at + 4] ?? 0) & 0xc2) === 0x40 && ((bytes[at + 5] ?? 0) & 0x8f) === 0 && ((bytes[at + 5] ?? 0) >> 4) >= 4;
    case '7z': {
      const next = at + 32 + number48(bytes, at + 12);
      return bytes[at + 6] === 0 && next < bytes.length && next + number48(bytes, at + 20) <= bytes.length && next > at + 32;
    }
    case 'rar':
      return (bytes[at + 6] === 0 && bytes[at + 9] === 0x73) || (bytes[at + 6] === 1 && bytes[at + 7] === 0);
    case 'zstd':
      return isZstdFrame(bytes, at + 4);
    case 'xz':
      return bytes[at + 6] === 0 && ((bytes[at + 7] ?? 16) & 0xf0) === 0;
    case 'bzip2':
      return bytes.toString('latin1', at + 4, at + 10) === '1AY&SY';
    default:
      return true;
  }
}

/** Whether the head of a zstd frame is one and its first block no larger than a block is. Source: RFC 8878, sections 3.1.1.1 and 3.1.1.2. */
function isZstdFrame(bytes: Buffer, at: number): boolean {
  const flags = bytes[at] ?? 0xff;
  const isSingle = (flags & 32) !== 0;
  const block = at + 1 + (isSingle ? 0 : 1) + ([0, 1, 2, 4][flags & 3] ?? 0) + ([isSingle ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0);
  if ((flags & 0x18) !== 0 || block + 3 > bytes.length) return false;
  const head = bytes.readUIntLE(block, 3);
  return (head & 6) !== 6 && head >> 3 <= 128 * 1024;
}

function number48(bytes: Buffer, at: number): number {
  return at + 6 <= bytes.length ? bytes.readUIntLE(at, 6) : Infinity;
}

function inflates(bytes: Buffer, data: number): boolean {
  const { bytes: text, ended } = inflateAt(bytes, data, probe);
  return ended === 'full' || text.length === probe || (ended === 'whole' && text.length >= 16);
}

/** Where the deflated data of a gzip member begins, past its optional fields. Source: RFC 1952, section 2.3. */
export function gzipData(bytes: Buffer, at: number): number {
  const flags = bytes[at + 3] ?? 0;
  let data = at + 10;
  if ((flags & 4) !== 0) data += 2 + ((bytes[data] ?? 0) | ((bytes[data + 1] ?? 0) << 8));
  for (const bit of [8, 16]) {
    if ((flags & bit) === 0) continue;
    const end = bytes.indexOf(0, data);
    data = end < 0 ? bytes.length : end + 1;
  }
  return (flags & 2) === 0 ? data : data + 2;
}

/** Where a bare stream of deflate seems to begin near the beginning of a file, or -1. */
export function headlessAt(bytes: Buffer, from: number): number {
  if (from !== 0) return -1;
  for (let at = 0; at < Math.min(headless.before, bytes.length - 16); at++) {
    // a block of stored bytes is read as they stand
    const type = (bytes[at] ?? 0) & 6;
    if ((type === 2 || type === 4) && inflates(bytes, at) && isText(inflateAt(bytes, at, probe).bytes)) return at;
  }
  return -1;
}

function isText(bytes: Uint8Array): boolean {
  return bytes.length >= 16 && bytes.every((byte) => (byte >= 32 && byte < 127) || byte === 9 || byte === 10 || byte === 13);
}
