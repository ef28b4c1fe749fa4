import type { CredentialCheck } from '../model/check.ts';
import type { Source, VersionNote } from '../model/source.ts';
import type { KeywordHit } from './keyword-hits.ts';
import { sextets } from './layers/runs.ts';

/** A span of bytes, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The part of a source that a change can have given something to, beside what was found in the version before. */
export interface Focus {
  /** Where keywords and signs of encoded text are sought. */
  readonly near: Span;
  /** Where encoded text is decoded, once there are signs of any. */
  readonly wide: Span;
}

/**
 * How far checks look before and after a keyword, in bytes. A keyword whose check looks further than `near` is noted, so
 * that it is found again when something changes far behind it. `wide` is the reach where nothing is noted.
 */
export const reach = { near: { before: 320, after: 840 }, wide: { before: 960, after: 4224 } } as const;

/** What detectors look at; a test holds them to it. Others look at the window that the check file gives. */
export const detectorReach: ReadonlyMap<string, Reach> = new Map([
  ['assignment', { before: 300, after: 800 }],
  ['assigned', { before: 300, after: 800 }],
  ['near-token', { before: 64, after: 300 }],
  ['url-password', { before: 64, after: 320 }],
  ['private-key', { before: 64, after: 20_100 }],
  ['key-data', { before: 200, after: 32_200 }],
  ['key-store', { before: 200, after: 32_200 }],
]);

interface Reach {
  readonly before: number;
  readonly after: number;
}

/** What stands around a match says something of it, too: the run that it goes on with. */
const around = 80;

/** How far a check looks around its keyword. One with a detector of its own may look anywhere. */
function reachOf(check: CredentialCheck): Reach {
  if (check.detect !== undefined) return { before: Infinity, after: Infinity };
  return detectorReach.get(check.function ?? '') ?? { before: check.before + around, after: check.after + around };
}

/** Keywords noted for one version; where there are more, the next version is looked at more widely. */
const mostNoted = 1000;

/** Longest run of base64 that the focus is widened by: then a token that was changed in its middle is seen whole. */
const longestRun = 16_384;

/**
 * What has to be looked at in a version of a file of which an earlier one was examined, or undefined for all of it.
 * `longestKeyword` in bytes.
 */
export function focusOf(source: Source, longestKeyword: number): Focus | undefined {
  const { changed, bytes, path } = source;
  // values of a Secret are encoded by what stands far above them
  if (changed === undefined || (/\.(?:ya?ml|json)$/i.test(path) && bytes.includes('Secret'))) return undefined;
  const wide = { start: Math.max(0, changed.start - reach.wide.after), end: Math.min(bytes.length, changed.end + reach.wide.before) };
  const far = carried(source);
  if (far === undefined) {
    const key = farKey(bytes, wide.start);
    const start = key === undefined ? wide.start : key;
    return { near: { ...wide, start }, wide: { ...wide, start } };
  }
  let start = changed.start - reach.near.after - longestKeyword;
  let end = changed.end + reach.near.before + longestKeyword;
  for (const one of far) {
    if (one.end + one.after < changed.start || one.start - one.before > changed.end) continue;
    start = Math.min(start, one.start);
    end = Math.max(end, one.end);
  }
  start = Math.max(0, start);
  end = Math.min(bytes.length, end);
  for (const last = Math.max(0, start - longestRun); start > last && isRunByte(bytes[start - 1]) && isRunByte(bytes[start]); start--);
  for (const last = Math.min(bytes.length, end + longestRun); end < last && isRunByte(bytes[end]) && isRunByte(bytes[end - 1]); end++);
  return { near: { start, end }, wide: { start: Math.min(start, wide.start), end: Math.max(end, wide.end) } };
}

function isRunByte(byte: number | undefined): boolean {
  return byte !== undefined && (sextets[byte] as number) < 64;
}

/** Where a private key begins that may go on until here. */
function farKey(bytes: Buffer, until: number): number | undefined {
  const from = Math.max(0, until - (detectorReach.get('private-key')?.after ?? 0));
  const at = bytes.subarray(from, until).indexOf('PRIVATE KEY');
  return at === -1 ? undefined : Math.max(0, from + at - 64);
}

/** Notes the keywords of a version whose checks look far, those among `hits` and those that the version before had outside of the focus. */
export function noteFar(source: Source, hits: readonly KeywordHit[], focus: Focus | undefined, isFull: boolean): void {
  const { note } = source;
  if (note === undefined) return;
  const kept = focus === undefined ? [] : carried(source)?.filter((one) => one.start < focus.near.start || one.end > focus.near.end);
  if (kept === undefined || isFull) return;
  const found = hits.flatMap(({ check, start, end }) => {
    const { before, after } = reachOf(check);
    return before > reach.near.before || after > reach.near.after ? [{ start, end, before, after }] : [];
  });
  if (kept.length + found.length <= mostNoted) note.far = kept.length === 0 ? found : [...kept, ...found];
}

type Far = NonNullable<VersionNote['far']>;

/** The noted keywords that stand in this version as they did in the one before. */
function carried({ changed }: Source): Far | undefined {
  const far = changed?.before?.far;
  if (changed === undefined || far === undefined || far.length === 0) return far;
  const until = changed.end - changed.shift;
  return far.flatMap((one) => {
    if (one.end <= changed.start) return [one];
    return one.start >= until ? [{ ...one, start: one.start + changed.shift, end: one.end + changed.shift }] : [];
  });
}
