import type { FamilyName, NotChecked, Report } from '../model/finding.ts';
import type { GatePolicy } from '../model/gate-policy.ts';
import type { Source } from '../model/source.ts';
import { asUtf8, piecesAsUtf8 } from './decode.ts';
import { importWake } from './import-wake.ts';
import { focusOf, noteFar, seeing } from './focus.ts';
import { maxHits, maxWindowHits, prefilter, type KeywordHit } from './keyword-hits.ts';
import { sign } from './layers/sign.ts';
import { layerSigns } from './layers/signs.ts';
import type { Span } from './layers/spans.ts';
import { packageWake } from './package-wake.ts';
import type { Registry } from './registry.ts';
import { familiesFor, runnableFamilies } from './route.ts';
import { isLarge, piecesOf, windowPlaces, windowsOf } from './windows.ts';

export interface ExaminerOptions {
  /** The package's checks first, then a user's own. */
  readonly registries: readonly Registry[];
  readonly policy: GatePolicy;
  /** Families to run; all when absent. */
  readonly families?: ReadonlySet<FamilyName>;
  /** Whether rules of other tools want to see every file. */
  readonly isHosted: boolean;
}

/** Where what is found in a source goes. */
export interface Sink {
  /** `siblings` are all reports of the source, whose secrets are masked in each other's frames. */
  report(report: Report, source: Source, siblings: readonly Report[]): void;
  skip(path: string, reason: NotChecked['reason'], detail: string): void;
  /** A source that families beside credentials (or rules of other tools) judge as a whole, with others. */
  keep(source: Source, families: readonly FamilyName[]): void;
  count(sources: number, bytes: number): void;
}

/** What is looked for in each source by itself: credentials, and which other families it is for. */
export interface Examiner {
  /** Judges a source. Throws BrokenCheck. */
  examine(source: Source): void;
  examinePieces(path: string, pieces: Iterable<Buffer>): void;
  mayWant(path: string): boolean;
  /** Judges what had to wait for its family to be loaded. */
  finish(): Promise<void>;
}

/** Most remarks on what was not looked into, for one file. */
const maxRemarks = 20;

const lfsPointer = Buffer.from('version https://git-lfs.github.com/spec/');

/** Opens an examiner over a sink. It holds nothing of a source once that is judged. */
export function openExaminer(options: ExaminerOptions, sink: Sink): Examiner {
  const { policy } = options;
  const { skip } = sink;
  const wants = (family: FamilyName): boolean => options.families?.has(family) ?? true;
  const switches = options.registries.map((registry) => new Int8Array(registry.size));
  const waiting: Prefiltered[] = [];
  const largeWaiting: Source[] = [];
  const wakes = importWake(policy.settings('libraries'));
  const hasPackages = packageWake(policy.settings('libraries'));

  const sayFull = (path: string): void => skip(path, 'limit', `more than ${maxHits} words that stand beside credentials; what follows them was not looked at`);

  const isOn = (registry: number, check: number): boolean => {
    if (!wants('credentials')) return false;
    const table = switches[registry];
    if (table === undefined) return false;
    if (table[check] === 0) {
      const loaded = options.registries[registry]?.check(check);
      table[check] = loaded !== undefined && policy.isOn(loaded) ? 1 : 2;
    }
    return table[check] === 1;
  };

  const examine = (source: Source): void => {
    sink.count(1, source.bytes.length);
    if (source.bytes.length > policy.limits.maxFileBytes) {
      skip(source.path, 'too-large', `${source.bytes.length} bytes, the limit is ${policy.limits.maxFileBytes}`);
      return;
    }
    const isPointer = source.subject === 'file' && source.bytes.length < 1024 && source.bytes.subarray(0, lfsPointer.length).equals(lfsPointer);
    if (isPointer) {
      skip(source.path, 'lfs-pointer', 'the content is in Git LFS, not in the repository');
    }
    if (isLarge(source)) {
      if (wants('credentials') && (credentials === undefined || layers === undefined)) largeWaiting.push(lasting(source));
      else examineLarge(source);
      return;
    }
    const text: Source = { ...source, bytes: asUtf8(source.bytes) };
    const focus = text.bytes === source.bytes ? focusOf(source) : undefined;
    const { hits: all, marked, isFull } = prefilter(options.registries, text.bytes, isOn, focus?.near);
    if (text.bytes === source.bytes) noteFar(source, all, focus, isFull);
    const { near, hits } = focus === undefined || isFull ? { near: focus?.near ?? [whole(text.bytes)], hits: all } : seeing(source, focus, all);
    if (isFull) sayFull(source.path);
    const telling: Span[] = [];
    let found = isFull;
    const signs = wants('credentials') ? layerSigns(source.path, text.bytes, hits, near, telling) : 0;
    if ((hits.length > 0 && wants('credentials')) || signs !== 0) {
      // what is encoded may begin far before the change and say more when it is decoded
      const around = signs === 0 || focus === undefined ? undefined : focus.around(telling);
      const prefiltered: Prefiltered = { source: text, hits, signs, focus: around ?? [whole(text.bytes)], ...(around === undefined ? {} : { hitsAround: prefilter(options.registries, text.bytes, isOn, around).hits }) };
      // the family is loaded with the first hit, the layers with the first sign: a commit without one never pays for them
      if (credentials === undefined || (signs !== 0 && layers === undefined)) {
        waiting.push({ ...prefiltered, source: lasting(text) });
        found = true;
      } else if (examineHits(credentials, prefiltered) > 0 || signs !== 0 || hits.some(({ check }) => check.paths.length > 0 || check.detect !== undefined)) found = true;
    }
    if (source.note !== undefined) source.note.isQuiet = !found && !isPointer && (source.changed === undefined || source.changed.before.isQuiet === true);
    keep(text, marked);
  };

  // a push asks only for what is sought in each source by itself
  const isKept = options.isHosted || [...runnableFamilies].some((family) => family !== 'credentials' && family !== 'change-control' && wants(family));

  /** Hands a source to whoever looks at it as a whole. */
  const keep = (text: Source, marked: number): void => {
    if (!isKept) return;
    const wanted = text.subject === 'file' ? familiesFor(text.path, marked) : [];
    const isCode = text.subject === 'file' && wants('libraries') && !wanted.includes('libraries') && wakes.wants(text.path, text.bytes);
    const families = (isCode ? [...wanted, 'libraries' as const] : wanted).filter((family) => wants(family) && (family !== 'libraries' || isCode || hasPackages(text.path, text.bytes)));
    if (families.length > 0 || (options.isHosted && wants('credentials'))) sink.keep(text, families);
  };

  const examineLarge = (source: Source): void => {
    const marked = examineWindows(source, piecesOf(source.bytes));
    if (options.isHosted || familiesFor(source.path, marked).some(wants) || wakes.mayWant(source.path)) keep({ ...source, bytes: asUtf8(source.bytes) }, marked);
  };

  /** Looks for credentials in a text window by window. Returns what the markers of the whole text say. */
  const examineWindows = (source: Omit<Source, 'bytes'>, pieces: Iterable<Buffer>): number => {
    const said = new Set<string>();
    const say = (reason: NotChecked['reason'], detail: string): void => {
      if (said.size < maxRemarks && !said.has(detail)) skip(source.path, reason, detail);
      said.add(detail);
    };
    let marked = 0;
    let count = 0;
    let isBinary: boolean | undefined;
    for (const window of windowsOf(piecesAsUtf8(pieces))) {
      const { bytes: text, before } = window;
      isBinary ??= text.subarray(0, 8192).includes(0);
      const { hits, marked: more, isFull } = prefilter(options.registries, text, isOn, undefined, maxWindowHits);
      marked |= more;
      if (isFull) say('limit', 'words that stand beside credentials, more than can be looked at one by one');
      if (!wants('credentials') || credentials === undefined) continue;
      const focus = [whole(text)];
      // a window is no file: what its first bytes look like says nothing
      const signs = layerSigns(source.path, text, hits, focus) & ~(sign.packed | sign.key);
      if (hits.length === 0 && signs === 0) continue;
      const part: Source = { ...source, bytes: text, part: { before, isBinary } };
      const places = windowPlaces(window);
      const reports = reportsOf(credentials, { source: part, hits, signs, focus }, say).map(({ report }) => ({ isOwn: places.isOwn(report.range), report: { ...report, range: places.inFile(report.range), ...(report.alsoSecret === undefined ? {} : { alsoSecret: report.alsoSecret.map(places.inFile) }) } }));
      const siblings = reports.map(({ report }) => report);
      for (const { isOwn, report } of reports) if (isOwn && count++ < policy.limits.maxFindings) sink.report(report, part, siblings);
    }
    if (count > policy.limits.maxFindings) skip(source.path, 'limit', `${count} findings, the first ${policy.limits.maxFindings} are reported`);
    return marked;
  };

  const examinePieces = (path: string, pieces: Iterable<Buffer>): void => {
    let size = 0;
    const counted = function* (): Generator<Buffer, void, undefined> {
      for (const piece of pieces) {
        size += piece.length;
        yield piece;
      }
    };
    const marked = examineWindows({ path, subject: 'file' }, counted());
    sink.count(1, size);
    const unjudged = [...familiesFor(path, marked).filter(wants), ...(options.isHosted ? ['rules of secretlint'] : [])];
    if (unjudged.length > 0) skip(path, 'too-large', `${size} bytes; looked through for credentials, not judged by ${unjudged.join(', ')}`);
  };

  /** Returns how many reports there are. */
  const examineHits = (family: Credentials, prefiltered: Prefiltered): number => {
    const { source } = prefiltered;
    const reports = reportsOf(family, prefiltered, (reason, detail) => skip(source.path, reason, detail));
    const shown = reports.slice(0, policy.limits.maxFindings);
    if (reports.length > shown.length) skip(source.path, 'limit', `${reports.length} findings, the first ${shown.length} are reported`);
    // lines of a packed file are counted, shown and masked in that file
    const texts = new Map<Buffer, { source: Source; siblings: Report[] }>();
    for (const { report, inner = source.bytes } of shown) {
      const text = texts.get(inner) ?? { source: inner === source.bytes ? source : { ...source, bytes: inner }, siblings: [] };
      text.siblings.push(report);
      texts.set(inner, text);
    }
    for (const text of texts.values()) for (const report of text.siblings) sink.report(report, text.source, text.siblings);
    return reports.length;
  };

  /** All reports of a source: as it stands, and in what it holds in encoded or packed form. */
  const reportsOf = (family: Credentials, prefiltered: Prefiltered, say: (reason: NotChecked['reason'], detail: string) => void): readonly LayerReport[] => {
    const { source, hits, signs, hitsAround = hits } = prefiltered;
    const reports = hits.length === 0 ? [] : family.examineCredentials(source, hits);
    if (signs === 0 || layers === undefined) return reports.map((report) => ({ report }));
    return layers.examineLayers(
      { ...prefiltered, hits: hitsAround, reports },
      {
        search: (bytes) => {
          const { hits: inner, isFull } = prefilter(options.registries, bytes, isOn, undefined);
          if (isFull) sayFull(source.path);
          return inner;
        },
        examine: (inner, found) => family.examineCredentials(inner, found),
        skip: say,
      },
    );
  };

  return {
    examine,
    examinePieces,
    mayWant: (path) => familiesFor(path, -1).length > 0 || (wants('libraries') && wakes.mayWant(path)),
    async finish() {
      if (largeWaiting.length > 0) {
        await loadCredentials();
        for (const source of largeWaiting.splice(0)) examineLarge(source);
      }
      if (waiting.length > 0) {
        await loadCredentials(waiting.some((one) => one.signs !== 0));
        for (const prefiltered of waiting.splice(0)) if (credentials !== undefined) examineHits(credentials, prefiltered);
      }
    },
  };
}

type Credentials = typeof import('../families/credentials/family.ts');
let credentials: Credentials | undefined;

type Layers = typeof import('./layers/examine.ts');
type LayerReport = ReturnType<Layers['examineLayers']>[number];
let layers: Layers | undefined;

/** A source, the keywords and the signs of layers in it, and the parts in which these are to be decoded. */
interface Prefiltered {
  readonly source: Source;
  readonly hits: readonly KeywordHit[];
  readonly signs: number;
  readonly focus: readonly Span[];
  /** The keywords in those parts, where they are more than what changed. */
  readonly hitsAround?: readonly KeywordHit[];
}

/** Loads the credential family and, unless told not to, what looks into encoded text; a door that streams calls it first, so that no source is kept for later. */
export async function loadCredentials(withLayers = true): Promise<void> {
  credentials ??= await import('../families/credentials/family.ts');
  if (withLayers) layers ??= await import('./layers/examine.ts');
}

/** For a program that always needs them: in one bundle with the rest, what both use is compiled and optimised once. */
export function provideCredentials(family: Credentials, decoders: Layers): void {
  credentials = family;
  layers = decoders;
}

function whole(bytes: Buffer): Span {
  return { start: 0, end: bytes.length };
}

/** A source that can be kept. */
export function lasting(source: Source): Source {
  return source.isLasting === true ? source : { ...source, bytes: Buffer.from(source.bytes) };
}
