import type { Range } from '../../formats/place.ts';
import { lineIndex, type LineIndex } from '../lines.ts';

/** Turns regions back into byte offsets of the text they were counted in (`src/families/credentials/lines.ts` counts them). */
export interface Offsets {
  offsetOf(line: number, column: number): number;
}

/** A column past this many bytes of its line is counted in bytes. */
const exactColumns = 65_536;

/** Line index over bytes, for the way back from a region to its bytes. */
export function offsetsOf(bytes: Buffer): Offsets {
  let index: LineIndex | undefined;
  return {
    offsetOf(line, column) {
      index ??= lineIndex(bytes);
      const from = index.startOf(line);
      const ahead = column - 1;
      if (ahead > exactColumns) return Math.min(bytes.length, from + ahead);
      if (isAscii(bytes, from, from + ahead)) return Math.min(bytes.length, from + ahead);
      // the least number of bytes that decode to that many code units
      let low = 0;
      let high = Math.min(bytes.length - from, ahead * 4);
      while (low < high) {
        const middle = (low + high) >> 1;
        if (bytes.toString('utf8', from, from + middle).length < ahead) low = middle + 1;
        else high = middle;
      }
      // a cut character counts as one: go on to its end
      while (from + low < bytes.length && ((bytes[from + low] ?? 0) & 0xc0) === 0x80 && bytes.toString('utf8', from, from + low + 1).length <= ahead) low++;
      return from + low;
    },
  };
}

/** First and last offset of a region. */
export function spanOf(offsets: Offsets, range: Range): { readonly start: number; readonly end: number } {
  return { start: offsets.offsetOf(range.startLine, range.startColumn), end: offsets.offsetOf(range.endLine, range.endColumn) };
}

function isAscii(bytes: Buffer, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if ((bytes[i] ?? 0) > 127) return false;
  return true;
}
