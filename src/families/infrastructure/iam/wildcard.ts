/** Longest pattern and text that are matched; IAM's own limits on actions and ARNs are below. */
const maxLength = 2048;

/**
 * Whether an IAM pattern (`*` any text, `?` any character) matches a text, ignoring case as IAM does for actions.
 * Greedy with one backtracking point: at most pattern × text steps.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  if (pattern === '*') return true;
  if (pattern.length > maxLength || text.length > maxLength) return false;
  const wanted = pattern.toLowerCase();
  const given = text.toLowerCase();
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let position = 0; position < given.length; ) {
    if (at < wanted.length && wanted[at] === '*') {
      star = at++;
      resume = position;
    } else if (at < wanted.length && (wanted[at] === '?' || wanted[at] === given[position])) {
      at++;
      position++;
    } else if (star >= 0) {
      at = star + 1;
      position = ++resume;
    } else return false;
  }
  while (wanted[at] === '*') at++;
  return at === wanted.length;
}
