import type { Range } from '../formats/place.ts';
import type { FrameLine } from '../model/finding.ts';
import { maskPiece } from '../model/redact.ts';
import type { SourceLines } from './lines.ts';

/** Most lines and characters of a code frame. */
const mostLines = 3;
const mostCharacters = 240;

/**
 * The lines a finding lies on, with every secret of the source masked. Only the finding's own lines are shown, because
 * the lines around them may hold what no check knows.
 */
export function codeFrame(lines: SourceLines, range: Range, secrets: readonly Range[]): readonly FrameLine[] {
  const frame: FrameLine[] = [];
  const last = Math.min(range.endLine, range.startLine + mostLines - 1);
  for (let line = range.startLine; line <= last; line++) {
    const part = lines.part(line, line === range.startLine ? range.startColumn : 1);
    const isShort = part.firstColumn === 1 && part.text.length <= mostCharacters;
    const firstColumn = isShort ? 1 : Math.max(part.firstColumn, line === range.startLine ? range.startColumn - 60 : 1);
    const cut = part.text.slice(firstColumn - part.firstColumn, firstColumn - part.firstColumn + mostCharacters);
    // a piece of a string holds all of it: each finding in a line of megabytes would hold that
    const text = isShort ? cut : Buffer.from(cut, 'utf8').toString('utf8');
    frame.push({ line, text: maskLine(text, line, firstColumn, secrets), ...(isShort ? {} : { firstColumn }) });
  }
  return frame;
}

/** Columns past this one may count bytes where others count characters: a secret that crosses it is masked to the end. */
const exactColumns = 65_536;

function maskLine(text: string, line: number, firstColumn: number, secrets: readonly Range[]): string {
  let masked = text;
  for (const secret of secrets) {
    if (line < secret.startLine || line > secret.endLine) continue;
    const start = line === secret.startLine ? secret.startColumn - firstColumn : 0;
    const crosses = firstColumn <= exactColumns && secret.endColumn > exactColumns;
    const end = line === secret.endLine && !crosses ? secret.endColumn - firstColumn : masked.length;
    if (end <= 0 || start >= masked.length) continue;
    const piece = masked.slice(Math.max(0, start), end);
    // the first characters are shown where the piece begins here: not within it, and not of inner lines of a block
    const shown = secret.startLine === secret.endLine && start >= 0 ? maskPiece(piece) : '*'.repeat(piece.length);
    masked = masked.slice(0, Math.max(0, start)) + shown + masked.slice(end);
  }
  return masked;
}
