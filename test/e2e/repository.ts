import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { expandSample } from '../../src/families/credentials/samples.ts';

/** The built gate; `npm test` builds before it runs. */
export const cli = resolve('dist/cli.cjs');

export interface Ran {
  readonly status: number | null;
  readonly output: string;
}

/** A throwaway repository with a fixed clock and author and no user configuration. */
export interface Repository {
  readonly top: string;
  readonly home: string;
  git(...args: string[]): Ran;
  /** Runs git and throws when it fails. */
  must(...args: string[]): string;
  portcullis(...args: string[]): Ran;
  write(path: string, content: string | Buffer, mode?: number): void;
  run(command: string, args: readonly string[], options?: { env?: NodeJS.ProcessEnv; cwd?: string; input?: string | Buffer }): Ran;
  env: NodeJS.ProcessEnv;
  remove(): void;
}

/** A fresh token that no check can mistake; never the same twice unless the seed is. */
export function token(seed = 'e2e'): string {
  return expandSample('ghp_{base62:30}{crc32:6}', seed);
}

/** Makes a repository in a new folder. Extra arguments go to `git init`. */
export function makeRepository(options: { init?: readonly string[]; folder?: string } = {}): Repository {
  const base = mkdtempSync(join(tmpdir(), 'portcullis-e2e-'));
  const top = join(base, options.folder ?? 'repository');
  const home = join(base, 'home');
  mkdirSync(top, { recursive: true });
  mkdirSync(home);
  const env: NodeJS.ProcessEnv = {
    PATH: process.env['PATH'],
    HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'A Person',
    GIT_AUTHOR_EMAIL: 'person@localhost',
    GIT_COMMITTER_NAME: 'A Person',
    GIT_COMMITTER_EMAIL: 'person@localhost',
    GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
    GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
    LC_ALL: 'C.UTF-8',
    NO_COLOR: '1',
    PORTCULLIS_STANDBY: '0',
  };
  const run: Repository['run'] = (command, args, extra = {}) => {
    const result = spawnSync(command, args, { cwd: extra.cwd ?? top, env: { ...env, ...extra.env }, input: extra.input ?? '', encoding: 'utf8', maxBuffer: 1 << 28 });
    if (result.error !== undefined) throw result.error;
    return { status: result.status, output: `${result.stdout}${result.stderr}` };
  };
  const git = (...args: string[]): Ran => run('git', args);
  const repository: Repository = {
    top,
    home,
    env,
    git,
    run,
    must(...args) {
      const ran = git(...args);
      if (ran.status !== 0) throw new Error(`git ${args.join(' ')} failed: ${ran.output}`);
      return ran.output;
    },
    portcullis: (...args) => run(process.execPath, [cli, ...args]),
    write(path, content, mode) {
      const full = join(top, path);
      mkdirSync(dirname(full), { recursive: true });
      writeFileSync(full, content);
      if (mode !== undefined) chmodSync(full, mode);
    },
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
  repository.must('init', '-q', '-b', 'main', ...(options.init ?? []));
  return repository;
}

/** A repository with the gate installed and one commit. */
export function protectedRepository(options: Parameters<typeof makeRepository>[0] = {}): Repository {
  const repository = makeRepository(options);
  repository.write('readme.txt', 'first\n');
  repository.must('add', '.');
  repository.must('commit', '-qm', 'first');
  const installed = repository.portcullis('init', '--yes');
  if (installed.status !== 0) throw new Error(installed.output);
  return repository;
}
