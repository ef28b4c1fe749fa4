import type { Writable } from 'node:stream';
import { writeAndWait } from './drain.ts';
import { finished, GitError, gitStream, type GitOptions } from './run.ts';
import { listCommits, objectEnvironment, type Selection } from './new-objects.ts';
import { createRawDiffReader, type RawChange, type RawRecord } from './raw-diff.ts';
import { gitlinkMode } from './parse-tree.ts';
import { isZero } from './ref-update.ts';
import { showPath } from './staged.ts';

/** One place where a commit brought an object in: no parent has this content under this path. */
export interface Introduction {
  /** Oid of the blob. */
  readonly oid: string;
  readonly commit: string;
  readonly path: string;
  /** What the parents had under this path; a parent without the file gives nothing. */
  readonly before: readonly string[];
  /** Files that the same commit removed: what moved is not new. At most a few hundred. */
  readonly removed: readonly Removed[];
}

/** A file that a commit removed. */
export interface Removed {
  readonly oid: string;
  readonly path: string;
}

export interface Attribution {
  /** Introductions of the wanted blobs, and of every blob under the wanted paths; children before parents. */
  readonly introductions: readonly Introduction[];
  /** Commit that added a path which none of its parents had, by path; the oldest one. */
  readonly addedPaths: ReadonlyMap<string, string>;
}

/** A commit that removes more files than this is a clean-up, not a move; the rest is not compared. */
const maxRemoved = 500;
/** Introductions kept; more are an error, because the gate cannot say what is old without them. */
const maxIntroductions = 1_000_000;

/**
 * Finds which of the selected commits brought in the given blobs and paths, by plumbing that no user setting changes.
 * Runs only when there are findings. Throws GitError.
 */
export async function attribute(
  selection: Selection,
  wanted: { readonly blobs: ReadonlySet<string>; readonly paths: ReadonlySet<string> },
  options: Pick<GitOptions, 'cwd' | 'env'> & { readonly signal?: AbortSignal } = {},
): Promise<Attribution> {
  const introductions: Introduction[] = [];
  const addedPaths = new Map<string, string>();
  if (wanted.blobs.size === 0 && wanted.paths.size === 0) return { introductions, addedPaths };
  let commit = '';
  let removed: Removed[] = [];
  const hear = (record: RawEntry): void => {
    if (record.kind === 'commit') {
      commit = record.oid;
      // a new list: introductions of the commit before hold theirs
      removed = [];
    } else {
      const { change } = record;
      if (/^D+$/.test(change.status)) {
        for (const one of change.before) if (!isZero(one.oid) && one.mode !== gitlinkMode && removed.length < maxRemoved) removed.push({ oid: one.oid, path: showPath(change.path) });
        return;
      }
      const path = showPath(change.path);
      const isWantedPath = wanted.paths.has(path);
      if (isWantedPath && /^A+$/.test(change.status)) addedPaths.set(path, commit);
      if ((!isWantedPath && !wanted.blobs.has(change.oid)) || change.mode === gitlinkMode) return;
      if (introductions.length >= maxIntroductions) throw new GitError(`more than ${maxIntroductions} versions of files with findings`);
      introductions.push({ oid: change.oid, commit, path, before: change.before.filter((one) => !isZero(one.oid) && one.mode !== gitlinkMode).map((one) => one.oid), removed });
    }
  };
  await walkChanges(selection, options, hear);
  return { introductions, addedPaths };
}

/** Paths that a commit of the selection gave content that was there before: what moved, was copied, or was put in another's place. Throws GitError. */
export async function movedIn(selection: Selection, fresh: ReadonlySet<string>, options: Pick<GitOptions, 'cwd' | 'env'> & { readonly signal?: AbortSignal } = {}): Promise<readonly { readonly oid: string; readonly path: string }[]> {
  const moved = new Map<string, { oid: string; path: string }>();
  const hear = (record: RawEntry): void => {
    if (record.kind === 'change' && !isZero(record.change.oid) && record.change.mode !== gitlinkMode && !fresh.has(record.change.oid)) {
      const path = showPath(record.change.path);
      if (moved.size >= maxIntroductions) throw new GitError(`more than ${maxIntroductions} files were moved`);
      moved.set(`${record.change.oid} ${path}`, { oid: record.change.oid, path });
    }
  };
  await walkChanges(selection, options, hear);
  return [...moved.values()];
}

/** One commit of a selection with everything it changed against all of its parents. */
export interface CommitChanges {
  readonly commit: string;
  readonly changes: readonly RawChange[];
}

/** Changes kept for one commit; more are an error, because what is not looked at must not pass. */
const maxChanges = 1_000_000;

/** Hands over every commit of a selection that changed something, with its changes, children before parents. Throws GitError. */
export async function eachCommit(selection: Selection, hear: (commit: CommitChanges) => void, options: Pick<GitOptions, 'cwd' | 'env'> & { readonly signal?: AbortSignal } = {}): Promise<void> {
  let current: { commit: string; changes: RawChange[] } | undefined;
  const flush = (): void => {
    if (current !== undefined && current.changes.length > 0) hear(current);
  };
  const take = (record: RawEntry): void => {
    if (record.kind === 'commit') {
      flush();
      current = { commit: record.oid, changes: [] };
    } else if (current !== undefined) {
      if (current.changes.length >= maxChanges) throw new GitError(`commit ${current.commit} changes more than ${maxChanges} files`);
      current.changes.push(record.change);
    }
  };
  await walkChanges(selection, options, take);
  flush();
}

type RawEntry = Exclude<RawRecord, { kind: 'problem' | 'trees' }>;

/** Every change of the selected commits. Throws GitError, also for an answer of git that is not understood. */
async function walkChanges(selection: Selection, options: Pick<GitOptions, 'cwd' | 'env'> & { readonly signal?: AbortSignal }, hear: (record: RawEntry) => void): Promise<void> {
  let problem: string | undefined;
  const reader = createRawDiffReader((record) => {
    if (record.kind === 'problem') problem ??= record.text;
    else if (record.kind === 'trees') problem ??= 'two trees';
    else hear(record);
  });
  const args = ['diff-tree', '--stdin', '-r', '-c', '--root', '--raw', '-z', '--no-renames', '--no-abbrev', '--no-ext-diff', '--no-textconv', '--ignore-submodules=none'];
  const child = gitStream(args, { ...options, env: options.env ?? objectEnvironment() });
  const ended = finished(child, args);
  const asking = feed(child.stdin, listCommits(selection, options));
  asking.catch(() => child.kill('SIGKILL'));
  ended.catch(() => undefined);
  const abort = (): void => void child.kill('SIGKILL');
  options.signal?.addEventListener('abort', abort, { once: true });
  try {
    for await (const chunk of child.stdout) if (Buffer.isBuffer(chunk)) reader.push(chunk);
    options.signal?.throwIfAborted();
    await asking;
    await ended;
  } finally {
    options.signal?.removeEventListener('abort', abort);
    child.kill('SIGKILL');
  }
  reader.end();
  if (problem !== undefined) throw new GitError(`git diff-tree answered "${problem.replace(/[^\x20-\x7e]/g, '?')}"`);
}

async function feed(stdin: Writable, lists: AsyncIterable<readonly string[]>): Promise<void> {
  // git's exit code says why it stopped listening
  stdin.on('error', () => undefined);
  for await (const list of lists) {
    if (list.length > 0) await writeAndWait(stdin, `${list.join('\n')}\n`);
  }
  stdin.end();
}
