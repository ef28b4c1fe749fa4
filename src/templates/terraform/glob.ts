/** A pattern of file names in one folder: `*`, `?` and `{a,b}`. Linear: `*` matches lazily up to the next literal. */
export function globPattern(glob: string): { readonly test: (name: string) => boolean } {
  const alternatives = expand(glob, 0).slice(0, 100);
  return { test: (name) => alternatives.some((one) => matches(one, name)) };
}

function expand(glob: string, depth: number): readonly string[] {
  const open = glob.indexOf('{');
  const close = glob.indexOf('}', open);
  if (open < 0 || close < 0 || depth > 3) return [glob];
  return glob.slice(open + 1, close).split(',').slice(0, 20).flatMap((one) => expand(glob.slice(0, open) + one + glob.slice(close + 1), depth + 1));
}

function matches(pattern: string, name: string): boolean {
  let [at, here, star, retry] = [0, 0, -1, 0];
  while (here < name.length) {
    if (pattern[at] === '*') {
      star = at++;
      retry = here;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === name[here])) {
      at++;
      here++;
    } else if (star >= 0) {
      at = star + 1;
      here = ++retry;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}
