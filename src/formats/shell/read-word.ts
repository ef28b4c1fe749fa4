import { originOf, originOfEnd } from '../mapped-text.ts';
import { maxDepth, metacharacters, type Scan } from './scan.ts';
import type { ShellWord, WordPart } from './syntax.ts';

/** Reads the word at the cursor, which must not stand on a blank. Undefined when a metacharacter stands there. */
export function readWord(scan: Scan): ShellWord | undefined {
  const from = scan.at;
  const parts: WordPart[] = [];
  while (scan.at < scan.limit) {
    const char = scan.text[scan.at] ?? '';
    if (char === "'") singleQuoted(scan, parts);
    else if (char === '"') doubleQuoted(scan, parts);
    else if (char === '\\') escaped(scan, parts);
    else if (char === '$') dollar(scan, parts, '');
    else if (char === '`') backticks(scan, parts, '');
    else if ((char === '<' || char === '>') && scan.text[scan.at + 1] === '(' && scan.at === from) processSubstitution(scan, parts);
    else if (metacharacters.has(char)) break;
    else plain(scan, parts);
  }
  if (scan.at === from) return undefined;
  return wordOf(scan, parts, from, scan.at);
}

function wordOf(scan: Scan, parts: readonly WordPart[], from: number, to: number): ShellWord {
  return {
    text: parts.length === 1 ? (parts[0]?.text ?? '') : parts.map((part) => part.text).join(''),
    parts,
    quoted: parts.some((part) => part.quote !== ''),
    hasExpansion: parts.some((part) => part.kind !== 'text'),
    start: originOf(scan.source, from),
    end: originOfEnd(scan.source, to),
  };
}

function add(scan: Scan, parts: WordPart[], kind: WordPart['kind'], text: string, quote: WordPart['quote'], from: number, more?: Partial<WordPart>): void {
  parts.push({ kind, text, quote, start: originOf(scan.source, from), end: originOfEnd(scan.source, scan.at), ...more });
}

function plain(scan: Scan, parts: WordPart[]): void {
  const from = scan.at;
  while (scan.at < scan.limit) {
    const char = scan.text[scan.at] ?? '';
    if (char === "'" || char === '"' || char === '\\' || char === '$' || char === '`' || metacharacters.has(char)) break;
    scan.at++;
  }
  add(scan, parts, 'text', scan.text.slice(from, scan.at), '', from);
}

function singleQuoted(scan: Scan, parts: WordPart[]): void {
  const from = scan.at;
  const close = scan.text.indexOf("'", from + 1);
  const end = close < 0 || close >= scan.limit ? scan.limit : close;
  scan.at = Math.min(end + 1, scan.limit);
  if (end === scan.limit) complain(scan, from, 'unclosed single quote');
  add(scan, parts, 'text', scan.text.slice(from + 1, end), "'", from);
}

function escaped(scan: Scan, parts: WordPart[]): void {
  const from = scan.at;
  const next = scan.text[from + 1];
  scan.at = Math.min(from + 2, scan.limit);
  if (next === '\n') return;
  add(scan, parts, 'text', from + 1 < scan.limit ? (next ?? '\\') : '\\', '\\', from);
}

function doubleQuoted(scan: Scan, parts: WordPart[]): void {
  const open = scan.at;
  scan.at++;
  let from = scan.at;
  let text = '';
  const flush = (to: number): void => {
    text += scan.text.slice(from, to);
    if (text !== '') add(scan, parts, 'text', text, '"', from);
    text = '';
  };
  const count = parts.length;
  while (scan.at < scan.limit) {
    const char = scan.text[scan.at];
    if (char === '"') {
      flush(scan.at);
      scan.at++;
      // "" is a word although there is nothing in it.
      if (parts.length === count) add(scan, parts, 'text', '', '"', open);
      return;
    }
    if (char === '\\') {
      const next = scan.text[scan.at + 1] ?? '';
      if (next === '"' || next === '$' || next === '`' || next === '\\' || next === '\n') {
        text += scan.text.slice(from, scan.at) + (next === '\n' ? '' : next);
        from = Math.min(scan.at + 2, scan.limit);
      }
      scan.at = Math.min(scan.at + 2, scan.limit);
    } else if (char === '$' || char === '`') {
      flush(scan.at);
      if (char === '$') dollar(scan, parts, '"');
      else backticks(scan, parts, '"');
      from = scan.at;
    } else scan.at++;
  }
  flush(scan.at);
  complain(scan, open, 'unclosed double quote');
}

function dollar(scan: Scan, parts: WordPart[], quote: '' | '"'): void {
  const from = scan.at;
  const next = scan.at + 1 < scan.limit ? scan.text[from + 1] : undefined;
  if (next === '(') {
    if (scan.text[from + 2] === '(' && skipArithmetic(scan)) add(scan, parts, 'arithmetic', scan.text.slice(from, scan.at), quote, from);
    else substitution(scan, parts, quote);
  } else if (next === '{') {
    braces(scan, parts, quote);
  } else if (quote === '' && next === "'") {
    ansiQuoted(scan, parts);
  } else if (quote === '' && next === '"') {
    scan.at++;
  } else {
    const name = /^(?:[A-Za-z_][A-Za-z0-9_]{0,200}|[0-9@*#?$!-])/.exec(scan.text.slice(from + 1, Math.min(from + 202, scan.limit)))?.[0];
    scan.at = from + 1 + (name?.length ?? 0);
    if (name === undefined) add(scan, parts, 'text', '$', quote, from);
    else add(scan, parts, 'variable', `$${name}`, quote, from, { name });
  }
}

function ansiQuoted(scan: Scan, parts: WordPart[]): void {
  const from = scan.at;
  scan.at += 2;
  while (scan.at < scan.limit && scan.text[scan.at] !== "'") scan.at += scan.text[scan.at] === '\\' ? 2 : 1;
  const end = Math.min(scan.at, scan.limit);
  scan.at = Math.min(end + 1, scan.limit);
  add(scan, parts, 'text', scan.text.slice(from + 2, end), "'", from);
}

/** `$((…))`; false, without moving, when it turns out to be a substitution that begins with a subshell. */
function skipArithmetic(scan: Scan): boolean {
  let open = 0;
  // Arithmetic is short; without a bound, `$((` repeated would be searched to the end each time.
  const stop = Math.min(scan.limit, scan.at + 1000);
  for (let at = scan.at + 3; at < stop; at++) {
    const char = scan.text[at];
    if (char === '(') open++;
    else if (char === ')') {
      if (open > 0) open--;
      else if (scan.text[at + 1] === ')') {
        scan.at = at + 2;
        return true;
      } else return false;
    }
  }
  return false;
}

function substitution(scan: Scan, parts: WordPart[], quote: '' | '"'): void {
  const from = scan.at;
  scan.at += 2;
  if (scan.depth >= maxDepth) {
    complain(scan, from, 'substitutions are nested too deeply');
    scan.at = scan.limit;
  } else scan.nested(scan, 'substitution', ')', quote === '"');
  if (scan.at >= scan.limit && scan.text[scan.limit - 1] !== ')') complain(scan, from, 'unclosed $(');
  add(scan, parts, 'substitution', scan.text.slice(from, scan.at), quote, from);
}

function processSubstitution(scan: Scan, parts: WordPart[]): void {
  const from = scan.at;
  scan.at += 2;
  if (scan.depth >= maxDepth) scan.at = scan.limit;
  else scan.nested(scan, 'process', ')', false);
  add(scan, parts, 'substitution', scan.text.slice(from, scan.at), '', from);
}

function backticks(scan: Scan, parts: WordPart[], quote: '' | '"'): void {
  const from = scan.at;
  let close = from + 1;
  while (close < scan.limit && scan.text[close] !== '`') close += scan.text[close] === '\\' ? 2 : 1;
  close = Math.min(close, scan.limit);
  if (close >= scan.limit) complain(scan, from, 'unclosed backtick');
  const { limit } = scan;
  scan.at = from + 1;
  if (scan.depth < maxDepth) {
    scan.limit = close;
    scan.nested(scan, 'backticks', '', quote === '"');
    scan.limit = limit;
  }
  scan.at = Math.min(close + 1, limit);
  add(scan, parts, 'substitution', scan.text.slice(from, scan.at), quote, from);
}

/** `${name}`, `${name:-word}` …: the word is not read, only passed over with its quotes and nested braces. */
function braces(scan: Scan, parts: WordPart[], quote: '' | '"'): void {
  const from = scan.at;
  let open = 0;
  let at = from + 2;
  for (; at < scan.limit; at++) {
    const char = scan.text[at];
    if (char === '\\') at++;
    else if (char === '$' && scan.text[at + 1] === '{') open++;
    else if (char === '}' && open-- === 0) break;
  }
  if (at >= scan.limit) complain(scan, from, 'unclosed ${');
  const end = Math.min(at, scan.limit);
  scan.at = Math.min(end + 1, scan.limit);
  const inside = scan.text.slice(from + 2, end);
  const name = /^[#!]?(?:[A-Za-z_][A-Za-z0-9_]*|[0-9]+|[@*#?$!-])/.exec(inside.slice(0, 200))?.[0] ?? '';
  add(scan, parts, 'variable', scan.text.slice(from, scan.at), quote, from, { name: name.replace(/^[#!](?=.)/, ''), modifier: inside.slice(name.length) });
}

function complain(scan: Scan, at: number, message: string): void {
  if (scan.problems.length < 50) scan.problems.push({ message, start: originOf(scan.source, at), end: originOfEnd(scan.source, Math.min(at + 1, scan.text.length)) });
}
