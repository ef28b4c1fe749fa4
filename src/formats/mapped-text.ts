import { lastUpTo } from './sorted.ts';

/**
 * Text that was put together from pieces of a source (a Dockerfile's continued line, a heredoc), which knows
 * where each of its characters came from. Offsets are UTF-16 code units. A slice shares the piece table.
 */
export interface MappedText {
  readonly text: string;
  /** Position of `text[0]` in the whole that the piece table describes. */
  readonly shift: number;
  readonly pieces: Pieces;
}

/** Where each piece begins in the joined text (ascending, first 0), and where it begins in the source. */
export interface Pieces {
  readonly starts: readonly number[];
  readonly origins: readonly number[];
}

/** Joins pieces of a source into one text. Pieces are `[start, end)` pairs, flattened, ascending. */
export function joinPieces(source: string, bounds: readonly number[]): MappedText {
  const parts: string[] = [];
  const starts: number[] = [0];
  const origins: number[] = [bounds[0] ?? 0];
  let length = 0;
  for (let i = 0; i + 1 < bounds.length; i += 2) {
    const from = bounds[i] ?? 0;
    const to = bounds[i + 1] ?? 0;
    if (to <= from) continue;
    if (length > 0 || i > 0) {
      starts.push(length);
      origins.push(from);
    }
    parts.push(source.slice(from, to));
    length += to - from;
  }
  return { text: parts.join(''), shift: 0, pieces: { starts, origins } };
}

/** Text that stands in one piece in its source, from `origin` on. */
export function plainText(text: string, origin: number): MappedText {
  return { text, shift: 0, pieces: { starts: [0], origins: [origin] } };
}

/** The part `[from, to)` of a mapped text. */
export function sliceText(whole: MappedText, from: number, to: number = whole.text.length): MappedText {
  return { text: whole.text.slice(from, to), shift: whole.shift + from, pieces: whole.pieces };
}

/** The source offset of the character at `offset`; the end of the text gives the offset just past its last character. */
export function originOf(mapped: MappedText, offset: number): number {
  const { starts, origins } = mapped.pieces;
  const at = offset + mapped.shift;
  const piece = lastUpTo(starts, at);
  return (origins[piece] ?? 0) + at - (starts[piece] ?? 0);
}

/** The source offset just past the character before `offset`: where a range that ends there ends in the source. */
export function originOfEnd(mapped: MappedText, offset: number): number {
  return offset + mapped.shift <= 0 ? originOf(mapped, offset) : originOf(mapped, offset - 1) + 1;
}
