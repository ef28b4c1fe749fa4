import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openGate, type Gate, type HostedExaminer } from '../../engine/engine.ts';
import type { Registry } from '../../engine/registry.ts';
import { readObjects } from '../../git/batch.ts';
import { readBlobs } from '../../git/blobs.ts';
import { git } from '../../git/run.ts';
import { gitlinkMode, isZeroOid, stagedChanges, symlinkMode, type RawChange } from '../../git/staged.ts';
import { indexReader, treeReader } from '../../git/tree-reader.ts';
import type { Excuse, FamilyName, Finding, Outcome } from '../../model/finding.ts';
import type { GatePolicy } from '../../model/gate-policy.ts';
import type { Source } from '../../model/source.ts';
import { isOwnFile, packageRegistry } from '../installation.ts';
import { cachedConfiguration } from '../configuration-cache.ts';
import type { FileReader } from '../../templates/value.ts';
import { readerBefore } from './reader-before.ts';
import { readStagedInput, type StagedInput } from './staged-input.ts';
import { clientPolicy, configurationName, type ClientPolicy } from '../client-policy.ts';
import { clock } from '../clock.ts';
import { today } from '../today.ts';

export interface StagedOptions {
  readonly cwd?: string;
  readonly families?: ReadonlySet<FamilyName>;
  /** False leaves the baseline out. */
  readonly baseline?: boolean;
  /** True when git runs this, not somebody who asked. */
  readonly hook?: boolean;
  /** A policy file that takes the place of the repository's own. */
  readonly policyFile?: string;
  /** What git said is staged, where somebody has asked already. */
  readonly given?: StagedInput;
  /** False where no code of the repository may run. */
  readonly programs?: boolean;
  /** Sees the policy before anything is judged by it; may throw. */
  readonly onPolicy?: (policy: ClientPolicy) => void;
}

/**
 * Judges what is staged: the index, never the work tree. A finding that the previous version of the file already had
 * (in HEAD, in another parent of a merge, or under a name that this change removes) is old.
 * Throws GitError, PolicyError, BrokenCheck.
 */
export async function judgeStaged(options: StagedOptions = {}): Promise<Outcome> {
  const given = options.given ?? (options.cwd === undefined ? readStagedInput() : undefined);
  const staged = given?.changes ?? stagedChanges(options.cwd);
  const changes = staged.filter((change) => change.newMode !== gitlinkMode && !isZeroOid(change.newOid));
  const configuration = given === undefined ? `:${configurationName}` : given.configurationOid;
  const known = configuration === undefined || given === undefined || options.policyFile !== undefined ? undefined : cachedConfiguration('.', configuration);
  const byName = readBlobs([...(configuration === undefined || known !== undefined ? [] : [configuration]), ...changes.map((change) => change.newOid)], Number.MAX_SAFE_INTEGER, options.cwd);
  const committed = configuration === undefined ? undefined : byName.get(configuration);
  const policy = await clientPolicy({
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.policyFile === undefined ? {} : { file: options.policyFile }),
    ...(known === undefined ? {} : { known }),
    ...(options.hook === undefined ? {} : { hook: options.hook }),
    ...(options.programs === undefined ? {} : { programs: options.programs }),
    ...(given?.configurationOid === undefined ? {} : { oid: given.configurationOid }),
    committed: committed !== undefined && 'bytes' in committed ? committed.bytes.toString('utf8') : undefined,
  });
  options.onPolicy?.(policy);
  const registries = [packageRegistry(), ...policy.ownChecks()];
  const judge = async (settled?: FileReader): Promise<{ gate: Gate; counting: readonly Finding[] }> => {
    const gate = open(registries, policy.gate, { ...options, ...(settled === undefined ? {} : { settled }) }, policy.hosted);
    for (const change of changes) {
      const object = byName.get(change.newOid);
      gate.examine({ path: change.path, subject: 'file-name', bytes: change.rawPath });
      if (object === undefined) gate.skip(change.path, 'unreadable', `git has no object ${change.newOid}`);
      else if (!('bytes' in object)) gate.skip(change.path, 'too-large', `${object.size} bytes`);
      else if (!isOwnFile(change.path, object.bytes)) gate.examine({ path: change.path, subject: change.newMode === symlinkMode ? 'symlink' : 'file', bytes: object.bytes });
    }
    return { gate, counting: (await gate.findings()).filter((finding) => finding.excuse === undefined) };
  };
  // a hook says nothing where nothing is new: only then does it matter what else is old
  const settled = options.hook === true ? readerBefore(staged, policy.gate.limits.maxFileBytes, indexReader(options.cwd), options.cwd) : undefined;
  let { gate, counting } = await judge(settled?.files);
  if (settled?.isAsked() === true && (counting.length > 0 || !settled.isWhole())) ({ gate, counting } = await judge());
  const old = counting.length === 0 ? () => undefined : await oldFindings(counting, registries, policy.gate, options);
  const baseline = counting.length === 0 || options.baseline === false ? () => undefined : await policy.baseline();
  return gate.outcome((finding) => old(finding) ?? baseline(finding));
}

function open(registries: readonly Registry[], policy: GatePolicy, options: StagedOptions & { readonly settled?: FileReader }, hosted?: readonly HostedExaminer[]): Gate {
  return openGate({
    registries,
    policy,
    project: { files: indexReader(options.cwd), get today() { return today(); }, ...(options.settled === undefined ? {} : { settled: options.settled }) },
    clock,
    ...(hosted === undefined ? {} : { hosted }),
    ...(options.families === undefined ? {} : { families: options.families }),
  });
}

/** Judges the versions before the change, and says which findings they already had. */
async function oldFindings(
  findings: readonly Finding[],
  registries: readonly Registry[],
  policy: GatePolicy,
  options: StagedOptions,
): Promise<(finding: Finding) => Excuse | undefined> {
  // asked again, deletions included: a file that moved leaves its old name
  const changes = stagedChanges(options.cwd);
  const paths = new Set(findings.map((finding) => finding.path));
  // what is found in a file that did not change may come from the change, or have been there
  const unchanged = [...paths].filter((path) => !changes.some((change) => change.path === path));
  const head = await fingerprintsBefore({ changes: changes.filter((change) => paths.has(change.path) || change.status === 'D' || isTemplateInput(change)), unchanged }, 'HEAD', registries, policy, options);
  const merged = await Promise.all(
    mergeParents(options.cwd).map((parent) => fingerprintsAt(parent, paths, registries, policy, options)),
  );
  return (finding) => {
    if (head.byPath.get(finding.path)?.has(finding.fingerprint) === true) return { kind: 'old', where: 'HEAD' };
    if (head.removed.has(finding.fingerprint)) return { kind: 'old', where: 'HEAD, under another name' };
    return merged.some((parent) => parent.get(finding.path)?.has(finding.fingerprint) === true) ? { kind: 'old', where: 'the merged branch' } : undefined;
  };
}

/** A changed file may be what made a finding in another, unchanged one (a variable file, a module). */
function isTemplateInput(change: RawChange): boolean {
  return /\.(?:tf|tofu|tfvars|json|ya?ml|template|txt|toml|lock|xml|gradle|kts|props|tpl|env)$/i.test(change.path);
}

async function fingerprintsBefore(
  { changes, unchanged }: { readonly changes: readonly RawChange[]; readonly unchanged: readonly string[] },
  revision: string,
  registries: readonly Registry[],
  policy: GatePolicy,
  options: StagedOptions,
): Promise<{ byPath: Map<string, Set<string>>; removed: Set<string> }> {
  const before = changes.filter((change) => !isZeroOid(change.oldOid) && change.oldMode !== gitlinkMode);
  const objects = readObjects(before.map((change) => change.oldOid), policy.limits.maxFileBytes, options.cwd);
  const sources: Source[] = before.flatMap((change, number) => {
    const object = objects[number];
    return object !== undefined && 'bytes' in object ? [{ path: change.path, subject: change.oldMode === symlinkMode ? 'symlink' : 'file', bytes: object.bytes }] : [];
  });
  if (unchanged.length > 0) {
    const reader = treeReader(revision, options.cwd);
    for (const path of unchanged) {
      const text = reader.readText(path);
      if (text !== undefined) sources.push({ path, subject: 'file', bytes: Buffer.from(text, 'utf8') });
    }
  }
  const byPath = sources.length === 0 ? new Map<string, Set<string>>() : await fingerprintsOf(sources, revision, registries, policy, options);
  const gone = new Set(before.filter((change) => change.status === 'D').map((change) => change.path));
  const removed = new Set([...byPath].filter(([path]) => gone.has(path)).flatMap(([, prints]) => [...prints]));
  return { byPath, removed };
}

async function fingerprintsAt(
  revision: string,
  paths: ReadonlySet<string>,
  registries: readonly Registry[],
  policy: GatePolicy,
  options: StagedOptions,
): Promise<Map<string, Set<string>>> {
  const reader = treeReader(revision, options.cwd);
  const sources = [...paths].flatMap((path): Source[] => {
    const text = reader.readText(path);
    return text === undefined ? [] : [{ path, subject: 'file', bytes: Buffer.from(text, 'utf8') }];
  });
  return fingerprintsOf(sources, revision, registries, policy, options);
}

async function fingerprintsOf(
  sources: readonly Source[],
  revision: string,
  registries: readonly Registry[],
  policy: GatePolicy,
  options: StagedOptions,
): Promise<Map<string, Set<string>>> {
  const gate = openGate({
    registries,
    policy,
    project: { files: treeReader(revision, options.cwd), get today() { return today(); } },
    clock: () => 0,
    ...(options.families === undefined ? {} : { families: options.families }),
  });
  for (const source of sources) gate.examine(source);
  const byPath = new Map<string, Set<string>>();
  for (const finding of await gate.findings()) {
    const prints = byPath.get(finding.path) ?? new Set<string>();
    prints.add(finding.fingerprint);
    byPath.set(finding.path, prints);
  }
  return byPath;
}

/**
 * The other parents of the merge that is being committed: MERGE_HEAD when the merge stopped for the user, GITHEAD_… in
 * the environment while `git merge` itself runs pre-merge-commit.
 */
function mergeParents(cwd: string | undefined): readonly string[] {
  const running = Object.keys(process.env).flatMap((name) => /^GITHEAD_([0-9a-f]{40,64})$/.exec(name)?.[1] ?? []);
  const stopped = git(['rev-parse', '--verify', '--quiet', 'MERGE_HEAD'], { ...(cwd === undefined ? {} : { cwd }), accept: [0, 1, 128] });
  const named = stopped.toString('latin1').trim();
  const heads = named === '' ? [] : mergeHeads(cwd, named);
  return [...new Set([...running, ...heads])];
}

/** An octopus merge has several lines in MERGE_HEAD. */
function mergeHeads(cwd: string | undefined, first: string): readonly string[] {
  const file = git(['rev-parse', '--git-path', 'MERGE_HEAD'], cwd === undefined ? {} : { cwd }).toString('utf8').trim();
  try {
    return readMergeHeads(cwd === undefined ? file : join(cwd, file));
  } catch {
    return [first];
  }
}

function readMergeHeads(path: string): readonly string[] {
  return readFileSync(path, 'latin1').split('\n').filter((line) => /^[0-9a-f]{40,64}$/.test(line));
}
