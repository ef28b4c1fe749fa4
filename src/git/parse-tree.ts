/** A defect of an object that git itself might not have written. */
export interface ObjectProblem {
  /** Byte offset in the object. */
  readonly offset: number;
  readonly message: string;
}

export const treeMode = 0o040000;
export const symlinkMode = 0o120000;
export const gitlinkMode = 0o160000;

/** The type bits of a mode. Source: inode(7), which git follows. */
export const modeTypeMask = 0o170000;

/** Bytes of an oid in binary form: 20 for SHA-1, 32 for SHA-256. */
export type OidBytes = 20 | 32;

/**
 * Hears of an entry: its mode as the object says it (0o100644, 0o120000 symlink, 0o160000 gitlink, 0o040000 tree), where its line
 * starts, and where its name lies: any bytes but NUL.
 */
export type EntryVisitor = (mode: number, start: number, nameStart: number, nameEnd: number) => void;

/**
 * Walks the entries of a tree's bytes between two offsets without allocating. `start` must be an entry's start.
 * Never throws; returns the problem that ended the walk early, if any. An entry's binary oid starts at `nameEnd + 1`.
 */
export function eachEntry(bytes: Buffer, oidBytes: OidBytes, visit: EntryVisitor, start = 0, stop = bytes.length): ObjectProblem | undefined {
  let at = start;
  while (at < stop) {
    const entry = at;
    let mode = 0;
    while (at < bytes.length && at - entry < 8 && bytes[at] !== 32) {
      const digit = (bytes[at] ?? 0) - 48;
      if (digit < 0 || digit > 7) return { offset: at, message: 'a mode that is not octal' };
      mode = mode * 8 + digit;
      at++;
    }
    if (at === entry || bytes[at] !== 32) return { offset: entry, message: 'an entry without a mode' };
    const nameStart = at + 1;
    const nameEnd = bytes.indexOf(0, nameStart);
    if (nameEnd === -1) return { offset: nameStart, message: 'a name without an end' };
    at = nameEnd + 1 + oidBytes;
    if (at > bytes.length) return { offset: nameEnd + 1, message: 'an object id that is cut off' };
    visit(mode, entry, nameStart, nameEnd);
  }
  return undefined;
}
