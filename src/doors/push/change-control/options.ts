import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Registry } from '../../../engine/registry.ts';
import { alreadyThere, type Selection } from '../../../git/new-objects.ts';
import { isZero, type OutgoingRef, type RefUpdate } from '../../../git/ref-update.ts';
import { listRefs, withoutNamespace, type Ref } from '../../../git/refs.ts';
import { isPolicy } from '../../../model/check.ts';
import type { GatePolicy } from '../../../model/gate-policy.ts';
import { didYouMean, PolicyError } from '../../../policy/errors.ts';
import { pathPatterns } from '../../path-patterns.ts';
import { isBelow, type ChangeControlOptions } from './judge-changes.ts';
import { movedBranches } from './net-change.ts';
import { changeControlOf, type ChangeRule } from './settings.ts';

/** What every door says of change control. */
interface Common {
  readonly policy: GatePolicy;
  readonly registries: readonly Registry[];
  /** File that the policy stands in, for errors, and folder that its keys lie in. */
  readonly policyPath: string;
  readonly folder: string;
  readonly now: number;
}

export interface ServerChanges extends Common {
  readonly updates: readonly RefUpdate[];
  readonly pusher: readonly string[];
  readonly pushOptions: readonly string[];
}

/**
 * Change control of a push to a server; undefined where policy has no rules. A rule for some branches is asked of
 * everything that is new to those branches, also of commits that came to the server by another branch before.
 * Throws PolicyError, GitError.
 */
export function serverChanges(options: ServerChanges): ChangeControlOptions | undefined {
  let existing: readonly Ref[] | undefined;
  const control = controlled(options, options, (rule) => {
    const covers = rule.branches.length === 0 ? () => true : pathPatterns(rule.branches);
    const revisions = [...new Set(options.updates.filter((update) => covers(update.ref) && !isZero(update.new)).map((update) => update.new))];
    if (rule.branches.length === 0) return { revisions, options: alreadyThere };
    existing ??= listRefs();
    return { revisions: revisions.length === 0 ? [] : [...revisions, ...existing.filter(({ name }) => covers(withoutNamespace(name))).map(({ oid }) => `^${oid}`)], options: [] };
  });
  if (control === undefined) return undefined;
  const moved: ChangeControlOptions['moved'] = (rule) => {
    const covers = rule.branches.length === 0 ? () => false : pathPatterns(rule.branches);
    const deleted = new Set(options.updates.filter((update) => isZero(update.new)).map((update) => update.ref));
    return { branches: movedBranches(options.updates, covers), covers: (ref) => covers(ref) && !deleted.has(ref) };
  };
  return { ...control, moved };
}

/**
 * Change control before a push leaves a developer's machine. Who pushes is not known here, so rules that ask for a
 * pusher are left to the server.
 */
export function outgoingChanges(options: Common & { readonly refs: readonly OutgoingRef[]; readonly selection: Selection }): ChangeControlOptions | undefined {
  const { refs, selection } = options;
  const control = controlled(options, { pusher: [], pushOptions: [] }, (rule) => {
    const covers = rule.branches.length === 0 ? () => true : pathPatterns(rule.branches);
    const covered = new Set(refs.filter((ref) => covers(ref.remoteRef) && !isZero(ref.localOid)).map((ref) => ref.localOid));
    const revisions = selection.revisions.filter((revision) => revision.startsWith('^') || covered.has(revision));
    return covered.size === 0 ? { revisions: [], options: [] } : { revisions, options: selection.options };
  });
  return withoutPusher(control);
}

/** Change control over a range of commits that are there already: what a policy would have blocked. */
export function rangeChanges(options: Common & { readonly selection: Selection }): ChangeControlOptions | undefined {
  return withoutPusher(controlled(options, { pusher: [], pushOptions: [] }, () => options.selection));
}

function withoutPusher(control: ChangeControlOptions | undefined): ChangeControlOptions | undefined {
  if (control === undefined) return undefined;
  const rules = control.control.rules.filter(({ require }) => require.pushedBy.length === 0 && require.by === undefined);
  return rules.length === 0 ? undefined : { ...control, control: { ...control.control, rules } };
}

function controlled({ policy, registries, policyPath, folder, now }: Common, who: { readonly pusher: readonly string[]; readonly pushOptions: readonly string[] }, select: (rule: ChangeRule) => Selection): ChangeControlOptions | undefined {
  const control = changeControlOf(policyPath, policy.settings('change-control'));
  if (control === undefined || control.rules.length === 0) return undefined;
  for (const key of [control.allowedSigners, control.gpgHome]) {
    if (key !== undefined && !existsSync(join(folder, key))) throw new PolicyError(policyPath, undefined, `"change-control" names ${key}, which is not in ${folder}`);
  }
  const checks = registries.flatMap((registry) => registry.index('change-control').map((row) => registry.check(row.number))).filter(isPolicy);
  for (const { checks: named, paths, resources } of control.rules) {
    const unknown = named.find((name) => !checks.some(({ id }) => isBelow(id, name)));
    if (unknown !== undefined) throw new PolicyError(policyPath, undefined, `"change-control.rules": there is no check "${unknown}"${didYouMean(unknown, checks.map(({ id }) => id.slice(id.indexOf('/') + 1)))}`);
    // a rule that is about nothing would let everything pass
    if (checks.length === 0 && paths.length === 0 && resources.length === 0) throw new PolicyError(policyPath, undefined, '"change-control": this installation has no checks of changes; install portcullis anew');
  }
  return { control, checks, parameters: (check) => policy.parameters(check), select, folder, now, pusher: who.pusher, pushOptions: who.pushOptions };
}
