import { askEvery, type Ask } from '../../model/ask.ts';
import { firstFrom } from '../../formats/sorted.ts';
import { commonHead, commonTail } from './common-bytes.ts';
import { eachEntry, gitlinkMode, modeTypeMask, symlinkMode, treeMode, type ObjectProblem, type OidBytes } from '../../git/parse-tree.ts';
import { showPath } from '../../git/staged.ts';

/** An object under a further path than the one it was judged under. */
export interface FurtherName {
  readonly oid: string;
  readonly path: string;
  readonly kind: 'file' | 'symlink' | 'tree';
}

/** What the trees of a push say about the objects they hold. Trees come before what they hold. */
export interface TreeNames {
  /** Takes in a tree and returns the paths not seen before. `path` places a tree whose place is not known otherwise. */
  tree(oid: string, bytes: Buffer, path?: string): { readonly paths: readonly string[]; readonly problem?: ObjectProblem };
  /** The bytes of a tree that was taken in, as long as they are kept. */
  bytesOf(oid: string): Buffer | undefined;
  /** First path an object was seen under; the empty string is the top; undefined when no tree named it so far. */
  pathOf(oid: string): string | undefined;
  isSymlink(oid: string): boolean;
  /** Further paths since the last call. */
  takeFurther(): readonly FurtherName[];
  /** True once names were left out because there were too many. */
  readonly isLimited: () => boolean;
}

/** Bytes of trees kept for comparison with the next version of the same folder. */
const keptBytes = 16 * 1024 * 1024;
/** Bytes of trees kept for when they come up under further paths; what is not is read again. */
const readAgainBytes = 12 * 1024 * 1024;
/** Further paths kept; above it they are counted as a limit. A tree can name one blob 10^10 times in a few kilobytes. */
const maxFurther = 250_000;
/** Longest path kept; PATH_MAX is 4096 on Linux, and nested trees can make paths of any length. */
const maxPathLength = 8192;

interface KeptTree {
  readonly bytes: Buffer;
  /** Offset of each entry. */
  readonly starts: Int32Array;
}

/** Starts with no trees known; `ask` is asked among the entries of a tree, and what it throws is handed on. */
export function createTreeNames(oidBytes: OidBytes, ask?: Ask): TreeNames {
  let steps = 0;
  const paths = new Map<string, string>();
  const symlinks = new Set<string>();
  const seen = new Set<string>();
  let kept = new Map<string, KeptTree>();
  let keptTotal = 0;
  const taken = new Map<string, Buffer>();
  let takenTotal = 0;
  let further: FurtherName[] = [];
  let furtherSeen = new Set<string>();
  let limited = false;
  let forbidden: ObjectProblem | undefined;

  const entry = (bytes: Buffer, folder: string, fresh: string[], mode: number, nameStart: number, nameEnd: number): void => {
    if ((++steps & (askEvery - 1)) === 0) ask?.(folder);
    const name = showPath(bytes.subarray(nameStart, nameEnd));
    const path = folder === '' ? name : `${folder}/${name}`;
    if (path.length > maxPathLength) {
      limited = true;
      return;
    }
    if (!seen.has(path)) {
      seen.add(path);
      fresh.push(path);
      if (isForbidden(name)) forbidden ??= { offset: nameStart, message: 'a name that git writes into no tree (.git, .., one with a slash)' };
    }
    const type = mode & modeTypeMask;
    if (type === gitlinkMode) return;
    const key = bytes.toString('latin1', nameEnd + 1, nameEnd + 1 + oidBytes);
    const known = paths.get(key);
    const isLink = type === symlinkMode;
    if (known === undefined) {
      paths.set(key, path);
      if (isLink) symlinks.add(key);
    } else if (known !== path || isLink !== symlinks.has(key)) {
      const mark = `${key}${isLink ? 'l' : 'f'}${path}`;
      if (furtherSeen.has(mark)) return;
      if (furtherSeen.size >= maxFurther) {
        limited = true;
        return;
      }
      furtherSeen.add(mark);
      further.push({ oid: bytes.toString('hex', nameEnd + 1, nameEnd + 1 + oidBytes), path, kind: type === treeMode ? 'tree' : isLink ? 'symlink' : 'file' });
    }
  };

  const keep = (folder: string, tree: KeptTree): void => {
    keptTotal += tree.bytes.length * 2 - 2 * (kept.get(folder)?.bytes.length ?? 0);
    if (keptTotal > keptBytes) {
      kept = new Map();
      keptTotal = tree.bytes.length * 2;
    }
    kept.set(folder, tree);
  };

  return {
    tree(oid, bytes, path) {
      const folder = path ?? paths.get(keyOf(oid)) ?? '';
      const fresh: string[] = [];
      const visit = (mode: number, nameStart: number, nameEnd: number): void => entry(bytes, folder, fresh, mode, nameStart, nameEnd);
      forbidden = undefined;
      const { tree, problem = forbidden } = walkChanged(bytes, oidBytes, kept.get(folder), visit);
      keep(folder, tree);
      if (path === undefined && takenTotal + tree.bytes.length <= readAgainBytes && tree.bytes.length === bytes.length) {
        taken.set(keyOf(oid), tree.bytes);
        takenTotal += tree.bytes.length;
      }
      return problem === undefined ? { paths: fresh } : { paths: fresh, problem };
    },
    bytesOf: (oid) => taken.get(keyOf(oid)),
    pathOf: (oid) => paths.get(keyOf(oid)),
    isSymlink: (oid) => symlinks.has(keyOf(oid)),
    takeFurther() {
      const now = further;
      further = [];
      return now;
    },
    isLimited: () => limited,
  };
}

/**
 * Names that git writes into no tree, because on a checkout they would lead elsewhere, into `.git` above all; a rule for
 * paths would take them for another folder too. Source: git's fsck, hasDot, hasDotdot, hasDotgit, fullPathname, emptyName.
 */
function isForbidden(name: string): boolean {
  if (name === '' || name === '.' || name === '..' || name.includes('/')) return true;
  // file systems take the short name of Windows, other case, dots, blanks and streams at the end, and characters of no width for the same
  const plain = /[^ -~]/.test(name) ? name.replace(/[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g, '') : name;
  return /^(?:\.git|git~1)[ .]*(?::.*)?$/i.test(plain);
}

function keyOf(oid: string): string {
  return Buffer.from(oid, 'hex').toString('latin1');
}

/**
 * Visits the entries that differ from the version of the folder seen before: trees of neighbouring commits differ in
 * one entry of hundreds, and walking them all was a third of the time of a large push.
 */
function walkChanged(bytes: Buffer, oidBytes: OidBytes, before: KeptTree | undefined, visit: (mode: number, nameStart: number, nameEnd: number) => void): { tree: KeptTree; problem?: ObjectProblem } {
  if (before !== undefined && before.starts.length > 8) {
    const head = entriesBefore(before.starts, commonHead(before.bytes, bytes));
    const tailBytes = commonTail(before.bytes, bytes);
    const shift = bytes.length - before.bytes.length;
    const from = before.starts[head] ?? before.bytes.length;
    // where entries were taken away, the common start and end may overlap
    const firstTail = Math.max(head, firstFrom(before.starts, Math.max(before.bytes.length - tailBytes, from - shift)));
    const stop = (before.starts[firstTail] ?? before.bytes.length) + shift;
    if (from <= stop) {
      const middle: number[] = [];
      const found: (readonly [number, number, number])[] = [];
      let end = from;
      let other = head;
      const problem = eachEntry(bytes, oidBytes, (mode, start, nameStart, nameEnd) => {
        middle.push(start);
        end = nameEnd + 1 + oidBytes;
        const same = sameEntry(before, other, bytes, start, end);
        if (same < 0) found.push([mode, nameStart, nameEnd]);
        // one that has another oid now stands in the place of the one before
        other = same < 0 ? other + 1 : same + 1;
      }, from, stop);
      // an entry that reaches into the common tail shifts all boundaries: then nothing is common
      const next = before.starts[firstTail + 1];
      const isInOrder = (): boolean => eachInOrder(bytes, oidBytes, before.starts[head - 1] ?? from, next === undefined ? bytes.length : next + shift);
      if (problem === undefined && end === stop && isInOrder()) {
        for (const [mode, nameStart, nameEnd] of found) visit(mode, nameStart, nameEnd);
        const starts = new Int32Array(head + middle.length + before.starts.length - firstTail);
        starts.set(before.starts.subarray(0, head));
        starts.set(middle, head);
        for (let i = firstTail, at = head + middle.length; i < before.starts.length; i++, at++) starts[at] = (before.starts[i] ?? 0) + shift;
        return { tree: { bytes: Buffer.from(bytes), starts } };
      }
    }
  }
  const starts: number[] = [];
  const broken = eachEntry(bytes, oidBytes, (mode, start, nameStart, nameEnd) => {
    starts.push(start);
    visit(mode, nameStart, nameEnd);
  });
  const problem = broken ?? (eachInOrder(bytes, oidBytes, 0, bytes.length) ? undefined : { offset: 0, message: 'entries out of order, or two of one name,' });
  const tree = { bytes: Buffer.from(bytes), starts: Int32Array.from(starts) };
  // a broken tree is no measure for the next one
  return problem === undefined ? { tree } : { tree: { bytes: Buffer.alloc(0), starts: new Int32Array(0) }, problem };
}

/**
 * Whether the entries between two offsets stand as git orders them, a folder as if its name ended in a slash. Where they
 * do not, two may have one name, and which of them is meant is anybody's guess. Source: git's fsck, verify_ordered.
 */
function eachInOrder(bytes: Buffer, oidBytes: OidBytes, from: number, stop: number): boolean {
  let beforeStart = -1;
  let beforeEnd = -1;
  let beforeLast = 0;
  let isInOrder = true;
  eachEntry(bytes, oidBytes, (mode, _start, nameStart, nameEnd) => {
    const last = (mode & modeTypeMask) === treeMode ? 47 : 0;
    if (beforeStart >= 0 && isInOrder) {
      let at = 0;
      while (beforeStart + at < beforeEnd && nameStart + at < nameEnd && bytes[beforeStart + at] === bytes[nameStart + at]) at++;
      const one = beforeStart + at < beforeEnd ? (bytes[beforeStart + at] as number) : beforeLast;
      const other = nameStart + at < nameEnd ? (bytes[nameStart + at] as number) : last;
      isInOrder = one < other;
    }
    beforeStart = nameStart;
    beforeEnd = nameEnd;
    beforeLast = last;
  }, from, stop);
  return isInOrder;
}

/** How far an entry is sought in the version before, where entries were put in or taken away. */
const searchedEntries = 4;

/** Which entry near a place in the version before is the same to the byte, or -1: it was visited then. */
function sameEntry(before: KeptTree, near: number, bytes: Buffer, start: number, end: number): number {
  for (let number = Math.max(0, near - searchedEntries); number <= near + searchedEntries && number < before.starts.length; number++) {
    const from = before.starts[number] as number;
    const length = ((number + 1 < before.starts.length ? before.starts[number + 1] : before.bytes.length) as number) - from;
    if (length !== end - start) continue;
    // entries of one folder differ in their oids above all
    let at = length - 1;
    while (at >= 0 && before.bytes[from + at] === bytes[start + at]) at--;
    if (at < 0) return number;
  }
  return -1;
}

/** How many whole entries lie before an offset. */
function entriesBefore(starts: Int32Array, offset: number): number {
  // an entry lies before the offset when the next one starts at it or before
  const next = firstFrom(starts, offset + 1);
  return Math.max(0, next - 1);
}
