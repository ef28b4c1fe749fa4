import { posix } from 'node:path';
import type { FileReader } from '../templates/value.ts';
import { readBlobs } from './blobs.ts';
import { readIndexFile, type IndexEntry } from './index-file.ts';
import { git } from './run.ts';
import { showPath, symlinkMode } from './staged.ts';
import { readUnchanged } from './unchanged-file.ts';

/** A text larger than this is not read as a sibling of a template. */
const maxSiblingBytes = 16 * 1024 * 1024;

/** Links that lead to links. */
const maxLinks = 8;

/**
 * Reads files as the index has them. The index is read once, when first needed; a file that the work tree holds
 * unchanged is read there, because most neighbours of what is committed are packed and a process would have to unpack them.
 */
export function indexReader(cwd?: string): FileReader {
  return readerOver(() => listIndex(cwd), cwd, cwd === undefined ? readUnchanged : () => undefined);
}

/** Reads files as a commit or tree has them. */
export function treeReader(revision: string, cwd?: string): FileReader {
  return readerOver(() => listTree(revision, cwd), cwd, () => undefined);
}

/** A file of a listing. */
interface Listed {
  readonly oid: string;
  readonly isLink: boolean;
}

/** The files of an index or tree; a single one is found without listing the others where that can be. */
interface Listing {
  find(path: string): Listed | undefined;
  all(): ReadonlyMap<string, Listed>;
}

function listIndex(cwd: string | undefined): Listing {
  const index = cwd === undefined ? readIndexFile() : undefined;
  if (index === undefined) return listingOf(parseListing(git(['ls-files', '--stage', '-z', '--full-name', '--'], at(cwd)), /^(\d{6}) ([0-9a-f]{40,64}) \d\t/));
  let files: ReadonlyMap<string, Listed> | undefined;
  const all = (): ReadonlyMap<string, Listed> => (files ??= new Map(index.entries().map((entry) => [showPath(entry.rawPath), listed(entry)])));
  return {
    find(path) {
      // what is written with a backslash may stand for bytes that are not UTF-8
      if (files !== undefined || path.includes('\\')) return all().get(path);
      const entry = index.find(Buffer.from(path, 'utf8'));
      return entry && listed(entry);
    },
    all,
  };
}

function listed({ oid, mode }: IndexEntry): Listed {
  return { oid, isLink: mode === symlinkMode };
}

function listingOf(files: ReadonlyMap<string, Listed>): Listing {
  return { find: (path) => files.get(path), all: () => files };
}

function listTree(revision: string, cwd: string | undefined): Listing {
  return listingOf(parseListing(git(['ls-tree', '-r', '-z', '--full-tree', revision], at(cwd)), /^(\d{6}) blob ([0-9a-f]{40,64})\t/));
}

function at(cwd: string | undefined): { cwd?: string; maxBytes: number } {
  return { ...(cwd === undefined ? {} : { cwd }), maxBytes: 512 * 1024 * 1024 };
}

function parseListing(output: Buffer, head: RegExp): Map<string, Listed> {
  const files = new Map<string, Listed>();
  for (let start = 0; start < output.length; ) {
    const end = output.indexOf(0, start);
    if (end < 0) break;
    const tab = output.indexOf(9, start);
    const match = head.exec(output.toString('latin1', start, tab + 1));
    if (match !== null) files.set(showPath(output.subarray(tab + 1, end)), { oid: match[2] ?? '', isLink: match[1] === symlinkMode });
    start = end + 1;
  }
  return files;
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
  const read = (path: string, links: number): string | undefined => {
    if (!known.has(path)) prepare([path]);
    const text = known.get(path);
    if (text === undefined) return links === 0 ? undefined : throughFolder(path, links);
    if (files().find(path)?.isLink !== true) return text;
    return follow(path, text, '', links);
  };
  /** A link stands for what it leads to in the repository. */
  const follow = (link: string, text: string, rest: string, links: number): string | undefined => {
    const target = posix.normalize(posix.join(posix.dirname(link), text, rest));
    return links >= maxLinks || text.startsWith('/') || target.startsWith('..') ? undefined : read(target, links + 1);
  };
  /** The same for a link that leads through a folder that is a link itself. */
  const throughFolder = (path: string, links: number): string | undefined => {
    for (let slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      const folder = path.slice(0, slash);
      if (files().find(folder)?.isLink !== true) continue;
      prepare([folder]);
      const text = known.get(folder);
      return text === undefined ? undefined : follow(folder, text, path.slice(slash + 1), links);
    }
    return undefined;
  };
  return {
    readText: (path) => read(path, 0),
    prepare,
    list(folder) {
      folders ??= byFolder(files().all().keys());
      return folders.get(folder === '.' ? '' : folder) ?? [];
    },
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
