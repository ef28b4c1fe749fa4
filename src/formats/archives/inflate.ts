/** What a stream of deflate came to. */
export interface Inflated {
  readonly bytes: Buffer;
  /** Offset of the first byte after the stream, or of where reading stopped. */
  readonly end: number;
  /** How it ended: with its last block, at the limit of output, where the input is cut off, or at something that is no deflate. */
  readonly ended: 'whole' | 'full' | 'cut' | 'damaged';
}

/** Code lengths of a prefix code turned into a table: an entry is `symbol << 4 | length`, 0 where no code stands. */
interface PrefixCode {
  readonly table: Uint16Array;
  readonly bits: number;
}

/** Base and extra bits of each length and distance code. Source: RFC 1951, section 3.2.5. */
const lengthBase = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const lengthExtra = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const distanceBase = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
const distanceExtra = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
/** The order in which a block gives the lengths of the codes for its code lengths. Source: section 3.2.7. */
const lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

let fixed: readonly [PrefixCode, PrefixCode] | undefined;

/**
 * Inflates the stream (RFC 1951) that begins at an offset, as far as it goes. Node's own decoder tells neither what came
 * before an error nor, of a stream among other bytes, cheaply that there is none: this one does both.
 */
export function inflateAt(input: Uint8Array, at: number, most: number): Inflated {
  let out = Buffer.allocUnsafe(Math.min(most, 4096));
  let length = 0;
  let next = at;
  let held = 0;
  let count = 0;
  let ended: Inflated['ended'] | undefined;

  const need = (bits: number): boolean => {
    while (count < bits) {
      const byte = input[next];
      if (byte === undefined) return false;
      held |= byte << count;
      count += 8;
      next++;
    }
    return true;
  };
  /** The next bits as a number; 0 past the end, which is noted. */
  const take = (bits: number): number => {
    if (!need(bits)) ended ??= 'cut';
    const value = held & ((1 << bits) - 1);
    held >>>= bits;
    count -= bits;
    return value;
  };
  /** The next symbol of a code, or -1. */
  const symbol = ({ table, bits }: PrefixCode): number => {
    need(bits);
    const entry = table[held & ((1 << bits) - 1)] ?? 0;
    const size = entry & 15;
    if (size === 0 || size > count) {
      ended ??= size === 0 && count >= bits ? 'damaged' : 'cut';
      return -1;
    }
    held >>>= size;
    count -= size;
    return entry >> 4;
  };
  const room = (more: number): boolean => {
    if (length + more > most) {
      ended ??= 'full';
      return false;
    }
    if (length + more > out.length) {
      const wider = Buffer.allocUnsafe(Math.min(most, Math.max(out.length * 2, length + more)));
      out.copy(wider, 0, 0, length);
      out = wider;
    }
    return true;
  };
  const stored = (): void => {
    next -= count >> 3;
    held = count = 0;
    const size = (input[next] ?? 0) | ((input[next + 1] ?? 0) << 8);
    const check = (input[next + 2] ?? 0) | ((input[next + 3] ?? 0) << 8);
    if (next + 4 > input.length) ended ??= 'cut';
    else if ((size ^ check) !== 0xffff) ended ??= 'damaged';
    if (ended !== undefined) return;
    const taken = Math.min(size, input.length - next - 4, most - length);
    if (!room(taken)) return;
    out.set(input.subarray(next + 4, next + 4 + taken), length);
    length += taken;
    next += 4 + taken;
    if (taken < size) ended = length >= most ? 'full' : 'cut';
  };
  const compressed = (literals: PrefixCode, distances: PrefixCode): void => {
    while (ended === undefined) {
      const code = symbol(literals);
      if (code < 0 || code === 256) return;
      if (code < 256) {
        if (room(1)) out[length++] = code;
        continue;
      }
      const size = (lengthBase[code - 257] ?? 0) + take(lengthExtra[code - 257] ?? 0);
      const where = symbol(distances);
      if (where < 0) return;
      const distance = (distanceBase[where] ?? Infinity) + take(distanceExtra[where] ?? 0);
      if (size < 3 || distance > length) ended ??= 'damaged';
      if (ended !== undefined) return;
      const copied = Math.min(size, most - length);
      room(copied);
      for (let i = 0; i < copied; i++, length++) out[length] = out[length - distance] ?? 0;
      if (copied < size) ended = 'full';
    }
  };
  const codes = (): readonly [PrefixCode, PrefixCode] | undefined => {
    const literalCount = take(5) + 257;
    const distanceCount = take(5) + 1;
    const orders = take(4) + 4;
    const first = new Uint8Array(19);
    for (let i = 0; i < orders; i++) first[lengthOrder[i] ?? 0] = take(3);
    const lengthCode = literalCount > 286 || distanceCount > 30 ? undefined : prefixCode(first);
    if (lengthCode === undefined) return undefined;
    const lengths = new Uint8Array(literalCount + distanceCount);
    for (let i = 0; i < lengths.length; ) {
      const code = symbol(lengthCode);
      if (code < 0 || ended !== undefined) return undefined;
      if (code < 16) {
        lengths[i++] = code;
        continue;
      }
      const value = code === 16 ? lengths[i - 1] : 0;
      const repeat = code === 16 ? 3 + take(2) : code === 17 ? 3 + take(3) : 11 + take(7);
      if (value === undefined || i + repeat > lengths.length) return undefined;
      lengths.fill(value, i, i + repeat);
      i += repeat;
    }
    const literals = lengths[256] === 0 ? undefined : prefixCode(lengths.subarray(0, literalCount));
    const distances = prefixCode(lengths.subarray(literalCount));
    return literals === undefined || distances === undefined ? undefined : [literals, distances];
  };

  for (let isLast = false; !isLast && ended === undefined; ) {
    isLast = take(1) === 1;
    const type = take(2);
    if (ended !== undefined) break;
    if (type === 0) stored();
    else {
      const pair = type === 1 ? (fixed ??= fixedCodes()) : type === 2 ? codes() : undefined;
      if (pair === undefined) ended ??= 'damaged';
      else compressed(...pair);
    }
    if (isLast) ended ??= 'whole';
  }
  return { bytes: out.subarray(0, length), end: Math.min(input.length, next - (count >> 3)), ended: ended ?? 'damaged' };
}

/** The table of a canonical code (RFC 1951, section 3.2.2), or undefined when the lengths make none: too many codes, or too few of more than one. */
function prefixCode(lengths: Uint8Array): PrefixCode | undefined {
  const counts = new Uint16Array(16);
  let used = 0;
  for (const size of lengths) {
    if (size === 0) continue;
    counts[size] = (counts[size] ?? 0) + 1;
    used++;
  }
  let bits = 15;
  while (bits > 1 && counts[bits] === 0) bits--;
  const starts = new Uint16Array(17);
  let code = 0;
  for (let size = 1; size <= bits; size++) {
    starts[size] = code;
    code = (code + (counts[size] ?? 0)) << 1;
  }
  const left = (1 << (bits + 1)) - code;
  if (left < 0 || (left > 0 && used > 1)) return undefined;
  const table = new Uint16Array(1 << bits);
  lengths.forEach((size, symbol) => {
    if (size === 0) return;
    const own = starts[size] ?? 0;
    starts[size] = own + 1;
    for (let at = reversed(own, size); at < table.length; at += 1 << size) table[at] = (symbol << 4) | size;
  });
  return { table, bits };
}

function reversed(code: number, size: number): number {
  let out = 0;
  for (let i = 0; i < size; i++) if ((code & (1 << i)) !== 0) out |= 1 << (size - 1 - i);
  return out;
}

function fixedCodes(): readonly [PrefixCode, PrefixCode] {
  const literals = new Uint8Array(288).fill(8);
  literals.fill(9, 144, 256);
  literals.fill(7, 256, 280);
  const codes = [prefixCode(literals), prefixCode(new Uint8Array(32).fill(5))] as const;
  if (codes[0] === undefined || codes[1] === undefined) throw new Error('the fixed codes of deflate are none');
  return [codes[0], codes[1]];
}
