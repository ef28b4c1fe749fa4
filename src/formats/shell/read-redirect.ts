import { originOf, originOfEnd } from '../mapped-text.ts';
import { readWord } from './read-word.ts';
import { skipBlanks, type Scan } from './scan.ts';
import type { ShellRedirect, ShellWord } from './syntax.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Longest first, so that a prefix does not win. */
const operators = ['&>>', '<<<', '<<-', '&>', '>>', '>&', '>|', '<<', '<&', '<>', '>', '<'] as const;

/** Reads a redirection at the cursor, its number included; undefined, without moving, when there is none. */
export function readRedirect(scan: Scan): ShellRedirect | undefined {
  const from = scan.at;
  let at = from;
  while (at < from + 10 && isDigit(scan.text.charCodeAt(at))) at++;
  const operator = operators.find((one) => scan.text.startsWith(one, at));
  if (operator === undefined || at + operator.length > scan.limit) return undefined;
  if (operator.startsWith('&') && at > from) return undefined;
  // `<(…)` is a word.
  if ((operator === '<' || operator === '>') && scan.text[at + 1] === '(') return undefined;
  scan.at = at + operator.length;
  skipBlanks(scan);
  const target = readWord(scan) ?? emptyWord(scan);
  const redirect: Mutable<ShellRedirect> = { operator, target, start: originOf(scan.source, from), end: originOfEnd(scan.source, scan.at) };
  if (at > from) redirect.fileDescriptor = Number(scan.text.slice(from, at));
  if (operator === '<<' || operator === '<<-') {
    scan.pending.push({ delimiter: target, chomp: operator === '<<-', fill: (content) => (redirect.content = content) });
  }
  return redirect;
}

/** Reads the contents of the heredocs announced on the line that ended before the cursor. */
export function readHeredocs(scan: Scan): void {
  const { pending } = scan;
  scan.pending = [];
  for (const { delimiter, chomp, fill } of pending) {
    const from = scan.at;
    let end = scan.limit;
    while (scan.at < scan.limit) {
      const line = scan.at;
      const newline = scan.text.indexOf('\n', line);
      const stop = newline < 0 || newline >= scan.limit ? scan.limit : newline;
      scan.at = Math.min(stop + 1, scan.limit);
      if (isDelimiter(scan.text.slice(line, Math.min(stop, line + 500)), delimiter.text, chomp)) {
        end = line;
        break;
      }
    }
    fill({ text: scan.text.slice(from, end), start: originOf(scan.source, from), end: originOfEnd(scan.source, end) });
  }
}

function isDelimiter(line: string, delimiter: string, chomp: boolean): boolean {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line;
  return (chomp ? text.replace(/^\t+/, '') : text) === delimiter;
}

function emptyWord(scan: Scan): ShellWord {
  const at = originOf(scan.source, scan.at);
  return { text: '', parts: [], quoted: false, hasExpansion: false, start: at, end: at };
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
