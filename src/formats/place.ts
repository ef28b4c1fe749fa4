import { lastUpTo } from './sorted.ts';

/** A region of a text, 1-based, end exclusive in columns (SARIF 2.1.0, section 3.30). Columns count UTF-16 code units. */
export interface Range {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/**
 * A decoded text with a line index that is built on first use.
 * Offsets are UTF-16 code units into `text`. Lines end with LF, CRLF or a lone CR.
 */
export interface SourceText {
  /** Repository-relative path with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** Offset of the first character of each line, ascending, first element 0. */
  lineStarts(): readonly number[];
}

/** A span of a source text: what a parser attaches to every node it makes. */
export interface Place {
  readonly source: SourceText;
  readonly start: number;
  readonly end: number;
}

/** Makes a source text of a string. The line index is computed once, on the first question. */
export function sourceText(path: string, text: string): SourceText {
  let starts: number[] | undefined;
  return {
    path,
    text,
    lineStarts() {
      if (starts === undefined) starts = indexLines(text);
      return starts;
    },
  };
}

function indexLines(text: string): number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10) starts.push(i + 1);
    else if (code === 13 && text.charCodeAt(i + 1) !== 10) starts.push(i + 1);
  }
  return starts;
}

/** The 1-based line and column of an offset; offsets past the end give the end. */
export function positionAt(source: SourceText, offset: number): { line: number; column: number } {
  const starts = source.lineStarts();
  const line = lastUpTo(starts, offset);
  return { line: line + 1, column: Math.min(offset, source.text.length) - (starts[line] ?? 0) + 1 };
}

/** The 1-based region of a place. */
export function rangeOf(place: Place): Range {
  const start = positionAt(place.source, place.start);
  const end = positionAt(place.source, Math.max(place.end, place.start));
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}
