import { skipSpace } from './white-space.ts';

/** Walks the physical lines of a text. Lines end with LF, as BuildKit counts them; CRs before it are not of the line. */
export interface LineCursor {
  readonly text: string;
  /** 1-based number of the line last taken; 0 before the first. */
  line: number;
  /** Offset of the next line. */
  at: number;
}

/** A physical line: `[start, end)` without the line break, `next` is where the following line begins. */
export interface Line {
  readonly start: number;
  readonly end: number;
  readonly next: number;
  readonly number: number;
}

/** Starts at the first character after a byte order mark. */
export function lineCursor(text: string): LineCursor {
  return { text, line: 0, at: text.charCodeAt(0) === 0xfeff ? 1 : 0 };
}

/** The next line, or undefined at the end of the text. */
export function takeLine(cursor: LineCursor): Line | undefined {
  const { text, at: start } = cursor;
  if (start >= text.length) return undefined;
  const newline = text.indexOf('\n', start);
  const next = newline < 0 ? text.length : newline + 1;
  let end = newline < 0 ? text.length : newline;
  while (end > start && text.charCodeAt(end - 1) === 13) end--;
  cursor.at = next;
  cursor.line++;
  return { start, end, next, number: cursor.line };
}

/** Offset of the first character of a line that is not white space; `line.end` when there is none. */
export function contentStart(text: string, line: Line): number {
  return skipSpace(text, line.start, line.end);
}

/** Offset of the character that continues the line onto the next, or -1. An escaped escape character does not. */
export function continuationAt(text: string, start: number, end: number, escape: string): number {
  let at = end - 1;
  while (at >= start && (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9)) at--;
  if (at < start || text[at] !== escape) return -1;
  return at > start && text[at - 1] === escape ? -1 : at;
}
