import type { SyntaxProblem } from '../node.ts';
import { isMarkerLine } from './conflict-markers.ts';

/**
 * A place in a JSON text that a reader moves forward. No tree is built: a reader takes what it knows and skips the rest.
 * Comments, trailing commas and conflict markers are stepped over, so that JSONC and half-merged files give what they hold.
 */
export interface JsonCursor {
  readonly text: string;
  /** UTF-16 offset of what comes next. */
  at: number;
  readonly problems: SyntaxProblem[];
  /** Set at the first fault: what follows from it is not reported again. */
  broken: boolean;
}

/** A cursor at the start of a text, after a byte order mark. */
export function jsonCursor(text: string, problems: SyntaxProblem[]): JsonCursor {
  return { text, at: text.charCodeAt(0) === 0xfeff ? 1 : 0, problems, broken: false };
}

/** Calls `visit` for each entry of an object with its key and the key's offsets, the quotes not counted. Values that are not taken are skipped. False when no object stands here. */
export function eachEntry(cursor: JsonCursor, visit: (key: string, start: number, end: number) => void): boolean {
  if (peek(cursor) !== 123) {
    skipValue(cursor);
    return false;
  }
  cursor.at++;
  for (;;) {
    const code = peek(cursor);
    if (code === 44) cursor.at++;
    else if (code === 125) {
      cursor.at++;
      return true;
    } else if (code === 34) {
      const start = cursor.at + 1;
      const key = takeString(cursor);
      const end = cursor.at - 1;
      if (peek(cursor) === 58) cursor.at++;
      else fault(cursor, 'a colon is missing after a key');
      // Looking at what comes next moves over space: only past it does a changed offset mean that the value was taken.
      peek(cursor);
      const before = cursor.at;
      visit(key, start, end);
      if (cursor.at === before) skipValue(cursor);
    } else if (code < 0) {
      truncated(cursor);
      return true;
    } else {
      fault(cursor, 'a key in double quotes is expected');
      cursor.at++;
    }
  }
}

/** Calls `visit` for each item of a list with its offset. Items that are not taken are skipped. False when no list stands here. */
export function eachItem(cursor: JsonCursor, visit: (index: number, start: number) => void): boolean {
  if (peek(cursor) !== 91) {
    skipValue(cursor);
    return false;
  }
  cursor.at++;
  for (let index = 0; ; ) {
    const code = peek(cursor);
    if (code === 44) cursor.at++;
    else if (code === 93) {
      cursor.at++;
      return true;
    } else if (code < 0) {
      truncated(cursor);
      return true;
    } else {
      const before = cursor.at;
      visit(index++, before);
      if (cursor.at === before) skipValue(cursor);
      if (cursor.at === before) {
        fault(cursor, 'a value is expected');
        cursor.at++;
      }
    }
  }
}

/** The kind of the value that stands here. */
export function kindHere(cursor: JsonCursor): 'object' | 'list' | 'string' | 'other' | 'end' {
  const code = peek(cursor);
  return code === 123 ? 'object' : code === 91 ? 'list' : code === 34 ? 'string' : code < 0 ? 'end' : 'other';
}

/** Takes the value here: its text when it is a string, otherwise undefined. */
export function takeText(cursor: JsonCursor): string | undefined {
  if (peek(cursor) === 34) return takeString(cursor);
  skipValue(cursor);
  return undefined;
}

/** Takes the value here: a string, or a number or word as it is written; undefined for objects and lists. */
export function takeScalar(cursor: JsonCursor): string | undefined {
  const code = peek(cursor);
  if (code === 34) return takeString(cursor);
  const start = cursor.at;
  skipValue(cursor);
  return code === 123 || code === 91 || cursor.at === start ? undefined : cursor.text.slice(start, cursor.at);
}

/** Takes the value here: true only for the word `true`. */
export function takeTrue(cursor: JsonCursor): boolean {
  return takeScalar(cursor) === 'true';
}

/** Takes a list of strings; other items are left out. */
export function takeTexts(cursor: JsonCursor): string[] {
  const texts: string[] = [];
  eachItem(cursor, () => {
    const text = takeText(cursor);
    if (text !== undefined) texts.push(text);
  });
  return texts;
}

/** Moves past the value that stands here, whatever it is. Nothing is recursive. */
export function skipValue(cursor: JsonCursor): void {
  const { text } = cursor;
  let depth = 0;
  for (;;) {
    const code = peek(cursor);
    if (code === 34) skipString(cursor);
    else if (code === 123 || code === 91) {
      depth++;
      cursor.at++;
    } else if (code === 125 || code === 93) {
      if (depth === 0) return;
      depth--;
      cursor.at++;
    } else if (code === 44 || code === 58) {
      if (depth === 0) return;
      cursor.at++;
    } else if (code < 0) {
      truncated(cursor);
      return;
    } else {
      do cursor.at++;
      while (isWord(text.charCodeAt(cursor.at)));
    }
    if (depth === 0) return;
  }
}

/** Reports what is wrong here, once for a text. */
function fault(cursor: JsonCursor, message: string): void {
  if (cursor.broken) return;
  cursor.broken = true;
  cursor.problems.push({ message: `not well-formed JSON: ${message}`, start: cursor.at, end: cursor.at + 1 });
}

function truncated(cursor: JsonCursor): void {
  if (cursor.broken) return;
  cursor.broken = true;
  const end = cursor.text.length;
  cursor.problems.push({ message: 'the file ends in the middle of a value: it is truncated', start: Math.max(0, end - 1), end });
}

function isWord(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 46 || code === 45 || code === 43 || code === 95;
}

/** Steps over space, comments and conflict markers; the code of the next character, or -1 at the end. */
function peek(cursor: JsonCursor): number {
  const { text } = cursor;
  let at = cursor.at;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 10 || code === 13 || code === 9) {
      at++;
      continue;
    }
    if (code === 47) {
      const next = text.charCodeAt(at + 1);
      const close = next === 47 ? text.indexOf('\n', at) : next === 42 ? text.indexOf('*/', at + 2) : -2;
      if (close !== -2) {
        at = close < 0 ? text.length : next === 47 ? close : close + 2;
        continue;
      }
    } else if ((code === 60 || code === 61 || code === 62 || code === 124) && isMarkerLine(text, at)) {
      const close = text.indexOf('\n', at);
      at = close < 0 ? text.length : close;
      continue;
    }
    cursor.at = at;
    return Number.isNaN(code) ? -1 : code;
  }
}

function takeString(cursor: JsonCursor): string {
  const start = cursor.at;
  skipString(cursor);
  const inner = cursor.text.slice(start + 1, cursor.at - 1);
  if (!inner.includes('\\')) return inner;
  try {
    const value: unknown = JSON.parse(cursor.text.slice(start, cursor.at));
    return typeof value === 'string' ? value : inner;
  } catch {
    // An escape that JSON does not know: the written form still names the package.
    return inner;
  }
}

function skipString(cursor: JsonCursor): void {
  const { text } = cursor;
  let close = cursor.at;
  for (;;) {
    close = text.indexOf('"', close + 1);
    if (close < 0) {
      truncated(cursor);
      cursor.at = text.length + 1;
      return;
    }
    let slash = close - 1;
    while (text.charCodeAt(slash) === 92) slash--;
    if ((close - slash) % 2 === 1) break;
  }
  cursor.at = close + 1;
}
