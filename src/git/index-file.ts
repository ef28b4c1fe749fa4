import { readFileSync, statSync } from 'node:fs';
import { looseFolder } from './loose.ts';

/** An entry of the index, or `absent`; undefined where only git can say. */
export type IndexAnswer = { readonly oid: string; readonly mode: string } | 'absent' | undefined;

/** Larger index files are left to git, which maps them into memory. */
const maxIndexBytes = 32 * 1024 * 1024;

/** Modes of entries that are files and links, as the index holds them. */
const fileModes: ReadonlySet<number> = new Set([0o100644, 0o100755, 0o120000]);

/**
 * Answers for single paths from the index file itself: a few neighbours of a file are asked for by nearly every commit,
 * and a process to list a whole index costs more than judging the file. Undefined where the index may be elsewhere, is
 * split or sparse, or compresses its paths (version 4). Source: git's documentation, gitformat-index.
 */
export function openIndexFile(): ((path: string) => IndexAnswer) | undefined {
  if (looseFolder() === undefined) return undefined;
  const path = process.env['GIT_INDEX_FILE'] ?? '.git/index';
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? maxIndexBytes + 1;
  if (size > maxIndexBytes) return undefined;
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    return undefined;
  }
  return lookupIn(bytes);
}

/** The same over the bytes of an index. */
export function lookupIn(index: Buffer): ((path: string) => IndexAnswer) | undefined {
  if (index.length < 12 || index.toString('latin1', 0, 4) !== 'DIRC') return undefined;
  const version = index.readUInt32BE(4);
  const oidBytes = oidBytesOf(index);
  // signatures of the extensions that say that entries are elsewhere; their sizes start with a zero byte
  if ((version !== 2 && version !== 3) || oidBytes === undefined || index.includes('link\0', 0, 'latin1') || index.includes('sdir\0', 0, 'latin1')) return undefined;
  return (path) => find(index, path, oidBytes);
}

/** Bytes of stat data before an entry's object name, and where the mode stands in them. */
const statBytes = 40;
const modeAt = 24;

/** Length of object names: that which makes the first entry's path as long as it says. Undefined when both or none do. */
function oidBytesOf(index: Buffer): number | undefined {
  const fitting = [20, 32].filter((oidBytes) => {
    const flags = 12 + statBytes + oidBytes;
    if (flags + 2 > index.length) return false;
    const length = index.readUInt16BE(flags) & 0xfff;
    return length > 0 && index.indexOf(0, flags + 2) === flags + 2 + length;
  });
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** Upper bytes of an entry's flags: none (stage 0), assume-valid, skip-worktree, intent-to-add and both. */
const flagBytes: ReadonlySet<number> = new Set([0, 0x80, 0x40, 0x20, 0x60]);

function find(index: Buffer, path: string, oidBytes: number): IndexAnswer {
  if (path.includes('\\') || path.includes('\ufffd')) return undefined;
  const name = Buffer.from(`${path}\0`, 'utf8');
  // an entry states the length of its path in the two bytes before it; longer paths and flagged entries are left to git
  const length = name.length - 1;
  if (length > 0xff) return undefined;
  let answer: IndexAnswer = 'absent';
  for (let at = index.indexOf(name, 12); at >= 0; at = index.indexOf(name, at + 1)) {
    // a path holds no zero byte: this is the end of a longer one
    if (!flagBytes.has(index[at - 2] ?? 1)) continue;
    const start = at - 2 - oidBytes - statBytes;
    const mode = start < 12 ? 0 : index.readUInt32BE(start + modeAt);
    if (answer !== 'absent' || index[at - 2] !== 0 || index[at - 1] !== length || !fileModes.has(mode)) return undefined;
    answer = { oid: index.toString('hex', at - 2 - oidBytes, at - 2), mode: mode.toString(8) };
  }
  return answer;
}
