import { neverEnds, type Ask } from '../model/ask.ts';
import type { FamilyName, NotChecked, Report } from '../model/finding.ts';
import type { GatePolicy } from '../model/gate-policy.ts';
import type { Source } from '../model/source.ts';
import { asUtf8 } from './decode.ts';
import { beginsLikeDockerfile } from '../formats/dockerfile/begins.ts';
import { importWake } from './import-wake.ts';
import { focusOf, noteFar, seeing } from './focus.ts';
import { prefilter } from './keyword-hits.ts';
import { layerSigns } from './layers/signs.ts';
import type { Span } from './layers/spans.ts';
import { loadCredentials, loaded } from './loaded.ts';
import { packageWake } from './package-wake.ts';
import type { Registry } from './registry.ts';
import { familiesFor, runnableFamilies } from './route.ts';
import { openReporter, sayFull, type Prefiltered, type ReporterOptions, type Say } from './reporter.ts';
import { examineWindows } from './window-examiner.ts';
import { isLarge, piecesOf } from './windows.ts';

export interface ExaminerOptions {
  /** The package's checks first, then a user's own. */
  readonly registries: readonly Registry[];
  readonly policy: GatePolicy;
  /** Families to run; all when absent. */
  readonly families?: ReadonlySet<FamilyName>;
  /** Whether rules of other tools want to see every file. */
  readonly isHosted: boolean;
  readonly ask?: Ask;
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

  const sayOf = (path: string): Say => (reason, detail) => skip(path, reason, detail);

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
  const reporting: ReporterOptions = { registries: options.registries, policy, isOn, report: sink.report, ask: options.ask ?? neverEnds };
  const reporter = openReporter(reporting);

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
      if (wants('credentials') && (loaded.credentials === undefined || loaded.layers === undefined)) largeWaiting.push(lasting(source));
      else examineLarge(source);
      return;
    }
    const text: Source = { ...source, bytes: asUtf8(source.bytes) };
    const focus = text.bytes === source.bytes ? focusOf(source) : undefined;
    const { hits: all, marked, isFull } = prefilter(options.registries, text.bytes, isOn, focus?.near);
    if (text.bytes === source.bytes) noteFar(source, all, focus, isFull);
    const { near, hits } = focus === undefined || isFull ? { near: focus?.near ?? [whole(text.bytes)], hits: all } : seeing(source, focus, all);
    if (isFull) sayFull(sayOf(source.path));
    const telling: Span[] = [];
    let found = isFull;
    const signs = wants('credentials') ? layerSigns(source.path, text.bytes, hits, near, telling) : 0;
    if ((hits.length > 0 && wants('credentials')) || signs !== 0) {
      // what is encoded may begin far before the change and say more when it is decoded
      const around = signs === 0 || focus === undefined ? undefined : focus.around(telling);
      const prefiltered: Prefiltered = { source: text, hits, signs, focus: around ?? [whole(text.bytes)], ...(around === undefined ? {} : { hitsAround: prefilter(options.registries, text.bytes, isOn, around).hits }) };
      // the family is loaded with the first hit, the layers with the first sign: a commit without one never pays for them
      if (loaded.credentials === undefined || (signs !== 0 && loaded.layers === undefined)) {
        waiting.push({ ...prefiltered, source: lasting(text) });
        found = true;
      } else if (reporter.examineHits(loaded.credentials, prefiltered, sayOf(source.path)) > 0 || signs !== 0 || hits.some(({ check }) => check.paths.length > 0 || check.detect !== undefined)) found = true;
    }
    if (source.note !== undefined) source.note.isQuiet = !found && !isPointer && (source.changed === undefined || source.changed.before.isQuiet === true);
    keep(text, marked);
  };

  // a push asks only for what is sought in each source by itself
  const isKept = options.isHosted || [...runnableFamilies].some((family) => family !== 'credentials' && family !== 'change-control' && wants(family));

  /** Hands a source to whoever looks at it as a whole. */
  const keep = (text: Source, marked: number): void => {
    if (!isKept) return;
    const wanted = text.subject === 'file' ? [...familiesFor(text.path, marked)] : [];
    // it may be called anything: the family finds out who builds by it
    if (text.subject === 'file' && wants('containers') && !wanted.includes('containers') && beginsLikeDockerfile(text.bytes)) wanted.push('containers');
    const isCode = text.subject === 'file' && wants('libraries') && !wanted.includes('libraries') && wakes.wants(text.path, text.bytes);
    const families = (isCode ? [...wanted, 'libraries' as const] : wanted).filter((family) => wants(family) && (family !== 'libraries' || isCode || hasPackages(text.path, text.bytes)));
    if (families.length > 0 || (options.isHosted && wants('credentials'))) sink.keep(text, families);
  };

  const examineInWindows = (source: Omit<Source, 'bytes'>, pieces: Iterable<Buffer>): number =>
    examineWindows(source, pieces, wants('credentials') ? loaded.credentials : undefined, { ...reporting, reporter, skip: sayOf(source.path) });

  const examineLarge = (source: Source): void => {
    const marked = examineInWindows(source, piecesOf(source.bytes));
    if (options.isHosted || familiesFor(source.path, marked).some(wants) || wakes.mayWant(source.path)) keep({ ...source, bytes: asUtf8(source.bytes) }, marked);
  };

  const examinePieces = (path: string, pieces: Iterable<Buffer>): void => {
    let size = 0;
    const counted = function* (): Generator<Buffer, void, undefined> {
      for (const piece of pieces) {
        size += piece.length;
        yield piece;
      }
    };
    const marked = examineInWindows({ path, subject: 'file' }, counted());
    sink.count(1, size);
    const unjudged = [...familiesFor(path, marked).filter(wants), ...(options.isHosted ? ['rules of secretlint'] : [])];
    if (unjudged.length > 0) skip(path, 'too-large', `${size} bytes; looked through for credentials, not judged by ${unjudged.join(', ')}`);
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
        for (const prefiltered of waiting.splice(0)) if (loaded.credentials !== undefined) reporter.examineHits(loaded.credentials, prefiltered, sayOf(prefiltered.source.path));
      }
    },
  };
}

function whole(bytes: Buffer): Span {
  return { start: 0, end: bytes.length };
}

/** A source that can be kept. */
export function lasting(source: Source): Source {
  return source.isLasting === true ? source : { ...source, bytes: Buffer.from(source.bytes) };
}
