import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createRepository, testEnvironment, type TestRepository } from '../../git/repository.ts';
import { listLog, verifyLog } from '../../../src/audit/verify.ts';
import type { AuditRecord } from '../../../src/audit/record.ts';
import { hookScript } from './gate.ts';

export interface PushResult {
  readonly accepted: boolean;
  /** Standard output and error together. */
  readonly output: string;
}

/** A bare repository with the gate as its pre-receive hook, and a clone to push from. */
export interface Playground {
  readonly root: string;
  readonly server: TestRepository;
  readonly work: TestRepository;
  readonly log: string;
  push(args: readonly string[], env?: NodeJS.ProcessEnv): PushResult;
  /** Writes a file into the administrator's folder. */
  administer(path: string, content: string): void;
  refs(): string;
  records(): Promise<AuditRecord[]>;
  logProblems(): Promise<readonly string[]>;
  remove(): void;
}

export function createPlayground(gate: string, options: { readonly objectFormat?: 'sha1' | 'sha256'; readonly hook?: string } = {}): Playground {
  const root = mkdtempSync(join(tmpdir(), 'portcullis-server-'));
  const format = { objectFormat: options.objectFormat ?? 'sha1' } as const;
  const server = createRepository({ ...format, bare: true, path: join(root, 'server.git') });
  const work = createRepository({ ...format, path: join(root, 'work') });
  const log = join(server.path, 'portcullis', 'audit.jsonl');
  installHook(server.path, hookScript(gate, options.hook), options.hook);
  work.git(['remote', 'add', 'origin', server.path]);
  server.git(['config', 'receive.advertisePushOptions', 'true']);
  return {
    root,
    server,
    work,
    log,
    push: (args, env = {}) => pushFrom(work.path, args, env),
    administer(path, content) {
      mkdirSync(dirname(join(server.path, 'portcullis', path)), { recursive: true });
      writeFileSync(join(server.path, 'portcullis', path), content);
    },
    refs: () => server.git(['for-each-ref', '--format=%(refname) %(objectname)']),
    async records() {
      const all: AuditRecord[] = [];
      for await (const record of listLog(log)) all.push(record);
      return all;
    },
    logProblems: async () => (await verifyLog(log)).problems.map((problem) => problem.message),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

export function installHook(gitDir: string, script: string, hook = 'pre-receive'): void {
  const path = join(gitDir, 'hooks', hook);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, script);
  chmodSync(path, 0o755);
}

export function pushFrom(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): PushResult {
  const result = spawnSync('git', ['push', ...args], { cwd, env: { ...testEnvironment, ...env }, encoding: 'utf8', maxBuffer: 1 << 28 });
  return { accepted: result.status === 0, output: result.stdout + result.stderr };
}

export function logText(log: string): string {
  return readFileSync(log, 'utf8');
}
