import type { Check, CredentialCheck } from '../model/check.ts';
import { BrokenCheck, type FamilyPolicy, type LocatedReport, type Project, type ProjectFamily } from '../model/family.ts';
import type { CheckSummary, Excuse, FamilyName, Finding, NotChecked, Outcome, Report, Verdict } from '../model/finding.ts';
import { fingerprint } from '../model/fingerprint.ts';
import type { GatePolicy } from '../model/gate-policy.ts';
import type { Source } from '../model/source.ts';
import type { Range } from '../formats/place.ts';
import { asUtf8 } from './decode.ts';
import { codeFrame } from './frame.ts';
import { importWake } from './import-wake.ts';
import { packageWake } from './package-wake.ts';
import { inlineSuppression } from './inline.ts';
import { layerSigns } from './layers/signs.ts';
import { sourceLines, type SourceLines } from './lines.ts';
import { maskNames } from './mask-names.ts';
import { findKeywords } from './prefilter/automaton.ts';
import type { IndexRow, Registry } from './registry.ts';
import { familiesFor } from './route.ts';

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
    const text: Source = { ...source, bytes: asUtf8(source.bytes) };
    const focus = text.bytes === source.bytes && options.registries.length === 1 ? focusOf(source) : undefined;
    const { hits, marked, isFull } = prefilter(options.registries, text.bytes, isOn, focus);
    if (isFull) sayFull(source.path);
    const looked = focus ?? { start: 0, end: text.bytes.length };
    const signs = wants('credentials') ? layerSigns(source.path, text.bytes, hits, looked) : 0;
    if ((hits.length > 0 && wants('credentials')) || signs !== 0) {
      // the family is loaded with the first hit, the layers with the first sign: a commit without one never pays for them
      if (credentials === undefined || (signs !== 0 && layers === undefined)) waiting.push({ source: { ...text, bytes: Buffer.from(text.bytes) }, hits, signs, focus: looked });
      else examineHits(credentials, { source: text, hits, signs, focus: looked });
    }
    if (options.hosted !== undefined && wants('credentials')) hostedSources.push({ ...text, bytes: Buffer.from(text.bytes) });
    if (source.subject !== 'file') return;
    const wanted = familiesFor(source.path, marked);
    const isCode = wants('libraries') && !wanted.includes('libraries') && wakes.wants(source.path, text.bytes);
    for (const family of isCode ? [...wanted, 'libraries' as const] : wanted) {
      if (!wants(family) || (family === 'libraries' && !isCode && !hasPackages(source.path, text.bytes))) continue;
      const list = kept.get(family);
      // a reader may use its buffer again once it goes on
      const copy = keptSources.get(text.path) ?? { ...text, bytes: Buffer.from(text.bytes) };
      keptSources.set(text.path, copy);
      if (list === undefined) kept.set(family, [copy]);
      else list.push(copy);
    }
  };

  const linesOf = (source: Source): SourceLines => {
    if (lastLines?.source !== source) lastLines = { source, lines: sourceLines(source.bytes) };
    return lastLines.lines;
  };

  const examineHits = (family: Credentials, prefiltered: Prefiltered): void => {
    const { source, hits, signs } = prefiltered;
    const plain = hits.length === 0 ? [] : family.examineCredentials(source, hits);
    const reports: readonly LayerReport[] = signs === 0 || layers === undefined ? plain.map((report) => ({ report })) : examineInside(family, layers, prefiltered, plain);
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

  const examineInside = (family: Credentials, module: Layers, prefiltered: Prefiltered, reports: readonly Report[]): readonly LayerReport[] =>
    module.examineLayers(
      { ...prefiltered, reports },
      {
        search: (bytes) => {
          const { hits, isFull } = prefilter(options.registries, bytes, isOn, undefined);
          if (isFull) sayFull(prefiltered.source.path);
          return hits;
        },
        examine: (inner, found) => family.examineCredentials(inner, found),
        skip: (reason, detail) => skip(prefiltered.source.path, reason, detail),
      },
    );

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
  readonly hits: Hits;
  readonly signs: number;
  readonly focus: { readonly start: number; readonly end: number };
}

type Hits = readonly { check: CredentialCheck; start: number; end: number }[];

/** Loads the credential family and, unless told not to, what looks into encoded text; a door that streams calls it first, so that no source is kept for later. */
export async function loadCredentials(withLayers = true): Promise<void> {
  credentials ??= await import('../families/credentials/family.ts');
  if (withLayers) layers ??= await import('./layers/examine.ts');
}

/**
 * How far our own checks look before and after a keyword, in bytes, with the longest keyword; a test holds them to it.
 * A private key looks further, so its keyword is searched for by itself.
 */
export const reach = { before: 640, after: 4224 } as const;
const longReach = { keyword: 'PRIVATE KEY', bytes: 20_100 } as const;

/** The part of a source in which a keyword can have found something that the version before did not have. */
function focusOf(source: Source): { readonly start: number; readonly end: number } | undefined {
  const { changed, bytes } = source;
  if (changed === undefined) return undefined;
  let start = Math.max(0, changed.start - reach.after);
  const far = Math.max(0, start - longReach.bytes);
  const key = bytes.subarray(far, start).indexOf(longReach.keyword);
  if (key !== -1) start = Math.max(0, far + key - 64);
  return { start, end: Math.min(bytes.length, changed.end + reach.before) };
}

/** Keyword hits kept of one source: they take memory, and a file of nothing else is no file anybody wrote. */
export const maxHits = 1_000_000;

function prefilter(
  registries: readonly Registry[],
  all: Buffer,
  isOn: (registry: number, check: number) => boolean,
  focus: { readonly start: number; readonly end: number } | undefined,
): { hits: { check: CredentialCheck; start: number; end: number }[]; marked: number; isFull: boolean } {
  const hits: { check: CredentialCheck; start: number; end: number }[] = [];
  let marked = 0;
  let isFull = false;
  const bytes = focus === undefined ? all : all.subarray(focus.start, focus.end);
  const offset = focus?.start ?? 0;
  registries.forEach((registry, number) => {
    const { automaton, keywordLengths, targetStart, targets } = registry.tables;
    let ends: Int32Array | undefined;
    findKeywords(automaton, bytes, (keyword, end) => {
      // a keyword over and over (a run of one letter) is looked at where it begins: what stands in the run is no token
      ends ??= new Int32Array(keywordLengths.length).fill(-1);
      const before = ends[keyword] ?? -1;
      ends[keyword] = end;
      if (end - (keywordLengths[keyword] ?? 0) <= before) return;
      const last = targetStart[keyword + 1] ?? 0;
      for (let at = targetStart[keyword] ?? 0; at < last; at++) {
        const target = targets[at] ?? 0;
        if (target < 0) marked |= 1 << (-1 - target);
        else if (isOn(number, target)) {
          const check = registry.check(target);
          if (!isCredential(check)) continue;
          if (hits.length >= maxHits) isFull = true;
          else hits.push({ check, start: offset + end - (keywordLengths[keyword] ?? 0), end: offset + end });
        }
      }
    });
  });
  return { hits, marked, isFull };
}

function isCredential(check: Check): check is CredentialCheck {
  return check.family === 'credentials';
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
