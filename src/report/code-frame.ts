import type { Finding, FrameLine } from '../model/finding.ts';
import { columnsOf, endOf, startOf } from './columns.ts';
import { visibleLine } from './visible.ts';

/** How a code frame is drawn. */
export interface FrameOptions {
  /** Columns of the whole frame. */
  readonly width: number;
  readonly bar: string;
  readonly ellipsis: string;
  readonly faint: (text: string) => string;
  readonly mark: (text: string) => string;
}

/** The masked lines a finding lies on, with carets below its place; a long line is shown around the finding. */
export function codeFrame(finding: Finding, options: FrameOptions): readonly string[] {
  const gutter = String(finding.frame.at(-1)?.line ?? 0).length;
  const room = Math.max(16, options.width - gutter - 3);
  return finding.frame.flatMap((line) => {
    const margin = options.faint(`${String(line.line).padStart(gutter)} ${options.bar}`);
    const isFirst = line.line === finding.range.startLine;
    const { before, inside, after } = piecesOf(line, finding, room, options.ellipsis);
    const shown = `${margin} ${before}${inside}${after}`.trimEnd();
    if (!isFirst) return [shown];
    const carets = options.mark('^'.repeat(Math.max(1, columnsOf(inside))));
    return [shown, `${options.faint(`${' '.repeat(gutter)} ${options.bar}`)} ${' '.repeat(columnsOf(before))}${carets}`];
  });
}

/** A line cut in three at the finding's columns, and cut to the room, so that the finding's start is always seen. */
function piecesOf(line: FrameLine, finding: Finding, room: number, ellipsis: string): { before: string; inside: string; after: string } {
  const { startLine, startColumn, endLine, endColumn } = finding.range;
  const first = line.firstColumn ?? 1;
  const from = line.line === startLine ? Math.max(0, startColumn - first) : 0;
  const to = line.line === endLine ? Math.max(from, endColumn - first) : line.text.length;
  let before = (first > 1 ? ellipsis : '') + visibleLine(line.text.slice(0, from));
  const inside = visibleLine(line.text.slice(from, to));
  // an empty place still takes a caret
  const wanted = Math.max(1, Math.min(columnsOf(inside), Math.ceil(room / 2)));
  if (columnsOf(before) + wanted > room) before = ellipsis + endOf(before, room - wanted - ellipsis.length);
  const space = room - columnsOf(before);
  if (columnsOf(inside) > space) return { before, inside: startOf(inside, space - ellipsis.length), after: ellipsis };
  const after = visibleLine(line.text.slice(to));
  const left = space - columnsOf(inside);
  return { before, inside, after: columnsOf(after) <= left ? after : left < ellipsis.length ? '' : startOf(after, left - ellipsis.length) + ellipsis };
}
