import type { CredentialCheck } from '../model/check.ts';
import type { Source, VersionNote } from '../model/source.ts';
import type { KeywordHit } from './keyword-hits.ts';
import { sextets } from './layers/runs.ts';
import { merged, widened, type Span } from './layers/spans.ts';

/** The parts of a source, in order, that changes can have given something to, beside what was found in the version before. */
export interface Focus {
  /** Where keywords and signs of encoded text are sought. */
  readonly near: readonly Span[];
  /** Where encoded text is decoded, around those of the near parts that have signs of any. */
  around(parts: readonly Span[]): readonly Span[];
  /** The noted keywords that stand as they did in the version before; undefined when none were noted there. */
  readonly carried: Far | undefined;
}

/**
 * How far checks look before and after a keyword, in bytes. A keyword whose check looks further than `near` is noted, so
 * that it is found again when something changes far behind it. `wide` is the reach where nothing is noted.
 */
export const reach = { near: { before: 150, after: 400 }, wide: { before: 960, after: 4224 } } as const;

/** Longer keywords are noted wherever they stand: few checks have any, and every change would be widened by them. */
const ordinaryKeyword = 24;

/**
 * How far an assignment's value may go on: no line ends in it unless its quotes are three, so only on a line that long,
 * or behind such quotes, a keyword that far before a change counts; and how far before its name a value may stand that is
 * compared with it, on the same line.
 */
const longLine = 800;
const comparedBefore = 300;

/** What detectors look at; a test holds them to it. Others look at the window that the check file gives. */
export const detectorReach: ReadonlyMap<string, Reach> = new Map([
  ['assignment', { before: comparedBefore, after: longLine }],
  ['assigned', { before: comparedBefore, after: longLine }],
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

function looksFar({ check, start, end }: KeywordHit): boolean {
  if (end - start > ordinaryKeyword) return true;
  if (check.function === 'assignment' || check.function === 'assigned') return false;
  const { before, after } = reachOf(check);
  return before > reach.near.before || after > reach.near.after;
}

/** Keywords noted for one version; where there are more, the next version is looked at more widely. */
const mostNoted = 1000;

/** Longest run of base64 that the focus is widened by: then a token that was changed in its middle is seen whole. */
const longestRun = 16_384;

/**
 * What has to be looked at in a version of a file of which an earlier one was examined, or undefined for all of it.
 */
export function focusOf(source: Source): Focus | undefined {
  const { changed, bytes, path } = source;
  // values of a Secret are encoded by what stands far above them
  if (changed === undefined || (/\.(?:ya?ml|json)$/i.test(path) && bytes.includes('Secret'))) return undefined;
  const far = carried(source);
  const near = changed.spans.map((span) => (far === undefined ? unnoted(bytes, span) : nearSpan(bytes, span, far)));
  return {
    near: merged(near),
    // what a keyword before a change sees of it lies behind the keyword, so the reaches change places
    around: (parts) => widened(parts, { before: reach.wide.after, after: reach.wide.before }, bytes.length),
    carried: far,
  };
}

/**
 * The keywords of a focus that can see something of what changed, and the parts they stand in. Where nothing was noted of
 * the version before, keywords were sought more widely than most of them look.
 */
export function seeing(source: Source, focus: Focus, hits: readonly KeywordHit[]): { readonly near: readonly Span[]; readonly hits: readonly KeywordHit[] } {
  if (focus.carried !== undefined || source.changed === undefined) return { near: focus.near, hits };
  const far = hits.filter(looksFar).map(asFar);
  const near = merged(source.changed.spans.map((span) => nearSpan(source.bytes, span, far)));
  return { near, hits: hits.filter((hit) => near.some(({ start, end }) => hit.start >= start && hit.end <= end)) };
}

function nearSpan(bytes: Buffer, changed: Span, far: Far): Span {
  let start = changed.start - reach.near.after - ordinaryKeyword;
  let end = changed.end + reach.near.before + ordinaryKeyword;
  for (const one of far) {
    if (one.end + one.after < changed.start || one.start - one.before > changed.end) continue;
    start = Math.min(start, one.start);
    end = Math.max(end, one.end);
  }
  start = Math.max(0, start);
  end = Math.min(bytes.length, end);
  const last = Math.max(0, changed.start - longLine - ordinaryKeyword);
  if (last < start) {
    const line = lineStart(bytes, last, changed.start);
    if (line < start) start = line;
    if (hasTripleQuotes(bytes, last, changed.start)) start = last;
  }
  // the rest of the line, when it is not long
  for (const most = Math.min(bytes.length, changed.end + comparedBefore + ordinaryKeyword); end < most && bytes[end] !== 10; end++);
  return withRuns(bytes, start, end);
}

function withRuns(bytes: Buffer, from: number, to: number): Span {
  let start = from;
  let end = to;
  for (const first = Math.max(0, start - longestRun); start > first && isRunByte(bytes[start - 1]) && isRunByte(bytes[start]); start--);
  for (const last = Math.min(bytes.length, end + longestRun); end < last && isRunByte(bytes[end]) && isRunByte(bytes[end - 1]); end++);
  return { start, end };
}

/** Where the line that holds an offset begins, or how far back it was sought. */
function lineStart(bytes: Buffer, least: number, offset: number): number {
  let at = offset;
  while (at > least && bytes[at - 1] !== 10) at--;
  return at;
}

/** Whether three quotes stand between two offsets. One byte in three is looked at first. */
function hasTripleQuotes(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from + 2; at < to; at += 3) {
    const byte = bytes[at];
    if (byte !== 0x22 && byte !== 0x27 && byte !== 0x60) continue;
    let start = at;
    while (start > from && bytes[start - 1] === byte) start--;
    let end = at + 1;
    while (end < to && end - start < 3 && bytes[end] === byte) end++;
    if (end - start >= 3) return true;
  }
  return false;
}

function isRunByte(byte: number | undefined): boolean {
  return byte !== undefined && (sextets[byte] as number) < 64;
}

/**
 * The surroundings of a change where nothing is known of the keywords around it: from a private key on that may go on
 * until here, and from where base64 begins that does.
 */
function unnoted(bytes: Buffer, changed: Span): Span {
  const farthest = Math.max(0, changed.start - (detectorReach.get('key-data')?.after ?? 0));
  let start = changed.start;
  while (start > farthest && isDataByte(bytes[start - 1])) start--;
  start = Math.min(start, Math.max(0, changed.start - reach.wide.after));
  const from = Math.max(0, start - (detectorReach.get('private-key')?.after ?? 0));
  const key = bytes.subarray(from, start).indexOf('PRIVATE KEY');
  return withRuns(bytes, key === -1 ? start : Math.max(0, from + key - 64), Math.min(bytes.length, changed.end + reach.wide.before));
}

/** What base64 consists of, also over lines and in quotes. */
function isDataByte(byte: number | undefined): boolean {
  return isRunByte(byte) || byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0x22 || byte === 0x27 || byte === 0x60 || byte === 0x5c || byte === 0x2c;
}

/** Notes the keywords of a version whose checks look far, those among `hits` and those that the version before had outside of the focus. */
export function noteFar(source: Source, hits: readonly KeywordHit[], focus: Focus | undefined, isFull: boolean): void {
  const { note } = source;
  if (note === undefined || isFull) return;
  const kept = focus === undefined ? [] : focus.carried?.filter((one) => !focus.near.some(({ start, end }) => one.start >= start && one.end <= end));
  if (kept === undefined) return;
  const found: Far[number][] = [];
  for (const hit of hits) if (looksFar(hit)) found.push(asFar(hit));
  if (kept.length + found.length <= mostNoted) note.far = kept.length === 0 ? found : [...kept, ...found];
}

function asFar({ check, start, end }: KeywordHit): Far[number] {
  return { start, end, ...reachOf(check) };
}

type Far = NonNullable<VersionNote['far']>;

/** The noted keywords that stand in this version as they did in the one before. */
function carried({ changed }: Source): Far | undefined {
  const far = changed?.before.far;
  if (changed === undefined || far === undefined || far.length === 0) return far;
  return far.flatMap((one) => {
    let shift = 0;
    for (const span of changed.spans) {
      if (one.end + shift <= span.start) return [moved(one, shift)];
      shift = span.shift;
      // it stood in what was changed
      if (one.start + shift < span.end) return [];
    }
    return [moved(one, shift)];
  });
}

function moved(one: Far[number], shift: number): Far[number] {
  return shift === 0 ? one : { ...one, start: one.start + shift, end: one.end + shift };
}
