/** One line of a text, without its line end. */
export interface Line {
  readonly text: string;
  /** UTF-16 offset of its first character. */
  readonly start: number;
  /** 1-based. */
  readonly number: number;
}

/** A carriage return that ends a line by itself, as for many readers of settings and lists. */
const loneReturn = /\r(?!\n)/g;

/** Calls `visit` for every line; LF, CRLF and CR end lines. A byte order mark is stepped over. */
export function eachLine(written: string, visit: (line: string, start: number, number: number) => void): void {
  const text = written.includes('\r') ? written.replace(loneReturn, '\n') : written;
  let start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (let number = 1; start <= text.length; number++) {
    const newline = text.indexOf('\n', start);
    const stop = newline < 0 ? text.length : newline;
    const end = stop > start && text.charCodeAt(stop - 1) === 13 ? stop - 1 : stop;
    visit(text.slice(start, end), start, number);
    if (newline < 0) return;
    start = newline + 1;
  }
}

/** All lines of a text. For readers that look ahead; the others use `eachLine`. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  eachLine(text, (line, start, number) => lines.push({ text: line, start, number }));
  return lines;
}
