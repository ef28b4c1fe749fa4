import type { Range } from '../../formats/place.ts';
import { packedKind, type PackedKind } from '../../formats/archives/kind.ts';
import { embeddedIn } from '../../formats/archives/embedded.ts';
import type { UnpackLimits } from '../../formats/archives/member.ts';
import { unpack } from '../../formats/archives/unpack.ts';
import { byteLines, type ByteLines } from '../../families/credentials/lines.ts';
import type { Report } from '../../model/finding.ts';
import { maskPiece } from '../../model/redact.ts';
import { sha256 } from '../../model/sha256.ts';
import type { Source } from '../../model/source.ts';
import { asUtf8, unicodeForm } from '../decode.ts';
import { decodeChains } from './code-chains.ts';
import { joinCodec } from './escapes.ts';
import { decodeRuns, type DecodedRun } from './base64.ts';
import { notUnpacked, placeOf, type LayerReport } from './found.ts';
import { keyFileText } from './key-file.ts';
import { decodeSecrets } from './kubernetes-secret.ts';
import type { LayerText } from './layer-text.ts';
import { isTrusted, learnRanks, maxDepth, mayDecode, narrower, say, type Ground, type LayerHit, type LayerTools, type Look, type State, type Trust } from './look.ts';
import { offsetsOf, spanOf, type Offsets } from './place.ts';
import { decodeNumberLists } from './number-lists.ts';
import { decodeEscapes } from './regions.ts';
import { sign } from './sign.ts';
import { layerSigns } from './signs.ts';
import type { Span } from './spans.ts';
import { decodeStringLists } from './string-lists.ts';
import { decodeWide } from './wide.ts';

/** A source to be looked into, and what is known of it. */
export interface LayeredSource {
  readonly source: Source;
  readonly hits: readonly LayerHit[];
  /** What `layerSigns` saw. */
  readonly signs: number;
  /** What was found in the text as it stands. */
  readonly reports: readonly Report[];
  /** The parts that have to be looked at, in order. */
  readonly focus: readonly Span[];
}

/** Most bytes that are decoded of one source, texts and packed files together, and of one packed file. */
const maxDecoded = 256 * 1024 * 1024;
const maxDecodedOfWindow = 64 * 1024 * 1024;
const maxMember = 32 * 1024 * 1024;
/** Most files of an archive, and how much larger than its packed form a file may be: logs come to 50 times, deflate's utmost is 1,032. */
const maxMembers = 20_000;
const maxRatio = 250;

/**
 * Looks for credentials in what a source holds in encoded or packed form, and returns all of its reports, each secret
 * once: of two that lie on the same place the surer check stays, and what stands there as it is goes before what was decoded.
 */
export function examineLayers(layered: LayeredSource, tools: LayerTools): readonly LayerReport[] {
  const { source, hits, signs, reports, focus } = layered;
  const ranks = new Map<string, number>();
  const state: State = { tools, ranks, left: source.part === undefined ? maxDecoded : maxDecodedOfWindow, seen: new Set(), said: new Set(), packed: [] };
  learnRanks(hits, ranks);
  const offsets = offsetsOf(source.bytes);
  const ground: Ground = { path: source.path, subject: source.subject, bytes: source.bytes, layers: [], found: [] };
  for (const report of reports) ground.found.push({ report, ...spanOf(offsets, report.range), rank: ranks.get(report.check) ?? 3, depth: 0 });
  const look: Look = { ground, bytes: source.bytes, depth: 0, layers: [], trust: 'all', toGround: (span) => span };
  lookInside(look, hits, signs, focus, state);
  return [...notUnpacked(ground.found, state.packed).map(({ report }) => ({ report })), ...state.packed];
}

/** Looks at a decoded text itself, then into it. */
function lookAt(look: Look, decoded: (start: number, end: number) => boolean, state: State, from = 0): void {
  if (!mayDecode(look.depth, look.bytes.length, look.ground.path, state)) return;
  const hits = state.tools.search(look.bytes);
  learnRanks(hits, state.ranks);
  const trusted = look.trust === 'all' ? hits : hits.filter(({ check }) => isTrusted(check, look.trust));
  if (trusted.length > 0) report(look, trusted, decoded, state);
  const focus = [{ start: from, end: look.bytes.length }];
  const signs = layerSigns('', look.bytes, hits, focus);
  if (signs !== 0) lookInside(look, hits, signs, focus, state);
}

function report(look: Look, hits: readonly LayerHit[], decoded: (start: number, end: number) => boolean, state: State): void {
  const { ground } = look;
  const reports = state.tools.examine({ path: ground.path, subject: ground.subject, bytes: look.bytes }, hits);
  if (reports.length === 0) return;
  const offsets = offsetsOf(look.bytes);
  const lines = byteLines(ground.bytes);
  for (const one of reports) {
    const span = spanOf(offsets, one.range);
    // what was only copied was judged where it stands; a character before it may have hidden its beginning
    if (!decoded(span.start - 2, span.end + 1)) continue;
    const place = look.toGround(span);
    const masked = look.run === undefined ? [] : [lines.rangeOf(look.run.start, look.run.end)];
    ground.found.push({
      ...place,
      rank: state.ranks.get(one.check) ?? 3,
      depth: look.depth,
      report: { ...one, range: lines.rangeOf(place.start, place.end), alsoSecret: [...(one.alsoSecret ?? []).map((also) => rangeOnGround(also, look, offsets, lines)), ...masked], ...(look.layers.length === 0 ? {} : { layers: look.layers }) },
    });
  }
}

function rangeOnGround(range: Range, look: Look, offsets: Offsets, lines: ByteLines): Range {
  const { start, end } = look.toGround(spanOf(offsets, range));
  return lines.rangeOf(start, end);
}

const compressed: ReadonlySet<PackedKind> = new Set<PackedKind>(['zip', 'gzip', 'bzip2', 'zstd', 'xz', 'lzma', 'lzip', 'lz4', 'compress', '7z', 'rar', 'cab']);

/** Decodes what the signs of a text speak of. */
function lookInside(look: Look, hits: readonly LayerHit[], signs: number, focus: readonly Span[], state: State): void {
  const { touched } = look;
  // what was copied as it stood was decoded in the text above; but what strings say together is read anew
  const isNew = touched === undefined || look.layers.at(-1) === joinCodec.layer ? undefined : (at: number) => touched(at, at + 1);
  if ((signs & sign.run) !== 0) for (const span of focus) for (const run of decodeRuns(look.bytes, span)) if (touched === undefined || touched(run.span.start - 2, run.span.end)) lookAtRun(look, run, state);
  const kind = (signs & sign.packed) !== 0 ? packedKind(look.bytes) : undefined;
  const rest = kind === undefined ? 0 : lookIntoPacked(look, look.bytes, kind, look.layers, state);
  if ((signs & sign.streams) !== 0 && rest < look.bytes.length) lookAmong(look, rest, state);
  if ((signs & sign.key) !== 0) lookAtText(look, 'binary', keyFileText(look.bytes), look.trust, state);
  const all = { start: focus[0]?.start ?? 0, end: focus.at(-1)?.end ?? 0 };
  const secrets = (signs & sign.secret) !== 0 ? decodeSecrets(look.bytes, all) : undefined;
  if (secrets !== undefined) {
    dropGuesses(look, secrets.spans);
    lookAtText(look, 'base64', secrets.text, narrower(look.trust, 'text'), state);
  }
  const wide = (signs & sign.wide) !== 0 ? decodeWide(look.bytes, all) : undefined;
  if (wide !== undefined) lookAtText(look, 'utf-16', wide, 'bytes', state);
  // what looks like an escape in compressed bytes is none
  if (kind !== undefined && compressed.has(kind)) return;
  if ((signs & sign.list) !== 0) {
    for (const span of focus) {
      for (const text of decodeNumberLists(look.bytes, span)) lookAtText(look, 'character codes', text, narrower(look.trust, 'text'), state, (start, end) => text.isDecoded(start, end));
      for (const text of decodeChains(look.bytes, span)) lookAtText(look, 'character codes', text, narrower(look.trust, 'text'), state, (start, end) => text.isDecoded(start, end));
      for (const text of decodeStringLists(look.bytes, span)) lookAtText(look, joinCodec.layer, text, look.trust, state, (start, end) => text.isDecoded(start, end));
    }
  }
  for (const { layer, text } of decodeEscapes(look.bytes, hits, signs, focus, isNew)) lookAtText(look, layer, text, look.trust, state, (start, end) => text.isDecoded(start, end));
}

/** Takes back what was guessed of encoded values by their look: what they say is known now. */
function dropGuesses(look: Look, spans: readonly Span[]): void {
  const encoded = spans.map(look.toGround);
  const { found } = look.ground;
  const isEncoded = ({ start, end }: Span): boolean => {
    const next = encoded[placeOf(encoded, start + 1) - 1] ?? encoded[0];
    return next !== undefined && start < next.end && next.start < end;
  };
  const kept = found.filter((one) => one.rank >= 3 || one.depth !== look.depth || !isEncoded(one));
  found.splice(0, found.length, ...kept);
}

/** Texts up to this size, in bytes, are their own key; to load what makes digests takes longer than most scans have. */
const ownKey = 8192;

function lookAtText(look: Look, layer: string, text: LayerText, trust: Trust, state: State, touched?: Look['touched'], from = 0): void {
  // each run of the source itself is another; of what was decoded, two ways may lead to one text
  if (look.depth > 0 || look.run === undefined) {
    const key = `${text.originStart(0)} ${text.bytes.length <= ownKey ? text.bytes.toString('latin1') : sha256([text.bytes])}`;
    if (state.seen.has(key)) return;
    state.seen.add(key);
  }
  const { touched: _above, ...above } = look;
  lookAt(
    {
      ...above,
      ...(touched === undefined ? {} : { touched }),
      bytes: text.bytes,
      depth: look.depth + 1,
      layers: [...look.layers, layer],
      trust,
      toGround: ({ start, end }) => look.toGround({ start: text.originStart(start), end: text.originEnd(end) }),
    },
    (start, end) => text.isDecoded(start, end),
    state,
    from,
  );
}

function lookAtRun(look: Look, run: DecodedRun, state: State): void {
  const whole = look.toGround(run.span);
  const { touched: _above, ...plain } = { ...look, run: look.run ?? whole };
  const kind = run.isText ? undefined : packedKind(run.bytes);
  if (kind !== undefined) {
    lookIntoPacked({ ...plain, depth: look.depth + 1, toGround: () => whole }, run.bytes, kind, [...look.layers, run.layer], state);
    return;
  }
  if (!run.isText && unicodeForm(run.bytes) !== 'utf8') {
    lookAt({ ...plain, bytes: asUtf8(run.bytes), depth: look.depth + 1, layers: [...look.layers, run.layer, 'utf-16'], trust: narrower(look.trust, 'text'), toGround: () => whole }, () => true, state);
    return;
  }
  const { text } = run;
  // the name before it was copied: what is encoded there is a run of its own
  if (text !== undefined) lookAtText(plain, run.layer, text, narrower(look.trust, run.isText ? 'text' : 'bytes'), state, (start, end) => text.isDecoded(start, end), run.nameLength);
}

/** Formats of one stream: what is not of it may follow. */
const singleStreams: ReadonlySet<PackedKind> = new Set<PackedKind>(['gzip', 'zlib', 'xz', 'lzip', 'lz4']);

const unpackLimits = (state: State): UnpackLimits => ({ maxMember, maxMembers, maxRatio, left: () => state.left });

function isTooDeep(look: Look, state: State): boolean {
  if (look.depth < maxDepth) return false;
  say(state, 'limit', `encoded or packed more than ${maxDepth} times over`);
  return true;
}

/** Looks at the files in a packed file, one after the other. Returns where bytes begin that are not part of it. */
function lookIntoPacked(look: Look, bytes: Buffer, kind: PackedKind, layers: readonly string[], state: State): number {
  let end = bytes.length;
  if (isTooDeep(look, state)) return end;
  for (const member of unpack(kind, bytes, unpackLimits(state))) {
    const name = member.name === '' ? '' : shownName(member.name, look, [...layers, kind], state);
    const path = [...layers, name === '' ? kind : `${kind}:${name}`];
    if (!('problem' in member)) {
      lookAtMember(look, member.bytes, path, name, state);
      if (singleStreams.has(kind)) end = member.end ?? end;
    } else if (singleStreams.has(kind) && member.problem === 'unreadable') end = 0;
    else say(state, member.problem, `${path.join(' > ')}: ${member.detail}`);
  }
  return end;
}

/** Looks at what is packed among other bytes. */
function lookAmong(look: Look, from: number, state: State): void {
  if (isTooDeep(look, state)) return;
  for (const { kind, start, end, member } of embeddedIn(look.bytes, from, unpackLimits(state))) {
    const name = member.name === '' ? '' : shownName(member.name, look, [...look.layers, kind], state);
    const at = start === 0 ? kind : `${kind} at byte ${start}`;
    const path = [...look.layers, name === '' ? at : `${at}:${name}`];
    if ('problem' in member) say(state, member.problem, `${path.join(' > ')}: ${member.detail}`);
    else lookAtMember({ ...look, toGround: () => look.toGround({ start, end }) }, member.bytes, path, name === '' ? at : name, state);
  }
}

function lookAtMember(look: Look, packed: Buffer, layers: readonly string[], name: string, state: State): void {
  if (!mayDecode(look.depth + 1, packed.length, look.ground.path, state)) return;
  const bytes = asUtf8(packed);
  const { touched: _above, ...above } = look;
  // in a run of text it lies where the run does; otherwise it is a file with lines of its own
  const isInRun = look.run !== undefined;
  const path = name === '' ? look.ground.path.replace(/\.(?:gz|bz2|zst|z)$/i, '').replace(/\.tgz$/i, '.tar') : `${look.ground.path}!/${name}`;
  const ground: Ground = isInRun ? look.ground : { path, subject: look.ground.subject, bytes, layers, found: [] };
  const trust = narrower(look.trust, isBinary(bytes) ? 'bytes' : 'text');
  const inner: Look = { ...above, trust, ground, bytes, depth: look.depth + 1, layers, ...(isInRun ? {} : { toGround: (span: Span) => span }) };
  const hits = state.tools.search(bytes);
  learnRanks(hits, state.ranks);
  const trusted = hits.filter(({ check }) => isTrusted(check, trust));
  if (trusted.length > 0) report(inner, trusted, () => true, state);
  const before = state.packed.length;
  const focus = [{ start: 0, end: bytes.length }];
  const signs = layerSigns(name, bytes, hits, focus);
  if (signs !== 0) lookInside(inner, hits, signs, focus, state);
  if (!isInRun) for (const { report: one } of notUnpacked(ground.found, state.packed.slice(before))) state.packed.push({ report: withPlace(one, path), inner: bytes });
}

/** Whether bytes are no text: what a compiler wrote holds names next to anything. */
function isBinary(bytes: Buffer): boolean {
  return bytes.subarray(0, 4096).includes(0);
}

/** Says in words where in a packed file a finding lies: its line is counted there. */
function withPlace(one: Report, path: string): Report {
  const place = `in ${path}, line ${one.range.startLine}`;
  return { ...one, message: one.message === '' ? place : `${one.message}, ${place}` };
}

/** A packed file's name as it may be shown; a secret in it is reported and masked. */
function shownName(name: string, look: Look, layers: readonly string[], state: State): string {
  const short = name.slice(0, longestName).replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '?');
  const bytes = Buffer.from(short);
  const hits = state.tools.search(bytes);
  if (hits.length === 0) return short;
  learnRanks(hits, state.ranks);
  const ground: Ground = { path: look.ground.path, subject: look.ground.subject, bytes, layers, found: [] };
  report({ ground, bytes, depth: look.depth + 1, layers, trust: look.trust, toGround: (span) => span }, hits, () => true, state);
  let masked = short;
  for (const { report: one } of ground.found) {
    const { startColumn, endColumn } = one.range;
    masked = masked.slice(0, startColumn - 1) + maskPiece(masked.slice(startColumn - 1, endColumn - 1)) + masked.slice(endColumn - 1);
    state.packed.push({ report: { ...one, message: 'in the name of a packed file' }, inner: bytes });
  }
  return masked;
}

/** Most characters of a packed file's name that are shown. */
const longestName = 300;
