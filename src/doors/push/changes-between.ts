import { emptyTree } from '../../git/empty-tree.ts';
import { objectEnvironment } from '../../git/new-objects.ts';
import { createRawDiffReader, type RawChange } from '../../git/raw-diff.ts';
import { git, GitError, type GitOptions } from '../../git/run.ts';

/** Changed files between two commits by plumbing; all files of the second without a first. Throws GitError. */
export function changesBetween(base: string | undefined, tip: string, options: Pick<GitOptions, 'cwd' | 'env'>): readonly RawChange[] {
  const env = options.env ?? objectEnvironment();
  const from = base ?? emptyTree(tip);
  const output = git(['diff-tree', '-r', '--raw', '-z', '--no-renames', '--no-abbrev', '--ignore-submodules=none', '--end-of-options', from, tip], { ...options, env, maxBytes: 1024 * 1024 * 1024 });
  return changesIn(output);
}

/** The changes in the output of `diff-tree -r --raw -z`. Throws GitError for what is none. */
export function changesIn(output: Buffer): readonly RawChange[] {
  const changes: RawChange[] = [];
  let problem: string | undefined;
  const reader = createRawDiffReader((record) => {
    if (record.kind === 'change') changes.push(record.change);
    else if (record.kind === 'problem') problem ??= record.text;
  });
  reader.push(output);
  reader.end();
  if (problem !== undefined) throw new GitError(`git diff-tree answered "${problem.replace(/[^\x20-\x7e]/g, '?')}"`);
  return changes;
}
