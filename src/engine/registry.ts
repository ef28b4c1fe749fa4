import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Check } from '../model/check.ts';
import { familyNames, type FamilyName, type Severity } from '../model/finding.ts';
import { digestAt, formatVersion, headerBytes, magic, packRegistry, unpackTables, type PrefilterTables, type RouteMarker } from './registry-format.ts';

/** A line of the registry's index: enough to choose checks without loading them. */
export interface IndexRow {
  readonly number: number;
  readonly id: string;
  readonly family: FamilyName;
  readonly severity: Severity;
  readonly on: boolean;
  readonly applies: readonly string[];
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
  /** The number of the check with this id, when it is here. */
  numberOf(id: string): number | undefined;
}

/** Opens a packed registry file. Throws when it is missing or of another version: the installation is broken. */
export function openRegistry(path: string): Registry {
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
  const read = (from: number, to: number): Uint8Array => {
    const bytes = new Uint8Array(to - from);
    readSync(descriptor, bytes, 0, bytes.length, from);
    return bytes;
  };
  const tables = unpackTables(read(numbersAt, indexAt));
  return registryOver({ tables, digest: header.toString('hex', digestAt, headerBytes) }, () => Buffer.from(read(indexAt, checksAt)), (from, to) => Buffer.from(read(checksAt + from, checksAt + to)).toString('utf8'));
}

/** A registry in memory, for checks that are not in the package: a user's own policy files, and tests. */
export function memoryRegistry(checks: readonly Check[], markers: readonly RouteMarker[] = []): Registry {
  const packed = packRegistry(checks, markers);
  const bytes = new Uint8Array(packed.length);
  bytes.set(packed);
  const indexAt = packed.readUInt32LE(12);
  const checksAt = packed.readUInt32LE(16);
  const tables = unpackTables(bytes.slice(packed.readUInt32LE(8), indexAt));
  return registryOver({ tables, digest: packed.toString('hex', digestAt, headerBytes) }, () => packed.subarray(indexAt, checksAt), (from, to) => packed.toString('utf8', checksAt + from, checksAt + to));
}

function registryOver({ tables, digest }: Pick<Registry, 'tables' | 'digest'>, indexBytes: () => Buffer, checkText: (from: number, to: number) => string): Registry {
  const loaded: (Check | undefined)[] = [];
  let rows: readonly IndexRow[] | undefined;
  const numbers = new Map<string, ReadonlyMap<string, number>>();
  let parts: ReadonlyMap<FamilyName, () => readonly IndexRow[]> | undefined;
  const index = (family?: FamilyName): readonly IndexRow[] => {
    parts ??= indexParts(indexBytes());
    if (family !== undefined) return parts.get(family)?.() ?? [];
    return (rows ??= [...parts.values()].flatMap((part) => part()).sort((a, b) => a.number - b.number));
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
      if (family === undefined) return undefined;
      const known = numbers.get(family) ?? new Map(index(family).map((row) => [row.id, row.number]));
      numbers.set(family, known);
      return known.get(id);
    },
    index,
  };
}


/** The rows of each family, read when they are first asked for. */
function indexParts(bytes: Buffer): ReadonlyMap<FamilyName, () => readonly IndexRow[]> {
  const headEnd = bytes.indexOf(10);
  const head: [FamilyName, number][] = JSON.parse(bytes.toString('utf8', 0, headEnd));
  let at = headEnd + 1;
  return new Map(
    head.map(([family, length]) => {
      const start = at;
      at += length;
      let rows: readonly IndexRow[] | undefined;
      return [family, () => (rows ??= rowsOf(family, bytes.toString('utf8', start, start + length)))];
    }),
  );
}

function rowsOf(family: FamilyName, text: string): readonly IndexRow[] {
  const parsed: [number, string, Severity, number, string[]][] = JSON.parse(text);
  return parsed.map(([number, id, severity, on, applies]) => ({ number, id, family, severity, on: on === 1, applies }));
}
