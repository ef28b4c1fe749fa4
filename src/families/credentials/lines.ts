import type { Range } from '../../formats/place.ts';

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
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    // a column past 64 KiB on one line is counted in bytes: exact counting would cost the line for every finding
    const from = starts[low] ?? 0;
    const column = offset - from > 65_536 ? offset - from : bytes.toString('utf8', from, offset).length;
    return { line: low + 1, column: column + 1 };
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
