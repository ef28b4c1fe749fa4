import { isOutOfTime, type Ask } from '../model/ask.ts';
import type { Check } from '../model/check.ts';
import type { Range } from '../formats/place.ts';
import { BrokenCheck, type LocatedReport, type Project } from '../model/family.ts';
import type { CheckSummary, Excuse, FamilyName, Finding, NotChecked, Outcome, Report, Verdict } from '../model/finding.ts';
import type { GatePolicy } from '../model/gate-policy.ts';
import type { Source } from '../model/source.ts';
import { asUtf8 } from './decode.ts';
import { lasting, openExaminer } from './examiner.ts';
import { runFamily } from './families.ts';
import { maskNames } from './mask-names.ts';
import type { GatePart } from './part.ts';
import { findCheck, openRecorder, secretsIn, type Recorded } from './recorder.ts';
import type { Registry } from './registry.ts';

export interface GateOptions {
  /** The package's checks first, then a user's own. */
  readonly registries: readonly Registry[];
  readonly policy: GatePolicy;
  /** Families to run; all when absent. */
  readonly families?: ReadonlySet<FamilyName>;
  readonly project: Project;
  /** Milliseconds since an arbitrary origin, for the statistics. */
  readonly clock: () => number;
  /** Asked within sources and between findings; what it throws ends the run. */
  readonly ask?: Ask;
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
  /** Takes over what another run found in sources of this one; `read` gives those that families judge together. */
  adopt(part: GatePart, read: (path: string) => Buffer | undefined): void;
  /** Says that something could not be judged. */
  skip(path: string, reason: NotChecked['reason'], detail: string): void;
  /** Everything found so far, before old findings are told from new ones. Runs the project families once. */
  findings(): Promise<readonly Finding[]>;
  /** The verdict; `excuse` says which findings do not count (old, baseline). */
  outcome(excuse?: (finding: Finding) => Excuse | undefined): Promise<Outcome>;
}

/** Starts a run of the gate. */
export function openGate(options: GateOptions): Gate {
  const { policy, project, clock, registries } = options;
  const started = clock();
  const found: Finding[] = [];
  const notChecked: NotChecked[] = [];
  const remarks: string[] = [];
  const kept = new Map<FamilyName, Source[]>();
  const keptSources = new Map<string, Source>();
  const hostedSources: Source[] = [];
  let judged: Promise<readonly Finding[]> | undefined;
  let sources = 0;
  let bytes = 0;

  const skip = (path: string, reason: NotChecked['reason'], detail: string): void => {
    notChecked.push({ path, reason, detail, action: policy.onNotChecked(reason) });
  };
  const findingOf = openRecorder({ registries, policy, project, remark: (text) => remarks.push(text) });
  const record = (recorded: Recorded): void => {
    const finding = findingOf(recorded);
    if (finding !== undefined) found.push(finding);
  };
  const keep = (source: Source, families: readonly FamilyName[]): void => {
    // a reader may use its buffer again once it goes on
    const copy = keptSources.get(source.path) ?? lasting(source);
    if (families.length > 0) keptSources.set(source.path, copy);
    if (options.hosted !== undefined) hostedSources.push(source.subject === 'file' ? copy : lasting(source));
    for (const family of families) {
      const list = kept.get(family);
      if (list === undefined) kept.set(family, [copy]);
      else list.push(copy);
    }
  };
  const examiner = openExaminer(
    { registries, policy, isHosted: options.hosted !== undefined, ...(options.ask === undefined ? {} : { ask: options.ask }), ...(options.families === undefined ? {} : { families: options.families }) },
    {
      report: (report, source, siblings) => record({ report, source, family: 'credentials', siblings }),
      skip,
      keep,
      count(more, size) {
        sources += more;
        bytes += size;
      },
    },
  );

  const examineHosted = async (source: Source): Promise<void> => {
    for (const rule of options.hosted ?? []) {
      try {
        for (const report of await rule.examine(source)) record({ report, source, family: 'credentials' });
      } catch (error) {
        throw isOutOfTime(error) ? error : new BrokenCheck(rule.check.id, error);
      }
    }
  };

  const findings = async (): Promise<readonly Finding[]> => {
    judged ??= (async () => {
      await examiner.finish();
      for (const source of hostedSources.splice(0)) await examineHosted(source);
      const reported: { readonly report: LocatedReport; readonly family: FamilyName }[] = [];
      for (const [family, list] of kept) for (const report of await runFamily(family, list.toSorted(byPath), options)) reported.push({ report, family });
      const secrets = secretsOf(found, reported);
      reported.reverse();
      // a report goes when its finding is made: of a large template there are many
      for (let next = reported.pop(); next !== undefined; next = reported.pop()) {
        const { report, family } = next;
        options.ask?.(report.path);
        record({ report, source: keptSources.get(report.path) ?? readSibling(report.path, project), family, secrets: secrets.get(report.path) ?? [] });
      }
      return found;
    })();
    return judged;
  };

  return {
    examine: examiner.examine,
    examinePieces: examiner.examinePieces,
    mayWant: examiner.mayWant,
    skip,
    report: (report, source, excuse) => record({ report, source, family: findCheck(registries, report.check)?.family ?? 'change-control', ...(excuse === undefined ? {} : { excuse }) }),
    adopt(part, read) {
      sources += part.sources;
      bytes += part.bytes;
      for (const finding of part.findings) {
        const excuse = policy.suppression(finding) ?? finding.excuse;
        found.push(excuse === undefined ? finding : { ...finding, excuse });
      }
      notChecked.push(...part.notChecked);
      remarks.push(...part.remarks);
      for (const { path, families } of part.wanted) {
        const content = read(path);
        if (content === undefined) skip(path, 'unreadable', 'it was there and is gone');
        else keep({ path, subject: 'file', bytes: asUtf8(content), isLasting: true }, families);
      }
    },
    findings,
    async outcome(excuse) {
      await findings();
      const sorted = found
        .map((finding) => {
          const given = finding.excuse === undefined ? excuse?.(finding) : undefined;
          return given === undefined ? finding : { ...finding, excuse: given };
        })
        .sort(byPlace);
      notChecked.sort(byPath);
      remarks.sort();
      return {
        verdict: verdictOf(sorted, notChecked),
        ...maskNames({ findings: sorted, notChecked }),
        remarks: [...new Set([...remarks, ...policy.remarks(options.whole === true)])],
        statistics: { sources, bytes, milliseconds: Math.round(clock() - started) },
        get policyDigest() {
          return policy.digest;
        },
        ran: () => summaries(options),
        check: (id) => findCheck(registries, id),
      };
    },
  };
}

/** Where secrets lie, by path: what one family found is masked in the frames of all others. */
function secretsOf(found: readonly Finding[], reported: readonly { readonly report: LocatedReport }[]): ReadonlyMap<string, readonly Range[]> {
  const secrets = new Map<string, Range[]>();
  const add = (path: string, ranges: readonly Range[]): void => {
    const known = secrets.get(path);
    if (known !== undefined) for (const range of ranges) known.push(range);
    else if (ranges.length > 0) secrets.set(path, [...ranges]);
  };
  for (const { family, subject, path, range } of found) if (family === 'credentials' && subject === 'file') add(path, [range]);
  for (const { report } of reported) add(report.path, secretsIn(report));
  return secrets;
}

function readSibling(path: string, project: Project): Source {
  return { path, subject: 'file', bytes: Buffer.from(project.files.readText(path) ?? '', 'utf8') };
}

function verdictOf(findings: readonly Finding[], notChecked: readonly NotChecked[]): Verdict {
  const counting = [...findings.filter((finding) => finding.excuse === undefined), ...notChecked];
  if (counting.some((one) => one.action === 'block')) return { kind: 'block' };
  return { kind: counting.some((one) => one.action === 'warn') ? 'warn' : 'allow' };
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path === b.path ? 0 : a.path < b.path ? -1 : 1;
}

function byPlace(a: Finding, b: Finding): number {
  return byPath(a, b) || a.range.startLine - b.range.startLine || a.range.startColumn - b.range.startColumn || (a.check < b.check ? -1 : a.check > b.check ? 1 : 0);
}

function summaries({ registries, policy, families }: GateOptions): readonly CheckSummary[] {
  return registries.flatMap((registry) =>
    registry
      .index()
      .filter((row) => (families?.has(row.family) ?? true) && policy.isOn(row))
      .map((row) => registry.check(row.number)),
  );
}
