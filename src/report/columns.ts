/** Ranges of characters that take two columns. Source: Unicode UAX #11, East Asian Width W and F, condensed. */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1faff],
  [0x20000, 0x3fffd],
];

/** Columns that a line takes in a terminal. The text has no control characters. */
export function columnsOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += widthOf(character);
  return columns;
}

/** The longest start of a text that fits into so many columns. */
export function startOf(text: string, columns: number): string {
  if (text.length <= columns && columnsOf(text) <= columns) return text;
  let end = 0;
  let used = 0;
  for (const character of text) {
    used += widthOf(character);
    if (used > columns) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/** The longest end of a text that fits into so many columns. */
export function endOf(text: string, columns: number): string {
  // a character takes at least no column and combining marks are few: twice the columns and a margin are enough to look at
  const tail = Array.from(text.slice(-(2 * columns + 64)).toWellFormed()).reverse();
  let used = 0;
  const kept: string[] = [];
  for (const character of tail) {
    used += widthOf(character);
    if (used > columns) break;
    kept.push(character);
  }
  return kept.reverse().join('');
}

function widthOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (/^[\p{Mn}\p{Me}]$/u.test(character)) return 0;
  return code >= 0x1100 && wide.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
}
