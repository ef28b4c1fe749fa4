import { objectEnvironment } from '../../../git/new-objects.ts';
import { listRefs } from '../../../git/refs.ts';
import { isZero, type RefUpdate } from '../../../git/ref-update.ts';
import { git, type GitOptions } from '../../../git/run.ts';
import { changesBetween } from '../changes-between.ts';
import type { CommitChanges } from '../../../git/attribution.ts';

/** A covered branch that a push moves, and where it stood. */
export interface MovedBranch {
  readonly old: string;
  readonly new: string;
}

/** Branches among the updates that a rule covers and that have a tip before and after. */
export function movedBranches(updates: readonly RefUpdate[], covers: (ref: string) => boolean): readonly MovedBranch[] {
  return updates.filter((update) => covers(update.ref) && !isZero(update.old) && !isZero(update.new)).map((update) => ({ old: update.old, new: update.new }));
}

/**
 * What a push changes in a covered branch though none of its commits does: an older version that a merge chose from one
 * of its parents, or that the branch is set back to. What another covered branch holds just so was approved there.
 * Throws GitError.
 */
export function netChange(moved: MovedBranch, covers: (ref: string) => boolean, isWanted: (change: CommitChanges['changes'][number]) => boolean, options: Pick<GitOptions, 'cwd' | 'env'>): CommitChanges['changes'] {
  const changes = changesBetween(moved.old, moved.new, options).filter(isWanted);
  if (changes.length === 0) return [];
  const tips = listRefs(options).filter(({ name, target }) => target === undefined && covers(name)).map(({ name }) => name);
  const questions = changes.flatMap((change) => tips.map((tip) => ({ change, line: Buffer.concat([Buffer.from(`${tip}:`), change.path, Buffer.from('\n')]) })));
  const asked = questions.filter(({ change }) => !isZero(change.oid) && !change.path.includes(10));
  const answers = asked.length === 0 ? [] : git(['cat-file', '--batch-check=%(objectname)', '--buffer'], { ...options, env: options.env ?? objectEnvironment(), input: Buffer.concat(asked.map(({ line }) => line)), maxBytes: 1024 * 1024 * 1024 }).toString('latin1').split('\n');
  const held = new Set(asked.flatMap(({ change }, number) => (answers[number] === change.oid ? [change] : [])));
  return changes.filter((change) => !held.has(change));
}
