import { finished, git, gitEnvironment, GitError, gitStream, type GitOptions } from './run.ts';
import { isZero, type OutgoingRef, type RefUpdate } from './ref-update.ts';

/** Which objects a push, a range or a history brings: what `rev-list` is asked. */
export interface Selection {
  /** Revisions given on standard input, so that thousands fit; a leading `^` excludes. */
  readonly revisions: readonly string[];
  /** Options that exclude what is already there, or `--all`. */
  readonly options: readonly string[];
}

/**
 * Refs that servers make themselves, of a fork's request above all, without asking a hook: GitLab, GitHub and Gitea,
 * Bitbucket. What only they reach was not judged here.
 */
const madeByServers: readonly string[] = ['merge-requests', 'keep-around', 'environments', 'pipelines', 'tmp', 'pull', '__gh__', 'pull-requests'].map((name) => `refs/${name}/`);

/** Whether a server makes refs of this name itself. */
export function isMadeByServers(ref: string): boolean {
  return madeByServers.some((prefix) => ref.startsWith(prefix));
}

/** All refs that only a push moves. */
const pushedRefs: readonly string[] = [...madeByServers.map((prefix) => `--exclude=${prefix}*`), '--all'];

/** What is on a server already, by its own refs and those of its alternates. */
export const alreadyThere: readonly string[] = ['--not', ...pushedRefs, '--alternate-refs'];

/** Everything that refs reach which only a push moves. */
export const pushedHistory: Selection = { revisions: [], options: pushedRefs };

/**
 * Everything a push brings to a server: the union of all new oids without what its refs and those of its alternates
 * reach. The union is walked once: the same commit on thousands of refs counts once.
 */
export function pushSelection(updates: readonly RefUpdate[]): Selection {
  const revisions = [...new Set(updates.map((update) => update.new).filter((oid) => !isZero(oid)))];
  return { revisions, options: alreadyThere };
}

/**
 * Everything a push sends out: local oids without what the remote is known to have: its remote-tracking refs and the
 * oids it told us, as far as they exist here. `remote` is its name, or its URL when it has none.
 */
export function outgoingSelection(refs: readonly OutgoingRef[], remote: string, options: Pick<GitOptions, 'cwd' | 'env'> = {}): Selection {
  const revisions = [...new Set(refs.map((ref) => ref.localOid).filter((oid) => !isZero(oid)))];
  const told = [...new Set(refs.map((ref) => ref.remoteOid).filter((oid) => !isZero(oid)))];
  const known = existing(told, options).map((oid) => `^${oid}`);
  // a pattern's own characters would match other remotes; such a name cannot have tracking refs
  const isName = remote !== '' && !/[?*[\]\\\s:]/.test(remote);
  // in a partial clone, what a promisor remote vouches for need not be here, and must not be fetched for us
  return { revisions: [...revisions, ...known], options: ['--exclude-promisor-objects', ...(isName ? ['--not', `--remotes=${remote}`] : [])] };
}

/** What a range `A..B` (or any revisions) brings in. */
export function rangeSelection(revisions: readonly string[]): Selection {
  return { revisions, options: [] };
}

/** Everything any ref reaches. */
export const wholeHistory: Selection = { revisions: [], options: ['--all'] };

/** Environment of the readers: also grafts, which could cut history, are not honoured. */
export function objectEnvironment(base: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  // a file that cannot exist: for one that does, even an empty one, git prints a hint
  return { ...gitEnvironment(base), GIT_GRAFT_FILE: '/dev/null/none' };
}

/**
 * Streams the oids of all selected objects, commits first, every tree before what it holds.
 * Throws GitError when a revision does not exist, an object is missing or broken, or git fails.
 */
export async function* listObjects(selection: Selection, options: Pick<GitOptions, 'cwd' | 'env'> & { readonly signal?: AbortSignal } = {}): AsyncGenerator<readonly string[], void, undefined> {
  if (selection.revisions.length === 0 && !selection.options.includes('--all')) return;
  yield* listLines(['rev-list', '--objects', '--no-object-names', '--stdin', ...selection.options], selection, options);
}

/** Streams the oids of the selected commits, children before parents. Throws GitError. */
export async function* listCommits(selection: Selection, options: Pick<GitOptions, 'cwd' | 'env'> & { readonly signal?: AbortSignal } = {}): AsyncGenerator<readonly string[], void, undefined> {
  if (selection.revisions.length === 0 && !selection.options.includes('--all')) return;
  yield* listLines(['rev-list', '--topo-order', '--stdin', ...selection.options], selection, options);
}

async function* listLines(args: readonly string[], selection: Selection, options: Pick<GitOptions, 'cwd' | 'env'> & { readonly signal?: AbortSignal }): AsyncGenerator<readonly string[], void, undefined> {
  const child = gitStream(args, { ...options, env: options.env ?? objectEnvironment() });
  const ended = finished(child, args);
  ended.catch(() => undefined);
  const abort = (): void => void child.kill('SIGKILL');
  options.signal?.addEventListener('abort', abort, { once: true });
  // git may end before it has read everything; its exit code says why
  child.stdin.on('error', () => undefined);
  child.stdin.end(selection.revisions.map((revision) => `${checked(revision)}\n`).join(''));
  let rest = '';
  let complete = false;
  try {
    options.signal?.throwIfAborted();
    for await (const chunk of child.stdout) {
      options.signal?.throwIfAborted();
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      // a trailing space follows oids that would have had a name in some versions
      yield lines.map(oidOf);
    }
    options.signal?.throwIfAborted();
    await ended;
    if (rest !== '') throw new GitError('git rev-list stopped in the middle of a line');
    complete = true;
  } finally {
    options.signal?.removeEventListener('abort', abort);
    if (!complete) child.kill('SIGKILL');
  }
}

function oidOf(line: string): string {
  const oid = line.trimEnd();
  if (!/^[0-9a-f]{40,64}$/.test(oid)) throw new GitError(`git rev-list answered "${line.slice(0, 100).replace(/[^\x20-\x7e]/g, '?')}"`);
  return oid;
}

function checked(revision: string): string {
  // a line break would smuggle in a second revision, a dash an option
  if (/[\r\n\0]/.test(revision) || revision.startsWith('-')) throw new GitError(`"${revision.replace(/[^\x20-\x7e]/g, '?')}" is not a revision`);
  return revision;
}

/** Those of the given oids that exist in the object database, in the given order. Throws GitError. */
export function existing(oids: readonly string[], options: Pick<GitOptions, 'cwd' | 'env'> = {}): readonly string[] {
  if (oids.length === 0) return [];
  const output = git(['cat-file', '--batch-check=%(objectname)', '--buffer'], { ...options, env: options.env ?? objectEnvironment(), input: `${oids.join('\n')}\n` }).toString('latin1');
  const lines = output.split('\n');
  return oids.filter((oid, number) => lines[number] === oid);
}

/** The commits that the selected ones build on and that were there before. At most `most`; throws GitError. */
export function boundary(selection: Selection, most: number, options: Pick<GitOptions, 'cwd' | 'env'> = {}): readonly string[] {
  if (selection.revisions.length === 0) return [];
  const input = selection.revisions.map((revision) => `${checked(revision)}\n`).join('');
  const output = git(['rev-list', '--boundary', '--topo-order', '--stdin', ...selection.options], { ...options, env: options.env ?? objectEnvironment(), input, maxBytes: 1024 * 1024 * 1024 });
  return output.toString('latin1').split('\n').filter((line) => line.startsWith('-')).slice(0, most).map((line) => line.slice(1).trim());
}
