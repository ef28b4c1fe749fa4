/**
 * Characters that steer a terminal or a reader instead of being seen: control characters and escape sequences (Cc),
 * format characters such as the bidirectional controls and zero-width ones (Cf), line and paragraph separators, lone
 * surrogates. Source: Unicode general categories; CVE-2021-42574 for the bidirectional ones.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Text from files, names and messages made safe to show: what cannot be seen becomes an escape. Line breaks and tabs stay. */
export function visible(text: string): string {
  return text.replace(unseen, (character) => (character === '\n' || character === '\t' ? character : escaped(character)));
}

/** The same on one line: line breaks are escaped too, and a tab becomes a space. */
export function visibleLine(text: string): string {
  return text.replace(unseen, (character) => (character === '\t' ? ' ' : character === '\n' ? '\\n' : escaped(character)));
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`;
}
