import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Check } from '../model/check.ts';
import { familyNames, type FamilyName, type Severity } from '../model/finding.ts';
import { digestAt, formatVersion, headerBytes, magic, packRegistry, unpackTables, wordKey, type PrefilterTables, type RouteMarker } from './registry-format.ts';

/** A line of the registry's index: enough to choose checks without loading them. */
export interface IndexRow {
  readonly number: number;
  readonly id: string;
  readonly family: FamilyName;
  readonly severity: Severity;
  readonly on: boolean;
}

/** All checks the engine can run, loaded piece by piece. */
export interface Registry {
  readonly tables: PrefilterTables;
  readonly size: number;
  /** SHA-256 of all that is packed, 64 hexadecimal digits: what a policy's digest covers. */
  readonly digest: string;
  /** The check with this number; parsed on first use. */
  check(number: number): Check;
  /** The rows of all checks by number, or those of one family. */
  index(family?: FamilyName): readonly IndexRow[];
  /** The rows of a family's checks that apply to one of these words (a resource type, an instruction …), by number. */
  applying(family: FamilyName, words: Iterable<string>): readonly IndexRow[];
  /** The number of the check with this id, when it is here. */
  numberOf(id: string): number | undefined;
}

/**
 * Opens a packed registry file, and keeps it open to read from it piece by piece; where it is `held`, it is read whole and
 * closed. Throws when it is missing or of another version: the installation is broken.
 */
export function openRegistry(path: string, options: { readonly held?: boolean } = {}): Registry {
  const descriptor = openSync(path, 'r');
  const header = Buffer.alloc(headerBytes);
  readSync(descriptor, header, 0, headerBytes, 0);
  if (header.readUInt32LE(0) !== magic || header.readUInt32LE(4) !== formatVersion) {
    closeSync(descriptor);
    throw new Error(`${path} is not a registry of this version; reinstall portcullis`);
  }
  const [numbersAt, indexAt, checksAt, end] = [8, 12, 16, 20].map((at) => header.readUInt32LE(at));
  if (numbersAt === undefined || indexAt === undefined || checksAt === undefined || end === undefined || fstatSync(descriptor).size !== end) {
    closeSync(descriptor);
    throw new Error(`${path} is incomplete; reinstall portcullis`);
  }
  const readFile = (from: number, to: number): Buffer => {
    // not of the pool: the tables must be aligned
    const bytes = Buffer.allocUnsafeSlow(to - from);
    readSync(descriptor, bytes, 0, bytes.length, from);
    return bytes;
  };
  const held = options.held === true ? readFile(indexAt, end) : undefined;
  const read = held === undefined ? readFile : (from: number, to: number): Buffer => (from < indexAt ? readFile(from, to) : held.subarray(from - indexAt, to - indexAt));
  const tables = unpackTables(read(numbersAt, indexAt));
  if (held !== undefined) closeSync(descriptor);
  const checkText = readAhead((from, to) => read(checksAt + from, checksAt + to), end - checksAt);
  return registryOver({ tables, digest: header.toString('hex', digestAt, headerBytes) }, () => read(indexAt, checksAt), checkText);
}

/** A family's checks lie together: where two that are asked for lie close, the next ones are read along. */
const aheadBytes = 64 * 1024;
const closeBytes = 8 * 1024;

function readAhead(read: (from: number, to: number) => Buffer, size: number): (from: number, to: number) => string {
  let start = 0;
  let last = -closeBytes;
  let ahead: Buffer = Buffer.alloc(0);
  return (from, to) => {
    if (from < start || to > start + ahead.length) {
      ahead = read(from, from - last >= 0 && from - last < closeBytes ? Math.max(to, Math.min(size, from + aheadBytes)) : to);
      start = from;
    }
    last = to;
    return ahead.toString('utf8', from - start, to - start);
  };
}

/** A registry in memory, for checks that are not in the package: a user's own policy files, and tests. */
export function memoryRegistry(checks: readonly Check[], markers: readonly RouteMarker[] = []): Registry {
  const packed = packRegistry(checks, markers);
  const bytes = new Uint8Array(packed.length);
  bytes.set(packed);
  const indexAt = packed.readUInt32LE(12);
  const checksAt = packed.readUInt32LE(16);
  const tables = unpackTables(bytes.slice(packed.readUInt32LE(8), indexAt));
  const registry = registryOver({ tables, digest: packed.toString('hex', digestAt, headerBytes) }, () => packed.subarray(indexAt, checksAt), (from, to) => packed.toString('utf8', checksAt + from, checksAt + to));
  // what a check does cannot be packed
  const live = new Map(checks.filter((check) => 'detect' in check).map((check) => [check.id, check]));
  if (live.size === 0) return registry;
  return {
    ...registry,
    check(number) {
      const check = registry.check(number);
      return live.get(check.id) ?? check;
    },
  };
}

function registryOver({ tables, digest }: Pick<Registry, 'tables' | 'digest'>, indexBytes: () => Buffer, checkText: (from: number, to: number) => string): Registry {
  const loaded: (Check | undefined)[] = [];
  let rows: readonly IndexRow[] | undefined;
  let parts: ReadonlyMap<FamilyName, FamilyIndex> | undefined;
  const familyIndex = (family: FamilyName): FamilyIndex | undefined => (parts ??= indexParts(indexBytes())).get(family);
  const index = (family?: FamilyName): readonly IndexRow[] => {
    if (family !== undefined) return familyIndex(family)?.all() ?? [];
    return (rows ??= familyNames.flatMap((name) => familyIndex(name)?.all() ?? []).sort((a, b) => a.number - b.number));
  };
  return {
    tables,
    digest,
    size: tables.checkStart.length - 1,
    check(number) {
      const known = loaded[number];
      if (known !== undefined) return known;
      const check: Check = JSON.parse(checkText(tables.checkStart[number] ?? 0, tables.checkStart[number + 1] ?? 0));
      loaded[number] = check;
      return check;
    },
    numberOf(id) {
      // an id begins with its family: the rows of the others need not be read
      const family = familyNames.find((name) => id.startsWith(`${name}/`));
      return family === undefined ? undefined : familyIndex(family)?.find(id)?.number;
    },
    index,
    applying: (family, words) => familyIndex(family)?.applying(words) ?? [],
  };
}

interface FamilyIndex {
  all(): readonly IndexRow[];
  applying(words: Iterable<string>): readonly IndexRow[];
  find(id: string): IndexRow | undefined;
}

/** The index of each family, read when it is first asked. */
function indexParts(bytes: Buffer): ReadonlyMap<FamilyName, FamilyIndex> {
  const headEnd = bytes.indexOf(10);
  const head: [FamilyName, number, number][] = JSON.parse(bytes.toString('utf8', 0, headEnd));
  let at = headEnd + 1;
  return new Map(
    head.map(([family, wordBytes, rowBytes]) => {
      const start = at;
      at += wordBytes + rowBytes;
      return [family, familyIndexOf(family, () => ({ words: bytes.toString('utf8', start, start + wordBytes), rows: bytes.toString('utf8', start + wordBytes, start + wordBytes + rowBytes) }))];
    }),
  );
}

function familyIndexOf(family: FamilyName, read: () => { readonly words: string; readonly rows: string }): FamilyIndex {
  let text: { readonly words: string; readonly rows: string } | undefined;
  let lines: readonly string[] | undefined;
  const parsed: IndexRow[] = [];
  const byWord = new Map<string, readonly number[]>();
  const byId = new Map<string, IndexRow | undefined>();
  const allLines = (): readonly string[] => (lines ??= (text ??= read()).rows.split('\n'));
  const rowAt = (place: number): IndexRow => (parsed[place] ??= rowOf(family, allLines()[place] ?? ''));
  const placesOf = (word: string): readonly number[] => {
    const known = byWord.get(word);
    if (known !== undefined) return known;
    const { words } = (text ??= read());
    const key = `\n${wordKey(word)}`;
    const at = words.indexOf(key);
    const places = at < 0 ? [] : words.slice(at + key.length, words.indexOf('\n', at + 1)).split(',').map(Number);
    byWord.set(word, places);
    return places;
  };
  return {
    all: () => allLines().map((_, place) => rowAt(place)),
    applying: (words) => [...new Set([...words].flatMap(placesOf))].sort((a, b) => a - b).map(rowAt),
    find(id) {
      if (byId.has(id)) return byId.get(id);
      const { rows } = (text ??= read());
      const at = rows.indexOf(`,${JSON.stringify(id)},`);
      const end = rows.indexOf('\n', at);
      const row = at < 0 ? undefined : rowOf(family, rows.slice(rows.lastIndexOf('\n', at) + 1, end < 0 ? undefined : end));
      byId.set(id, row);
      return row;
    },
  };
}

function rowOf(family: FamilyName, line: string): IndexRow {
  const [number, id, severity, on]: [number, string, Severity, number] = JSON.parse(line);
  return { number, id, family, severity, on: on === 1 };
}
