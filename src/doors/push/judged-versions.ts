import { unicodeForm } from '../../engine/decode.ts';
import { packedKind } from '../../formats/archives/kind.ts';
import type { Source, VersionNote } from '../../model/source.ts';
import { changedSpans } from './changed-spans.ts';

/** What is known of a version beside the one that was judged last under its path. */
export interface Version {
  /** How it differs; absent when it has to be judged whole. */
  readonly changed?: NonNullable<Source['changed']>;
  readonly note: VersionNote;
}

/** The versions of files that were judged last, by path. */
export interface JudgedVersions {
  /** Compares a new version with the one judged last under this path, and remembers the new one. */
  compare(path: string, bytes: Buffer): Version;
}

/** Bytes of judged versions kept in memory. */
const budget = 32 * 1024 * 1024;
/** Smaller files are judged whole: looking at what changed costs as much. */
export const leastBytes = 1024;

/** A version as it was judged. Its memory is used again for the next one, where that has room in it. */
interface Kept {
  readonly memory: Buffer;
  readonly size: number;
  readonly note: VersionNote;
}

/** How far into a file its first bytes say how the rest is read: by their zeros, or as the head of an archive. */
const headBytes = 8192;

/** Whether nothing at the head makes all that follows another text: as UTF-16, or as no text at all, it was judged otherwise. */
function isReadAlike(before: Buffer, bytes: Buffer): boolean {
  return unicodeForm(before) === unicodeForm(bytes) && packedKind(before) === packedKind(bytes) && before.subarray(0, headBytes).includes(0) === bytes.subarray(0, headBytes).includes(0);
}

/** How a version differs from another one, of which this is noted; undefined where it has to be judged whole. */
export function changesSince(before: Buffer, note: VersionNote, bytes: Buffer): Version['changed'] {
  const spans = changedSpans(before, bytes);
  return (spans[0]?.start ?? headBytes) < headBytes && !isReadAlike(before, bytes) ? undefined : { spans, before: note };
}

/**
 * Neighbouring versions of a file differ in a few lines. A push of a thousand commits holds each line hundreds of times,
 * and judging it once is enough as long as what is around the change is looked at again.
 */
export function createJudgedVersions(): JudgedVersions {
  const kept = new Map<string, Kept>();
  let total = 0;
  const forget = (path: string): void => {
    total -= kept.get(path)?.memory.length ?? 0;
    kept.delete(path);
  };
  const keep = (path: string, bytes: Buffer, note: VersionNote, memory: Buffer | undefined): void => {
    // a copy: the reader's buffer holds its neighbours too
    const own = memory !== undefined && memory.length >= bytes.length && memory.length <= 2 * bytes.length ? memory : Buffer.allocUnsafeSlow(bytes.length + (bytes.length >> 4));
    bytes.copy(own);
    kept.set(path, { memory: own, size: bytes.length, note });
    total += own.length;
    for (const oldest of kept.keys()) {
      if (total <= budget) break;
      forget(oldest);
    }
  };
  return {
    compare(path, bytes) {
      const before = kept.get(path);
      forget(path);
      const note: VersionNote = {};
      if (bytes.length < leastBytes || bytes.length > budget / 8) return { note };
      const changed = before === undefined ? undefined : changesSince(before.memory.subarray(0, before.size), before.note, bytes);
      keep(path, bytes, note, before?.memory);
      return { note, ...(changed === undefined ? {} : { changed }) };
    },
  };
}
