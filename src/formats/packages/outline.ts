import { isMarkerLine } from './conflict-markers.ts';
import { eachLine } from './lines.ts';

/** One line of an indented document: a key, a value, a list item, or several of these. */
export interface OutlineLine {
  /** Column of the first character that is not a space, 0-based; dashes of list items are counted as indentation. */
  readonly indent: number;
  /** True when the line opens a list item. */
  readonly dash: boolean;
  /** The key without its quotes; undefined when the line holds a bare value. */
  readonly key: string | undefined;
  /** The value without quotes and comment; empty when it follows on deeper lines. */
  readonly value: string;
  /** UTF-16 offsets of what names the line: its key without quotes, or its value. */
  readonly start: number;
  readonly end: number;
  readonly valueStart: number;
  readonly number: number;
}

interface OpenKey {
  readonly indent: number;
  readonly key: string;
}

/**
 * Walks the block style of YAML as package managers write it: one entry a line, nesting by indentation.
 * `path` holds the keys above the line, `-` for a list item; it is reused between calls, so copy what you keep.
 * Anchors, aliases, multi-line flow collections and multi-line scalars are not followed: nothing here can be expanded.
 */
export function eachOutlineLine(text: string, visit: (path: readonly string[], line: OutlineLine) => void): void {
  const open: OpenKey[] = [];
  const path: string[] = [];
  // Column of the key whose block scalar (`run: |`) is being stepped over; -1 outside.
  let scalarOf = -1;
  eachLine(text, (raw, lineStart, number) => {
    let at = 0;
    while (raw.charCodeAt(at) === 32) at++;
    const first = raw.charCodeAt(at);
    if (scalarOf >= 0) {
      if (Number.isNaN(first) || at > scalarOf) return;
      scalarOf = -1;
    }
    if (Number.isNaN(first) || first === 35 || (at === 0 && (isMarkerLine(text, lineStart) || raw.startsWith('---') || raw.startsWith('%')))) return;
    const close = (indent: number, isItem: boolean): void => {
      for (let last = open.at(-1); last !== undefined && last.indent >= indent; last = open.at(-1)) {
        // The items of a list may stand in the column of the list's own key.
        if (isItem && last.indent === indent && last.key !== '-') return;
        open.pop();
        path.pop();
      }
    };
    let dash = false;
    while (raw.charCodeAt(at) === 45 && (raw.charCodeAt(at + 1) === 32 || at + 1 >= raw.length)) {
      close(at, !dash);
      open.push({ indent: at, key: '-' });
      path.push('-');
      dash = true;
      at++;
      while (raw.charCodeAt(at) === 32) at++;
    }
    if (!dash) close(at, false);
    if (raw.startsWith('? ', at)) at += 2;
    const line = readLine(raw, at, lineStart, number, dash);
    visit(path, line);
    if (line.key !== undefined) {
      open.push({ indent: at, key: line.key });
      path.push(line.key);
    }
    if (/^[|>][-+\d]{0,2}$/.test(line.value)) scalarOf = at;
  });
}

function readLine(raw: string, at: number, lineStart: number, number: number, dash: boolean): OutlineLine {
  const quote = raw.charCodeAt(at);
  let key: string | undefined;
  let keyStart = at;
  let keyEnd = at;
  let valueAt = at;
  if (quote === 34 || quote === 39) {
    const close = raw.indexOf(quote === 34 ? '"' : "'", at + 1);
    if (close > 0 && raw.charCodeAt(close + 1) === 58) {
      key = raw.slice(at + 1, close);
      keyStart = at + 1;
      keyEnd = close;
      valueAt = close + 2;
    }
  } else if (quote !== 123 && quote !== 91) {
    let colon = raw.indexOf(': ', at);
    if (colon < 0) {
      const last = raw.trimEnd().length - 1;
      if (raw.charCodeAt(last) === 58) colon = last;
    }
    const hash = raw.indexOf(' #', at);
    if (colon > 0 && (hash < 0 || colon < hash)) {
      key = raw.slice(at, colon);
      keyEnd = colon;
      valueAt = colon + 1;
    } else if (hash > 0 && raw.slice(at, hash).trimEnd().endsWith(':')) {
      keyEnd = at + raw.slice(at, hash).trimEnd().length - 1;
      key = raw.slice(at, keyEnd);
      valueAt = hash;
    }
  }
  while (raw.charCodeAt(valueAt) === 32) valueAt++;
  const value = scalar(raw, valueAt);
  return {
    indent: at,
    dash,
    key,
    value,
    start: lineStart + (key === undefined ? valueAt : keyStart),
    end: lineStart + (key === undefined ? Math.max(valueAt, valueAt + value.length) : keyEnd),
    valueStart: lineStart + valueAt,
    number,
  };
}

/** A scalar on one line: quotes are taken off, a comment after space ends a plain one. */
function scalar(raw: string, at: number): string {
  const quote = raw.charCodeAt(at);
  if (quote === 34 || quote === 39) {
    const close = raw.indexOf(quote === 34 ? '"' : "'", at + 1);
    return close < 0 ? raw.slice(at + 1) : raw.slice(at + 1, close);
  }
  if (quote === 35) return '';
  const hash = raw.indexOf(' #', at);
  return (hash < 0 ? raw.slice(at) : raw.slice(at, hash)).trimEnd();
}

/** The fields of a one-line flow map, `{integrity: sha512-…, tarball: https://…}`; empty for anything else. Nesting is not followed. */
export function flowFields(value: string): Map<string, string> {
  const fields = new Map<string, string>();
  if (!value.startsWith('{')) return fields;
  for (const piece of value.slice(1, value.endsWith('}') ? -1 : undefined).split(',')) {
    const colon = piece.indexOf(':');
    if (colon > 0) fields.set(unquoted(piece.slice(0, colon)), unquoted(piece.slice(colon + 1)));
  }
  return fields;
}

/** A scalar without the quotes around it. */
export function unquoted(text: string): string {
  const bare = text.trim();
  const quote = bare.charCodeAt(0);
  return (quote === 34 || quote === 39) && bare.length > 1 && bare.charCodeAt(bare.length - 1) === quote ? bare.slice(1, -1) : bare;
}
