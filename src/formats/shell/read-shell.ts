import { originOf, originOfEnd, type MappedText } from '../mapped-text.ts';
import { readHeredocs, readRedirect } from './read-redirect.ts';
import { readWord } from './read-word.ts';
import { skipBlanks, type Scan } from './scan.ts';
import type { Separator, ShellAssignment, ShellCommand, ShellRedirect, ShellScope, ShellScript, ShellWord } from './syntax.ts';

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

/** Words of one script that are kept: about 100 MB of memory. The longest RUN of 1,600 public Dockerfiles has 2,000. */
const maxWords = 200_000;

/** Control structures and subshells that may be open at once; a bound on the work a closer costs. */
const maxFrames = 100;

/** A control structure or subshell that is open. */
interface Frame {
  readonly kind: 'if' | 'loop' | 'case' | 'group' | 'subshell' | 'function';
  /** What to return to at its end. */
  readonly scope: number;
  readonly pipeline: number;
  inCondition: boolean;
  /** In a case: a pattern comes next. */
  pattern: boolean;
}

/** State of one list of commands. */
interface List {
  readonly frames: Frame[];
  before: Separator;
  role: ShellCommand['role'];
  /** Index of the command that the next separator follows, or -1. */
  last: number;
  /** A closer came last: redirections and separators may follow, no words. */
  closed: boolean;
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

function openParenthesis(scan: Scan, list: List): void {
  const arithmetic = scan.text[scan.at + 1] === '(' && list.last === -1 ? /^\(\([^()]{0,300}(?:\([^()]{0,100}\)[^()]{0,300}){0,5}\)\)/.exec(scan.text.slice(scan.at, Math.min(scan.at + 1000, scan.limit))) : null;
  if (arithmetic !== null) {
    scan.at += arithmetic[0].length;
    list.closed = true;
    return;
  }
  scan.at++;
  if (list.frames.length >= maxFrames) return;
  push(list, { kind: 'subshell', scope: scan.scope, pipeline: scan.pipeline, inCondition: false, pattern: false });
  scan.scopes.push({ kind: 'subshell', parent: scan.scope, pipeline: scan.pipeline, start: originOf(scan.source, scan.at - 1), quoted: false });
  scan.scope = scan.scopes.length - 1;
  scan.pipeline = ++scan.pipelines;
  list.before = '';
  list.last = -1;
}

function closeSubshell(scan: Scan, list: List): void {
  for (let frame = list.frames.pop(); frame !== undefined; frame = list.frames.pop()) {
    scan.scope = frame.scope;
    scan.pipeline = frame.pipeline;
    if (frame.kind === 'subshell') break;
  }
  list.closed = true;
  list.last = -1;
  list.before = '';
}

function push(list: List, frame: Frame): void {
  if (list.frames.length < maxFrames) list.frames.push(frame);
}

function skipPattern(scan: Scan, list: List, frame: Frame): void {
  if (/^esac(?![\w-])/.test(scan.text.slice(scan.at, Math.min(scan.at + 5, scan.limit)))) {
    scan.at += 4;
    list.frames.pop();
    list.closed = true;
    return;
  }
  if (scan.text[scan.at] === '(') scan.at++;
  for (;;) {
    skipBlanks(scan);
    const char = scan.text[scan.at];
    if (scan.at >= scan.limit || char === ')' || char === '\n') break;
    if (readWord(scan) === undefined) scan.at++;
  }
  if (scan.at < scan.limit) scan.at++;
  frame.pattern = false;
  list.before = '';
  list.last = -1;
}

const openers: ReadonlyMap<string, Frame['kind']> = new Map([['if', 'if'], ['while', 'loop'], ['until', 'loop'], ['{', 'group']]);
const closers: ReadonlyMap<string, Frame['kind']> = new Map([['fi', 'if'], ['done', 'loop'], ['}', 'group'], ['esac', 'case']]);

/** Handles a word that is reserved in the place of a command's name. False when it is none. */
function reserved(scan: Scan, list: List, word: ShellWord): boolean {
  if (word.quoted || word.hasExpansion || word.text.length > 8) return false;
  const { text } = word;
  const opener = openers.get(text);
  if (opener !== undefined) {
    push(list, { kind: opener, scope: scan.scope, pipeline: scan.pipeline, inCondition: opener !== 'group', pattern: false });
    return true;
  }
  const closes = closers.get(text);
  const frame = list.frames.at(-1);
  if (closes !== undefined) {
    if (frame?.kind === closes || (frame?.kind === 'function' && closes === 'group')) {
      list.frames.pop();
      scan.scope = frame.scope;
    }
    list.closed = true;
    list.last = -1;
    return true;
  }
  if (text === 'then' || text === 'do' || text === 'else') {
    if (frame !== undefined) frame.inCondition = false;
    list.before = '';
    return true;
  }
  if (text === 'elif') {
    if (frame !== undefined) frame.inCondition = true;
    return true;
  }
  if (text === '!') {
    list.role = 'negated';
    return true;
  }
  if (text === 'function') {
    skipBlanks(scan);
    readWord(scan);
    scan.at += /^[ \t]{0,20}\([ \t]{0,20}\)/.exec(scan.text.slice(scan.at, Math.min(scan.at + 50, scan.limit)))?.[0].length ?? 0;
    return true;
  }
  return text === 'time';
}

function readCommand(scan: Scan, list: List): void {
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

/** `name () {`: the commands of the body are read in a scope of the function. */
function openFunction(scan: Scan, list: List, words: readonly ShellWord[]): boolean {
  const match = words.length === 1 ? /^\([ \t]{0,20}\)\s{0,20}/.exec(scan.text.slice(scan.at, Math.min(scan.at + 50, scan.limit))) : null;
  if (match === null) return false;
  scan.at += match[0].length;
  if (scan.text[scan.at] !== '{' || list.frames.length >= maxFrames) return true;
  scan.at++;
  push(list, { kind: 'function', scope: scan.scope, pipeline: scan.pipeline, inCondition: false, pattern: false });
  scan.scopes.push({ kind: 'function', parent: scan.scope, pipeline: scan.pipeline, start: originOf(scan.source, scan.at), quoted: false });
  scan.scope = scan.scopes.length - 1;
  list.before = '';
  list.last = -1;
  return true;
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
