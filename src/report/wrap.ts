import { columnsOf, startOf } from './columns.ts';

/** Most characters of one paragraph: a screen is no place for more, and what a file says may be of any length. */
const mostCharacters = 2_000;

/** How a paragraph is laid out: what the first and every further line start with, and the columns of it all. */
export interface Paragraph {
  readonly first: string;
  readonly rest: string;
  readonly width: number;
}

/**
 * A text as lines of at most `width` columns, broken between words, and inside a word only when it is longer than a
 * line. The text has no control characters, and the starts no colours.
 */
export function wrap(text: string, { first, rest, width }: Paragraph): readonly string[] {
  const lines: string[] = [];
  let room = Math.max(8, width - columnsOf(first));
  let line = '';
  let used = 0;
  const end = (): void => {
    lines.push((lines.length === 0 ? first : rest) + line);
    line = '';
    used = 0;
    room = Math.max(8, width - columnsOf(rest));
  };
  const clipped = text.length > mostCharacters ? `${text.slice(0, mostCharacters).toWellFormed()} ...` : text;
  for (const word of clipped.split(/\s+/)) {
    if (word === '') continue;
    let left = word;
    let columns = columnsOf(left);
    if (used > 0 && used + 1 + columns > room) end();
    while (columns > room) {
      const piece = startOf(left, room);
      line = piece;
      end();
      left = left.slice(piece.length);
      columns = columnsOf(left);
    }
    if (left === '') continue;
    line = used === 0 ? left : `${line} ${left}`;
    used += (used === 0 ? 0 : 1) + columns;
  }
  if (line !== '') end();
  return lines;
}
