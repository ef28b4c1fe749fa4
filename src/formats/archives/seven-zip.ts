import { decompressBzip2 } from './bzip2.ts';
import { decompress } from './compressed.ts';
import { decompressLzma, decompressRawLzma } from './lzma.ts';
import type { Member, UnpackLimits } from './member.ts';

/** A method and its properties. */
interface Coder {
  readonly id: string;
  readonly properties: Buffer;
}

/** What was packed as one stream: the coders it went through, the last first, and where it stands. */
interface Folder {
  readonly coders: readonly Coder[];
  readonly streams: number;
  readonly packed: Buffer;
  readonly size: number;
}

class DamagedSevenZip extends Error {
  override readonly name = 'DamagedSevenZip';
}

/** Most folders of an archive and coders of a folder. */
const most = { folders: 20_000, coders: 32 } as const;

/**
 * What a 7z archive holds: a member for each of its streams, the files in it one behind the other, and one for the list of
 * their names. Source: I. Pavlov, 7zFormat.txt (7-Zip 24, LZMA SDK).
 */
export function* unpackSevenZip(bytes: Buffer, limits: UnpackLimits): Generator<Member, void, undefined> {
  try {
    let header = nextHeader(bytes);
    if (header[0] === 0x17) {
      const [folder] = foldersOf(bytes, reader(header.subarray(1)));
      const member = folder === undefined ? undefined : unpackFolder(folder, 'header', limits);
      if (member === undefined || 'problem' in member) {
        yield member ?? { name: '', problem: 'unreadable', detail: 'the 7z archive has no header' };
        return;
      }
      header = member.bytes;
    }
    if (header.length === 0) return;
    yield { name: 'names', bytes: header };
    if (header[0] !== 1) throw new DamagedSevenZip('no header');
    const read = reader(header.subarray(1));
    let kind = read.number();
    if (kind === 2) {
      for (let id = read.number(); id !== 0; id = read.number()) read.take(read.number());
      kind = read.number();
    }
    if (kind !== 4) return;
    const folders = foldersOf(bytes, read);
    for (const [number, folder] of folders.entries()) yield unpackFolder(folder, `stream ${number + 1}`, limits);
  } catch (error) {
    if (!(error instanceof DamagedSevenZip || error instanceof RangeError)) throw error;
    yield { name: '', problem: 'unreadable', detail: `the 7z archive is damaged: ${error.message}` };
  }
}

function nextHeader(bytes: Buffer): Buffer {
  const start = 32 + Number(bytes.readBigUInt64LE(12));
  const size = Number(bytes.readBigUInt64LE(20));
  if (start + size > bytes.length) throw new DamagedSevenZip('it is cut off');
  return bytes.subarray(start, start + size);
}

function unpackFolder({ coders, streams, packed, size }: Folder, name: string, limits: UnpackLimits): Member {
  // filters for programs change no text
  const [coder, ...more] = coders.filter(({ id }) => !filters.has(id));
  if (coder === undefined) return { name, bytes: packed };
  if (coders.some(({ id }) => id === '06f10701')) return { name, problem: 'unknown-format', detail: 'the stream is encrypted' };
  if (more.length > 0 || streams > 1) return { name, problem: 'unknown-format', detail: `the methods ${coders.map(({ id }) => id).join(', ')} on top of one another` };
  switch (coder.id) {
    case '00':
      return { name, bytes: packed };
    case '21':
      return decompressLzma(name, packed, 'lzma2', limits);
    case '030101':
      return decompressRawLzma(name, packed, { properties: coder.properties, size }, limits);
    case '040108':
      return decompress(name, packed, 'deflate', limits);
    case '040202':
      return decompressBzip2(name, packed, limits);
    default:
      return { name, problem: 'unknown-format', detail: `the method ${coder.id}` };
  }
}

/** Filters for x86 (two names) and ARM. */
const filters = new Set(['04', '03030103', '03030501', '03030701', '0a', '07', '08']);

/** Reads the fields of a header. Numbers that cannot be are damage. */
interface Reader {
  byte(): number;
  number(): number;
  take(count: number): Buffer;
}

function reader(bytes: Buffer): Reader {
  let at = 0;
  const byte = (): number => {
    const value = bytes[at++];
    if (value === undefined) throw new DamagedSevenZip('its header is cut off');
    return value;
  };
  return {
    byte,
    number() {
      const first = byte();
      let value = 0;
      for (let i = 0, mask = 0x80; i < 8; i++, mask >>= 1) {
        if ((first & mask) === 0) return value + (first & (mask - 1)) * 2 ** (8 * i);
        value += byte() * 2 ** (8 * i);
      }
      return value;
    },
    take(count) {
      if (count > bytes.length - at) throw new DamagedSevenZip('its header is cut off');
      at += count;
      return bytes.subarray(at - count, at);
    },
  };
}

/** The folders that the description of streams gives. */
function foldersOf(bytes: Buffer, read: Reader): readonly Folder[] {
  expectNumber(read, 6);
  let at = 32 + read.number();
  const sizes = Array.from({ length: countOf(read) }, () => 0);
  let id = read.number();
  if (id === 9) {
    for (let i = 0; i < sizes.length; i++) sizes[i] = read.number();
    id = read.number();
  }
  if (id === 10) {
    skipDigests(read, sizes.length);
    id = read.number();
  }
  if (id !== 0) throw new DamagedSevenZip('unknown packed streams');
  expectNumber(read, 7);
  expectNumber(read, 11);
  const count = countOf(read);
  if (read.byte() !== 0) throw new DamagedSevenZip('its folders stand elsewhere');
  const shapes = Array.from({ length: count }, () => shapeOf(read));
  expectNumber(read, 12);
  let stream = 0;
  return shapes.map(({ coders, streams, outputs, main }) => {
    const unpacked = Array.from({ length: outputs }, () => read.number());
    const packedSize = sizes.slice(stream, stream + streams).reduce((sum, size) => sum + size, 0);
    stream += streams;
    at += packedSize;
    if (at > bytes.length) throw new DamagedSevenZip('it is cut off');
    return { coders, streams, packed: bytes.subarray(at - packedSize, at), size: unpacked[main] ?? 0 };
  });
}

function expectNumber(read: Reader, expected: number): void {
  if (read.number() !== expected) throw new DamagedSevenZip('its header is in no order');
}

function countOf(read: Reader): number {
  const count = read.number();
  if (count > most.folders) throw new DamagedSevenZip(`more than ${most.folders} streams`);
  return count;
}

/** Coders of a folder, its packed streams, its outputs, and which of them the compressing coder has. */
function shapeOf(read: Reader): { readonly coders: readonly Coder[]; readonly streams: number; readonly outputs: number; readonly main: number } {
  const count = read.number();
  if (count === 0 || count > most.coders) throw new DamagedSevenZip('a folder without coders');
  const coders: Coder[] = [];
  let inputs = 0;
  let outputs = 0;
  let main = 0;
  for (let i = 0; i < count; i++) {
    const flags = read.byte();
    const id = read.take(flags & 15).toString('hex');
    if (!filters.has(id)) main = outputs;
    const isComplex = (flags & 0x10) !== 0;
    inputs += isComplex ? read.number() : 1;
    outputs += isComplex ? read.number() : 1;
    coders.push({ id, properties: (flags & 0x20) === 0 ? Buffer.alloc(0) : read.take(read.number()) });
  }
  if (inputs > most.coders || outputs > most.coders) throw new DamagedSevenZip('a folder of too many coders');
  for (let i = 0; i < outputs - 1; i++) {
    read.number();
    read.number();
  }
  const streams = inputs - outputs + 1;
  if (streams > 1) for (let i = 0; i < streams; i++) read.number();
  return { coders, streams: Math.max(0, streams), outputs, main };
}

function skipDigests(read: Reader, count: number): void {
  let defined = count;
  if (read.byte() === 0) {
    defined = 0;
    let mask = 0;
    for (let i = 0; i < count; i++) {
      if (i % 8 === 0) mask = read.byte();
      if ((mask & (0x80 >> i % 8)) !== 0) defined++;
    }
  }
  read.take(defined * 4);
}
