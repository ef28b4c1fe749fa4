import type { Range } from '../../formats/place.ts';
import { lastUpTo } from '../../formats/sorted.ts';

/** Turns byte offsets of a source into lines and columns; the index of lines is built when first asked. */
export interface ByteLines {
  rangeOf(start: number, end: number): Range;
}

/**
 * Line index over bytes. Columns count UTF-16 code units of the UTF-8 text, as SARIF and editors do.
 * Lines end with LF, CRLF or a lone CR.
 */
export function byteLines(bytes: Buffer): ByteLines {
  let starts: number[] | undefined;
  const position = (offset: number): { line: number; column: number } => {
    starts ??= indexLines(bytes);
    const line = lastUpTo(starts, offset);
    // a column past 64 KiB on one line is counted in bytes: exact counting would cost the line for every finding
    const from = starts[line] ?? 0;
    const column = offset - from > 65_536 ? offset - from : bytes.toString('utf8', from, offset).length;
    return { line: line + 1, column: column + 1 };
  };
  return {
    rangeOf(start, end) {
      const first = position(start);
      const last = position(Math.max(start, end));
      return { startLine: first.line, startColumn: first.column, endLine: last.line, endColumn: last.column };
    },
  };
}

function indexLines(bytes: Buffer): number[] {
  const starts = [0];
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === 10 || (byte === 13 && bytes[i + 1] !== 10)) starts.push(i + 1);
  }
  return starts;
}
