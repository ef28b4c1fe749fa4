import { resolve } from 'node:path';
import type { Gate } from '../../../engine/engine.ts';
import { sensitiveChanges, type ChangedFile, type SensitiveScope } from '../../../families/change-control/sensitive.ts';
import { eachCommit, type CommitChanges } from '../../../git/attribution.ts';
import { readObjects } from '../../../git/batch.ts';
import type { Selection } from '../../../git/new-objects.ts';
import { parseCommit } from '../../../git/parse-commit.ts';
import { isZero } from '../../../git/ref-update.ts';
import { verifySignatures, type Signature } from '../../../git/signature.ts';
import { showPath } from '../../../git/staged.ts';
import { treeReader } from '../../../git/tree-reader.ts';
import type { PolicyCheck } from '../../../model/check.ts';
import type { Excuse, Finding, Outcome } from '../../../model/finding.ts';
import { pathPatterns } from '../../path-patterns.ts';
import type { Deadline } from '../deadline.ts';
import { approvalOf, type Approval } from './approval.ts';
import { declaredIn, isTemplateName, type Declared } from './declared.ts';
import { comesToChange, leadsOf } from './leads.ts';
import { netChange, type MovedBranch } from './net-change.ts';
import type { ChangeControl, ChangeRule } from './settings.ts';

/** What a door knows that commits do not say. */
export interface ChangeControlOptions {
  readonly control: ChangeControl;
  /** All checks of the family. */
  readonly checks: readonly PolicyCheck[];
  readonly parameters: (check: PolicyCheck) => Readonly<Record<string, unknown>>;
  /** The commits that a rule is asked of, by the refs it covers. */
  readonly select: (rule: ChangeRule) => Selection;
  /** Covered branches that the push moves; none for a rule that covers all of them, where what is old comes from anywhere. */
  readonly moved?: (rule: ChangeRule) => { readonly branches: readonly MovedBranch[]; readonly covers: (ref: string) => boolean };
  readonly pusher: readonly string[];
  readonly pushOptions: readonly string[];
  /** Folder of the policy: allowed signers and keys lie in it. */
  readonly folder: string;
  /** Milliseconds since 1970, for keys that expire. */
  readonly now: number;
}

/** Check that reports what a rule itself lists. */
const listedCheck = 'change-control/listed';

/**
 * Judges the commits of a push by the rules of change control: every sensitive thing that a commit changes needs what
 * its rule requires. Approved changes are findings with an excuse, so that the log says who let them in and why.
 * Throws GitError, PolicyError, DeadlineError.
 */
export async function judgeChanges(gate: Gate, options: ChangeControlOptions, deadline: Deadline, { excuse, ...at }: { readonly excuse?: (finding: Finding) => Excuse | undefined; readonly cwd?: string; readonly env?: NodeJS.ProcessEnv }): Promise<Outcome> {
  const seen = new Map<string, Promise<{ before: Declared; after: Declared }>>();
  const reported = new Set<string>();
  const leads = await leadsOf(options.control.rules.flatMap((rule) => options.select(rule).revisions), { ...at, signal: deadline.signal });
  for (const rule of options.control.rules) {
    const selection = options.select(rule);
    const scopes = scopesOf(rule, options);
    const wantsResources = scopes.some(({ resources }) => resources.length > 0);
    const commits: LedChanges[] = [];
    const keep = ({ commit, changes }: CommitChanges): void => {
      const wanted = changes.filter(({ path }) => isWanted(showPath(path), scopes, wantsResources));
      const changed = new Set(leads === undefined ? [] : changes.map(({ path }) => showPath(path)));
      const led = leads?.(changed);
      const oid = changes[0]?.oid ?? '';
      const links = [...(led?.links.keys() ?? [])].filter((path) => !changed.has(path) && isWanted(path, scopes, wantsResources)).map((path): ChangedFile => ({ path, kind: 'changed', oid }));
      const readers = (wantsResources ? (led?.readers ?? []) : []).map((path): ChangedFile => ({ path, kind: 'changed', oid }));
      if (wanted.length + links.length + readers.length > 0) commits.push({ commit, changes: wanted, links, readers });
      deadline.check();
    };
    await eachCommit(selection, keep, { ...at, signal: deadline.signal });
    const mayRead = new Map(commits.flatMap(({ readers }) => readers.map((reader) => [reader.path, reader] as const)));
    const differs = (before: Declared, after: Declared): boolean => sensitiveChanges({ files: [], before: before.resources, after: after.resources, unread: after.unread }, scopes).length > 0;
    const doRead = mayRead.size > 0 && (await comesToChange(selection, { ...at, signal: deadline.signal, declare: (revision) => declaredIn([...mayRead.values()], treeReader(revision, at.cwd)), differs }));
    const { branches = [], covers = () => false } = options.moved?.(rule) ?? {};
    const net = branches.flatMap((moved) => {
      const changes = netChange(moved, covers, (change) => isWanted(showPath(change.path), scopes, wantsResources), at);
      return changes.length === 0 ? [] : [{ moved, changes }];
    });
    if (commits.length + net.length === 0) continue;
    const told = new Set<string>();
    const facts = factsOf(commits.map(({ commit }) => commit), rule, options, at.cwd);
    for (const { commit, changes, links, readers } of commits) {
      deadline.check();
      const known = facts.get(commit);
      const files = [...changes.map(fileOf), ...links];
      // what a template reads is no change of the file itself
      const { before, after } = wantsResources ? await declared(commit, doRead ? [...files, ...readers] : files, known?.parents ?? [], seen, at.cwd) : { before: nothing, after: nothing };
      const reports = sensitiveChanges({ files, before: before.resources, after: after.resources, unread: [...after.unread, ...before.unread] }, scopes);
      if (reports.length === 0) continue;
      const approval: Approval = known === undefined ? { approved: false, lacks: 'a commit that can be read' } : approvalOf(rule.require, { ...known, pusher: options.pusher, pushOptions: options.pushOptions }, options.control);
      const reader = treeReader(commit, at.cwd);
      for (const report of reports) {
        told.add(contentOf(report.identity));
        const source = { path: report.path, subject: 'file' as const, bytes: Buffer.from(reader.readText(report.path) ?? '', 'utf8'), origin: commit };
        // one fingerprint a commit: an exception for one change is none for the next
        const identity = `${report.identity}\0${commit}`;
        if (approval.approved) gate.report({ ...report, identity }, source, excuseOf(approval));
        else gate.report({ ...report, identity, message: `${report.message}, without ${approval.lacks}` }, source);
        reported.add(commit);
      }
    }
    for (const { moved, changes } of net) {
      deadline.check();
      const files = changes.map(fileOf);
      const [before, after] = wantsResources ? [await declaredIn(files, treeReader(moved.old, at.cwd)), await declaredIn(files, treeReader(moved.new, at.cwd))] : [nothing, nothing];
      const reports = sensitiveChanges({ files, before: before.resources, after: after.resources, unread: [] }, scopes).filter(({ identity }) => !told.has(contentOf(identity)));
      // no commit says why: only who pushes, or a ticket of the push, can approve it
      const approval = approvalOf(rule.require, { message: '', signature: unsigned, pusher: options.pusher, pushOptions: options.pushOptions }, options.control);
      const reader = treeReader(moved.new, at.cwd);
      // a branch that is deleted comes to no commit: what it stood at is named
      const origin = moved.deleted === undefined ? moved.new : moved.old;
      const how = moved.deleted === undefined ? 'though by no commit: a merge chose another version or the branch was set back' : `because ${moved.deleted} is deleted and no other branch of the rule has it`;
      for (const report of reports) {
        const source = { path: report.path, subject: 'file' as const, bytes: Buffer.from(reader.readText(report.path) ?? '', 'utf8'), origin };
        const identity = `${report.identity}\0${moved.old}\0${moved.new}`;
        if (approval.approved) gate.report({ ...report, identity }, source, excuseOf(approval));
        else gate.report({ ...report, identity, message: `${report.message}, ${how}, without ${approval.lacks.replace('the commit message', 'a push option (portcullis.ticket=)')}` }, source);
        reported.add(origin);
      }
    }
  }
  const outcome = await gate.outcome(excuse);
  return { ...outcome, findings: outcome.findings.map((finding) => (finding.origin !== undefined && reported.has(finding.origin) ? { ...finding, commit: finding.origin } : finding)) };
}

/** What a commit changes, and what that comes to under names that it does not change: links, and templates that may read it. */
interface LedChanges extends CommitChanges {
  readonly links: readonly ChangedFile[];
  readonly readers: readonly ChangedFile[];
}

/** What a report is about, however it came to be: a file or resource with its content. */
function contentOf(identity: string): string {
  return identity.replace(/\0(?:added|changed|removed)\0/, '\0');
}

const nothing: Declared = { resources: [], unread: [] };

function excuseOf(approval: Extract<Approval, { approved: true }>): Excuse {
  return { kind: 'suppressed', reason: approval.reason, where: 'change control', ...(approval.owner === undefined ? {} : { owner: approval.owner }) };
}

function isWanted(path: string, scopes: readonly SensitiveScope[], wantsResources: boolean): boolean {
  return (wantsResources && isTemplateName(path)) || scopes.some((scope) => scope.matchesPath(path));
}

function scopesOf(rule: ChangeRule, options: ChangeControlOptions): readonly SensitiveScope[] {
  const chosen = options.checks.filter(({ id }) => id !== listedCheck && isNamed(rule, id));
  const scopes = chosen.map((check) => checkScope(check, options.parameters(check)));
  const listed = rule.paths.length === 0 && rule.resources.length === 0 ? undefined : options.checks.find(({ id }) => id === listedCheck);
  return listed === undefined ? scopes : [...scopes, { check: listed, matchesPath: pathsOf(rule.paths), resources: rule.resources }];
}

/** What a check's parameters say is sensitive. */
export function checkScope(check: PolicyCheck, parameters: Readonly<Record<string, unknown>>): SensitiveScope {
  return { check, matchesPath: pathsOf(textsOf(parameters['paths'])), resources: textsOf(parameters['resources']) };
}

/** A rule that names neither checks nor things of its own is about everything sensitive. */
function isNamed(rule: ChangeRule, id: string): boolean {
  if (rule.checks.length === 0) return rule.paths.length === 0 && rule.resources.length === 0;
  return rule.checks.some((name) => isBelow(id, name));
}

/** Whether an id is, or lies below, what a rule names: `iam`, `change-control/iam`, `change-control`. */
export function isBelow(id: string, name: string): boolean {
  return name === 'change-control' || id === name || id === `change-control/${name}` || id.startsWith(`${name}/`);
}

function pathsOf(patterns: readonly string[]): (path: string) => boolean {
  return patterns.length === 0 ? () => false : pathPatterns(patterns);
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

function fileOf(change: CommitChanges['changes'][number]): ChangedFile {
  const [before] = change.before;
  const isAdded = change.before.every(({ oid }) => isZero(oid));
  const kind = isZero(change.oid) ? 'removed' : isAdded ? 'added' : 'changed';
  return { path: showPath(change.path), kind, oid: kind === 'removed' ? (before?.oid ?? '') : change.oid };
}

interface CommitFacts {
  readonly message: string;
  readonly signature: Signature;
  readonly parents: readonly string[];
}

const unsigned: Signature = { kind: 'none', signer: '', fingerprints: [] };

function factsOf(commits: readonly string[], rule: ChangeRule, { control, folder, now }: ChangeControlOptions, cwd: string | undefined): ReadonlyMap<string, CommitFacts> {
  const objects = readObjects(commits, Number.MAX_SAFE_INTEGER, cwd);
  const asksSignature = rule.require.signedBy.length > 0 || rule.require.by !== undefined;
  const keys = {
    now,
    ...(control.allowedSigners === undefined ? {} : { allowedSigners: resolve(folder, control.allowedSigners) }),
    ...(control.gpgHome === undefined ? {} : { gpgHome: resolve(folder, control.gpgHome) }),
  };
  const signatures = asksSignature ? verifySignatures(commits, keys, cwd === undefined ? {} : { cwd }) : new Map<string, Signature>();
  const facts = new Map<string, CommitFacts>();
  commits.forEach((commit, number) => {
    const object = objects[number];
    if (object === undefined || !('bytes' in object)) return;
    const { message, parents } = parseCommit(object.bytes);
    facts.set(commit, { message: message.toString('utf8'), parents, signature: signatures.get(commit) ?? unsigned });
  });
  return facts;
}

/** What a commit's templates declare before and after; a merge is compared with what all of its parents declare. */
async function declared(commit: string, files: readonly ChangedFile[], parents: readonly string[], seen: Map<string, Promise<{ before: Declared; after: Declared }>>, cwd: string | undefined): Promise<{ before: Declared; after: Declared }> {
  const templates = files.filter(({ path }) => isTemplateName(path));
  // rules may be about different files of one commit
  const key = [commit, ...templates.map(({ path }) => path)].join('\0');
  const known = seen.get(key);
  if (known !== undefined) return known;
  const answer = (async () => {
    if (templates.length === 0) return { before: nothing, after: nothing };
    const after = await declaredIn(templates, treeReader(commit, cwd));
    const befores = await Promise.all(parents.map(async (parent) => declaredIn(templates, treeReader(parent, cwd))));
    const [first = nothing, ...others] = befores;
    // what another parent had just so is no change that the merge made
    const before = others.reduce((all, one) => ({ resources: [...all.resources, ...one.resources.filter((resource) => isIn(after, resource))], unread: [...all.unread, ...one.unread] }), first);
    return { before, after };
  })();
  seen.set(key, answer);
  return answer;
}

function isIn(after: Declared, resource: Declared['resources'][number]): boolean {
  return after.resources.some((one) => one.type === resource.type && one.name === resource.name && one.evaluated === resource.evaluated);
}

