/** What is wrong with packed data, in words that end a sentence. */
export class DamagedLzma extends Error {
  override readonly name = 'DamagedLzma';
}

/** The output is as long as it may be. */
export class FullLzma extends Error {
  override readonly name = 'FullLzma';
}

/** Output of all chunks together; what was put out is the dictionary of what follows. */
export interface LzmaOutput {
  bytes: Buffer;
  length: number;
  /** Where the dictionary begins: nothing before it is referred to, and positions are counted from it. */
  start: number;
  /** Most bytes. */
  readonly most: number;
}

/** A decoder of LZMA: state and probabilities go on from one chunk to the next until they are reset. */
export interface LzmaDecoder {
  /** Sets the numbers of literal context, literal position and position bits; false when there are none such. */
  setProperties(byte: number): boolean;
  resetState(): void;
  /**
   * Decodes `size` bytes (or, where it is undefined, up to the end marker) of the chunk that stands between two offsets.
   * Returns the offset after what was read. Throws DamagedLzma and FullLzma.
   */
  decode(input: Uint8Array, start: number, end: number, size: number | undefined): number;
}

const half = 1024;
const noDistance = 0xffffffff;

/** Lengths of matches: two small tables for each position state, and one large. */
interface LengthCode {
  readonly choice: Uint16Array;
  readonly low: Uint16Array;
  readonly middle: Uint16Array;
  readonly high: Uint16Array;
}

function lengthCode(): LengthCode {
  return { choice: new Uint16Array(2), low: new Uint16Array(16 << 3), middle: new Uint16Array(16 << 3), high: new Uint16Array(256) };
}

/** The largest table of literals: lc + lp is at most 12 in LZMA, and takes 6 MiB then. */
const literalSize = 0x300;

/** Opens a decoder onto an output. Source: I. Pavlov, "LZMA specification (draft)", 2015, in the public domain. */
export function openLzma(output: LzmaOutput): LzmaDecoder {
  let literalContext = 3;
  let literalPosition = 0;
  let positionMask = 3;
  let literals = new Uint16Array(0);
  const isMatch = new Uint16Array(12 << 4);
  const isRepeat = new Uint16Array(12);
  const isRepeat0 = new Uint16Array(12);
  const isRepeat1 = new Uint16Array(12);
  const isRepeat2 = new Uint16Array(12);
  const isLongRepeat = new Uint16Array(12 << 4);
  const slots = new Uint16Array(4 << 6);
  const specials = new Uint16Array(128);
  const aligned = new Uint16Array(16);
  const matchLength = lengthCode();
  const repeatLength = lengthCode();
  let state = 0;
  let distances: [number, number, number, number] = [0, 0, 0, 0];

  let input: Uint8Array = new Uint8Array(0);
  let at = 0;
  let last = 0;
  let range = 0;
  let code = 0;

  const normalize = (): void => {
    if (range >= 0x1000000) return;
    if (at >= last) throw new DamagedLzma('it is cut off');
    range = (range << 8) >>> 0;
    code = ((code << 8) | (input[at++] as number)) >>> 0;
  };
  const bit = (probabilities: Uint16Array, index: number): number => {
    normalize();
    const probability = probabilities[index] as number;
    const bound = (range >>> 11) * probability;
    if (code < bound) {
      range = bound;
      probabilities[index] = probability + ((2048 - probability) >> 5);
      return 0;
    }
    range = (range - bound) >>> 0;
    code = (code - bound) >>> 0;
    probabilities[index] = probability - (probability >> 5);
    return 1;
  };
  const direct = (count: number): number => {
    let value = 0;
    for (let i = 0; i < count; i++) {
      normalize();
      range >>>= 1;
      const isOne = code >= range;
      if (isOne) code = (code - range) >>> 0;
      value = value * 2 + (isOne ? 1 : 0);
    }
    return value;
  };
  const tree = (probabilities: Uint16Array, base: number, bits: number): number => {
    let node = 1;
    for (let i = 0; i < bits; i++) node = (node << 1) | bit(probabilities, base + node);
    return node - (1 << bits);
  };
  const reverseTree = (probabilities: Uint16Array, base: number, bits: number): number => {
    let node = 1;
    let value = 0;
    for (let i = 0; i < bits; i++) {
      const one = bit(probabilities, base + node);
      node = (node << 1) | one;
      value |= one << i;
    }
    return value;
  };
  const lengthOf = (table: LengthCode, position: number): number => {
    if (bit(table.choice, 0) === 0) return 2 + tree(table.low, position << 3, 3);
    if (bit(table.choice, 1) === 0) return 10 + tree(table.middle, position << 3, 3);
    return 18 + tree(table.high, 0, 8);
  };
  const distanceOf = (length: number): number => {
    const slot = tree(slots, Math.min(length - 2, 3) << 6, 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const base = (2 | (slot & 1)) * 2 ** bits;
    return bits < 6 ? base + reverseTree(specials, base - slot, bits) : base + direct(bits - 4) * 16 + reverseTree(aligned, 0, 4);
  };
  const room = (more: number): void => {
    const needed = output.length + more;
    if (needed > output.most) throw new FullLzma('the limit is reached');
    if (needed <= output.bytes.length) return;
    const wider = Buffer.allocUnsafe(Math.min(output.most, Math.max(needed, output.bytes.length * 2, 4096)));
    output.bytes.copy(wider, 0, 0, output.length);
    output.bytes = wider;
  };
  const literal = (): void => {
    room(1);
    const { bytes, length, start } = output;
    const before = length > start ? (bytes[length - 1] as number) : 0;
    const base = literalSize * ((((length - start) & ((1 << literalPosition) - 1)) << literalContext) + (before >> (8 - literalContext)));
    let node = 1;
    if (state >= 7) {
      if (distances[0] >= length - start) throw new DamagedLzma('it refers to what is not there');
      let match = bytes[length - distances[0] - 1] as number;
      while (node < 0x100) {
        const expected = (match >> 7) & 1;
        match <<= 1;
        const one = bit(literals, base + ((1 + expected) << 8) + node);
        node = (node << 1) | one;
        if (one !== expected) break;
      }
    }
    while (node < 0x100) node = (node << 1) | bit(literals, base + node);
    bytes[output.length++] = node & 0xff;
    state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
  };
  /** Reads which distance a repeated match has; 1 when it is a single byte. */
  const repeat = (position: number): number => {
    if (bit(isRepeat0, state) === 0) {
      if (bit(isLongRepeat, (state << 4) + position) === 0) {
        state = state < 7 ? 9 : 11;
        return 1;
      }
    } else {
      const [a, b, c, d] = distances;
      if (bit(isRepeat1, state) === 0) distances = [b, a, c, d];
      else if (bit(isRepeat2, state) === 0) distances = [c, a, b, d];
      else distances = [d, a, b, c];
    }
    const length = lengthOf(repeatLength, position);
    state = state < 7 ? 8 : 11;
    return length;
  };
  const copy = (length: number): void => {
    const distance = distances[0] + 1;
    if (distance > output.length - output.start) throw new DamagedLzma('it refers to what is not there');
    const size = Math.min(length, output.most - output.length);
    room(size);
    const { bytes } = output;
    for (let i = 0, to = output.length; i < size; i++, to++) bytes[to] = bytes[to - distance] as number;
    output.length += size;
    if (size < length) throw new FullLzma('the limit is reached');
  };

  const decoder: LzmaDecoder = {
    setProperties(byte) {
      const lc = byte % 9;
      const rest = Math.floor(byte / 9);
      const lp = rest % 5;
      const pb = Math.floor(rest / 5);
      if (pb > 4) return false;
      literalContext = lc;
      literalPosition = lp;
      positionMask = (1 << pb) - 1;
      if (literals.length !== literalSize << (lc + lp)) literals = new Uint16Array(literalSize << (lc + lp));
      decoder.resetState();
      return true;
    },
    resetState() {
      for (const table of [literals, isMatch, isRepeat, isRepeat0, isRepeat1, isRepeat2, isLongRepeat, slots, specials, aligned]) table.fill(half);
      for (const { choice, low, middle, high } of [matchLength, repeatLength]) for (const table of [choice, low, middle, high]) table.fill(half);
      state = 0;
      distances = [0, 0, 0, 0];
    },
    decode(from, start, end, size) {
      if (end - start < 5 || from[start] !== 0) throw new DamagedLzma('a chunk has no beginning');
      input = from;
      at = start + 5;
      last = end;
      range = 0xffffffff;
      code = (((from[start + 1] as number) << 24) | ((from[start + 2] as number) << 16) | ((from[start + 3] as number) << 8) | (from[start + 4] as number)) >>> 0;
      const until = size === undefined ? Infinity : output.length + size;
      while (output.length < until) {
        const position = (output.length - output.start) & positionMask;
        if (bit(isMatch, (state << 4) + position) === 0) {
          literal();
          continue;
        }
        let length: number;
        if (bit(isRepeat, state) === 1) length = repeat(position);
        else {
          length = lengthOf(matchLength, position);
          state = state < 7 ? 7 : 10;
          const distance = distanceOf(length);
          distances = [distance, distances[0], distances[1], distances[2]];
          // the end marker
          if (distance === noDistance) break;
        }
        copy(Math.min(length, until - output.length));
      }
      normalize();
      return at;
    },
  };
  return decoder;
}
