import type { LinesBefore } from '../model/source.ts';

/** A line of a source, or the part of a long one around a column. */
export interface LinePart {
  readonly text: string;
  /** 1-based column of the text's first character. */
  readonly firstColumn: number;
}

/** The lines of a source, decoded when they are asked for. */
export interface SourceLines {
  /** A line, 1-based; of one longer than `longLine` bytes the part around a column. Past the end it is empty. */
  part(line: number, column: number): LinePart;
}

/** Lines up to this many bytes are shown and searched as a whole; columns past it count bytes (`families/credentials/lines.ts`). */
const longLine = 65_536;
/** What is decoded of a longer line, in bytes before and after a column. */
const partBefore = 4096;
const partAfter = 16_384;
/** Every how many lines an offset is noted: more often in a text of up to a megabyte, where many findings may lie. */
const stride = 256;
const shortStride = 16;
const shortText = 1_048_576;

/**
 * Indexes the lines of a text in UTF-8: LF, CRLF and a lone CR end one. Memory is a 256th of what a list of lines takes.
 * Of a text with something before it, lines and columns are those of the whole.
 */
export function sourceLines(bytes: Buffer, before: LinesBefore = { lines: 0, bytes: 0, units: 0 }): SourceLines {
  let index: LineIndex | undefined;
  let last: { readonly line: number; readonly start: number; readonly end: number } | undefined;
  let tail: { readonly at: number; readonly text: string } | undefined;
  let head: { readonly start: number; readonly text: string } | undefined;
  const bounds = (line: number): { readonly line: number; readonly start: number; readonly end: number } => {
    index ??= lineIndex(bytes);
    if (last?.line !== line) {
      const start = index.startOf(line);
      last = { line, start, end: index.endOf(start) };
    }
    return last;
  };
  return {
    part(line, column) {
      const number = line - before.lines;
      if (number < 1) return { text: '', firstColumn: 1 };
      const { start, end } = bounds(number);
      const cut = number === 1 ? before : { bytes: 0, units: 0 };
      const lineStart = start - cut.bytes;
      if (end - lineStart <= longLine) return { text: bytes.toString('utf8', start, end), firstColumn: cut.units + 1 };
      if (column - 1 > longLine) {
        // from one of some places on, so that neighbours share what is decoded
        const from = Math.max(longLine, cut.bytes, Math.floor((column - 1 - partBefore) / partBefore) * partBefore);
        // columns are bytes here
        if (tail?.at !== lineStart + from) tail = { at: lineStart + from, text: bytes.toString('latin1', lineStart + from, Math.min(end, lineStart + from + 2 * partBefore + partAfter)).replace(/[^\t\x20-\x7e]/g, '?') };
        return { text: tail.text, firstColumn: from + 1 };
      }
      // findings of one line ask for it one after another
      if (head?.start !== start) head = { start, text: bytes.toString('utf8', start, Math.min(end, lineStart + longLine)) };
      const whole = head.text;
      const from = Math.max(0, column - 1 - cut.units - partBefore);
      return { text: whole.slice(from, Math.max(0, column - cut.units) + partAfter), firstColumn: cut.units + from + 1 };
    },
  };
}

/** Where the lines of a text begin. */
export interface LineIndex {
  /** Offset of a line's first byte, 1-based; past the last line, the end. */
  startOf(line: number): number;
  /** Offset behind the last byte of the line that begins at an offset, without what ends it. */
  endOf(start: number): number;
}

/** Notes where every so many lines begin, so that 100 million of them take no more memory than the text. */
export function lineIndex(bytes: Buffer): LineIndex {
  const noted: number[] = [0];
  const every = bytes.length <= shortText ? shortStride : stride;
  const next = bytes.includes(13) ? nextLine : nextLineFeed;
  let count = 1;
  for (let at = next(bytes, 0); at > 0; at = next(bytes, at)) if (count++ % every === 0) noted.push(at);
  return {
    startOf(line) {
      if (line > count) return bytes.length;
      let at = noted[Math.floor((line - 1) / every)] ?? 0;
      for (let left = (line - 1) % every; left > 0; left--) at = next(bytes, at);
      return at;
    },
    endOf(start) {
      const after = next(bytes, start);
      if (after === 0) return bytes.length;
      return bytes[after - 1] === 10 && after - 2 >= start && bytes[after - 2] === 13 ? after - 2 : after - 1;
    },
  };
}

function nextLine(bytes: Buffer, from: number): number {
  for (let i = from; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === 10 || (byte === 13 && bytes[i + 1] !== 10)) return i + 1;
  }
  return 0;
}

/** The same for a text without CR, found by native code. */
function nextLineFeed(bytes: Buffer, from: number): number {
  return bytes.indexOf(10, from) + 1;
}
