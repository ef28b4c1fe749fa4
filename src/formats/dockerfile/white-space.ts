/** True for what Go's `unicode.IsSpace` calls white space: the definition BuildKit's parser goes by. */
export function isSpace(code: number): boolean {
  if (code === 32 || (code >= 9 && code <= 13)) return true;
  if (code < 0x85) return false;
  return (
    code === 0x85 || code === 0xa0 || code === 0x1680 || (code >= 0x2000 && code <= 0x200a) || code === 0x2028 || code === 0x2029 ||
    code === 0x202f || code === 0x205f || code === 0x3000
  );
}

/** The first offset in `[from, to)` that is not white space, or `to`. */
export function skipSpace(text: string, from: number, to: number = text.length): number {
  let at = from;
  while (at < to && isSpace(text.charCodeAt(at))) at++;
  return at;
}

/** The offset after the last character in `[from, to)` that is not white space, or `from`. */
export function trimEndOffset(text: string, from: number, to: number = text.length): number {
  let at = to;
  while (at > from && isSpace(text.charCodeAt(at - 1))) at--;
  return at;
}

/** Tab, vertical tab, form feed, carriage return and space: what separates a Dockerfile's words. */
export function isBlank(code: number): boolean {
  return code === 32 || code === 9 || (code >= 11 && code <= 13);
}
