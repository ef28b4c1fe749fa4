import type { Gate } from '../../engine/engine.ts';
import { movedIn } from '../../git/attribution.ts';
import { boundary, objectEnvironment, type Selection } from '../../git/new-objects.ts';
import type { HandedPush } from '../../git/handed-push.ts';
import type { ObjectPipe } from '../../git/object-pipe.ts';
import { streamObjects } from '../../git/objects.ts';
import type { Project } from '../../model/family.ts';
import type { Excuse, FamilyName, Finding, NotChecked, Outcome, Verdict } from '../../model/finding.ts';
import type { Source } from '../../model/source.ts';
import type { ChangeControlOptions } from './change-control/judge-changes.ts';
import { collectPush } from './collect.ts';
import type { Deadline } from './deadline.ts';
import { explainFindings, place, type Explanation } from './explain-findings.ts';
import { maskNames } from '../../engine/mask-names.ts';
import { mayBeTemplate } from './odd-names.ts';
import { changesSince, leastBytes } from './judged-versions.ts';
import { judgeTips, newTips, type MovedRef } from './tips.ts';

/** Opens a run of the gate for some families over some project; the door gives checks and policy. */
export type GateOpener = (families: ReadonlySet<FamilyName>, project: Project) => Gate;

export interface JudgePushOptions {
  readonly selection: Selection;
  readonly refNames?: readonly Buffer[];
  readonly pushOptions?: readonly string[];
  /** Where refs point and will point: the new trees are judged as a whole by the families that need files together. */
  readonly refs: readonly MovedRef[];
  readonly open: GateOpener;
  /** Families to run; all when absent. */
  readonly families?: ReadonlySet<FamilyName>;
  readonly maxBytes: number;
  /** True when policy treats paths differently: then old content under a new path is judged again. */
  readonly pathsMatter?: boolean;
  /** True where the server itself made the objects, as for a merge on the web. */
  readonly isMadeByServer?: boolean;
  /** True where the selection holds what was on the server before, under rules that let more pass. */
  readonly isStoredNew?: boolean;
  /** Today as `2026-11-24`. */
  readonly today: string;
  readonly deadline: Deadline;
  /** Decisions that let a finding pass: a baseline, an exception that the policy allows. */
  readonly excuse?: (finding: Finding) => Excuse | undefined;
  /** What the shim has asked git already. */
  readonly handed?: HandedPush | undefined;
  /** Where git writes the objects. */
  readonly pipe?: ObjectPipe;
  /** Who may change what, where policy says so. */
  readonly changeControl?: ChangeControlOptions;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Families that judge every blob by itself, also those that the push itself removes again. */
const blobFamilies: readonly FamilyName[] = ['credentials', 'sensitive-data'];
/** Families that judge files together, and therefore what a branch will hold. */
const treeFamilies: readonly FamilyName[] = ['infrastructure', 'containers', 'libraries', 'code', 'pipelines'];

/**
 * Judges a push. Every new object is judged for what must never be stored at all; the trees that refs will point to are
 * judged for what must not be deployed. Throws GitError, BrokenCheck, DeadlineError: then nothing may be let through.
 */
export async function judgePush(options: JudgePushOptions): Promise<Outcome> {
  const wanted = (list: readonly FamilyName[]): ReadonlySet<FamilyName> => new Set(list.filter((family) => options.families?.has(family) ?? true));
  const project: Project = { files: { readText: () => undefined, list: () => [] }, today: options.today };
  const reading = { ...options, signal: options.deadline.signal };
  const gate = options.open(wanted(blobFamilies), project);
  const fresh = new Set<string>();
  const commits = new Set<string>();
  const shaped = new Set<string>();
  const replaced = options.pathsMatter === true || options.isMadeByServer === true ? undefined : options.handed;
  for await (const batch of collectPush({ ...reading, fresh, commits, ask: options.deadline.check })) {
    for (const one of batch) {
      if (one.kind === 'source' && one.source.origin !== undefined && mayBeTemplate(one.source)) shaped.add(one.source.origin);
      if (one.kind === 'source') gate.examine(replaced === undefined ? one.source : besideFormer(one.source, replaced, fresh, options.maxBytes));
      else gate.skip(one.path, one.reason, one.detail);
      options.deadline.check(one.kind === 'source' ? one.source.path : one.path);
    }
  }
  const moved = options.pathsMatter === true ? await examineMoved(gate, fresh, reading) : new Set<string>();
  const counting = (await gate.findings()).filter((finding) => finding.excuse === undefined);
  options.deadline.check();
  const explain = counting.length === 0 ? () => ({}) : await explainFindings(counting, { ...reading, fresh, moved, judge: (sources) => judgeEarlier(options.open(wanted(blobFamilies), project), sources, options.deadline) });
  const byKey = new Map<string, Explanation>();
  const excuse = (finding: Finding): Excuse | undefined => {
    const explanation: Explanation = explain(finding);
    byKey.set(keyOf(finding), explanation);
    return explanation.excuse ?? options.excuse?.(finding);
  };
  const blobs = await gate.outcome(excuse);
  // every version of a file that carries a finding has it: one that the same commit wrote is said once
  const findings = unique(blobs.findings.map((finding) => withCommit(finding, byKey.get(keyOf(finding)))), (one) => (one.commit === undefined ? `${keyOf(one)} ${one.range.startLine} ${one.range.startColumn}` : `${one.fingerprint} ${one.subject} ${one.path} ${one.commit} ${one.excuse?.kind ?? ''}`));
  const named = { ...blobs, findings };
  const trees = wanted(treeFamilies);
  const pointed = trees.size === 0 ? [] : newTips(options.refs, fresh, commits, options);
  const tips = pointed.length === 0 ? [] : await judgeTips(pointed, { ...reading, shaped, open: (given) => options.open(trees, given), boundary: () => boundary(options.selection, 1, options)[0], known: (base, tip) => (base === options.refs[0]?.old && tip === options.refs[0]?.new ? options.handed?.trees : undefined) });
  const changes = options.changeControl === undefined || options.families?.has('change-control') === false ? [] : [await judgeControlled(options.changeControl, options, project)];
  return maskNames(merge([named, ...tips, ...changes]));
}

/**
 * The only new version of a file, with how it differs from the one that it was put in the place of. What is found in that
 * one is old (`explainFindings`), so that only what changed has to be looked at.
 */
function besideFormer(source: Source, { replaced }: HandedPush, fresh: ReadonlySet<string>, maxBytes: number): Source {
  const former = replaced.get(source.path);
  if (former === undefined || source.subject !== 'file' || source.changed !== undefined || former.oid !== source.origin || fresh.has(former.before)) return source;
  const { bytes } = former;
  if (Math.min(bytes.length, source.bytes.length) < leastBytes || Math.max(bytes.length, source.bytes.length) > maxBytes) return source;
  const changed = changesSince(bytes, {}, source.bytes);
  return changed === undefined ? source : { ...source, changed };
}

async function judgeControlled(control: ChangeControlOptions, options: JudgePushOptions, project: Project): Promise<Outcome> {
  const { judgeChanges } = await import('./change-control/judge-changes.ts');
  return judgeChanges(options.open(new Set(['change-control']), project), control, options.deadline, {
    ...(options.excuse === undefined ? {} : { excuse: options.excuse }),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.env === undefined ? {} : { env: options.env }),
  });
}

/** Judges old content under new paths, and returns these as `place`s. */
async function examineMoved(gate: Gate, fresh: ReadonlySet<string>, options: JudgePushOptions & { readonly signal: AbortSignal }): Promise<ReadonlySet<string>> {
  const moved = await movedIn(options.selection, fresh, options);
  const pathsByOid = new Map<string, string[]>();
  for (const { oid, path } of moved) (pathsByOid.get(oid) ?? pathsByOid.set(oid, []).get(oid))?.push(path);
  if (pathsByOid.size > 0) {
    for await (const batch of streamObjects(pathsByOid.keys(), { ...options, env: options.env ?? objectEnvironment() })) {
      for (const { oid, bytes } of batch) {
        for (const path of bytes === undefined ? [] : (pathsByOid.get(oid) ?? [])) gate.examine({ path, subject: 'file', bytes: bytes ?? Buffer.alloc(0), origin: oid });
        options.deadline.check();
      }
    }
  }
  return new Set(moved.map(({ oid, path }) => place(oid, path)));
}

function keyOf(finding: Finding): string {
  return `${finding.origin ?? ''} ${finding.fingerprint} ${finding.subject} ${finding.path}`;
}

function withCommit(finding: Finding, explanation: Explanation | undefined): Finding {
  return explanation?.commit === undefined ? finding : { ...finding, commit: explanation.commit };
}

async function judgeEarlier(gate: Gate, sources: AsyncIterable<readonly Source[]>, deadline: Deadline): Promise<readonly Finding[]> {
  for await (const batch of sources) {
    for (const source of batch) {
      gate.examine(source);
      deadline.check();
    }
  }
  return gate.findings();
}

const rank: Readonly<Record<Verdict['kind'], number>> = { allow: 0, warn: 1, block: 2, broken: 3 };

function merge(outcomes: readonly [Outcome, ...Outcome[]]): Outcome {
  const [first] = outcomes;
  if (outcomes.length === 1) return first;
  const worst = outcomes.reduce((a, b) => (rank[b.verdict.kind] > rank[a.verdict.kind] ? b : a));
  return {
    ...first,
    verdict: worst.verdict,
    findings: unique(outcomes.flatMap((one) => one.findings), (one) => `${one.path} ${one.range.startLine} ${one.range.startColumn} ${one.fingerprint} ${one.subject} ${one.origin ?? ''} ${one.excuse?.kind ?? ''}`),
    notChecked: unique(outcomes.flatMap((one): readonly NotChecked[] => one.notChecked), (one) => `${one.path} ${one.reason} ${one.detail}`),
    remarks: [...new Set(outcomes.flatMap((one) => one.remarks))],
    statistics: {
      sources: outcomes.reduce((sum, one) => sum + one.statistics.sources, 0),
      bytes: outcomes.reduce((sum, one) => sum + one.statistics.bytes, 0),
      milliseconds: Math.max(...outcomes.map((one) => one.statistics.milliseconds)),
    },
    check: (id) => outcomes.map((one) => one.check(id)).find((one) => one !== undefined),
    ran: () => unique(outcomes.flatMap((one) => one.ran()), (one) => one.id),
  };
}

function unique<T>(list: readonly T[], key: (one: T) => string): readonly T[] {
  return [...new Map(list.map((one) => [key(one), one])).values()];
}
