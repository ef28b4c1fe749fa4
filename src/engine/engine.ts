import type { Check } from '../model/check.ts';
import { BrokenCheck, type FamilyPolicy, type LocatedReport, type Project, type ProjectFamily } from '../model/family.ts';
import type { CheckSummary, Excuse, FamilyName, Finding, NotChecked, Outcome, Report, Verdict } from '../model/finding.ts';
import { fingerprint } from '../model/fingerprint.ts';
import type { GatePolicy } from '../model/gate-policy.ts';
import type { Source } from '../model/source.ts';
import type { Range } from '../formats/place.ts';
import { asUtf8, piecesAsUtf8 } from './decode.ts';
import { codeFrame } from './frame.ts';
import { importWake } from './import-wake.ts';
import { packageWake } from './package-wake.ts';
import { inlineSuppression } from './inline.ts';
import { focusOf, maxHits, maxWindowHits, prefilter, type KeywordHit } from './keyword-hits.ts';
import { layerSigns, sign } from './layers/signs.ts';
import { sourceLines, type SourceLines } from './lines.ts';
import { maskNames } from './mask-names.ts';
import type { IndexRow, Registry } from './registry.ts';
import { familiesFor } from './route.ts';
import { isLarge, piecesOf, windowPlaces, windowsOf } from './windows.ts';

export interface GateOptions {
  /** The package's checks first, then a user's own. */
  readonly registries: readonly Registry[];
  readonly policy: GatePolicy;
  /** Families to run; all when absent. */
  readonly families?: ReadonlySet<FamilyName>;
  readonly project: Project;
  /** Milliseconds since an arbitrary origin, for the statistics. */
  readonly clock: () => number;
  /** True when the run covers everything the policy speaks of: only then an entry that matched nothing is known to be unused. */
  readonly whole?: boolean;
  /** Rules of other tools that are hosted here; their checks are in one of the registries. They see every file. */
  readonly hosted?: readonly HostedExaminer[];
}

/** A rule of another tool: text in, reports out. */
export interface HostedExaminer {
  readonly check: Check;
  examine(source: Source): Promise<readonly Report[]>;
}

/** One run of the gate over one change set: sources go in one by one, an outcome comes out. */
export interface Gate {
  /** Judges a source. Sources that a project family wants are kept for `findings`. Throws BrokenCheck. */
  examine(source: Source): void;
  /**
   * Looks for credentials in a file that is too large to be held, which comes in pieces of a multiple of four bytes. The
   * credentials family has to be loaded. What else would have to be judged in it is said not to be. Throws BrokenCheck.
   */
  examinePieces(path: string, pieces: Iterable<Buffer>): void;
  /** Whether some family beside credentials would want a file of this name, if its bytes held every marker. */
  mayWant(path: string): boolean;
  /** Records what a door found by itself: a report of a check that needs more than sources. `source` is what it is about. Throws BrokenCheck. */
  report(report: Report, source: Source, excuse?: Excuse): void;
  /** Says that something could not be judged. */
  skip(path: string, reason: NotChecked['reason'], detail: string): void;
  /** Everything found so far, before old findings are told from new ones. Runs the project families once. */
  findings(): Promise<readonly Finding[]>;
  /** The verdict; `excuse` says which findings do not count (old, baseline). */
  outcome(excuse?: (finding: Finding) => Excuse | undefined): Promise<Outcome>;
}

/** Most remarks on what was not looked into, for one file. */
const maxRemarks = 20;

const lfsPointer = Buffer.from('version https://git-lfs.github.com/spec/');

/** Starts a run of the gate. */
export function openGate(options: GateOptions): Gate {
  const { policy, project, clock } = options;
  const started = clock();
  const wants = (family: FamilyName): boolean => options.families?.has(family) ?? true;
  const switches = options.registries.map((registry) => new Int8Array(registry.size));
  const found: Finding[] = [];
  const notChecked: NotChecked[] = [];
  const remarks: string[] = [];
  const waiting: Prefiltered[] = [];
  const largeWaiting: Source[] = [];
  const kept = new Map<FamilyName, Source[]>();
  const keptSources = new Map<string, Source>();
  const hostedSources: Source[] = [];
  const wakes = importWake(policy.settings('libraries'));
  const hasPackages = packageWake(policy.settings('libraries'));
  let judged: Promise<readonly Finding[]> | undefined;
  let lastLines: { source: Source; lines: SourceLines } | undefined;
  let sources = 0;
  let bytes = 0;

  const skip = (path: string, reason: NotChecked['reason'], detail: string): void => {
    notChecked.push({ path, reason, detail, action: policy.onNotChecked(reason) });
  };

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
    sources++;
    bytes += source.bytes.length;
    if (source.bytes.length > policy.limits.maxFileBytes) {
      skip(source.path, 'too-large', `${source.bytes.length} bytes, the limit is ${policy.limits.maxFileBytes}`);
      return;
    }
    if (source.subject === 'file' && source.bytes.length < 1024 && source.bytes.subarray(0, lfsPointer.length).equals(lfsPointer)) {
      skip(source.path, 'lfs-pointer', 'the content is in Git LFS, not in the repository');
    }
    if (isLarge(source, options.registries.length === 1)) {
      if (wants('credentials') && (credentials === undefined || layers === undefined)) largeWaiting.push(lasting(source));
      else examineLarge(source);
      return;
    }
    const text: Source = { ...source, bytes: asUtf8(source.bytes) };
    const focus = text.bytes === source.bytes && options.registries.length === 1 ? focusOf(source) : undefined;
    const { hits, marked, isFull } = prefilter(options.registries, text.bytes, isOn, focus);
    if (isFull) sayFull(source.path);
    const looked = focus ?? { start: 0, end: text.bytes.length };
    const signs = wants('credentials') ? layerSigns(source.path, text.bytes, hits, looked) : 0;
    if ((hits.length > 0 && wants('credentials')) || signs !== 0) {
      // the family is loaded with the first hit, the layers with the first sign: a commit without one never pays for them
      if (credentials === undefined || (signs !== 0 && layers === undefined)) waiting.push({ source: lasting(text), hits, signs, focus: looked });
      else examineHits(credentials, { source: text, hits, signs, focus: looked });
    }
    keep(text, marked);
  };

  /** Keeps a source for whoever looks at it as a whole. */
  const keep = (text: Source, marked: number): void => {
    if (options.hosted !== undefined && wants('credentials')) hostedSources.push(lasting(text));
    if (text.subject !== 'file') return;
    const wanted = familiesFor(text.path, marked);
    const isCode = wants('libraries') && !wanted.includes('libraries') && wakes.wants(text.path, text.bytes);
    for (const family of isCode ? [...wanted, 'libraries' as const] : wanted) {
      if (!wants(family) || (family === 'libraries' && !isCode && !hasPackages(text.path, text.bytes))) continue;
      const list = kept.get(family);
      // a reader may use its buffer again once it goes on
      const copy = keptSources.get(text.path) ?? lasting(text);
      keptSources.set(text.path, copy);
      if (list === undefined) kept.set(family, [copy]);
      else list.push(copy);
    }
  };

  const examineLarge = (source: Source): void => {
    const marked = examineWindows(source, piecesOf(source.bytes));
    if (options.hosted !== undefined || familiesFor(source.path, marked).some(wants) || wakes.mayWant(source.path)) keep({ ...source, bytes: asUtf8(source.bytes) }, marked);
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
      const focus = { start: 0, end: text.length };
      // a window is no file: what its first bytes look like says nothing
      const signs = layerSigns(source.path, text, hits, focus) & ~(sign.packed | sign.key);
      if (hits.length === 0 && signs === 0) continue;
      const part: Source = { ...source, bytes: text, part: { before, isBinary } };
      const places = windowPlaces(window);
      const reports = reportsOf(credentials, { source: part, hits, signs, focus }, say).map(({ report }) => ({ isOwn: places.isOwn(report.range), report: { ...report, range: places.inFile(report.range), ...(report.alsoSecret === undefined ? {} : { alsoSecret: report.alsoSecret.map(places.inFile) }) } }));
      const siblings = reports.map(({ report }) => report);
      for (const { isOwn, report } of reports) if (isOwn && count++ < policy.limits.maxFindings) record(report, part, 'credentials', siblings);
    }
    if (count > policy.limits.maxFindings) skip(source.path, 'limit', `${count} findings, the first ${policy.limits.maxFindings} are reported`);
    return marked;
  };

  const examinePieces = (path: string, pieces: Iterable<Buffer>): void => {
    sources++;
    let size = 0;
    const counted = function* (): Generator<Buffer, void, undefined> {
      for (const piece of pieces) {
        size += piece.length;
        yield piece;
      }
    };
    const marked = examineWindows({ path, subject: 'file' }, counted());
    bytes += size;
    const unjudged = [...familiesFor(path, marked).filter(wants), ...(options.hosted === undefined ? [] : ['rules of secretlint'])];
    if (unjudged.length > 0) skip(path, 'too-large', `${size} bytes, the limit is ${policy.limits.maxFileBytes}; looked through for credentials, not judged by ${unjudged.join(', ')}`);
  };

  const linesOf = (source: Source): SourceLines => {
    if (lastLines?.source !== source) lastLines = { source, lines: sourceLines(source.bytes, source.part?.before) };
    return lastLines.lines;
  };

  const examineHits = (family: Credentials, prefiltered: Prefiltered): void => {
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
    for (const text of texts.values()) for (const report of text.siblings) record(report, text.source, 'credentials', text.siblings);
  };

  /** All reports of a source: as it stands, and in what it holds in encoded or packed form. */
  const reportsOf = (family: Credentials, prefiltered: Prefiltered, say: (reason: NotChecked['reason'], detail: string) => void): readonly LayerReport[] => {
    const { source, hits, signs } = prefiltered;
    const reports = hits.length === 0 ? [] : family.examineCredentials(source, hits);
    if (signs === 0 || layers === undefined) return reports.map((report) => ({ report }));
    return layers.examineLayers(
      { ...prefiltered, reports },
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

  const record = (report: Report, source: Source, family: FamilyName, siblings?: readonly Report[], given?: Excuse): void => {
    const check = findCheck(options.registries, report.check);
    if (check === undefined) throw new BrokenCheck(report.check, new Error('no check of that id is registered'));
    const path = report.path ?? source.path;
    const lines = linesOf(source);
    const secrets: Range[] = (siblings ?? [report]).filter((one) => one.secret === true).flatMap((one) => [one.range, ...(one.alsoSecret ?? [])]);
    const { severity, action } = policy.decide({ check: check.id, family, severity: report.severity ?? check.severity, certainty: report.certainty, path });
    if (action === 'off') return;
    const finding: Finding = {
      check: check.id,
      family,
      severity,
      certainty: report.certainty,
      title: check.title,
      message: report.message,
      path,
      subject: source.subject,
      range: report.range,
      evidence: report.evidence,
      fingerprint: fingerprint(check.id, report.identity),
      action,
      frame: codeFrame(lines, report.range, secrets),
      ...(report.resource === undefined ? {} : { resource: report.resource }),
      ...(report.layers === undefined ? {} : { layers: report.layers }),
      ...(source.origin === undefined ? {} : { origin: source.origin }),
    };
    const excuse =
      given ??
      policy.suppression(finding) ??
      onResource(report, path, policy) ??
      inlineSuppression(finding, lines, {
        ...policy.inline,
        today: () => project.today,
        aliases: () => check.aliases,
        remark: (text) => remarks.push(text),
      });
    found.push(excuse === undefined ? finding : { ...finding, excuse });
  };

  const examineHosted = async (source: Source): Promise<void> => {
    for (const rule of options.hosted ?? []) {
      try {
        for (const report of await rule.examine(source)) record(report, source, 'credentials');
      } catch (error) {
        throw new BrokenCheck(rule.check.id, error);
      }
    }
  };

  const findings = async (): Promise<readonly Finding[]> => {
    judged ??= (async () => {
      if (largeWaiting.length > 0) {
        await loadCredentials();
        for (const source of largeWaiting.splice(0)) examineLarge(source);
      }
      if (waiting.length > 0) {
        await loadCredentials(waiting.some((one) => one.signs !== 0));
        for (const prefiltered of waiting.splice(0)) if (credentials !== undefined) examineHits(credentials, prefiltered);
      }
      for (const source of hostedSources.splice(0)) await examineHosted(source);
      for (const [family, list] of kept) {
        for (const report of await runFamily(family, list, options)) {
          const source = keptSources.get(report.path) ?? readSibling(report.path, project);
          record(report, source, family);
        }
      }
      return found;
    })();
    return judged;
  };

  return {
    examine,
    examinePieces,
    mayWant: (path) => familiesFor(path, -1).length > 0 || (wants('libraries') && wakes.mayWant(path)),
    skip,
    report: (report, source, excuse) => record(report, source, findCheck(options.registries, report.check)?.family ?? 'change-control', undefined, excuse),
    findings,
    async outcome(excuse) {
      await findings();
      const sorted = found
        .map((finding) => {
          const given = finding.excuse === undefined ? excuse?.(finding) : undefined;
          return given === undefined ? finding : { ...finding, excuse: given };
        })
        .sort(byPlace);
      return {
        verdict: verdictOf(sorted, notChecked),
        ...maskNames({ findings: sorted, notChecked }),
        remarks: [...new Set([...remarks, ...policy.remarks(options.whole === true)])],
        statistics: { sources, bytes, milliseconds: Math.round(clock() - started) },
        get policyDigest() {
          return policy.digest;
        },
        ran: () => summaries(options.registries, policy, wants),
        check: (id) => findCheck(options.registries, id),
      };
    },
  };
}

type Credentials = typeof import('../families/credentials/family.ts');
let credentials: Credentials | undefined;

type Layers = typeof import('./layers/examine.ts');
type LayerReport = ReturnType<Layers['examineLayers']>[number];
let layers: Layers | undefined;

/** A source, the keywords and the signs of layers in it, and the part that was looked at. */
interface Prefiltered {
  readonly source: Source;
  readonly hits: readonly KeywordHit[];
  readonly signs: number;
  readonly focus: { readonly start: number; readonly end: number };
}

/** Loads the credential family and, unless told not to, what looks into encoded text; a door that streams calls it first, so that no source is kept for later. */
export async function loadCredentials(withLayers = true): Promise<void> {
  credentials ??= await import('../families/credentials/family.ts');
  if (withLayers) layers ??= await import('./layers/examine.ts');
}

async function loadFamily(family: FamilyName): Promise<ProjectFamily | undefined> {
  switch (family) {
    case 'containers':
      return import('../families/containers/family.ts');
    case 'infrastructure':
      return import('../families/infrastructure/family.ts');
    case 'libraries':
      return import('../families/libraries/family.ts');
    default:
      return undefined;
  }
}

async function runFamily(family: FamilyName, sources: readonly Source[], options: GateOptions): Promise<readonly LocatedReport[]> {
  const module = await loadFamily(family);
  if (module === undefined) return [];
  return module.examine(sources, options.project, familyPolicy(family, options));
}

function familyPolicy(family: FamilyName, { registries, policy }: GateOptions): FamilyPolicy {
  const switches = registries.map(() => new Map<number, boolean>());
  const isOn = (row: IndexRow, registry: number): boolean => {
    const known = switches[registry]?.get(row.number) ?? policy.isOn(row);
    switches[registry]?.set(row.number, known);
    return known;
  };
  return {
    checks: (applies, heard) =>
      registries.flatMap((registry, place) => {
        const rows = applies === undefined ? registry.index(family) : registry.applying(family, applies);
        return rows.filter((row) => isOn(row, place) && (heard !== true || policy.isHeard(row))).map((row) => registry.check(row.number));
      }),
    parameters: (check) => policy.parameters(check),
    settings: policy.settings(family),
    ...(policy.data === undefined ? {} : { data: policy.data }),
    foreign: policy.inline.foreign,
  };
}

/** Another tool's suppression that stands on the resource the finding is about. */
function onResource({ foreignSuppression }: Report, path: string, policy: GatePolicy): Excuse | undefined {
  if (foreignSuppression === undefined || !policy.inline.foreign) return undefined;
  return { kind: 'suppressed', reason: foreignSuppression.reason === '' ? 'suppressed for another tool' : foreignSuppression.reason, where: `${foreignSuppression.path ?? path}:${foreignSuppression.line}` };
}

/** A source that can be kept. */
function lasting(source: Source): Source {
  return source.isLasting === true ? source : { ...source, bytes: Buffer.from(source.bytes) };
}

function readSibling(path: string, project: Project): Source {
  return { path, subject: 'file', bytes: Buffer.from(project.files.readText(path) ?? '', 'utf8') };
}

/** The check with this id in the first registry that has it. */
export function findCheck(registries: readonly Registry[], id: string): Check | undefined {
  for (const registry of registries) {
    const number = registry.numberOf(id);
    if (number !== undefined) return registry.check(number);
  }
  return undefined;
}

function verdictOf(findings: readonly Finding[], notChecked: readonly NotChecked[]): Verdict {
  const counting = [...findings.filter((finding) => finding.excuse === undefined), ...notChecked];
  if (counting.some((one) => one.action === 'block')) return { kind: 'block' };
  return { kind: counting.some((one) => one.action === 'warn') ? 'warn' : 'allow' };
}

function byPlace(a: Finding, b: Finding): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.range.startLine - b.range.startLine || a.range.startColumn - b.range.startColumn || (a.check < b.check ? -1 : a.check > b.check ? 1 : 0);
}

function summaries(registries: readonly Registry[], policy: GatePolicy, wants: (family: FamilyName) => boolean): readonly CheckSummary[] {
  return registries.flatMap((registry) =>
    registry
      .index()
      .filter((row) => wants(row.family) && policy.isOn(row))
      .map((row) => registry.check(row.number)),
  );
}
