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
/** Every how many lines an offset is noted. */
const stride = 256;

/** Indexes the lines of a text in UTF-8: LF, CRLF and a lone CR end one. Memory is a 256th of what a list of lines takes. */
export function sourceLines(bytes: Buffer): SourceLines {
  let index: LineIndex | undefined;
  let last: { readonly line: number; readonly start: number; readonly end: number } | undefined;
  const bounds = (line: number): { readonly line: number; readonly start: number; readonly end: number } => {
    index ??= lineIndex(bytes);
    if (last?.line !== line) {
      const start = index.startOf(line);
      last = { line, start, end: endOfLine(bytes, start) };
    }
    return last;
  };
  return {
    part(line, column) {
      const { start, end } = bounds(line);
      if (end - start <= longLine) return { text: bytes.toString('utf8', start, end), firstColumn: 1 };
      if (column - 1 > longLine) {
        const from = Math.max(longLine, column - 1 - partBefore);
        // columns are bytes here
        return { text: bytes.toString('latin1', start + from, Math.min(end, start + column + partAfter)).replace(/[^\t\x20-\x7e]/g, '?'), firstColumn: from + 1 };
      }
      const whole = bytes.toString('utf8', start, Math.min(end, start + longLine));
      const from = Math.max(0, column - 1 - partBefore);
      return { text: whole.slice(from, column + partAfter), firstColumn: from + 1 };
    },
  };
}

/** Where the lines of a text begin. */
export interface LineIndex {
  /** Offset of a line's first byte, 1-based; past the last line, the end. */
  startOf(line: number): number;
}

/** Notes where every so many lines begin, so that 100 million of them take no more memory than the text. */
export function lineIndex(bytes: Buffer): LineIndex {
  const noted: number[] = [0];
  let count = 1;
  for (let at = nextLine(bytes, 0); at > 0; at = nextLine(bytes, at)) if (count++ % stride === 0) noted.push(at);
  return {
    startOf(line) {
      if (line > count) return bytes.length;
      let at = noted[Math.floor((line - 1) / stride)] ?? 0;
      for (let left = (line - 1) % stride; left > 0; left--) at = nextLine(bytes, at);
      return at;
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

function endOfLine(bytes: Buffer, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] !== 10 && bytes[at] !== 13) at++;
  return at;
}
