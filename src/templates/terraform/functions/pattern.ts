import { Refused } from '../values.ts';

/** Steps that matching a pattern may take, as bounded from its repeats and the length of the text. */
const maxSteps = 20_000_000;

/**
 * Compiles a pattern of RE2, which Terraform uses. JavaScript's engine may take exponential time on the same pattern, so
 * what could is refused: a repeated group that holds repeats or alternatives, and many repeats over a long text.
 */
export function patternOf(source: string, flags: string, text: string): RegExp {
  if (source.length > 1000) throw new Refused('a pattern that is too long to be tried');
  const inline = /^\(\?([imsU]{1,4})\)/.exec(source);
  const body = (inline === null ? source : source.slice(inline[0].length)).replaceAll('(?P<', '(?<');
  const repeats = repeatsOf(body);
  if (repeats === undefined || (text.length + 1) ** Math.min(repeats + 1, 8) > maxSteps) throw new Refused('a pattern that could take very long');
  try {
    return new RegExp(posix(body), `${flags}${inline?.[1]?.replace(/U/g, '') ?? ''}`);
  } catch {
    throw new Refused('a pattern that cannot be read');
  }
}

/** Unbounded repeats of a pattern; undefined when a repeated group holds what can repeat or choose. */
function repeatsOf(body: string): number | undefined {
  const groups: boolean[] = [false];
  let repeats = 0;
  let closed = false;
  for (let at = 0; at < body.length; at++) {
    const char = body[at] ?? '';
    const wasClosed = closed;
    closed = false;
    const top = groups.length - 1;
    if (char === '\\') at++;
    else if (char === '[') at = classEnd(body, at);
    else if (char === '(') groups.push(false);
    else if (char === ')') {
      closed = groups.pop() ?? false;
      if (groups.length === 0) groups.push(false);
      groups[groups.length - 1] = groups.at(-1) === true || closed;
    } else if (char === '|') groups[top] = true;
    else if (char === '*' || char === '+' || char === '{' || (char === '?' && body[at - 1] !== '(')) {
      if (wasClosed && char !== '?') return undefined;
      if (char !== '?') repeats++;
      if (!/[*+?}]/.test(body[at - 1] ?? '') || char !== '?') groups[top] = true;
    }
  }
  return repeats;
}

function classEnd(body: string, start: number): number {
  let at = start + 1;
  if (body[at] === '^') at++;
  if (body[at] === ']') at++;
  while (at < body.length && body[at] !== ']') at += body[at] === '\\' ? 2 : body.startsWith('[:', at) ? Math.max(2, body.indexOf(':]', at) + 2 - at) : 1;
  return at;
}

const classes: Readonly<Record<string, string>> = { alpha: 'a-zA-Z', digit: '0-9', alnum: 'a-zA-Z0-9', upper: 'A-Z', lower: 'a-z', space: '\\s', punct: '!-\\/:-@\\[-`{-~', word: '\\w', xdigit: '0-9a-fA-F', blank: ' \\t' };

function posix(body: string): string {
  return body.replace(/\[:(\w{4,6}):\]/g, (whole, name: string) => classes[name] ?? whole).replaceAll('\\z', '$').replaceAll('\\A', '^');
}
