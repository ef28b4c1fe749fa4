import type { Range } from '../formats/place.ts';
import type { FrameLine } from '../model/finding.ts';
import { maskPiece } from '../model/redact.ts';

/** Most lines and characters of a code frame. */
const mostLines = 3;
const mostCharacters = 240;

/**
 * The lines a finding lies on, with every secret of the source masked. Only the finding's own lines are shown, because
 * the lines around them may hold what no check knows.
 */
export function codeFrame(lines: readonly string[], range: Range, secrets: readonly Range[]): readonly FrameLine[] {
  const frame: FrameLine[] = [];
  const last = Math.min(range.endLine, range.startLine + mostLines - 1);
  for (let line = range.startLine; line <= last; line++) {
    const text = maskLine(lines[line - 1] ?? '', line, secrets);
    if (text.length <= mostCharacters) {
      frame.push({ line, text });
      continue;
    }
    const firstColumn = line === range.startLine ? Math.max(1, range.startColumn - 60) : 1;
    frame.push({ line, text: text.slice(firstColumn - 1, firstColumn - 1 + mostCharacters), firstColumn });
  }
  return frame;
}

function maskLine(text: string, line: number, secrets: readonly Range[]): string {
  let masked = text;
  for (const secret of secrets) {
    if (line < secret.startLine || line > secret.endLine) continue;
    const start = line === secret.startLine ? secret.startColumn - 1 : 0;
    const end = line === secret.endLine ? secret.endColumn - 1 : masked.length;
    // whole inner lines of a block are masked without their first characters
    const piece = masked.slice(start, end);
    masked = masked.slice(0, start) + (secret.startLine === secret.endLine ? maskPiece(piece) : '*'.repeat(piece.length)) + masked.slice(end);
  }
  return masked;
}

/** Splits a text into lines as the line index counts them (LF, CRLF, lone CR). */
export function splitLines(text: string): readonly string[] {
  return text.split(/\r\n|\n|\r/);
}
