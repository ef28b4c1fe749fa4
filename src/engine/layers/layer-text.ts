/**
 * Text that was decoded from a part of another text, which knows for each of its bytes what it came from.
 * Offsets are bytes. A layer in a layer has its parent's offsets: `origin` of each goes one level up.
 */
export interface LayerText {
  readonly bytes: Buffer;
  /** Where the byte at an offset begins in the parent. */
  originStart(offset: number): number;
  /** Where the byte before an offset ends in the parent. */
  originEnd(offset: number): number;
  /** Whether anything in a span was decoded, or put together from pieces: what was copied as it stood was judged before. */
  isDecoded(start: number, end: number): boolean;
}

/** Puts a layer's text together piece by piece. */
export interface LayerBuilder {
  /** Takes bytes of the parent as they stand. */
  copy(parent: Uint8Array, start: number, end: number): void;
  /** Adds bytes that were decoded from the parent's span; `width` is how many of its bytes one of ours came from, 0 when all come from all. */
  decoded(bytes: Uint8Array, start: number, end: number, width?: number): void;
  /** Adds an ASCII character that stands nowhere, at a place of the parent. */
  mark(character: number, at: number): void;
  readonly length: number;
  build(): LayerText;
}

/** A piece of the text: where it begins, what span of the parent it came from, how wide a byte is there (0: all of it). */
interface Piece {
  readonly at: number;
  readonly start: number;
  end: number;
  readonly width: number;
  readonly copied: boolean;
}

/** A buffer that the next layer is built in: a file may hold half a million of them. */
let spare: Buffer | undefined;
const spareBytes = 65_536;

/** Starts an empty layer. */
export function layerBuilder(): LayerBuilder {
  let bytes = spare ?? Buffer.allocUnsafeSlow(spareBytes);
  spare = undefined;
  let length = 0;
  const pieces: Piece[] = [];
  const append = (more: Uint8Array): void => {
    if (length + more.length > bytes.length) {
      const wider = Buffer.allocUnsafe(Math.max(bytes.length * 2, length + more.length));
      bytes.copy(wider, 0, 0, length);
      bytes = wider;
    }
    bytes.set(more, length);
    length += more.length;
  };
  const note = (size: number, start: number, end: number, width: number, copied: boolean): void => {
    if (size === 0) return;
    const last = pieces.at(-1);
    if (last !== undefined && last.end === start && last.width === width && last.copied === copied && width > 0 && end - start === size * width && last.end - last.start === (length - last.at) * width) last.end = end;
    else pieces.push({ at: length, start, end, width, copied });
  };
  return {
    copy(parent, start, end) {
      if (end <= start) return;
      note(end - start, start, end, 1, true);
      append(parent.subarray(start, end));
    },
    decoded(more, start, end, width = 0) {
      note(more.length, start, end, width, false);
      append(more);
    },
    mark(character, at) {
      note(1, at, at, 0, true);
      append(Uint8Array.of(character));
    },
    get length() {
      return length;
    },
    build() {
      if (bytes.length > spareBytes) return layerText(bytes.subarray(0, length), pieces);
      spare = bytes;
      return layerText(Buffer.from(bytes.subarray(0, length)), pieces);
    },
  };
}

function layerText(bytes: Buffer, pieces: readonly Piece[]): LayerText {
  const pieceAt = (offset: number): number => {
    let low = 0;
    let high = pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((pieces[middle]?.at ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return {
    bytes,
    originStart(offset) {
      const piece = pieces[pieceAt(offset)];
      if (piece === undefined) return 0;
      return piece.width === 0 ? piece.start : Math.min(piece.end, piece.start + Math.floor((offset - piece.at) * piece.width));
    },
    originEnd(offset) {
      const piece = pieces[pieceAt(Math.max(0, offset - 1))];
      if (piece === undefined) return 0;
      return piece.width === 0 ? piece.end : Math.min(piece.end, piece.start + Math.ceil((offset - piece.at) * piece.width));
    },
    isDecoded(start, end) {
      const first = pieceAt(Math.max(0, start));
      for (let i = first; i < pieces.length; i++) {
        const piece = pieces[i];
        if (piece === undefined || piece.at >= end) return false;
        if (!piece.copied || (i > first && piece.at > start)) return true;
      }
      return false;
    },
  };
}
