import { readFileSync, statSync } from 'node:fs';

/** A file of the index, at whatever stage. */
export interface IndexEntry {
  /** Six octal digits, as git prints them. */
  readonly mode: string;
  readonly oid: string;
  readonly rawPath: Buffer;
}

/** An index larger than this is left to git, which streams. */
const maxIndexBytes = 256 * 1024 * 1024;

/**
 * The entries of the index that git names for this hook, read here to spare a commit a process. Undefined when it lies
 * elsewhere than in the current folder's `.git`, or is anything but a plain, whole index: then git itself is asked.
 */
export function readIndexFile(): readonly IndexEntry[] | undefined {
  const { GIT_DIR: directory, GIT_INDEX_FILE: index, GIT_COMMON_DIR: common } = process.env;
  if (common !== undefined || (directory !== undefined && directory !== '.git')) return undefined;
  if (statSync('.git', { throwIfNoEntry: false })?.isDirectory() !== true) return undefined;
  const path = index ?? '.git/index';
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
export function parseIndex(bytes: Buffer): readonly IndexEntry[] | undefined {
  if (bytes.length < 12 || bytes.toString('latin1', 0, 4) !== 'DIRC') return undefined;
  const version = bytes.readUInt32BE(4);
  if (version < 2 || version > 4) return undefined;
  // the file does not say which hash it holds: only the right one makes every entry and extension end where it should
  return parseEntries(bytes, version, 20) ?? parseEntries(bytes, version, 32);
}

/** Bytes of an entry before its oid: two times, device, inode, mode, user, group and size. */
const statBytes = 40;
const modeAt = 24;
const longName = 0xfff;

function parseEntries(bytes: Buffer, version: number, hashBytes: number): readonly IndexEntry[] | undefined {
  const count = bytes.readUInt32BE(8);
  const end = bytes.length - hashBytes;
  const entries: IndexEntry[] = [];
  let previous: Buffer = Buffer.alloc(0);
  let at = 12;
  while (entries.length < count) {
    const flagsAt = at + statBytes + hashBytes;
    if (flagsAt + 4 > end) return undefined;
    const flags = bytes.readUInt16BE(flagsAt);
    const extended = (flags & 0x4000) !== 0;
    if (extended && version === 2) return undefined;
    const nameAt = flagsAt + (extended ? 4 : 2);
    const name = version === 4 ? compressedName(bytes, nameAt, previous) : plainName(bytes, nameAt, nameAt - at);
    if (name === undefined || name.end > end) return undefined;
    const told = flags & longName;
    if (told === longName ? name.path.length < longName : name.path.length !== told) return undefined;
    entries.push({ mode: bytes.readUInt32BE(at + modeAt).toString(8).padStart(6, '0'), oid: bytes.toString('hex', at + statBytes, flagsAt), rawPath: name.path });
    previous = name.path;
    at = name.end;
  }
  return extensionsEnd(bytes, at, end) ? entries : undefined;
}

interface Name {
  readonly path: Buffer;
  /** Offset behind the entry. */
  readonly end: number;
}

/** Versions 2 and 3: the name, then one to eight NULs that make the entry a multiple of eight bytes long. */
function plainName(bytes: Buffer, at: number, before: number): Name | undefined {
  const nul = bytes.indexOf(0, at);
  if (nul < 0) return undefined;
  const length = before + nul - at;
  return { path: bytes.subarray(at, nul), end: at - before + (length - (length % 8) + 8) };
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
