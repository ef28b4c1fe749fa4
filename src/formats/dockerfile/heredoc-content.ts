import type { HeredocMark } from './heredoc-words.ts';
import { takeLine, type Line, type LineCursor } from './line-cursor.ts';
import { instructionNames, type DockerfileProblem, type Heredoc } from './syntax.ts';

/** Reads the contents of announced heredocs. One reader a file: it remembers which delimiters the rest of the file holds. */
export interface HeredocReader {
  read(cursor: LineCursor, marks: readonly HeredocMark[]): Heredoc[];
}

/** Makes the reader of heredoc contents for one text. */
export function heredocReader(text: string, problems: DockerfileProblem[]): HeredocReader {
  // Built when a delimiter is missing for the first time, so that a file of such heredocs stays linear.
  let lastLines: Map<string, number> | undefined;
  const mayEnd = (mark: HeredocMark, from: number): boolean => {
    if (lastLines === undefined) return true;
    const last = lastLines.get(mark.name);
    return last !== undefined && last >= from;
  };
  return {
    read(cursor, marks) {
      const found: Heredoc[] = [];
      for (const mark of marks) {
        const start = cursor.at;
        const before = cursor.line;
        const end = mayEnd(mark, start) ? findEnd(cursor, mark) : undefined;
        if (end !== undefined) {
          found.push({ ...mark, start, end, terminated: true });
          continue;
        }
        lastLines ??= lastLineOf(text);
        cursor.at = start;
        cursor.line = before;
        found.push({ ...mark, start, end: resume(cursor), terminated: false });
        problems.push({ code: 'heredoc', message: `unterminated heredoc: no line "${mark.name.slice(0, 40)}" follows`, start: Math.max(0, start - 1), end: start });
      }
      return found;
    },
  };
}

/** Offset of the terminator's line; the cursor is put behind it. */
function findEnd(cursor: LineCursor, mark: HeredocMark): number | undefined {
  for (;;) {
    const line = takeLine(cursor);
    if (line === undefined) return undefined;
    if (isTerminator(cursor.text, line, mark)) return line.start;
  }
}

function isTerminator(text: string, line: Line, mark: HeredocMark): boolean {
  const start = mark.chomp ? afterTabs(text, line) : line.start;
  return line.end - start === mark.name.length && text.startsWith(mark.name, start);
}

function afterTabs(text: string, line: Line): number {
  let at = line.start;
  while (at < line.end && text.charCodeAt(at) === 9) at++;
  return at;
}

/** An open heredoc is taken to end before the next line that begins with an instruction in upper case. */
function resume(cursor: LineCursor): number {
  for (;;) {
    const { at, line } = cursor;
    const next = takeLine(cursor);
    if (next === undefined) return at;
    const word = /^[A-Z]+(?=[ \t])/.exec(cursor.text.slice(next.start, Math.min(next.end, next.start + 16)))?.[0];
    if (word !== undefined && instructionNames.has(word)) {
      cursor.at = at;
      cursor.line = line;
      return at;
    }
  }
}

function lastLineOf(text: string): Map<string, number> {
  const last = new Map<string, number>();
  const cursor: LineCursor = { text, line: 0, at: 0 };
  for (let line = takeLine(cursor); line !== undefined; line = takeLine(cursor)) {
    if (line.end - line.start > 1000) continue;
    last.set(text.slice(line.start, line.end), line.start);
    last.set(text.slice(afterTabs(text, line), line.end), line.start);
  }
  return last;
}
