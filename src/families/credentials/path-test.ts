// A test for the few path patterns that check files use: a name anywhere, an ending anywhere, a path from the top.
// A star stands for any characters but a slash; two stars and a slash at the start mean any folder.
/** Compiles the `paths` of a check. Case is ignored, as file systems of laptops do. */
export function pathTest(patterns: readonly string[]): (path: string) => boolean {
  if (patterns.length === 0) return () => true;
  const tests = patterns.map((pattern) => {
    const anywhere = pattern.startsWith('**/');
    const parts = (anywhere ? pattern.slice(3) : pattern).toLowerCase().split('/');
    return (path: string): boolean => {
      const names = path.toLowerCase().split('/');
      if (anywhere ? names.length < parts.length : names.length !== parts.length) return false;
      return parts.every((part, number) => nameMatches(part, names[names.length - parts.length + number] ?? ''));
    };
  });
  return (path) => tests.some((test) => test(path));
}

/** Whether a name matches a pattern with stars: pieces are sought from left to right, so the cost is linear. */
function nameMatches(pattern: string, name: string): boolean {
  const pieces = pattern.split('*');
  const first = pieces[0] ?? '';
  const last = pieces.at(-1) ?? '';
  if (pieces.length === 1) return name === pattern;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = name.indexOf(piece, at);
    if (found < 0 || found + piece.length > name.length - last.length) return false;
    at = found + piece.length;
  }
  return true;
}
