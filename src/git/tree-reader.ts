import type { FileReader } from '../templates/value.ts';
import { readBlobs } from './blobs.ts';
import { readIndexFile, type IndexEntry } from './index-file.ts';
import { followLinks } from './links.ts';
import { git } from './run.ts';
import { showPath, symlinkMode } from './staged.ts';
import { listingOf, parseListing, type Listed } from './tree-listing.ts';
import { readUnchanged } from './unchanged-file.ts';

/** A text larger than this is not read as a sibling of a template. */
const maxSiblingBytes = 16 * 1024 * 1024;

/**
 * Reads files as the index has them. The index is read once, when first needed; a file that the work tree holds
 * unchanged is read there, because most neighbours of what is committed are packed and a process would have to unpack them.
 */
export function indexReader(cwd?: string): FileReader {
  return readerOver(() => listIndex(cwd), cwd, cwd === undefined ? readUnchanged : () => undefined);
}

/** Reads files as a commit or tree has them. `listing` is its listing, where that was asked for already. */
export function treeReader(revision: string, cwd?: string, listing?: () => Buffer | undefined): FileReader {
  return readerOver(() => listed(parseListing(listing?.() ?? git(listingOf(revision), at(cwd)))), cwd, () => undefined);
}

/** The files of an index or tree; a single one is found without listing the others where that can be. */
interface Listing {
  find(path: string): Listed | undefined;
  all(): ReadonlyMap<string, Listed>;
}

function listIndex(cwd: string | undefined): Listing {
  const index = cwd === undefined ? readIndexFile() : undefined;
  if (index === undefined) return listed(parseListing(git(['ls-files', '--stage', '-z', '--full-name', '--'], at(cwd)), /^(\d{6}) ([0-9a-f]{40,64}) \d\t/));
  let files: ReadonlyMap<string, Listed> | undefined;
  const all = (): ReadonlyMap<string, Listed> => (files ??= new Map(index.entries().map((entry) => [showPath(entry.rawPath), fileOf(entry)])));
  return {
    find(path) {
      // what is written with a backslash may stand for bytes that are not UTF-8
      if (files !== undefined || path.includes('\\')) return all().get(path);
      const entry = index.find(Buffer.from(path, 'utf8'));
      return entry && fileOf(entry);
    },
    all,
  };
}

function fileOf({ oid, mode }: IndexEntry): Listed {
  return { oid, isLink: mode === symlinkMode };
}

function listed(files: ReadonlyMap<string, Listed>): Listing {
  return { find: (path) => files.get(path), all: () => files };
}

function at(cwd: string | undefined): { cwd?: string; maxBytes: number } {
  return { ...(cwd === undefined ? {} : { cwd }), maxBytes: 512 * 1024 * 1024 };
}

function readerOver(open: () => Listing, cwd: string | undefined, unchanged: (path: string, oid: string) => Buffer | undefined): FileReader {
  let listing: Listing | undefined;
  let folders: Map<string, string[]> | undefined;
  const files = (): Listing => (listing ??= open());
  const known = new Map<string, string | undefined>();
  const prepare = (paths: readonly string[]): void => {
    const wanted = paths.filter((path) => !known.has(path));
    const oids = new Map<string, string>();
    for (const path of wanted) {
      const oid = files().find(path)?.oid;
      const bytes = oid === undefined ? undefined : unchanged(path, oid);
      known.set(path, bytes?.toString('utf8'));
      if (oid !== undefined && bytes === undefined) oids.set(path, oid);
    }
    const blobs = readBlobs([...oids.values()], maxSiblingBytes, cwd);
    for (const [path, oid] of oids) {
      const object = blobs.get(oid);
      known.set(path, object !== undefined && 'bytes' in object ? object.bytes.toString('utf8') : undefined);
    }
  };
  const read = (path: string): string | undefined => {
    if (!known.has(path)) prepare([path]);
    return known.get(path);
  };
  const targetOf = (path: string): string | undefined => (files().find(path)?.isLink === true ? read(path) : undefined);
  /** A link stands for what it leads to in the repository, whether a file or a folder of the path is one. */
  const follow = (path: string): string | undefined => {
    const found = files().find(path);
    return found !== undefined && !found.isLink ? path : followLinks(path, targetOf)?.path;
  };
  return {
    readText(path) {
      const real = follow(path);
      return real === undefined ? undefined : read(real);
    },
    prepare,
    list(folder) {
      folders ??= byFolder(files().all().keys());
      return folders.get(folder === '.' ? '' : folder) ?? folders.get(follow(folder) ?? folder) ?? [];
    },
    real: (path) => (path === '.' ? path : (follow(path) ?? path)),
    all: () => files().all().keys(),
  };
}

/** Names of files by the folder they lie in; the top is the empty text. */
export function byFolder(paths: Iterable<string>): Map<string, string[]> {
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    const slash = path.lastIndexOf('/');
    const folder = slash < 0 ? '' : path.slice(0, slash);
    const list = folders.get(folder);
    if (list === undefined) folders.set(folder, [path.slice(slash + 1)]);
    else list.push(path.slice(slash + 1));
  }
  return folders;
}
