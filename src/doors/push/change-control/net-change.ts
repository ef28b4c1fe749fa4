import { emptyTree } from '../../../git/empty-tree.ts';
import { objectEnvironment } from '../../../git/new-objects.ts';
import { listRefs, withoutNamespace } from '../../../git/refs.ts';
import { isZero, type RefUpdate } from '../../../git/ref-update.ts';
import { git, type GitOptions } from '../../../git/run.ts';
import { changesBetween } from '../changes-between.ts';
import type { CommitChanges } from '../../../git/attribution.ts';

/** A covered branch that a push moves or deletes, and where it stood. */
export interface MovedBranch {
  readonly old: string;
  /** The tip it comes to; the empty tree when it is deleted. */
  readonly new: string;
  /** The name of a branch that is deleted. */
  readonly deleted?: string;
}

/** Branches among the updates that a rule covers and that have a tip before. */
export function movedBranches(updates: readonly RefUpdate[], covers: (ref: string) => boolean): readonly MovedBranch[] {
  return updates.filter((update) => covers(update.ref) && !isZero(update.old)).map((update) => (isZero(update.new) ? { old: update.old, new: emptyTree(update.old), deleted: update.ref } : { old: update.old, new: update.new }));
}

/**
 * What a push changes in a covered branch though none of its commits does: an older version that a merge chose from one
 * of its parents, or that the branch is set back to. What another covered branch holds just so was approved there, and so
 * was what a covered branch has on top of this one's old tip and a merge takes over. A branch that is deleted takes away what
 * no covered branch that stays holds just so: made again at an older commit it would be set back. `covers` says which stay.
 * Throws GitError.
 */
export function netChange(moved: MovedBranch, covers: (ref: string) => boolean, isWanted: (change: CommitChanges['changes'][number]) => boolean, options: Pick<GitOptions, 'cwd' | 'env'>): CommitChanges['changes'] {
  const changes = changesBetween(moved.old, moved.new, options).filter(isWanted);
  if (changes.length === 0) return [];
  const tips = listRefs(options).filter(({ name, target }) => target === undefined && covers(withoutNamespace(name))).map(({ oid }) => oid);
  if (moved.deleted !== undefined) {
    const held = heldBy(tips, changes, options, (change) => change.before[0]?.oid ?? '');
    return changes.filter((change) => !held.has(change));
  }
  const list = (args: readonly string[], revisions: readonly string[]): readonly string[] => git(['rev-list', ...args, '--stdin'], { ...options, env: options.env ?? objectEnvironment(), input: revisions.map((one) => `${one}\n`).join(''), maxBytes: 1024 * 1024 * 1024 }).toString('latin1').split('\n').filter((line) => line !== '');
  const parents = list(['--parents', '--min-parents=2'], [moved.new, ...tips.map((tip) => `^${tip}`)]).flatMap((line) => line.split(' ').slice(1));
  const isForward = list(['--max-count=1'], [moved.old, `^${moved.new}`]).length === 0;
  // a line of commits changes nothing that none of them does
  if (parents.length === 0 && isForward) return [];
  const added = new Set(list([], [moved.new, `^${moved.old}`]));
  const fresh = new Set(list([], [moved.new, ...tips.map((tip) => `^${tip}`)]));
  const held = heldBy([...tips, ...parents.filter((parent) => added.has(parent) && !fresh.has(parent))], changes, options, ({ oid }) => oid);
  return changes.filter((change) => !held.has(change));
}

/** Those of the changes whose object, of before or after, one of the revisions has under the same path. */
function heldBy(revisions: readonly string[], changes: CommitChanges['changes'], options: Pick<GitOptions, 'cwd' | 'env'>, oidOf: (change: CommitChanges['changes'][number]) => string): ReadonlySet<CommitChanges['changes'][number]> {
  const asked = changes.filter((change) => !isZero(oidOf(change)) && !change.path.includes(10)).flatMap((change) => [...new Set(revisions)].map((revision) => ({ change, line: Buffer.concat([Buffer.from(`${revision}:`), change.path, Buffer.from('\n')]) })));
  if (asked.length === 0) return new Set();
  const answers = git(['cat-file', '--batch-check=%(objectname)', '--buffer'], { ...options, env: options.env ?? objectEnvironment(), input: Buffer.concat(asked.map(({ line }) => line)), maxBytes: 1024 * 1024 * 1024 }).toString('latin1').split('\n');
  return new Set(asked.flatMap(({ change }, number) => (answers[number] === oidOf(change) ? [change] : [])));
}
