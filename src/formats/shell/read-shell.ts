import { originOf, type MappedText } from '../mapped-text.ts';
import { closeSubshell, openParenthesis, skipPattern, type List } from './frames.ts';
import { maxWords, readCommand } from './read-command.ts';
import { readHeredocs } from './read-redirect.ts';
import { skipBlanks, type Scan } from './scan.ts';
import type { Separator, ShellScope, ShellScript } from './syntax.ts';

/**
 * Reads a POSIX or bash script into its simple commands. Tolerant: what a shell would refuse is read as far as it
 * makes sense. Linear in the text's length; nesting is bounded.
 */
export function readShell(source: MappedText): ShellScript {
  const scan: Scan = {
    source, text: source.text, at: 0, limit: source.text.length, depth: 0, commands: [], scopes: [], problems: [], pipelines: 0, pending: [],
    scope: 0, pipeline: 0, words: 0, nested,
  };
  scan.scopes.push({ kind: 'script', parent: -1, pipeline: -1, start: originOf(source, 0), quoted: false });
  readList(scan, '');
  return { commands: scan.commands, scopes: scan.scopes, problems: scan.problems };
}

/** Reads the commands inside `$(…)`, backticks or `<(…)`; the cursor ends behind the closer. */
function nested(scan: Scan, kind: ShellScope['kind'], closer: ')' | '', quoted: boolean): void {
  const { scope, pipeline, pending } = scan;
  scan.depth++;
  scan.scopes.push({ kind, parent: scope, pipeline, start: originOf(scan.source, scan.at), quoted });
  scan.scope = scan.scopes.length - 1;
  scan.pending = [];
  scan.pipeline = ++scan.pipelines;
  readList(scan, closer);
  scan.depth--;
  scan.scope = scope;
  scan.pipeline = pipeline;
  scan.pending = pending;
}

function readList(scan: Scan, closer: ')' | ''): void {
  const list: List = { frames: [], before: '', role: 'plain', last: -1, closed: false };
  for (;;) {
    skipBlanks(scan);
    if (scan.at >= scan.limit) return;
    if (scan.words > maxWords) {
      scan.problems.push({ message: `the script has more than ${maxWords} words, the rest is not read`, start: originOf(scan.source, scan.at), end: originOf(scan.source, scan.at) });
      scan.at = scan.limit;
      return;
    }
    const char = scan.text[scan.at] ?? '';
    const frame = list.frames.at(-1);
    if (frame?.kind === 'case' && frame.pattern && char !== '\n') {
      skipPattern(scan, list, frame);
    } else if (char === '\n') {
      scan.at++;
      readHeredocs(scan);
      separate(scan, list, '\n');
    } else if (char === ')') {
      scan.at++;
      if (list.frames.some((one) => one.kind === 'subshell')) closeSubshell(scan, list);
      else if (closer === ')') return;
    } else if (char === '(') {
      openParenthesis(scan, list);
    } else if (!readSeparator(scan, list)) {
      readCommand(scan, list);
    }
  }
}

function readSeparator(scan: Scan, list: List): boolean {
  const { text, at } = scan;
  const two = text.slice(at, Math.min(at + 2, scan.limit));
  const one = two[0] ?? '';
  let separator: Separator;
  if (two === '&&' || two === '||' || two === ';;' || two === '|&') separator = two;
  else if (one === ';' || one === '|' || (one === '&' && two !== '&>')) separator = one;
  else return false;
  scan.at += separator.length;
  if (separator === ';;' && text[scan.at] === '&') scan.at++;
  separate(scan, list, separator);
  const frame = list.frames.at(-1);
  if (separator === ';;' && frame?.kind === 'case') frame.pattern = true;
  return true;
}

function separate(scan: Scan, list: List, separator: Separator): void {
  list.closed = false;
  // A line may be broken after && || and |.
  if (separator === '\n' && list.before !== '' && list.last === -1) return;
  const previous = scan.commands[list.last];
  if (previous !== undefined) scan.commands[list.last] = { ...previous, after: separator };
  list.last = -1;
  list.before = separator;
  if (separator !== '|' && separator !== '|&') scan.pipeline = ++scan.pipelines;
}
