import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listLog, verifyLog } from '../../../src/audit/verify.ts';
import type { AuditRecord } from '../../../src/audit/record.ts';
import { createRepository, testEnvironment, type TestRepository } from '../../git/repository.ts';
import { installHook, pushFrom } from './bare-server.ts';
import { buildGate, hookScript, token } from './gate.ts';
import { startHttpServer } from './http-bridge.ts';

const sshd = ['/usr/sbin/sshd', '/usr/local/sbin/sshd'].find((path) => existsSync(path));
const shell = ['/usr/share/gitolite3/gitolite-shell', '/usr/local/share/gitolite3/gitolite-shell'].find((path) => existsSync(path));
/** A developer may lack these servers; the project's own check may not. */
const mayLack = process.env['PORTCULLIS_TEST_SERVERS'] !== 'required';

let gate: string;
let root: string;
let work: TestRepository;

beforeAll(() => {
  gate = buildGate();
});
afterAll(() => rmSync(dirname(dirname(gate)), { recursive: true, force: true }));
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portcullis-real-'));
  work = createRepository({ path: join(root, 'work') });
  work.commit('first', { 'readme.md': 'hello\n' });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function records(log: string): Promise<AuditRecord[]> {
  const all: AuditRecord[] = [];
  for await (const record of listLog(log)) all.push(record);
  expect((await verifyLog(log)).problems).toEqual([]);
  return all;
}

/** Pushes clean work as one identity and a credential as another: the first goes in, the second does not. */
function acceptedAndRefused(url: (user: string) => string, env: (user: string) => NodeJS.ProcessEnv): void {
  expect(pushFrom(work.path, [url('ada'), 'main'], env('ada'))).toMatchObject({ accepted: true });
  // large enough that a pack and chunked transfer are used
  work.commit('large', { 'large.txt': Array.from({ length: 60_000 }, (_one, number) => `line ${number * 7919}`).join('\n') });
  expect(pushFrom(work.path, [url('ada'), 'main'], env('ada'))).toMatchObject({ accepted: true });
  const secret = token();
  work.commit('bad', { 'deploy/k.env': `TOKEN=${secret}\n` });
  const { accepted, output } = pushFrom(work.path, [url('eve'), 'main'], env('eve'));
  expect(accepted).toBe(false);
  expect(output).toMatch(/remote: .*deploy\/k\.env:1/);
  expect(output).not.toContain(secret.slice(6));
  expect(pushFrom(work.path, [url('ada'), 'HEAD~1:refs/heads/other'], env('ada'))).toMatchObject({ accepted: true });
}

async function expectTrace(log: string, server: string): Promise<void> {
  expect((await records(log)).map((record) => [record.pusher?.server, record.pusher?.name, record.verdict])).toEqual([
    [server, 'ada', 'allow'],
    [server, 'ada', 'allow'],
    [server, 'eve', 'block'],
    [server, 'ada', 'allow'],
  ]);
}

describe('git http-backend behind a web server', () => {
  test('two users push, one is refused, both are named in the log', async () => {
    const server = createRepository({ bare: true, path: join(root, 'srv/demo.git') });
    server.git(['config', 'http.receivepack', 'true']);
    installHook(server.path, hookScript(gate));
    const web = await startHttpServer(join(root, 'srv'), new Map([['ada', 'pa'], ['eve', 'pe']]), testEnvironment);
    try {
      const results = await inChild(() => web.url('ada'), () => web.url('eve'));
      expect(results).toEqual({ first: true, large: true, bad: false, other: true });
      await expectTrace(join(server.path, 'portcullis/audit.jsonl'), 'http');
      expect((await records(join(server.path, 'portcullis/audit.jsonl')))[0]?.pusher?.address).toMatch(/127\.0\.0\.1$/);
    } finally {
      web.stop();
    }
  });

  /** The web server runs in this process, so the pushes must not block it. */
  async function inChild(ada: () => string, eve: () => string): Promise<Record<string, boolean>> {
    const push = (args: readonly string[]): Promise<{ accepted: boolean; output: string }> =>
      new Promise((resolve) => {
        const child = spawn('git', ['push', ...args], { cwd: work.path, env: testEnvironment, stdio: ['ignore', 'ignore', 'pipe'] });
        let output = '';
        child.stderr.on('data', (chunk) => (output += String(chunk)));
        child.on('close', (code) => resolve({ accepted: code === 0, output }));
      });
    const first = await push([`${ada()}/demo.git`, 'main']);
    work.commit('large', { 'large.txt': Array.from({ length: 200_000 }, (_one, number) => `line ${number * 7919}`).join('\n') });
    const large = await push([`${ada()}/demo.git`, 'main']);
    const secret = token();
    work.commit('bad', { 'deploy/k.env': `TOKEN=${secret}\n` });
    const bad = await push([`${eve()}/demo.git`, 'main']);
    expect(bad.output).toMatch(/remote: .*deploy\/k\.env:1/);
    expect(bad.output).not.toContain(secret.slice(6));
    const other = await push([`${ada()}/demo.git`, 'HEAD~1:refs/heads/other']);
    return { first: first.accepted, large: large.accepted, bad: bad.accepted, other: other.accepted };
  }
});

describe('Debian\'s sshd with git-shell', () => {
  let daemon: ChildProcess | undefined;
  afterEach(() => daemon?.kill());

  test.skipIf(sshd === undefined && mayLack)('two keys push through one account, one is refused, both are named in the log', async () => {
    expect(sshd, 'install openssh-server').toBeDefined();
    const server = createRepository({ bare: true, path: join(root, 'demo.git') });
    installHook(server.path, hookScript(gate));
    const port = await freePort();
    for (const name of ['host', 'ada', 'eve']) spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(root, name)]);
    const key = (name: string): string => readFileSync(join(root, `${name}.pub`), 'utf8').trim();
    const line = (name: string): string => `restrict,command="PORTCULLIS_PUSHER=${name} exec git-shell -c \\"$SSH_ORIGINAL_COMMAND\\"" ${key(name)}\n`;
    writeFileSync(join(root, 'authorized_keys'), line('ada') + line('eve'), { mode: 0o600 });
    writeFileSync(
      join(root, 'sshd_config'),
      [`Port ${port}`, 'ListenAddress 127.0.0.1', `HostKey ${join(root, 'host')}`, `AuthorizedKeysFile ${join(root, 'authorized_keys')}`, 'StrictModes no', 'UsePAM no', 'PasswordAuthentication no', 'PermitRootLogin forced-commands-only', `PidFile ${join(root, 'pid')}`, ''].join('\n'),
    );
    if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true });
    daemon = spawn(sshd ?? '', ['-D', '-e', '-f', join(root, 'sshd_config')], { stdio: 'ignore' });
    await reachable(port);
    const ssh = (user: string): NodeJS.ProcessEnv => ({ GIT_SSH_COMMAND: `ssh -p ${port} -i ${join(root, user)} -o IdentitiesOnly=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR` });
    acceptedAndRefused(() => `${userInfo().username}@127.0.0.1:${server.path}`, ssh);
    await expectTrace(join(server.path, 'portcullis/audit.jsonl'), 'ssh');
    expect((await records(join(server.path, 'portcullis/audit.jsonl')))[0]?.pusher?.address).toBe('127.0.0.1');
  });
});

describe('Debian\'s gitolite3', () => {
  test.skipIf(shell === undefined && mayLack)('two users push to a repository that the common hook protects, one is refused, both are named in the log', async () => {
    expect(shell, 'install gitolite3').toBeDefined();
    const home = join(root, 'git');
    mkdirSync(join(home, 'local/hooks/common'), { recursive: true });
    const env: NodeJS.ProcessEnv = { ...testEnvironment, HOME: home, USER: 'git' };
    spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(root, 'admin')]);
    const gitolite = (...args: string[]): string => {
      const result = spawnSync('gitolite', args, { env, cwd: home, encoding: 'utf8' });
      expect(result.status, result.stderr).toBe(0);
      return result.stdout;
    };
    gitolite('setup', '-pk', join(root, 'admin.pub'));
    const rc = join(home, '.gitolite.rc');
    writeFileSync(rc, readFileSync(rc, 'utf8').replace(/# LOCAL_CODE\s+=>\s+"\$ENV\{HOME\}\/local"/, 'LOCAL_CODE => "$ENV{HOME}/local"'));
    installHook(join(home, 'local'), hookScript(gate), 'common/pre-receive');
    gitolite('setup', '--hooks-only');
    // the very path that sshd's forced command takes, without a daemon
    const wrapper = join(root, 'ssh');
    writeFileSync(wrapper, `#!/bin/sh\nuser="$1"; shift\nHOME='${home}' SSH_ORIGINAL_COMMAND="$*" SSH_CONNECTION='192.0.2.7 1 192.0.2.1 22' exec '${shell ?? ''}' "$user"\n`, { mode: 0o755 });
    const ssh = (): NodeJS.ProcessEnv => ({ GIT_SSH: wrapper, GIT_SSH_VARIANT: 'simple' });
    const administration = createRepository({ path: join(root, 'gitolite-admin') });
    administration.git(['pull', '-q', join(home, 'repositories/gitolite-admin.git'), 'HEAD']);
    administration.commit('add demo', { 'conf/gitolite.conf': 'repo gitolite-admin\n    RW+ = admin\nrepo demo\n    RW+ = @all\n' });
    expect(pushFrom(administration.path, ['admin:gitolite-admin', 'HEAD:master'], ssh()).output).not.toMatch(/FATAL|DENIED/);
    acceptedAndRefused((user) => `${user}:demo`, ssh);
    const log = join(home, 'repositories/demo.git/portcullis/audit.jsonl');
    await expectTrace(log, 'gitolite');
    expect((await records(log))[0]).toMatchObject({ repository: 'demo', pusher: { address: '192.0.2.7' } });
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function reachable(port: number): Promise<void> {
  for (let round = 0; round < 100; round++) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      }).on('error', () => resolve(false));
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nothing listens on port ${port}`);
}
