import { DamagedLzma, FullLzma, openLzma, type LzmaDecoder, type LzmaOutput } from './lzma-decoder.ts';
import { allowance, tooLarge, type Member, type UnpackLimits } from './member.ts';

/** Bytes of a packed file that are unpacked: about four seconds of work. */
const largestInput = 16 * 1024 * 1024;

/** Reads packed bytes into an output and returns where they end. Throws DamagedLzma and FullLzma. */
type Reader = (bytes: Buffer, output: LzmaOutput) => number;

/** What LZMA packed: how the bytes around it say so. */
export type LzmaKind = 'xz' | 'lzma' | 'lzip' | 'lzma2';

/**
 * Unpacks a file of xz, of lzip, or of LZMA alone, or the bare chunks of LZMA2. Checksums are not compared: what a reader who
 * does not care would see counts. The output is the dictionary, so memory is bounded by it.
 */
export function decompressLzma(name: string, bytes: Buffer, kind: LzmaKind, limits: UnpackLimits): Member {
  switch (kind) {
    case 'xz':
      return decompressBy(name, bytes, limits, readXz);
    case 'lzip':
      return decompressBy(name, bytes, limits, readLzip);
    case 'lzma':
      return decompressBy(name, bytes, limits, (all, output) => readAlone(all, output, all.readUInt32LE(5) === 0xffffffff && all.readUInt32LE(9) === 0xffffffff ? undefined : Number(all.readBigUInt64LE(5)), 13));
    case 'lzma2':
      return decompressBy(name, bytes, limits, (all, output) => readChunks(all, 0, output));
    default:
      return kind satisfies never;
  }
}

/** Unpacks LZMA whose properties, five bytes, stand at an offset and whose data follow at another: in an entry of zip or 7z. The size is known or marked by an end. */
export function decompressRawLzma(name: string, bytes: Buffer, parts: { readonly properties: Buffer; readonly size: number | undefined }, limits: UnpackLimits): Member {
  return decompressBy(name, Buffer.concat([parts.properties.subarray(0, 5), bytes]), limits, (all, output) => readAlone(all, output, parts.size, 5));
}

function decompressBy(name: string, bytes: Buffer, limits: UnpackLimits, read: Reader): Member {
  if (bytes.length > largestInput) return { name, problem: 'limit', detail: `${bytes.length} bytes packed with LZMA` };
  const most = allowance(bytes.length, limits);
  const output: LzmaOutput = { bytes: Buffer.alloc(0), length: 0, start: 0, most };
  try {
    const end = read(bytes, output);
    return { name, bytes: output.bytes.subarray(0, output.length), end };
  } catch (error) {
    if (error instanceof FullLzma) return tooLarge(name, most);
    if (error instanceof UnknownFilter) return { name, problem: 'unknown-format', detail: error.message };
    if (error instanceof DamagedLzma || error instanceof RangeError) return { name, problem: 'unreadable', detail: `the LZMA data is damaged: ${error.message}` };
    throw error;
  }
}

class UnknownFilter extends Error {
  override readonly name = 'UnknownFilter';
}

function readAlone(bytes: Buffer, output: LzmaOutput, size: number | undefined, data: number): number {
  const decoder = openLzma(output);
  if (!decoder.setProperties(bytes[0] ?? 255)) throw new DamagedLzma('its properties are none');
  return decoder.decode(bytes, data, bytes.length, size);
}

/** Members that follow one another, each with its sizes behind it. Source: the lzip manual, "File format". */
function readLzip(bytes: Buffer, output: LzmaOutput): number {
  let at = 0;
  while (bytes.toString('latin1', at, at + 4) === 'LZIP') {
    const decoder = openLzma(output);
    output.start = output.length;
    // lzip has the properties lc=3, lp=0, pb=2 only
    decoder.setProperties(93);
    at = decoder.decode(bytes, at + 6, bytes.length, undefined) + 20;
  }
  return Math.min(at, bytes.length);
}

/** Chunks of LZMA2 from an offset on; returns the offset after the one that ends them. Source: xz 5.4, lzma2_decoder.c. */
function readChunks(bytes: Buffer, from: number, output: LzmaOutput): number {
  const decoder = openLzma(output);
  let hasProperties = false;
  for (let at = from; ; ) {
    const control = bytes[at++];
    if (control === undefined) throw new DamagedLzma('it is cut off');
    if (control === 0) return at;
    if (control === 1 || control >= 0xe0) output.start = output.length;
    if (control < 0x80) {
      if (control > 2) throw new DamagedLzma('a chunk of an unknown kind');
      const size = bytes.readUInt16BE(at) + 1;
      at += 2;
      append(output, bytes.subarray(at, at + size), size);
      at += size;
      continue;
    }
    const size = ((control & 0x1f) << 16) + bytes.readUInt16BE(at) + 1;
    const packed = bytes.readUInt16BE(at + 2) + 1;
    at += 4;
    if (control >= 0xc0) {
      hasProperties = decoder.setProperties(bytes[at++] ?? 255);
    } else if (control >= 0xa0) decoder.resetState();
    if (!hasProperties) throw new DamagedLzma('a chunk without properties');
    decodeChunk(decoder, bytes, at, packed, size);
    at += packed;
  }
}

function decodeChunk(decoder: LzmaDecoder, bytes: Buffer, at: number, packed: number, size: number): void {
  if (at + packed > bytes.length) throw new DamagedLzma('it is cut off');
  decoder.decode(bytes, at, at + packed, size);
}

function append(output: LzmaOutput, more: Buffer, size: number): void {
  if (more.length < size) throw new DamagedLzma('it is cut off');
  if (output.length + size > output.most) throw new FullLzma('the limit is reached');
  if (output.length + size > output.bytes.length) {
    const wider = Buffer.allocUnsafe(Math.min(output.most, Math.max(output.length + size, output.bytes.length * 2)));
    output.bytes.copy(wider, 0, 0, output.length);
    output.bytes = wider;
  }
  more.copy(output.bytes, output.length);
  output.length += size;
}

const filterNames: ReadonlyMap<number, string> = new Map([[5, 'PowerPC'], [6, 'IA-64'], [9, 'SPARC'], [11, 'RISC-V']]);
/** Filters for programs of x86 and ARM: they change only addresses behind bytes that are no text. */
const harmless = new Set([4, 7, 8, 10]);

/** The streams of an xz file. Source: "The .xz file format", version 1.2.1. */
function readXz(bytes: Buffer, output: LzmaOutput): number {
  let at = 0;
  while (bytes.toString('latin1', at, at + 6) === '\xfd7zXZ\0') {
    const check = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64][(bytes[at + 7] ?? 0) & 15] ?? 0;
    at += 12;
    for (let header = bytes[at]; header !== 0; header = bytes[at]) {
      if (header === undefined) throw new DamagedLzma('it is cut off');
      const data = at + (header + 1) * 4;
      const deltas = deltasOf(bytes.subarray(at, data));
      const start = output.length;
      const end = readChunks(bytes, data, output);
      for (const distance of deltas) undoDelta(output.bytes.subarray(start, output.length), distance);
      at = end + ((4 - ((end - data) & 3)) & 3) + check;
    }
    at = afterIndex(bytes, at) + 12;
    // streams may be padded with zeros in fours
    while (at + 4 <= bytes.length && bytes.readUInt32LE(at) === 0) at += 4;
  }
  return Math.min(at, bytes.length);
}

/** The distances of the delta filters before LZMA2 in a block, in the order in which they are undone. */
function deltasOf(header: Buffer): readonly number[] {
  const flags = header[1] ?? 0;
  let at = 2;
  const number = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = header[at++];
      if (byte === undefined || scale > 2 ** 56) throw new DamagedLzma('a block has no header');
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  };
  if ((flags & 0x40) !== 0) number();
  if ((flags & 0x80) !== 0) number();
  const deltas: number[] = [];
  for (let i = 0; i <= (flags & 3); i++) {
    const id = number();
    const size = number();
    if (id === 3) deltas.unshift((header[at] ?? 0) + 1);
    else if (id !== 0x21 && !harmless.has(id)) throw new UnknownFilter(`a filter for ${filterNames.get(id) ?? 'something unknown'}`);
    at += size;
  }
  return deltas;
}

function undoDelta(bytes: Buffer, distance: number): void {
  for (let i = distance; i < bytes.length; i++) bytes[i] = ((bytes[i] as number) + (bytes[i - distance] as number)) & 0xff;
}

/** Where the index that begins at an offset ends: its records, padding to four bytes, and a checksum. */
function afterIndex(bytes: Buffer, from: number): number {
  let at = from + 1;
  const skip = (): number => {
    let value = 0;
    for (let scale = 1; scale <= 2 ** 56; scale *= 128) {
      const byte = bytes[at++];
      if (byte === undefined) throw new DamagedLzma('it is cut off');
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
    }
    return value;
  };
  for (let left = skip() * 2; left > 0; left--) skip();
  return at + ((4 - ((at - from) & 3)) & 3) + 4;
}
