import { readFileSync, statSync } from 'node:fs';
import { isPlainRepository } from './loose.ts';

/** A file of the index, at whatever stage. */
export interface IndexEntry {
  /** Six octal digits, as git prints them. */
  readonly mode: string;
  readonly oid: string;
  readonly rawPath: Buffer;
}

/** An index larger than this is left to git, which streams. */
const maxIndexBytes = 256 * 1024 * 1024;

/** An index that was read. */
export interface IndexFile {
  /** The entry of this path (its last stage), found without reading the others. */
  find(path: Buffer): IndexEntry | undefined;
  /** All entries in git's order: by the bytes of the path, then by stage. */
  entries(): readonly IndexEntry[];
}

/**
 * The index that git names for this hook, read here to spare a commit a process. Undefined when it lies elsewhere than
 * in the current folder's `.git`, or is anything but a plain, whole index: then git itself is asked.
 */
export function readIndexFile(): IndexFile | undefined {
  if (!isPlainRepository()) return undefined;
  const path = process.env['GIT_INDEX_FILE'] ?? '.git/index';
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined || stat.size > maxIndexBytes) return undefined;
  try {
    return parseIndex(readFileSync(path));
  } catch {
    // git says why it cannot be read
    return undefined;
  }
}

/**
 * Parses an index of version 2, 3 or 4, of SHA-1 or SHA-256. Undefined for anything that is not understood in full: a
 * split or sparse index, another version, a cut or overlong file.
 * Source: git's documentation, gitformat-index.
 */
export function parseIndex(bytes: Buffer): IndexFile | undefined {
  if (bytes.length < 12 || bytes.toString('latin1', 0, 4) !== 'DIRC') return undefined;
  const version = bytes.readUInt32BE(4);
  if (version < 2 || version > 4) return undefined;
  // the file does not say which hash it holds: only the right one makes every entry and extension end where it should
  return parseWith(bytes, version, 20) ?? parseWith(bytes, version, 32);
}

/** Bytes of an entry before its oid: two times, device, inode, mode, user, group and size. */
const statBytes = 40;
const modeAt = 24;
const longName = 0xfff;

function parseWith(bytes: Buffer, version: number, hashBytes: number): IndexFile | undefined {
  const least = statBytes + hashBytes + 3;
  const count = bytes.readUInt32BE(8);
  const end = bytes.length - hashBytes;
  if (count * least > end) return undefined;
  const starts = new Uint32Array(count);
  // paths of version 4 lean on those before them
  const paths: Buffer[] = [];
  let at = 12;
  for (let number = 0; number < count; number++) {
    const flagsAt = at + statBytes + hashBytes;
    if (flagsAt + 4 > end) return undefined;
    const flags = bytes.readUInt16BE(flagsAt);
    const isExtended = (flags & extendedFlag) !== 0;
    if (isExtended && version === 2) return undefined;
    const nameAt = flagsAt + (isExtended ? 4 : 2);
    const told = flags & longName;
    starts[number] = at;
    if (version === 4) {
      const name = compressedName(bytes, nameAt, paths.at(-1) ?? Buffer.alloc(0));
      if (name === undefined || Math.min(name.path.length, longName) !== told) return undefined;
      paths.push(name.path);
      at = name.end;
    } else {
      const length = told === longName ? bytes.indexOf(0, nameAt) - nameAt : told;
      if (length < told || bytes[nameAt + length] !== 0) return undefined;
      at += paddedLength(nameAt + length - at);
    }
    if (at > end) return undefined;
  }
  if (!extensionsEnd(bytes, at, end)) return undefined;
  const pathOf = (number: number): Buffer => paths[number] ?? plainName(bytes, (starts[number] ?? 0) + statBytes + hashBytes);
  const entryOf = (number: number): IndexEntry => {
    const start = starts[number] ?? 0;
    return { mode: bytes.readUInt32BE(start + modeAt).toString(8).padStart(6, '0'), oid: bytes.toString('hex', start + statBytes, start + statBytes + hashBytes), rawPath: pathOf(number) };
  };
  return {
    find(path) {
      const behind = countUpTo(path, count, pathOf);
      return behind > 0 && pathOf(behind - 1).equals(path) ? entryOf(behind - 1) : undefined;
    },
    entries: () => Array.from(starts, (_, number) => entryOf(number)),
  };
}

const extendedFlag = 0x4000;

/** How many of the sorted paths come before or are this one. */
function countUpTo(path: Buffer, count: number, pathOf: (number: number) => Buffer): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (pathOf(middle).compare(path) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Versions 2 and 3: an entry ends with one to eight NULs that make it a multiple of eight bytes long. */
function paddedLength(length: number): number {
  return length - (length % 8) + 8;
}

function plainName(bytes: Buffer, flagsAt: number): Buffer {
  const flags = bytes.readUInt16BE(flagsAt);
  const nameAt = flagsAt + ((flags & extendedFlag) === 0 ? 2 : 4);
  const told = flags & longName;
  return bytes.subarray(nameAt, told === longName ? bytes.indexOf(0, nameAt) : nameAt + told);
}

interface Name {
  readonly path: Buffer;
  /** Offset behind the entry. */
  readonly end: number;
}

/** Version 4: how many bytes of the name before to drop, and what comes instead, up to NUL. */
function compressedName(bytes: Buffer, at: number, previous: Buffer): Name | undefined {
  let dropped = 0;
  for (let more = true, first = true; more; first = false) {
    const byte = bytes[at++];
    if (byte === undefined) return undefined;
    dropped = (first ? 0 : dropped + 1) * 128 + (byte & 0x7f);
    if (dropped > previous.length) return undefined;
    more = (byte & 0x80) !== 0;
  }
  const nul = bytes.indexOf(0, at);
  if (nul < 0) return undefined;
  return { path: Buffer.concat([previous.subarray(0, previous.length - dropped), bytes.subarray(at, nul)]), end: nul + 1 };
}

/** True when only optional extensions follow, each whole: one whose name begins with a small letter must be understood. */
function extensionsEnd(bytes: Buffer, from: number, end: number): boolean {
  let at = from;
  while (at + 8 <= end) {
    const first = bytes[at] ?? 0;
    if (first < 65 || first > 90) return false;
    at += 8 + bytes.readUInt32BE(at + 4);
  }
  return at === end;
}
