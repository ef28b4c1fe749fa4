import { commonHead, commonTail } from './common-bytes.ts';

/** The versions of files that were judged last, by path. */
export interface JudgedVersions {
  /** The part of a new version that differs from the one judged last under this path; undefined when all of it does. Remembers the new one. */
  changedPart(path: string, bytes: Buffer): { readonly start: number; readonly end: number } | undefined;
}

/** Bytes of judged versions kept in memory. */
const budget = 32 * 1024 * 1024;
/** Smaller files are judged whole: looking at what changed costs as much. */
const leastBytes = 8192;

/**
 * Neighbouring versions of a file differ in a few lines. A push of a thousand commits holds each line hundreds of times,
 * and judging it once is enough as long as what is around the change is looked at again.
 */
export function createJudgedVersions(): JudgedVersions {
  const kept = new Map<string, Buffer>();
  let total = 0;
  const forget = (path: string): void => {
    total -= kept.get(path)?.length ?? 0;
    kept.delete(path);
  };
  return {
    changedPart(path, bytes) {
      const before = kept.get(path);
      forget(path);
      if (bytes.length < leastBytes || bytes.length > budget / 8) return undefined;
      // a copy: the reader's buffer holds its neighbours too
      kept.set(path, Buffer.from(bytes));
      total += bytes.length;
      for (const oldest of kept.keys()) {
        if (total <= budget) break;
        forget(oldest);
      }
      if (before === undefined) return undefined;
      const start = commonHead(before, bytes);
      // the two ends may not overlap where text was taken away
      const end = Math.max(start, bytes.length - Math.min(commonTail(before, bytes), before.length - start));
      return { start, end };
    },
  };
}
