/**
 * Compiles the pattern of `matches`. CEL promises linear time (RE2); JavaScript does not, so what RE2 refuses is
 * refused (back references, look-around) and so are repeats inside repeats. Throws Error with what is wrong.
 * `(?i)` at the start makes it case-insensitive, as in RE2.
 */
export function linearPattern(source: string): RegExp {
  const insensitive = source.startsWith('(?i)');
  const body = insensitive ? source.slice(4) : source;
  if (/\\[1-9]|\\k<|\(\?(?!:)/.test(body)) throw new Error(`the pattern "${source}" uses what CEL's patterns do not have (look-around or back references)`);
  if (repeatsInsideRepeats(body)) throw new Error(`the pattern "${source}" repeats a group that repeats, which can take very long`);
  return new RegExp(body, insensitive ? 'i' : '');
}

function repeatsInsideRepeats(source: string): boolean {
  const groups: boolean[] = [];
  let inClass = false;
  let closed: boolean | undefined;
  for (let at = 0; at < source.length; at++) {
    const char = source[at] ?? '';
    const wasClosed = closed;
    closed = undefined;
    if (char === '\\') at++;
    else if (inClass) inClass = char !== ']';
    else if (char === '[') inClass = true;
    else if (char === '(') groups.push(false);
    else if (char === ')') closed = groups.pop() ?? false;
    else if (char === '*' || char === '+' || /^\{\d+,\}/.test(source.slice(at, at + 8))) {
      if (wasClosed === true) return true;
      groups.fill(true);
    }
    if (closed === true && groups.length > 0) groups[groups.length - 1] = true;
  }
  return false;
}
