import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Environment of git in tests: a fixed clock and author, no user or system configuration. */
export const testEnvironment: NodeJS.ProcessEnv = {
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada Author',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_AUTHOR_DATE: '1700000000 +0000',
  GIT_COMMITTER_NAME: 'Cora Committer',
  GIT_COMMITTER_EMAIL: 'cora@example.com',
  GIT_COMMITTER_DATE: '1700000000 +0000',
  LC_ALL: 'C',
};

/** A temporary repository for one test. */
export interface TestRepository {
  readonly path: string;
  /** Runs git there and returns its trimmed output; throws when it fails. */
  git(args: readonly string[], options?: { readonly input?: string | Buffer; readonly env?: NodeJS.ProcessEnv }): string;
  write(path: string, content: string | Buffer): void;
  /** Stages everything and commits; returns the commit's oid. */
  commit(message: string, files?: Readonly<Record<string, string | Buffer>>): string;
  remove(): void;
}

export function createRepository(options: { readonly bare?: boolean; readonly objectFormat?: 'sha1' | 'sha256'; readonly path?: string } = {}): TestRepository {
  const path = options.path ?? mkdtempSync(join(tmpdir(), 'portcullis-git-'));
  mkdirSync(path, { recursive: true });
  const git: TestRepository['git'] = (args, { input, env } = {}) =>
    execFileSync('git', args, { cwd: path, env: { ...testEnvironment, ...env }, input: input ?? '', maxBuffer: 1 << 28, stdio: ['pipe', 'pipe', 'pipe'] })
      .toString('utf8')
      .trimEnd();
  git(['init', '-q', '-b', 'main', `--object-format=${options.objectFormat ?? 'sha1'}`, ...(options.bare === true ? ['--bare'] : [])]);
  const write = (file: string, content: string | Buffer): void => {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), content);
  };
  return {
    path,
    git,
    write,
    commit(message, files = {}) {
      for (const [file, content] of Object.entries(files)) write(file, content);
      git(['add', '-A']);
      git(['commit', '-q', '--allow-empty', '--cleanup=verbatim', '-F', '-'], { input: message });
      return git(['rev-parse', 'HEAD']);
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
