import { originOf, originOfEnd } from '../mapped-text.ts';
import { openFunction, push, reserved, type List } from './frames.ts';
import { readRedirect } from './read-redirect.ts';
import { readWord } from './read-word.ts';
import { skipBlanks, type Scan } from './scan.ts';
import type { ShellAssignment, ShellRedirect, ShellWord } from './syntax.ts';

/** Words of one script that are kept: about 100 MB of memory. The longest RUN of 1,600 public Dockerfiles has 2,000. */
export const maxWords = 200_000;

/** Reads a simple command, or a word that opens or closes a structure. */
export function readCommand(scan: Scan, list: List): void {
  const from = scan.at;
  const words: ShellWord[] = [];
  const assignments: ShellAssignment[] = [];
  const redirects: ShellRedirect[] = [];
  const frame = list.frames.at(-1);
  const role = frame?.inCondition === true ? 'condition' : list.role;
  let end = from;
  for (;;) {
    skipBlanks(scan);
    if (scan.at >= scan.limit) break;
    const redirect = readRedirect(scan);
    if (redirect !== undefined) {
      redirects.push(redirect);
      end = scan.at;
      continue;
    }
    const at = scan.at;
    const word = readWord(scan);
    if (word === undefined) {
      if (scan.text[scan.at] === '(' && openFunction(scan, list, words)) return;
      if (scan.text[scan.at] === '(' && assignments.length > 0 && words.length === 0) skipArray(scan);
      else if (scan.text[scan.at] === '<' || scan.text[scan.at] === '>') scan.at++;
      else break;
      continue;
    }
    end = scan.at;
    if (words.length === 0) {
      if (assignments.length === 0 && redirects.length === 0 && reserved(scan, list, word)) return;
      const assignment = assignmentOf(word, scan, at);
      if (assignment !== undefined) {
        assignments.push(assignment);
        continue;
      }
    }
    words.push(word);
    if (words.length === 1 && !word.quoted && special(scan, list, word, words)) break;
    if (words.length + scan.words > maxWords) scan.at = scan.limit;
  }
  list.role = 'plain';
  if (end === from && scan.at < scan.limit && words.length === 0) {
    // A character no command begins with (a stray parenthesis or brace): pass over it.
    if (!isSeparator(scan.text[scan.at] ?? '')) scan.at++;
    return;
  }
  if (list.closed && words.length === 0) return;
  const first = words[0]?.text;
  scan.commands.push({
    words, assignments, redirects, role, before: list.before, after: '', scope: scan.scope, pipeline: scan.pipeline,
    nesting: list.frames.filter((one) => one.kind !== 'subshell' && one.kind !== 'group').length,
    kind: first === 'for' || first === 'case' ? first : first === '[[' ? 'test' : 'simple',
    start: originOf(scan.source, from),
    end: Math.max(originOfEnd(scan.source, end), words.at(-1)?.end ?? 0),
  });
  scan.words += words.length + 1;
  list.last = scan.commands.length - 1;
  list.closed = false;
}

const isSeparator = (char: string): boolean => char === '\n' || char === ';' || char === '&' || char === '|' || char === '(' || char === ')';

/** Reads on after `for`, `case` and `[[`; true when the command is complete. */
function special(scan: Scan, list: List, name: ShellWord, words: ShellWord[]): boolean {
  if (name.text === '[[') {
    readTest(scan, words);
    return true;
  }
  if (name.text !== 'case' && name.text !== 'for' && name.text !== 'select') return false;
  const isCase = name.text === 'case';
  for (;;) {
    skipBlanks(scan);
    const word = scan.at < scan.limit ? readWord(scan) : undefined;
    if (word === undefined) break;
    words.push(word);
    if (isCase && word.text === 'in' && words.length > 2) break;
  }
  push(list, { kind: isCase ? 'case' : 'loop', scope: scan.scope, pipeline: scan.pipeline, inCondition: false, pattern: isCase });
  return true;
}

function readTest(scan: Scan, words: ShellWord[]): void {
  while (scan.at < scan.limit) {
    skipBlanks(scan);
    if (scan.at >= scan.limit || scan.text[scan.at] === '\n') return;
    const word = readWord(scan);
    if (word === undefined) scan.at++;
    else {
      words.push(word);
      if (word.text === ']]' && !word.quoted) return;
    }
  }
}

/** `name=(…)`: bash's arrays are passed over. */
function skipArray(scan: Scan): void {
  scan.at++;
  while (scan.at < scan.limit && scan.text[scan.at] !== ')') {
    skipBlanks(scan);
    if (scan.at >= scan.limit || scan.text[scan.at] === ')') break;
    if (readWord(scan) === undefined) scan.at++;
  }
  if (scan.at < scan.limit) scan.at++;
}

function assignmentOf(word: ShellWord, scan: Scan, at: number): ShellAssignment | undefined {
  const first = word.parts[0];
  if (first === undefined || first.kind !== 'text' || first.quote !== '') return undefined;
  const match = /^([A-Za-z_][A-Za-z0-9_]{0,200})(?:\[[^\]]{0,50}\])?(\+?)=/.exec(first.text);
  if (match === null) return undefined;
  const shift = match[0].length;
  const valueStart = originOf(scan.source, at + shift);
  const rest = first.text.slice(shift);
  const parts = rest === '' ? word.parts.slice(1) : [{ ...first, text: rest, start: valueStart }, ...word.parts.slice(1)];
  const value: ShellWord = { ...word, text: word.text.slice(shift), parts, start: valueStart };
  return { name: match[1] ?? '', append: match[2] === '+', value, start: word.start, end: word.end };
}
