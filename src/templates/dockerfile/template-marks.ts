import { unknownText, type Variable } from './text.ts';

/** Opening and closing marks of the languages that Dockerfiles are made with: Jinja, Go, jq and Mustache, ERB and EJS. */
const pairs: readonly (readonly [open: string, close: string])[] = [
  ['{{', '}}'],
  ['{%', '%}'],
  ['{#', '#}'],
  ['<%', '%>'],
];

/**
 * The text of a Dockerfile's template as the builder might get it, every character at its place; undefined for a file that is
 * no template. A mark that fills its lines becomes a comment, one inside a line a variable of which nothing is known.
 * A plain Dockerfile may hold marks inside of commands (`docker inspect -f '{{.Id}}'`): it has none that begin a line or
 * stand in FROM.
 */
export function withoutMarks(text: string): string | undefined {
  if (!pairs.some(([open]) => text.includes(open))) return undefined;
  if (!/^[ \t]{0,100}(?:\{[{%#]|<%)/m.test(text) && !/^[ \t]{0,100}FROM[ \t][^\n]{0,500}\{\{/im.test(text)) return undefined;
  const pieces: string[] = [];
  let from = 0;
  for (const [start, end] of marksIn(text)) {
    pieces.push(text.slice(from, start), fillsLines(text, start, end) ? text.slice(start, end).replace(/[^\n]+/g, commented) : inlined(text.slice(start, end)));
    from = end;
  }
  pieces.push(text.slice(from));
  return pieces.join('');
}

/** The variable that a mark inside a line was turned into; undefined for any other name. */
export function markVariable(name: string): Variable | undefined {
  return /^_+$/.test(name) ? { kind: 'builtin', value: unknownText('a template that is filled in elsewhere') } : undefined;
}

function* marksIn(text: string): Generator<readonly [start: number, end: number]> {
  const next = pairs.map(([open]) => text.indexOf(open));
  for (let at = 0; ; ) {
    let first = -1;
    for (const [index, [open]] of pairs.entries()) {
      if ((next[index] ?? -1) >= 0 && (next[index] ?? 0) < at) next[index] = text.indexOf(open, at);
      const start = next[index] ?? -1;
      if (start >= 0 && (first < 0 || start < (next[first] ?? 0))) first = index;
    }
    const start = next[first] ?? -1;
    const close = pairs[first]?.[1];
    if (close === undefined) return;
    // `${#name}` is the shell's
    if (text.charAt(start - 1) === '$') {
      at = start + 1;
      continue;
    }
    const end = text.indexOf(close, start + 2);
    // of a language whose marks never close again nothing is left
    if (end < 0) next[first] = -1;
    else yield [start, (at = end + close.length)];
  }
}

function fillsLines(text: string, start: number, end: number): boolean {
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const stop = text.indexOf('\n', end);
  const after = text.slice(end, stop < 0 ? text.length : stop);
  return before.length < 200 && after.length < 200 && before.trim() === '' && after.trim() === '';
}

function commented(line: string): string {
  return `#${' '.repeat(line.length - 1)}`;
}

/** A mark has at least four characters: `{{}}`. Lines stay as many as they are. */
function inlined(mark: string): string {
  if (mark.includes('\n')) return mark.replace(/[^\n]/g, ' ');
  return `\${${'_'.repeat(mark.length - 3)}}`;
}
