import { isMadeByServers, pushSelection, type Selection } from '../../git/new-objects.ts';
import { isZero, type RefUpdate } from '../../git/ref-update.ts';
import { listRefs, namespacePrefix, withoutNamespace, type Ref } from '../../git/refs.ts';
import type { BranchStrictness } from '../../policy/branch-strictness.ts';

/** Refs that a push moves, and those that are there: asked only where policy treats them differently. */
export interface MovedRefs {
  /** By the refs that really move: a symbolic ref is another name of the one that it stands for. */
  readonly updates: () => readonly RefUpdate[];
  readonly pushed: readonly RefUpdate[];
  readonly existing: () => readonly Ref[];
}

/** `pushed` as git gave them, by their names in the namespace that is served. */
export function movedRefs(pushed: readonly RefUpdate[], namespace?: string): MovedRefs {
  const prefix = namespacePrefix(namespace);
  let refs: readonly Ref[] | undefined;
  const existing = (): readonly Ref[] => (refs ??= listRefs());
  let updates: readonly RefUpdate[] | undefined;
  return {
    pushed,
    existing,
    updates: () => (updates ??= throughSymbolic(pushed, new Map(existing().flatMap(({ name, target }) => (target === undefined || !name.startsWith(prefix) ? [] : [[name.slice(prefix.length), withoutNamespace(target)]]))))),
  };
}

function throughSymbolic(updates: readonly RefUpdate[], targets: ReadonlyMap<string, string>): readonly RefUpdate[] {
  return updates.map((update) => {
    const target = targets.get(update.ref);
    return target === undefined ? update : { ...update, ref: target };
  });
}

/** A push would take the policy away that it is judged by. */
class PolicyRefError extends Error {
  override readonly name = 'PolicyRefError';
}

/** Without the ref that holds it, the policy would be another one from the next push on. */
export function refuseLossOfPolicy(updates: readonly RefUpdate[], policyRef: string | undefined): void {
  if (updates.some((update) => update.ref === policyRef && isZero(update.new) && !isZero(update.old))) throw new PolicyRefError(`${policyRef ?? ''} holds the policy of this server and cannot be deleted by a push`);
}

/** What is to be judged: what is new to the repository or, where branches differ, to the branches with rules as strict. */
export function selectionOf(moved: MovedRefs, strictness: BranchStrictness | undefined): { readonly selection: Selection; readonly isStoredNew: boolean } {
  const whole = { selection: pushSelection(moved.pushed), isStoredNew: false };
  if (strictness === undefined || whole.selection.revisions.length === 0) return whole;
  // by kinds: each of many refs with each of many others would take minutes
  const to = new Map(moved.updates().filter((update) => !isZero(update.new)).map((update) => [strictness.kindOf(update.ref), update.ref]));
  const known = new Map<string, boolean>();
  const isJudged = (ref: string): boolean => {
    const kind = strictness.kindOf(ref);
    const answer = known.get(kind) ?? [...to.values()].every((as) => strictness.isAsStrict(ref, as));
    known.set(kind, answer);
    return answer;
  };
  const all = moved.existing().filter(({ name }) => !isMadeByServers(withoutNamespace(name)));
  const judged = all.filter(({ name, target }) => isJudged(withoutNamespace(target ?? name)));
  if (judged.length === all.length) return whole;
  return { selection: { revisions: [...whole.selection.revisions, ...new Set(judged.map(({ oid }) => `^${oid}`))], options: [] }, isStoredNew: true };
}
