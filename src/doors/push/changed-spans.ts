import type { ChangedSpan } from '../../model/source.ts';
import { commonHead, commonTail } from './common-bytes.ts';

/** Bytes that must agree for two versions to be taken for the same text again. */
const anchor = 32;
/** How far behind a difference the text is first thought to agree again, and how far in the old version it is sought there. */
const firstStep = 16;
const searched = 8192;
const farthest = 32 * 1024;
/** More differences than this are one up to where the versions agree to their ends. */
const mostSpans = 400;

/**
 * The parts of a version that differ from the one before, in order. What lies between two of them stands in the version
 * before as one piece, too; the parts need not be the fewest. The work is linear: native searches over some times the
 * bytes of both.
 */
export function changedSpans(before: Buffer, bytes: Buffer): readonly ChangedSpan[] {
  const spans: ChangedSpan[] = [];
  let effort = 4 * (before.length + bytes.length) + searched;
  let old = 0;
  let at = 0;
  for (;;) {
    const same = commonHead(before, bytes, old, at);
    old += same;
    at += same;
    if (at === bytes.length && old === before.length) return spans;
    const next = spans.length < mostSpans && effort > 0 ? (agreeingLine(before, bytes, old, at) ?? agreeing(before, bytes, old, at)) : undefined;
    if (next === undefined || next.found === undefined) {
      // the two ends may not overlap where text was taken away
      const tail = Math.min(commonTail(before, bytes), before.length - old, bytes.length - at);
      spans.push({ start: at, end: bytes.length - tail, shift: bytes.length - before.length });
      return spans;
    }
    effort -= next.effort;
    spans.push({ start: at, end: next.found.at, shift: next.found.at - next.found.old });
    ({ old, at } = next.found);
  }
}

interface Agreement {
  readonly found: { readonly old: number; readonly at: number } | undefined;
  readonly effort: number;
}

/** Longest rest of a line that is looked through for its end, in bytes. */
const longestRest = 256;

/** Where they agree again when one line was changed: from the ends of these lines on. */
function agreeingLine(before: Buffer, bytes: Buffer, old: number, at: number): Agreement | undefined {
  const oldEnd = lineEnd(before, old);
  const end = lineEnd(bytes, at);
  if (oldEnd < 0 || end < 0 || end + anchor > bytes.length || oldEnd + anchor > before.length) return undefined;
  for (let i = 0; i < anchor; i++) if (before[oldEnd + i] !== bytes[end + i]) return undefined;
  let back = 0;
  while (end - back > at && oldEnd - back > old && before[oldEnd - back - 1] === bytes[end - back - 1]) back++;
  return { found: { old: oldEnd - back, at: end - back }, effort: 2 * longestRest };
}

function lineEnd(bytes: Buffer, from: number): number {
  const most = Math.min(bytes.length, from + longestRest);
  for (let at = from; at < most; at++) if (bytes[at] === 10) return at;
  return -1;
}

/** Where two versions that differ at these offsets agree again, when that is near. */
function agreeing(before: Buffer, bytes: Buffer, old: number, at: number): Agreement {
  let effort = 0;
  for (let step = firstStep; step <= farthest && at + step + anchor <= bytes.length; step *= 2) {
    const text = before.subarray(old, old + step * 4 + searched);
    effort += text.length;
    const place = text.indexOf(bytes.subarray(at + step, at + step + anchor));
    if (place < 0) continue;
    let back = 0;
    while (back < step && back < place && before[old + place - back - 1] === bytes[at + step - back - 1]) back++;
    return { found: { old: old + place - back, at: at + step - back }, effort };
  }
  return { found: undefined, effort };
}
