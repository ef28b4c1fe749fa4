import { emptyTree } from '../../git/empty-tree.ts';
import { objectEnvironment } from '../../git/new-objects.ts';
import { createRawDiffReader, type RawChange, type RawRecord } from '../../git/raw-diff.ts';
import { git, GitError, type GitOptions } from '../../git/run.ts';

/** Changed files between two commits by plumbing; all files of the second without a first. Throws GitError. */
export function changesBetween(base: string | undefined, tip: string, options: Pick<GitOptions, 'cwd' | 'env'>): readonly RawChange[] {
  const env = options.env ?? objectEnvironment();
  const from = base ?? emptyTree(tip);
  const output = git(['diff-tree', '-r', '--raw', '-z', '--no-renames', '--no-abbrev', '--ignore-submodules=none', '--end-of-options', from, tip], { ...options, env, maxBytes: 1024 * 1024 * 1024 });
  return changesIn(output);
}

/** Two commits, or nothing and a commit. */
export interface Step {
  readonly base: string | undefined;
  readonly tip: string;
}

/** The same for many steps, asked with two processes. Throws GitError. */
export function changesOfSteps(steps: readonly Step[], options: Pick<GitOptions, 'cwd' | 'env'>): readonly (readonly RawChange[])[] {
  if (steps.length === 0) return [];
  const asking = { ...options, env: options.env ?? objectEnvironment(), maxBytes: 1024 * 1024 * 1024 };
  const oids = steps.flatMap(({ base, tip }) => [base ?? emptyTree(tip), tip]);
  const trees = git(['cat-file', '--batch-check=%(objectname)', '--buffer'], { ...asking, input: oids.map((oid) => `${oid}^{tree}\n`).join('') }).toString('latin1').split('\n');
  const pairs = steps.map((_step, number) => `${trees[2 * number] ?? ''} ${trees[2 * number + 1] ?? ''}`);
  const unknown = pairs.find((pair) => !/^[0-9a-f]{40,64} [0-9a-f]{40,64}$/.test(pair));
  if (unknown !== undefined) throw new GitError(`git cat-file answered "${unknown.slice(0, 200)}" where trees were asked for`);
  const list: RawChange[][] = [];
  const answered: string[] = [];
  readChanges(git(['diff-tree', '--stdin', '-r', '--raw', '-z', '--no-renames', '--no-abbrev', '--ignore-submodules=none'], { ...asking, input: pairs.map((pair) => `${pair}\n`).join('') }), (record) => {
    if (record.kind === 'trees') {
      answered.push(`${record.from} ${record.to}`);
      list.push([]);
    } else list.at(-1)?.push(record.change);
  });
  if (answered.join() !== pairs.join()) throw new GitError('git diff-tree answered something else than it was asked');
  return list;
}

/** The changes in the output of `diff-tree -r --raw -z`. Throws GitError for what is none. */
export function changesIn(output: Buffer): readonly RawChange[] {
  const changes: RawChange[] = [];
  readChanges(output, (record) => {
    if (record.kind === 'change') changes.push(record.change);
  });
  return changes;
}

function readChanges(output: Buffer, hear: (record: Exclude<RawRecord, { readonly kind: 'commit' | 'problem' }>) => void): void {
  let problem: string | undefined;
  const reader = createRawDiffReader((record) => {
    if (record.kind === 'problem') problem ??= record.text;
    else if (record.kind !== 'commit') hear(record);
  });
  reader.push(output);
  reader.end();
  if (problem !== undefined) throw new GitError(`git diff-tree answered "${problem.replace(/[^\x20-\x7e]/g, '?')}"`);
}
