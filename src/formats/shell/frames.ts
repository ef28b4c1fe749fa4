import { originOf } from '../mapped-text.ts';
import { readWord } from './read-word.ts';
import { skipBlanks, type Scan } from './scan.ts';
import type { Separator, ShellCommand, ShellWord } from './syntax.ts';

/** Control structures and subshells that may be open at once; a bound on the work a closer costs. */
const maxFrames = 100;

/** A control structure or subshell that is open. */
export interface Frame {
  readonly kind: 'if' | 'loop' | 'case' | 'group' | 'subshell' | 'function';
  /** What to return to at its end. */
  readonly scope: number;
  readonly pipeline: number;
  inCondition: boolean;
  /** In a case: a pattern comes next. */
  pattern: boolean;
}

/** State of one list of commands. */
export interface List {
  readonly frames: Frame[];
  before: Separator;
  role: ShellCommand['role'];
  /** Index of the command that the next separator follows, or -1. */
  last: number;
  /** A closer came last: redirections and separators may follow, no words. */
  closed: boolean;
}

/** Opens a subshell, or passes over `((…))`. */
export function openParenthesis(scan: Scan, list: List): void {
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

/** Closes the innermost subshell and what is open in it. */
export function closeSubshell(scan: Scan, list: List): void {
  for (let frame = list.frames.pop(); frame !== undefined; frame = list.frames.pop()) {
    scan.scope = frame.scope;
    scan.pipeline = frame.pipeline;
    if (frame.kind === 'subshell') break;
  }
  list.closed = true;
  list.last = -1;
  list.before = '';
}

/** Opens a structure, unless too many are open. */
export function push(list: List, frame: Frame): void {
  if (list.frames.length < maxFrames) list.frames.push(frame);
}

/** Passes over a pattern of a case. */
export function skipPattern(scan: Scan, list: List, frame: Frame): void {
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
export function reserved(scan: Scan, list: List, word: ShellWord): boolean {
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

/** `name () {`: the commands of the body are read in a scope of the function. */
export function openFunction(scan: Scan, list: List, words: readonly ShellWord[]): boolean {
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
