import { allowance, tooLarge, type Member, type UnpackLimits } from './member.ts';

/** Reads bits from the highest of each byte on. */
interface BitReader {
  bits(count: number): number;
  /** Leaves out what is left of a byte; false when no byte follows. */
  align(): boolean;
  /** True when bits were asked for that are not there. */
  readonly isOver: boolean;
}

class Damaged extends Error {
  override readonly name = 'Damaged';
}

/** Bytes of a bzip2 file that are unpacked: about five seconds of work. */
const largestInput = 16 * 1024 * 1024;

/**
 * Unpacks a bzip2 file: Huffman codes, move to front, run lengths, Burrows-Wheeler transform.
 * Source: J. Seward's bzip2 1.0.8 (decompress.c); J. Tsai, "bzip2: format specification", 2016. Checksums are not compared.
 */
export function decompressBzip2(name: string, bytes: Buffer, limits: UnpackLimits): Member {
  if (bytes.length > largestInput) return { name, problem: 'limit', detail: `a bzip2 file of ${bytes.length} bytes` };
  const allowed = allowance(bytes.length, limits);
  const parts: Buffer[] = [];
  let total = 0;
  try {
    for (const part of blocks(bytes, allowed)) {
      total += part.length;
      if (total > allowed) return tooLarge(name, allowed);
      parts.push(part);
    }
  } catch (error) {
    if (!(error instanceof Damaged)) throw error;
    if (total >= allowed) return tooLarge(name, allowed);
    return { name, problem: 'unreadable', detail: `the bzip2 data is damaged: ${error.message}` };
  }
  return { name, bytes: Buffer.concat(parts) };
}

/** Files that were put together are read one after the other, as pbzip2 writes them. */
function* blocks(bytes: Buffer, allowed: number): Generator<Buffer, void, undefined> {
  const reader = bitReader(bytes);
  do yield* streamBlocks(reader, allowed);
  while (reader.align());
}

function* streamBlocks(reader: BitReader, allowed: number): Generator<Buffer, void, undefined> {
  if (reader.bits(24) !== 0x425a68) throw new Damaged('no header');
  const level = reader.bits(8) - 0x30;
  if (level < 1 || level > 9) throw new Damaged('unknown block size');
  const table = new Int32Array(level * 100_000);
  for (;;) {
    const high = reader.bits(24);
    const low = reader.bits(24);
    // the digits of pi begin a block, those of its root end the file
    if (high === 0x177245 && low === 0x385090) {
      reader.bits(32);
      return;
    }
    if (high !== 0x314159 || low !== 0x265359 || reader.isOver) throw new Damaged('no block');
    yield decodeBlock(reader, table, allowed);
  }
}

function decodeBlock(reader: BitReader, table: Int32Array, allowed: number): Buffer {
  reader.bits(32);
  if (reader.bits(1) === 1) throw new Damaged('randomised');
  const pointer = reader.bits(24);
  const symbols = usedSymbols(reader);
  const codeCount = symbols.length + 2;
  const groupCount = reader.bits(3);
  const selectorCount = reader.bits(15);
  if (groupCount < 2 || groupCount > 6 || selectorCount < 1 || symbols.length === 0) throw new Damaged('no tables');
  const selectors = readSelectors(reader, groupCount, selectorCount);
  const codes = Array.from({ length: groupCount }, () => readCode(reader, codeCount));
  const counts = new Int32Array(256);
  const size = readSymbols(reader, { selectors, codes, symbols, table, counts });
  if (pointer >= size) throw new Damaged('no start');
  return undoTransform(table, counts, size, pointer, allowed);
}

function usedSymbols(reader: BitReader): number[] {
  const used: number[] = [];
  const rows = reader.bits(16);
  for (let row = 0; row < 16; row++) {
    if ((rows & (0x8000 >> row)) === 0) continue;
    const columns = reader.bits(16);
    for (let column = 0; column < 16; column++) if ((columns & (0x8000 >> column)) !== 0) used.push(row * 16 + column);
  }
  return used;
}

function readSelectors(reader: BitReader, groups: number, count: number): Uint8Array {
  const order = Array.from({ length: groups }, (_, group) => group);
  const selectors = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    let place = 0;
    while (reader.bits(1) === 1) if (++place >= groups) throw new Damaged('a selector');
    const [group = 0] = order.splice(place, 1);
    order.unshift(group);
    selectors[i] = group;
  }
  return selectors;
}

/** A canonical Huffman code: the largest code of each length, its offset in the symbols, and the symbols by length. */
interface Code {
  readonly limits: Int32Array;
  readonly bases: Int32Array;
  readonly order: Uint16Array;
}

const longestCode = 20;

function readCode(reader: BitReader, count: number): Code {
  const lengths = new Uint8Array(count);
  let length = reader.bits(5);
  for (let symbol = 0; symbol < count; symbol++) {
    while (reader.bits(1) === 1) length += reader.bits(1) === 1 ? -1 : 1;
    if (length < 1 || length > longestCode || reader.isOver) throw new Damaged('a code length');
    lengths[symbol] = length;
  }
  const limits = new Int32Array(longestCode + 2).fill(-1);
  const bases = new Int32Array(longestCode + 2);
  const order = new Uint16Array(count);
  let code = 0;
  let place = 0;
  for (let size = 1; size <= longestCode; size++) {
    bases[size] = place - code;
    for (let symbol = 0; symbol < count; symbol++) {
      if (lengths[symbol] !== size) continue;
      order[place++] = symbol;
      code++;
    }
    limits[size] = code - 1;
    code <<= 1;
  }
  return { limits, bases, order };
}

interface SymbolTables {
  readonly selectors: Uint8Array;
  readonly codes: readonly Code[];
  readonly symbols: number[];
  readonly table: Int32Array;
  readonly counts: Int32Array;
}

/** Fills the table with the bytes of the block's last column, and counts them. Returns how many there are. */
function readSymbols(reader: BitReader, { selectors, codes, symbols, table, counts }: SymbolTables): number {
  const front = Uint8Array.from(symbols);
  const endSymbol = symbols.length + 1;
  let size = 0;
  let run = 0;
  let weight = 1;
  for (let group = 0, used = 50; ; used++) {
    if (used === 50) {
      used = 0;
      if (group >= selectors.length) throw new Damaged('too few selectors');
      group++;
    }
    const code = codes[selectors[group - 1] ?? 0];
    if (code === undefined || reader.isOver) throw new Damaged('cut off');
    const symbol = readSymbol(reader, code);
    if (symbol <= 1) {
      // run lengths are written in base two with the digits one and two
      run += weight << symbol;
      weight <<= 1;
      if (run > table.length) throw new Damaged('a run');
      continue;
    }
    if (run > 0) {
      if (size + run > table.length) throw new Damaged('a run');
      const byte = front[0] ?? 0;
      table.fill(byte, size, size + run);
      counts[byte] = (counts[byte] ?? 0) + run;
      size += run;
      run = 0;
      weight = 1;
    }
    if (symbol === endSymbol) return size;
    if (size >= table.length) throw new Damaged('a block');
    const place = symbol - 1;
    const byte = front[place] ?? 0;
    front.copyWithin(1, 0, place);
    front[0] = byte;
    table[size++] = byte;
    counts[byte] = (counts[byte] ?? 0) + 1;
  }
}

function readSymbol(reader: BitReader, { limits, bases, order }: Code): number {
  let value = 0;
  for (let size = 1; size <= longestCode; size++) {
    value = (value << 1) | reader.bits(1);
    if (value <= (limits[size] ?? -1)) return order[value + (bases[size] ?? 0)] ?? 0;
  }
  throw new Damaged('a code');
}

function undoTransform(table: Int32Array, counts: Int32Array, size: number, pointer: number, allowed: number): Buffer {
  const starts = new Int32Array(256);
  for (let byte = 1; byte < 256; byte++) starts[byte] = (starts[byte - 1] ?? 0) + (counts[byte - 1] ?? 0);
  for (let i = 0; i < size; i++) {
    const byte = (table[i] ?? 0) & 0xff;
    const at = starts[byte] ?? 0;
    starts[byte] = at + 1;
    table[at] = (table[at] ?? 0) | (i << 8);
  }
  // four equal bytes are followed by a count: at most 255 more
  let out = Buffer.allocUnsafe(Math.min(allowed + 256, size + 1024));
  let length = 0;
  let at = (table[pointer] ?? 0) >>> 8;
  let last = -1;
  let equal = 0;
  for (let i = 0; i < size && length <= allowed; i++) {
    const entry = table[at] ?? 0;
    const byte = entry & 0xff;
    at = entry >>> 8;
    if (length + 256 > out.length) {
      const wider = Buffer.allocUnsafe(Math.min(allowed + 512, out.length * 2 + 512));
      out.copy(wider, 0, 0, length);
      out = wider;
    }
    if (equal === 4) {
      out.fill(last, length, length + byte);
      length += byte;
      equal = 0;
      last = -1;
      continue;
    }
    equal = byte === last ? equal + 1 : 1;
    last = byte;
    out[length++] = byte;
  }
  return out.subarray(0, length);
}

function bitReader(bytes: Buffer): BitReader {
  let at = 0;
  let held = 0;
  let left = 0;
  let over = 0;
  const take = (count: number): number => {
    while (left < count) {
      if (at >= bytes.length) over++;
      held = ((held << 8) | (bytes[at++] ?? 0)) & 0xffffff;
      left += 8;
    }
    left -= count;
    return (held >>> left) & ((1 << count) - 1);
  };
  return {
    bits(count) {
      let value = 0;
      for (let rest = count; rest > 0; ) {
        const part = Math.min(rest, 16);
        value = value * 2 ** part + take(part);
        rest -= part;
      }
      return value;
    },
    align() {
      left -= left % 8;
      return at - left / 8 < bytes.length;
    },
    get isOver() {
      return over > 8;
    },
  };
}
