import { posix } from 'node:path';
import { readBlobs } from '../../git/blobs.ts';
import { gitlinkMode, isZeroOid, symlinkMode, type RawChange } from '../../git/staged.ts';
import { byFolder } from '../../git/tree-reader.ts';
import type { FileReader } from '../../templates/value.ts';

/** The files of the index as they were before changes to it. */
export interface ReaderBefore {
  readonly files: FileReader;
  /** Whether anybody read them. */
  isAsked(): boolean;
  /** False when an object that git lacks, or that is too large, was taken for none: what was judged by it is not known. */
  isWhole(): boolean;
}

/**
 * The files as they were before staged changes: what changed as git has it, the rest as the index does. Nothing is read
 * before somebody asks. Undefined where a link changed, which leads elsewhere than its path says.
 */
export function readerBefore(changes: readonly RawChange[], maxBytes: number, index: FileReader, cwd?: string): ReaderBefore | undefined {
  if (changes.some(({ oldMode, newMode }) => oldMode === symlinkMode || newMode === symlinkMode)) return undefined;
  const oids = new Map(changes.map(({ path, oldMode, oldOid }) => [path, isZeroOid(oldOid) || oldMode === gitlinkMode ? undefined : oldOid]));
  const present = [...oids].flatMap(([path, oid]) => (oid === undefined ? [] : [path]));
  const folders = byFolder(present);
  const inFolder = (folder: string, name: string): string => (folder === '.' || folder === '' ? name : posix.join(folder, name));
  let texts: ReadonlyMap<string, string> | undefined;
  let isWhole = true;
  const read = (): ReadonlyMap<string, string> => {
    const blobs = readBlobs([...oids.values()].filter((oid) => oid !== undefined), maxBytes, cwd);
    return new Map([...oids].flatMap(([path, oid]) => {
      const object = oid === undefined ? undefined : blobs.get(oid);
      if (oid !== undefined && (object === undefined || !('bytes' in object))) isWhole = false;
      return object !== undefined && 'bytes' in object ? [[path, object.bytes.toString('utf8')] as const] : [];
    }));
  };
  return {
    isAsked: () => texts !== undefined,
    isWhole: () => isWhole,
    files: {
      readText(path) {
        texts ??= read();
        return oids.has(path) ? texts.get(path) : index.readText(path);
      },
      list: (folder) => [...index.list(folder).filter((name) => !oids.has(inFolder(folder, name))), ...(folders.get(folder === '.' ? '' : folder) ?? [])],
      all: () => [...index.all?.() ?? []].filter((path) => !oids.has(path)).concat(present),
      prepare: (paths) => index.prepare?.(paths.filter((path) => !oids.has(path))),
    },
  };
}
