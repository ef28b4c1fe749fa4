import { lstatSync, readFileSync } from 'node:fs';
import { sha1 } from './sha1.ts';

/** Larger files are read from git: hashing them here takes as long. */
const maxBytes = 16 * 1024;

/**
 * The content of a blob from the work tree's file, when that has exactly the blob's bytes: its object name says so. What
 * the work tree holds instead is never taken. Undefined when it differs, is large or is no plain file.
 */
export function readUnchanged(path: string, oid: string): Buffer | undefined {
  if (oid.length !== 40) return undefined;
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined || !stat.isFile() || stat.size > maxBytes) return undefined;
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    return undefined;
  }
  return sha1(Buffer.concat([Buffer.from(`blob ${bytes.length}\0`), bytes])) === oid ? bytes : undefined;
}
