/** A text with the characters in place of their `\\u` escapes. */
export function writtenOut(text: string): string {
  return text.replace(/\\u([0-9a-f]{4})/gi, (_escape, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}
