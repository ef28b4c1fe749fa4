import { readObjects, type BatchObject, type LargeObject } from './batch.ts';
import { looseFolder, readLooseBlob } from './loose.ts';

/**
 * Objects by oid (or `:path` for the index): what lies loose in the current folder's repository is read here, because a
 * commit's own blobs do; the rest by one git process. A missing one has no value; one above `maxBytes` only its size.
 * Throws GitError.
 */
export function readBlobs(names: readonly string[], maxBytes: number, cwd?: string): ReadonlyMap<string, BatchObject | LargeObject | undefined> {
  const found = new Map<string, BatchObject | LargeObject | undefined>();
  const folder = cwd === undefined ? looseFolder() : undefined;
  for (const name of folder === undefined ? [] : names) {
    const bytes = found.has(name) || !isOid(name) ? undefined : readLooseBlob(folder ?? '', name);
    if (bytes !== undefined) found.set(name, bytes.length > maxBytes ? { type: 'large', size: bytes.length } : { type: 'blob', bytes });
  }
  const rest = [...new Set(names)].filter((name) => !found.has(name));
  readObjects(rest, maxBytes, cwd).forEach((object, number) => found.set(rest[number] ?? '', object));
  return found;
}

function isOid(name: string): boolean {
  return /^[0-9a-f]{40,64}$/.test(name);
}
