import type { GitObject, ObjectType } from './objects.ts';

/** What the shim asked git about a push of one ref while node was starting (`hooks/server/run.sh`). */
export interface HandedPush {
  /** Every new object, commits first, every tree before what it holds. */
  readonly objects: readonly GitObject[];
  /** What git says of what the ref pointed to and will point to; undefined for a new ref. */
  readonly trees: { readonly changes: Buffer; readonly listing: Buffer | undefined } | undefined;
  /** By path: files of which the whole push has one new version, which one commit put in the place of another. */
  readonly replaced: ReadonlyMap<string, Replaced>;
}

/** A version that a commit of the push put in the place of another. */
export interface Replaced {
  readonly oid: string;
  /** Oid and content of the version that its parent has in the same place. */
  readonly before: string;
  readonly bytes: Buffer;
}

/** More than this is no small push: then git is asked as for a large one. The shim writes so much at once. */
export const maxHandedBytes = 6 * 1024 * 1024;

const complete = '=exit 0\0';

/**
 * Parses what the shim sends behind the line of the ref. Objects are framed by their sizes, as `cat-file --batch` gives
 * them, so that nothing that was pushed can end a part early. Undefined unless all of git's commands ended well and
 * answered everything.
 */
export function parseHandedPush(bytes: Buffer): HandedPush | undefined {
  const changes = readChanges(bytes);
  if (changes === undefined) return undefined;
  const replaced = readReplaced(bytes, changes.end);
  if (replaced === undefined) return undefined;
  const objects: GitObject[] = [];
  const end = eachFrame(bytes, replaced.end, (header, content) => {
    const match = /^([0-9a-f]{40,64}) (commit|tree|blob|tag) \d+ $/.exec(header);
    const [, oid, type] = match ?? [];
    if (oid === undefined || !isObjectType(type)) return false;
    objects.push({ oid, type, size: content.length, bytes: content });
    return true;
  });
  const exit = '=exit 0\n';
  if (end === undefined || bytes.toString('latin1', end, end + exit.length) !== exit) return undefined;
  return { objects, replaced: replaced.map, trees: changes.changes === undefined ? undefined : { changes: changes.changes, listing: readListing(bytes, end + exit.length) } };
}

/** The first part: changes are pairs of records, one that starts with a colon, and a path that may hold anything but NUL. */
function readChanges(bytes: Buffer): { readonly changes: Buffer | undefined; readonly end: number } | undefined {
  const none = '=none\0';
  if (bytes.toString('latin1', 0, none.length) === none) return { changes: undefined, end: none.length };
  let at = 0;
  while (bytes[at] === 0x3a) {
    const path = bytes.indexOf(0, at) + 1;
    const end = path === 0 ? -1 : bytes.indexOf(0, path);
    if (end === -1) return undefined;
    at = end + 1;
  }
  return bytes.toString('latin1', at, at + complete.length) === complete ? { changes: bytes.subarray(0, at), end: at + complete.length } : undefined;
}

/** The last part: all files that there will be; undefined when there are too many of them. */
function readListing(bytes: Buffer, start: number): Buffer | undefined {
  const end = bytes.length - complete.length;
  // an entry begins with its mode, so no name of a file can be taken for the end
  return end >= start && bytes.toString('latin1', end) === complete && (end === start || bytes[end - 1] === 0) ? bytes.subarray(start, end) : undefined;
}

/** The second part: every change of every commit, with the former content of what was modified. */
function readReplaced(bytes: Buffer, start: number): { readonly map: ReadonlyMap<string, Replaced>; readonly end: number } | undefined {
  const map = new Map<string, Replaced>();
  const several = new Set<string>();
  const end = eachFrame(bytes, start, (header, content) => {
    const [, before, type, rest = ''] = /^([0-9a-f]{40,64}) ([a-z]+) \d+ (.*)$/s.exec(header) ?? [];
    if (before === undefined) return false;
    const [, oid, written] = type === 'blob' ? (/^([0-9a-f]{40,64}) (.*)$/s.exec(rest) ?? []) : [];
    const path = written ?? rest.slice(rest.indexOf('\t') + 1);
    if (several.has(path)) map.delete(path);
    // git quotes unusual names, as its settings have it; such are not taken apart here
    else if (oid !== undefined && /^(?!")[ -~]+$/.test(path)) map.set(path, { oid, before, bytes: content });
    several.add(path);
    return true;
  });
  return end === undefined ? undefined : { map, end };
}

/**
 * Hands answers of `cat-file --batch` over, and returns where the part ends: behind git's word that it does not know the
 * shim's mark. Undefined when something else stands there, or a frame is refused.
 */
function eachFrame(bytes: Buffer, start: number, hear: (header: string, content: Buffer) => boolean): number | undefined {
  for (let at = start; at < bytes.length; ) {
    const newline = bytes.indexOf(10, at);
    if (newline === -1) return undefined;
    const header = bytes.toString('latin1', at, newline);
    if (header === '.ended-0 missing') return newline + 1;
    const size = Number(/^[0-9a-f]{40,64} [a-z]+ (\d{1,9})(?= |$)/.exec(header)?.[1]);
    const end = newline + 1 + size;
    // not a number when there is no size
    if (!(end < bytes.length) || bytes[end] !== 10 || !hear(header, bytes.subarray(newline + 1, end))) return undefined;
    at = end + 1;
  }
  return undefined;
}

function isObjectType(text: string | undefined): text is ObjectType {
  return text === 'commit' || text === 'tree' || text === 'blob' || text === 'tag';
}
