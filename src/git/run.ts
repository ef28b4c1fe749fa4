import type { ChildProcess, ChildProcessWithoutNullStreams } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

/** git failed, could not be started, or answered what it never should: the change cannot be judged. */
export class GitError extends Error {
  override readonly name = 'GitError';
}

/**
 * Settings put before every git command, so that nothing in a user's, system's or repository's configuration changes
 * what the gate sees.
 */
const neutral: readonly string[] = [
  // refs/replace and grafts could show other content than what is stored
  '--no-replace-objects',
  // a path is a path, also when it starts with a colon
  '--literal-pathspecs',
  // the index is read, never refreshed, by a hook
  '--no-optional-locks',
  // a file system monitor is a program that the repository's configuration names
  '-c', 'core.fsmonitor=false',
  '-c', 'core.commitGraph=true',
  // an alternate that forks share holds the refs of all of them, whoever judged what was pushed there
  '-c', 'core.alternateRefsPrefixes=refs/heads refs/tags',
];

export interface GitOptions {
  readonly cwd?: string;
  /** Bytes given on standard input. */
  readonly input?: Buffer | string;
  /** Most bytes of output taken in one go. Default 64 MiB; more is an error. */
  readonly maxBytes?: number;
  /** Exit codes that are answers, not failures. Default only 0. */
  readonly accept?: readonly number[];
  readonly env?: NodeJS.ProcessEnv;
}

/** Environment for git: never prompts, never fetches, and speaks English. Computed once. */
export function gitEnvironment(base: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return {
    ...base,
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    // before 2.39.4 git does not know that one: then it may speak to nobody at all
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_PAGER: '',
    GIT_TRACE: '0',
    GIT_FLUSH: undefined,
  };
}

/**
 * Runs one git command to its end and returns its output.
 * Throws GitError when git cannot be started, is killed, or exits with a code that is not accepted.
 */
export function git(args: readonly string[], options: GitOptions = {}): Buffer {
  // loaded with the first git process: a commit of loose objects starts none
  const result = process.getBuiltinModule('node:child_process').spawnSync('git', [...neutral, ...args], {
    cwd: options.cwd,
    input: options.input,
    maxBuffer: options.maxBytes ?? 64 * 1024 * 1024,
    env: options.env ?? gitEnvironment(),
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  if (result.error !== undefined) throw new GitError(describeStart(args, result.error), { cause: result.error });
  if (result.signal !== null) throw new GitError(`git ${args[0] ?? ''} was killed by ${result.signal}`);
  if (!(options.accept ?? [0]).includes(result.status ?? -1)) throw new GitError(describeExit(args, result.status, result.stderr));
  return result.stdout;
}

/** A git command that runs and is asked by its standard input. */
export type GitProcess = ChildProcess & { readonly stdin: Writable; readonly stderr: Readable };

/** Starts a git command whose output is read as a stream. The caller watches its exit (see `finished`). */
export function gitStream(args: readonly string[], options: GitOptions = {}): ChildProcessWithoutNullStreams {
  const child = process.getBuiltinModule('node:child_process').spawn('git', [...neutral, ...args], { ...startOptions(options), stdio: ['pipe', 'pipe', 'pipe'] });
  if (!isAsked(child)) throw noPipes(child, args);
  return child;
}

/** The same for a command whose output goes to a descriptor. */
export function gitInto(output: number, args: readonly string[], options: GitOptions = {}): GitProcess {
  const child = process.getBuiltinModule('node:child_process').spawn('git', [...neutral, ...args], { ...startOptions(options), stdio: ['pipe', output, 'pipe'] });
  if (!isAsked(child)) throw noPipes(child, args);
  return child;
}

function startOptions({ cwd, env }: GitOptions): { readonly cwd: string | undefined; readonly env: NodeJS.ProcessEnv; readonly windowsHide: true } {
  return { cwd, env: env ?? gitEnvironment(), windowsHide: true };
}

/** Against its types, node gives no streams where there are no descriptors left for them. */
function isAsked(child: { readonly stdin?: unknown; readonly stderr?: unknown }): child is GitProcess {
  return child.stdin instanceof Object && child.stderr instanceof Object;
}

function noPipes(child: ChildProcess, args: readonly string[]): GitError {
  child.on('error', () => undefined);
  return new GitError(`git ${args[0] ?? ''} could not be run: this process may open no more files (see "ulimit -n")`);
}

/** Resolves when a streamed git command ended well; rejects with GitError otherwise. */
export function finished(child: GitProcess, args: readonly string[]): Promise<void> {
  const stderr: Buffer[] = [];
  let size = 0;
  child.stderr.on('data', (chunk: Buffer) => {
    // the last words of git are enough; a flood of them must not fill memory
    if (size < 16_384) stderr.push(chunk);
    size += chunk.length;
  });
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new GitError(describeStart(args, error), { cause: error })));
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else if (signal !== null) reject(new GitError(`git ${args[0] ?? ''} was killed by ${signal}`));
      else reject(new GitError(describeExit(args, code, Buffer.concat(stderr))));
    });
  });
}

function describeStart(args: readonly string[], error: Error): string {
  if ('code' in error && error.code === 'ENOENT') return 'git was not found on PATH; install git or add it to PATH';
  if ('code' in error && error.code === 'ENOBUFS') return `git ${args[0] ?? ''} answered more than the gate takes at once`;
  return `git ${args[0] ?? ''} could not be run: ${error.message}`;
}

function describeExit(args: readonly string[], status: number | null, stderr: Buffer): string {
  const words = stderr.toString('utf8').trim().split('\n').slice(-3).join('; ');
  return `git ${args[0] ?? ''} failed with exit code ${String(status)}${words === '' ? '' : `: ${words}`}`;
}
