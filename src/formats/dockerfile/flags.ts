import { originOf, originOfEnd, type MappedText } from '../mapped-text.ts';
import type { Flag } from './syntax.ts';
import { isSpace, skipSpace } from './white-space.ts';

/** Reads the `--name=value` words at the front of an instruction's text; `rest` is where its arguments begin. */
export function readFlags(line: MappedText, from: number, escape: string): { flags: Flag[]; rest: number } {
  const text = line.text;
  const flags: Flag[] = [];
  let at = from;
  for (;;) {
    at = skipSpace(text, at);
    if (!text.startsWith('--', at)) return { flags, rest: at };
    const word = readWord(text, at, escape);
    if (word.value === '--') return { flags, rest: skipSpace(text, word.end) };
    flags.push(flagOf(word.value, originOf(line, at), originOfEnd(line, word.end)));
    at = word.end;
  }
}

function readWord(text: string, from: number, escape: string): { value: string; end: number } {
  let at = from;
  let quote = '';
  let value = '';
  while (at < text.length) {
    const char = text[at] ?? '';
    if (quote === '' && isSpace(text.charCodeAt(at))) break;
    if (quote === '' && (char === "'" || char === '"')) quote = char;
    else if (quote !== '' && char === quote) quote = '';
    else if (char === escape) {
      at++;
      value += text[at] ?? '';
    } else value += char;
    at++;
  }
  return { value, end: Math.min(at, text.length) };
}

function flagOf(word: string, start: number, end: number): Flag {
  const equals = word.indexOf('=');
  if (equals < 0) return { name: word.slice(2), start, end };
  return { name: word.slice(2, equals), value: word.slice(equals + 1), start, end };
}
