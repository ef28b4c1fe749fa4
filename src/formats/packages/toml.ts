import type { DataNode, MapEntry, MapNode, Reading, ScalarNode, SyntaxProblem } from '../node.ts';
import { isMarkerLine } from './conflict-markers.ts';
import { stringAt } from './toml-string.ts';

/** A table while it is filled; `byKey` finds what a dotted key or a header adds to. */
interface Table {
  readonly kind: 'map';
  readonly entries: MapEntry[];
  readonly byKey: Map<string, MapEntry>;
  readonly start: number;
  end: number;
}

interface List {
  readonly kind: 'list';
  readonly items: DataNode[];
  readonly start: number;
  end: number;
}

interface Cursor {
  readonly text: string;
  at: number;
  readonly problems: SyntaxProblem[];
  readonly tables: WeakMap<MapNode, Table>;
}

const maxDepth = 100;
const maxProblems = 20;

/** Reads TOML 1.0 into nodes with offsets; dates are kept as they are written. A line that cannot be read is reported and left out. Source: toml.io/en/v1.0.0. */
export function readToml(text: string): Reading<MapNode> {
  const cursor: Cursor = { text, at: text.charCodeAt(0) === 0xfeff ? 1 : 0, problems: [], tables: new WeakMap() };
  const root = newTable(cursor, 0);
  root.end = text.length;
  let current = root;
  while (cursor.at < text.length) {
    skipBlank(cursor);
    const code = text.charCodeAt(cursor.at);
    if (Number.isNaN(code)) break;
    if (isMarkerLine(text, cursor.at)) {
      skipLine(cursor);
      continue;
    }
    if (code === 91) current = readHeader(cursor, root) ?? current;
    else readPair(cursor, current, 0);
    skipSpaces(cursor);
    const next = text.charCodeAt(cursor.at);
    if (!Number.isNaN(next) && next !== 10 && next !== 13 && next !== 35) problem(cursor, 'unexpected text after a value');
    skipLine(cursor);
    if (current.end < cursor.at) current.end = cursor.at;
  }
  return { documents: [root], problems: cursor.problems };
}

function newTable(cursor: Cursor, start: number): Table {
  const table: Table = { kind: 'map', entries: [], byKey: new Map(), start, end: start };
  cursor.tables.set(table, table);
  return table;
}

function problem(cursor: Cursor, message: string): undefined {
  if (cursor.problems.length < maxProblems) cursor.problems.push({ message: `not well-formed TOML: ${message}`, start: cursor.at, end: cursor.at + 1 });
  return undefined;
}

/** `[a.b]` or `[[a.b]]`: the table that the lines below fill. */
function readHeader(cursor: Cursor, root: Table): Table | undefined {
  const start = cursor.at;
  const isList = cursor.text.charCodeAt(cursor.at + 1) === 91;
  cursor.at += isList ? 2 : 1;
  const keys = readKey(cursor);
  if (keys === undefined) return undefined;
  const close = isList ? ']]' : ']';
  if (!cursor.text.startsWith(close, cursor.at)) return problem(cursor, `${close} is missing`);
  cursor.at += close.length;
  let table: Table | undefined = root;
  const last = keys.length - 1;
  for (let i = 0; i < last && table !== undefined; i++) table = childTable(cursor, table, keys[i]);
  const key = keys[last];
  if (table === undefined || key === undefined) return problem(cursor, 'the header goes through a value');
  if (!isList) return childTable(cursor, table, key) ?? problem(cursor, 'the header names a value');
  const found = table.byKey.get(String(key.value));
  const made = newTable(cursor, start);
  if (found === undefined) add(table, key, { kind: 'list', items: [made], start, end: cursor.at } satisfies List);
  else if (found.value.kind === 'list') (found.value.items as DataNode[]).push(made);
  else return problem(cursor, 'the header names a value');
  return made;
}

function childTable(cursor: Cursor, table: Table, key: ScalarNode | undefined): Table | undefined {
  if (key === undefined) return undefined;
  const found = table.byKey.get(String(key.value))?.value;
  if (found === undefined) {
    const made = newTable(cursor, key.start);
    add(table, key, made);
    return made;
  }
  if (found.kind === 'map') return cursor.tables.get(found);
  const last = found.kind === 'list' ? found.items.at(-1) : undefined;
  return last?.kind === 'map' ? cursor.tables.get(last) : undefined;
}

function add(table: Table, key: ScalarNode, value: DataNode): void {
  const entry = { key, value };
  table.entries.push(entry);
  table.byKey.set(String(key.value), entry);
}

/** `a.b = value` into a table. */
function readPair(cursor: Cursor, into: Table, depth: number): void {
  const keys = readKey(cursor);
  if (keys === undefined) return;
  if (cursor.text.charCodeAt(cursor.at) !== 61) {
    problem(cursor, 'an equals sign is missing');
    return;
  }
  cursor.at++;
  skipSpaces(cursor);
  const value = readValue(cursor, depth);
  if (value === undefined) return;
  let table: Table | undefined = into;
  for (let i = 0; i < keys.length - 1 && table !== undefined; i++) table = childTable(cursor, table, keys[i]);
  const key = keys.at(-1);
  if (table === undefined || key === undefined) problem(cursor, 'a dotted key goes through a value');
  else add(table, key, value);
}

/** A dotted key and the space after it; 64 parts at most. */
function readKey(cursor: Cursor): ScalarNode[] | undefined {
  const keys: ScalarNode[] = [];
  for (;;) {
    skipSpaces(cursor);
    const start = cursor.at;
    const code = cursor.text.charCodeAt(start);
    if (code === 34 || code === 39) {
      const value = readString(cursor);
      if (value === undefined) return undefined;
      keys.push({ kind: 'scalar', value, start: start + 1, end: cursor.at - 1 });
    } else {
      while (isBare(cursor.text.charCodeAt(cursor.at))) cursor.at++;
      if (cursor.at === start) return problem(cursor, 'a key is expected');
      keys.push({ kind: 'scalar', value: cursor.text.slice(start, cursor.at), start, end: cursor.at });
    }
    skipSpaces(cursor);
    if (cursor.text.charCodeAt(cursor.at) !== 46) return keys;
    if (keys.length >= 64) return problem(cursor, 'a key with more than 64 parts');
    cursor.at++;
  }
}

function readValue(cursor: Cursor, depth: number): DataNode | undefined {
  const { text } = cursor;
  const start = cursor.at;
  const code = text.charCodeAt(start);
  if (depth > maxDepth) return problem(cursor, `values are nested deeper than ${maxDepth}`);
  if (code === 34 || code === 39) {
    const value = readString(cursor);
    return value === undefined ? undefined : { kind: 'scalar', value, start, end: cursor.at };
  }
  if (code === 91) return readList(cursor, depth);
  if (code === 123) return readInline(cursor, depth);
  while (cursor.at < text.length && !isEnd(text.charCodeAt(cursor.at))) cursor.at++;
  const word = text.slice(start, cursor.at).trim();
  if (word === '') return problem(cursor, 'a value is expected');
  return { kind: 'scalar', value: wordValue(word), start, end: start + word.length };
}

function wordValue(word: string): string | number | boolean {
  if (word === 'true') return true;
  if (word === 'false') return false;
  const number = word.length < 40 && /^[+-]?[\d_]/.test(word) ? Number(word.replaceAll('_', '')) : Number.NaN;
  return Number.isNaN(number) ? word : number;
}

function readList(cursor: Cursor, depth: number): DataNode {
  const start = cursor.at++;
  const items: DataNode[] = [];
  for (;;) {
    skipBlank(cursor);
    const code = cursor.text.charCodeAt(cursor.at);
    if (code === 93) {
      cursor.at++;
      break;
    }
    if (code === 44) {
      cursor.at++;
      continue;
    }
    if (isMarkerLine(cursor.text, cursor.at)) {
      skipLine(cursor);
      continue;
    }
    if (Number.isNaN(code)) {
      problem(cursor, 'the file ends in the middle of a list: it is truncated');
      break;
    }
    const item = readValue(cursor, depth + 1);
    if (item === undefined) break;
    items.push(item);
  }
  return { kind: 'list', items, start, end: cursor.at };
}

function readInline(cursor: Cursor, depth: number): DataNode {
  const table = newTable(cursor, cursor.at++);
  for (;;) {
    // Line ends inside inline tables are TOML 1.1; files with them are in the wild.
    skipBlank(cursor);
    const code = cursor.text.charCodeAt(cursor.at);
    if (code === 125) {
      cursor.at++;
      break;
    }
    if (code === 44) {
      cursor.at++;
      continue;
    }
    if (Number.isNaN(code)) {
      problem(cursor, 'the file ends in the middle of a table: it is truncated');
      break;
    }
    const before = cursor.at;
    readPair(cursor, table, depth + 1);
    if (cursor.at === before || cursor.problems.length >= maxProblems) break;
  }
  table.end = cursor.at;
  return table;
}

/** Reads a string, and goes behind it. */
function readString(cursor: Cursor): string | undefined {
  const { value, end, problem: why } = stringAt(cursor.text, cursor.at);
  if (why !== undefined) problem(cursor, why);
  if (end !== undefined) cursor.at = end;
  return value;
}

function isBare(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 45 || code === 95;
}

function isEnd(code: number): boolean {
  return code === 44 || code === 93 || code === 125 || code === 10 || code === 13 || code === 35;
}

function skipSpaces(cursor: Cursor): void {
  let code = cursor.text.charCodeAt(cursor.at);
  while (code === 32 || code === 9) code = cursor.text.charCodeAt(++cursor.at);
}

function skipBlank(cursor: Cursor): void {
  for (;;) {
    const code = cursor.text.charCodeAt(cursor.at);
    if (code === 32 || code === 9 || code === 10 || code === 13) cursor.at++;
    else if (code === 35) skipLine(cursor);
    else return;
  }
}

function skipLine(cursor: Cursor): void {
  const newline = cursor.text.indexOf('\n', cursor.at);
  cursor.at = newline < 0 ? cursor.text.length : newline + 1;
}
