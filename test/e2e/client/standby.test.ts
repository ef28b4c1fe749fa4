import { spawn } from 'node:child_process';
import { appendFileSync, chownSync, existsSync, mkdirSync, readFileSync, readdirSync, readlinkSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { cli, token, type Repository } from '../repository.ts';
import { shells, standbyGround, until, type Ground } from './standby-ground.ts';

let ground: Ground;
afterEach(() => ground.remove());

const leak = (seed?: string): string => `const key = "${token(seed)}";\n`;
let count = 0;
const commitClean = (repository: Repository): { status: number | null; output: string } => {
  repository.write(`clean-${++count}.ts`, `export const a = ${count};\n`);
  repository.must('add', '.');
  return repository.git('commit', '-qm', 'clean');
};
const silent = { status: 0, output: '' };

describe.runIf(process.platform === 'linux')('a commit with a standby', () => {
  it.each(shells)('is allowed without a node, and blocked by one, under %s', async (shell) => {
    ground = standbyGround({ shell });
    const { repository } = ground;
    await ground.wake();
    for (let round = 0; round < 5; round++) expect(commitClean(repository)).toEqual(silent);
    expect(ground.nodeStarts()).toBe(0);
    repository.write('leak.ts', leak());
    repository.must('add', '.');
    const blocked = repository.git('commit', '-qm', 'leak');
    expect(blocked.status).toBe(1);
    expect(blocked.output).toContain('leak.ts:1');
    expect(blocked.output).not.toContain(token());
    expect(ground.nodeStarts()).toBe(1);
    repository.must('rm', '-qf', 'leak.ts');
    repository.write('more.ts', 'export const b = 1;\n');
    repository.must('add', '.');
    const message = repository.git('commit', '-qm', `uses ${token('message')}`);
    expect(message.status).toBe(1);
    expect(message.output).toContain('commit message');
    // the change itself was fine
    expect(ground.nodeStarts()).toBe(1);
    expect(repository.git('commit', '-qm', 'no token')).toEqual(silent);
    expect(ground.nodeStarts()).toBe(0);
    // noclobber, traps and options of the caller's shell are as they were
    const again = repository.run(shell.split(' ')[0] ?? '', [...shell.split(' ').slice(1), '-eu', '-c', `( portcullis_home='${join(repository.top, '.git/portcullis/gate')}'; set -- pre-commit; . "$portcullis_home/hooks/client/run.sh" ) || exit $?; case $- in *C*) exit 9 ;; esac; exit 7`]);
    expect(again.status).toBe(7);
    expect(ground.nodeStarts()).toBe(0);
  });

  it('works in a linked worktree, a repository of SHA-256, and one whose standby another started', async () => {
    ground = standbyGround({ init: ['--object-format=sha256'] });
    const { repository } = ground;
    await ground.wake();
    expect(commitClean(repository)).toEqual(silent);
    const linked = join(repository.home, 'linked tree');
    repository.must('worktree', 'add', '-q', '-b', 'other', linked);
    writeFileSync(join(linked, 'new file.ts'), 'export const c = 1;\n');
    repository.must('-C', linked, 'add', '.');
    ground.nodeStarts();
    expect(repository.git('-C', linked, 'commit', '-qm', 'clean')).toEqual(silent);
    expect(ground.nodeStarts()).toBe(0);
    writeFileSync(join(linked, 'leak.ts'), leak());
    repository.must('-C', linked, 'add', '.');
    expect(repository.git('-C', linked, 'commit', '-qm', 'leak').status).toBe(1);
    ground.nodeStarts();
    const second = join(repository.home, 'second');
    repository.must('init', '-q', second);
    expect(repository.run(process.execPath, [join(process.cwd(), 'dist/cli.cjs'), 'init', '--yes'], { cwd: second }).status).toBe(0);
    repository.must('-C', second, 'commit', '-qm', 'first', '--allow-empty');
    writeFileSync(join(second, 'a.ts'), 'export const d = 1;\n');
    repository.must('-C', second, 'add', '.');
    ground.nodeStarts();
    expect(repository.git('-C', second, 'commit', '-qm', 'second')).toEqual(silent);
    expect(ground.nodeStarts()).toBe(0);
  });

  const situations: readonly (readonly [string, (repository: Repository) => readonly { status: number | null; output: string }[]])[] = [
    ['commit -a and -- path', (r) => { r.write('readme.txt', leak()); return [r.git('commit', '-qam', 'all'), r.git('commit', '-qm', 'path', '--', 'readme.txt')]; }],
    ['a path beside a staged token', (r) => { r.write('other.txt', leak()); r.must('add', '.'); r.write('readme.txt', 'second\n'); return [r.git('commit', '-qm', 'path', '--', 'readme.txt'), r.git('commit', '-qm', 'all')]; }],
    ['an unborn branch', (r) => { r.must('checkout', '-q', '--orphan', 'fresh'); const clean = r.git('commit', '-qm', 'first'); r.must('checkout', '-q', '--orphan', 'fresher'); r.write('x.txt', leak()); r.must('add', '.'); return [clean, r.git('commit', '-qm', 'leak')]; }],
    ['a merge', (r) => {
      r.must('checkout', '-qb', 'side'); r.write('side.txt', 'side\n'); r.must('add', '.'); r.must('commit', '-qnm', 'side');
      r.must('checkout', '-q', 'main'); r.write('main.txt', 'main\n'); r.must('add', '.'); r.must('commit', '-qnm', 'main');
      const clean = r.git('merge', '-q', '--no-edit', 'side');
      r.must('checkout', '-q', 'side'); r.write('leak.txt', leak()); r.must('add', '.'); r.must('commit', '-qnm', 'leak'); r.must('checkout', '-q', 'main'); r.write('m.txt', 'm\n'); r.must('add', '.'); r.must('commit', '-qnm', 'm');
      return [clean, r.git('merge', '-q', '--no-edit', 'side')];
    }],
    ['odd names', (r) => { r.write('=end 0', 'a\n'); r.write('new\nline "quoted".txt', 'a\n'); r.write('-dash', 'a\n'); r.write(`sp ace/${'é'}`, 'a\n'); r.must('add', '-A'); const clean = r.git('commit', '-qm', 'names'); r.write('tab\tname\n', leak()); r.must('add', '-A'); return [clean, r.git('commit', '-qm', 'leak')]; }],
    ['a token in a name', (r) => { r.write(`${token('name')}.txt`, 'a\n'); r.must('add', '-A'); return [r.git('commit', '-qm', 'name')]; }],
    ['links and submodules', (r) => { symlinkSync('readme.txt', join(r.top, 'link')); r.must('init', '-q', 'sub'); r.must('-C', 'sub', 'commit', '-qm', 'sub', '--allow-empty'); r.git('add', '-A'); const clean = r.git('commit', '-qm', 'link'); symlinkSync(token('link'), join(r.top, 'bad')); r.git('add', '-A'); return [clean, r.git('commit', '-qm', 'bad link')]; }],
    ['a finding that was there', (r) => { r.write('old.txt', leak('old')); r.must('add', '.'); r.must('commit', '-qnm', 'old'); appendFileSync(join(r.top, 'old.txt'), 'more\n'); r.must('add', '.'); const old = r.git('commit', '-qm', 'more'); r.write('old.txt', leak('new')); r.must('add', '.'); return [old, r.git('commit', '-qm', 'new')]; }],
    ['a configuration that warns', (r) => { r.write('portcullis.yaml', 'checks:\n  credentials/github/personal-access-token: warn\n'); r.write('a.ts', leak()); r.must('add', '.'); return [r.git('commit', '-qm', 'warned')]; }],
    ['a broken configuration', (r) => { r.write('portcullis.yaml', 'checkz: {}\n'); r.must('add', '.'); return [r.git('commit', '-qm', 'broken')]; }],
    ['checks of the repository', (r) => { r.write('portcullis.yaml', 'policies: [checks]\n'); r.write('checks/credentials/acme/token.yaml', 'title: ACME token\nseverity: high\nkeywords: [acme_]\npattern: "\\\\b(acme_[a-z0-9]{20})\\\\b"\nreason: It opens the shop.\nremedy: Revoke it.\nexamples:\n  fail: ["acme_{lower:20}"]\n  pass: ["acme_x"]\n'); r.write('a.txt', 'acme_0a1b2c3d4e5f6g7h8i9j\n'); r.must('add', '.'); return [r.git('commit', '-qm', 'own')]; }],
    ['a suppression that has expired', (r) => { r.write('portcullis.yaml', 'suppressions: [{ fingerprint: c7b98baad79d, reason: x, expires: "2020-01-31" }]\n'); r.must('add', '.'); return [r.git('commit', '-qm', 'expired')]; }],
    ['the ignore file of another tool', (r) => { r.write('.gitleaks.toml', '[[allowlists]]\npaths = ["allowed.txt"]\n'); r.write('allowed.txt', leak('a')); r.must('add', '.'); const allowed = r.git('commit', '-qm', 'allowed'); r.write('other.txt', leak('b')); r.must('add', '.'); return [allowed, r.git('commit', '-qm', 'other')]; }],
    ['a missing object', (r) => { r.must('update-index', '--add', '--cacheinfo', `100644,${'1'.repeat(40)},gone.txt`); return [r.git('commit', '-qm', 'gone')]; }],
  ];

  it.each(situations)('comes to the same end as without: %s', async (_name, act) => {
    const told: unknown[] = [];
    for (const isOn of [false, true]) {
      ground = standbyGround();
      const { repository } = ground;
      if (isOn) await ground.wake();
      else {
        repository.env['PORTCULLIS_STANDBY'] = '0';
        repository.must('commit', '-q', '--allow-empty', '-m', 'wake');
      }
      told.push(act(repository).map(({ status, output }) => ({ status, output: output.replaceAll(repository.top, 'TOP') })));
      expect(repository.git('status', '--porcelain', '-z').status).toBe(0);
      if (!isOn) await ground.remove();
    }
    expect(told[1]).toEqual(told[0]);
  });

  it('asks none where the environment or the configuration says so', async () => {
    ground = standbyGround();
    const { repository } = ground;
    await ground.wake();
    for (const [name, value] of [['PORTCULLIS_STANDBY', '0'], ['CI', 'true'], ['JENKINS_URL', 'x'], ['NODE_OPTIONS', '--no-warnings']] as const) {
      repository.env[name] = value;
      expect(commitClean(repository)).toEqual(silent);
      expect(ground.nodeStarts(), name).toBe(2);
      delete repository.env[name];
    }
    repository.write('portcullis.yaml', 'version: 1\nstandby: false\n');
    expect(commitClean(repository)).toEqual(silent);
    ground.nodeStarts();
    expect(commitClean(repository)).toEqual(silent);
    expect(ground.nodeStarts()).toBe(2);
  });

  it('starts none where the environment or the configuration says so', () => {
    ground = standbyGround();
    const { repository } = ground;
    for (const [name, value] of [['PORTCULLIS_STANDBY', '0'], ['CI', 'true'], ['NODE_OPTIONS', '--no-warnings']] as const) {
      repository.env[name] = value;
      commitClean(repository);
      delete repository.env[name];
    }
    repository.write('portcullis.yaml', 'version: 1\nstandby: false\n');
    commitClean(repository);
    expect(existsSync(join(repository.home, '.cache/portcullis'))).toBe(false);
  });

  it('goes the ordinary way when a script has changed what git sees', async () => {
    ground = standbyGround();
    const { repository } = ground;
    await ground.wake();
    const run = (before: string): number => {
      const ran = repository.run('sh', ['-c', `${before} portcullis_home='${join(repository.top, '.git/portcullis/gate')}'; set -- pre-commit; . "$portcullis_home/hooks/client/run.sh"`]);
      expect(ran).toEqual(silent);
      return ground.nodeStarts();
    };
    expect(run('')).toBe(0);
    expect(run('export GIT_INDEX_FILE=.git/index;')).toBe(1);
    expect(run('')).toBe(0);
  });

  it('goes the ordinary way when the gate was changed, and the standby ends', async () => {
    ground = standbyGround();
    const { repository } = ground;
    const pid = await ground.wake();
    appendFileSync(join(repository.top, '.git/portcullis/gate/dist/hook-main.cjs'), '\n');
    expect(commitClean(repository)).toEqual(silent);
    expect(ground.nodeStarts()).toBe(2);
    await until(() => (existsSync(`/proc/${pid}`) ? undefined : true));
  });

  it.runIf(process.getuid?.() === 0)('is not told anything by a standby of another user', async () => {
    ground = standbyGround();
    const { repository } = ground;
    await ground.wake();
    const place = ground.place();
    chownSync(place, 65_534, 65_534);
    expect(commitClean(repository)).toEqual(silent);
    expect(ground.nodeStarts()).toBe(2);
    chownSync(place, 0, 0);
    chownSync(join(place, 'out'), 65_534, 65_534);
    expect(commitClean(repository)).toEqual(silent);
    expect(ground.nodeStarts()).toBe(2);
    chownSync(join(place, 'out'), 0, 0);
    expect(commitClean(repository)).toEqual(silent);
    expect(ground.nodeStarts()).toBe(0);
  });

  it('does not wait for a lock, nor for a standby that was stopped', async () => {
    ground = standbyGround();
    const { repository } = ground;
    const pid = await ground.wake();
    writeFileSync(join(ground.place(), 'lock'), `${process.pid}\n`);
    expect(commitClean(repository)).toEqual(silent);
    expect(ground.nodeStarts()).toBe(2);
    expect(readFileSync(join(ground.place(), 'lock'), 'latin1')).toBe(`${process.pid}\n`);
    process.kill(pid, 'SIGSTOP');
    expect(commitClean(repository)).toEqual(silent);
    expect(ground.nodeStarts()).toBe(2);
    process.kill(pid, 'SIGCONT');
    expect(ground.pid()).toBe(pid);
  });

  it('does not try a standby again and again that cannot stay', async () => {
    ground = standbyGround();
    const { repository } = ground;
    appendFileSync(join(repository.top, '.git/portcullis/gate/dist/hook-main.cjs'), '\n');
    repository.must('commit', '-q', '--allow-empty', '-m', 'try');
    const base = join(repository.home, '.cache/portcullis');
    const mark = await until(() => readdirSync(base).find((name) => name.endsWith('.starting') && statSync(join(base, name)).mtimeMs > Date.now() + 1000));
    const { mtimeMs } = statSync(join(base, mark));
    expect(commitClean(repository)).toEqual(silent);
    expect(statSync(join(base, mark)).mtimeMs).toBe(mtimeMs);
    expect(readdirSync(base)).toEqual([mark]);
    rmSync(join(base, mark));
  });

  it('is rid of a standby that goes on over what nobody waits for', async () => {
    ground = standbyGround();
    const { repository } = ground;
    const pid = await ground.wake();
    const lock = join(ground.place(), 'lock');
    writeFileSync(lock, '4194999\n');
    // it would take the lock away itself, were it not busy
    process.kill(pid, 'SIGSTOP');
    utimesSync(lock, new Date(), new Date(Date.now() - 100_000));
    const { PATH, HOME } = repository.env;
    expect(repository.run('node', [join(repository.top, '.git/portcullis/gate/dist/hook.cjs'), 'pre-commit'], { env: { PATH, HOME, PORTCULLIS_STANDBY_START: '1' } })).toEqual(silent);
    await until(() => (existsSync(`/proc/${pid}`) ? undefined : true));
    expect(await ground.wake()).not.toBe(pid);
  });

  it('ends in silence when told to, and a new one comes', async () => {
    ground = standbyGround();
    const { repository } = ground;
    const pid = await ground.wake();
    const place = ground.place();
    process.kill(pid, 'SIGTERM');
    await until(() => (existsSync(place) ? undefined : true));
    expect(await ground.wake()).not.toBe(pid);
    expect(commitClean(repository)).toEqual(silent);
    expect(ground.nodeStarts()).toBe(0);
  });

  it.each(['garbage', 'portcullis-standby 1\0x\0', '\0\0\0=end 00000000-0000-0000-0000-000000000000\0'])('is never allowed by what others write: %j', async (garbage) => {
    ground = standbyGround();
    const { repository } = ground;
    await ground.wake();
    writeFileSync(join(ground.place(), 'in'), garbage, { flag: 'a' });
    repository.write('leak.ts', leak());
    repository.must('add', '.');
    const ran = repository.git('commit', '-qm', 'leak');
    expect(ran.status).toBe(1);
    expect(ran.output).toContain('leak.ts:1');
    repository.must('rm', '-qf', 'leak.ts');
    await ground.wake();
    expect(commitClean(repository)).toEqual(silent);
  });

  it('is never allowed by an answer to another', async () => {
    ground = standbyGround();
    const { repository } = ground;
    await ground.wake();
    writeFileSync(join(ground.place(), 'out'), 'allowed 00000000-0000-0000-0000-000000000000\n', { flag: 'a' });
    repository.write('leak.ts', leak());
    repository.must('add', '.');
    expect(repository.git('commit', '-qm', 'leak').status).toBe(1);
  });

  it('of ten repositories at once comes to the right end in each', async () => {
    ground = standbyGround();
    const { repository } = ground;
    await ground.wake();
    const folders = Array.from({ length: 10 }, (_, number) => join(repository.home, `many-${number}`));
    for (const [number, folder] of folders.entries()) {
      mkdirSync(folder);
      repository.must('init', '-q', folder);
      writeFileSync(join(folder, '.git/hooks/pre-commit'), readFileSync(join(repository.top, '.git/hooks/pre-commit')), { mode: 0o755 });
      writeFileSync(join(folder, 'a.txt'), number % 3 === 0 ? leak(String(number)) : `clean ${number}\n`);
      repository.must('-C', folder, 'add', '.');
    }
    const statuses = await Promise.all(folders.map((folder) => new Promise<number | null>((resolve) => spawn('git', ['commit', '-qm', 'x'], { cwd: folder, env: repository.env, stdio: 'ignore' }).on('exit', resolve))));
    expect(statuses).toEqual(folders.map((_, number) => (number % 3 === 0 ? 1 : 0)));
  });

  it('keeps what it read in one repository out of the next', async () => {
    ground = standbyGround();
    const { repository } = ground;
    const second = join(repository.home, 'second');
    repository.must('init', '-q', second);
    for (const hook of ['pre-commit', 'commit-msg']) writeFileSync(join(second, '.git/hooks', hook), readFileSync(join(repository.top, '.git/hooks', hook)), { mode: 0o755 });
    // the same names and the same changed file; what lies beside it decides
    const template = (number: number): string => `variable "port" {}\nresource "aws_security_group_rule" "a${number}" {\n  type = "ingress"\n  from_port = var.port\n  to_port = var.port\n  protocol = "tcp"\n  security_group_id = "sg-1"\n  cidr_blocks = [var.range]\n}\n`;
    const range = (value: string): string => `variable "range" {\n  default = "${value}"\n}\n`;
    const configurations = ['version: 1\n', 'checks:\n  credentials/github/personal-access-token: off\n'];
    for (const [number, folder] of [repository.top, second].entries()) {
      writeFileSync(join(folder, 'variables.tf'), range(number === 0 ? '10.0.0.0/8' : '0.0.0.0/0'));
      writeFileSync(join(folder, 'terraform.tfvars'), 'port = 22\n');
      writeFileSync(join(folder, 'portcullis.yaml'), configurations[number] ?? '');
      repository.must('-C', folder, 'add', '.');
      repository.must('-C', folder, 'commit', '-qnm', 'first');
    }
    await ground.wake();
    const commit = (folder: string, name: string, text: string): number | null => {
      writeFileSync(join(folder, name), text);
      repository.must('-C', folder, 'add', '.');
      const { status } = repository.git('-C', folder, 'commit', '-qm', 'change');
      repository.must('-C', folder, 'reset', '-q', '--hard', 'HEAD');
      return status;
    };
    for (let round = 0; round < 3; round++) {
      expect(commit(repository.top, 'main.tf', template(round))).toBe(0);
      expect(commit(second, 'main.tf', template(round))).toBe(1);
      expect(commit(second, 'key.txt', leak(`second ${round}`))).toBe(0);
      expect(commit(repository.top, 'key.txt', leak(`first ${round}`))).toBe(1);
    }
    // what was allowed was allowed by it
    expect(ground.nodeStarts()).toBe(6);
  });

  it('answers hooks that husky runs, whose gate is asked from a subshell', async () => {
    ground = standbyGround();
    const { repository } = ground;
    await ground.wake();
    mkdirSync(join(repository.top, '.husky/_'), { recursive: true });
    const { sharedBlock } = await import('../../../src/doors/install/shims.ts');
    for (const hook of ['pre-commit', 'commit-msg']) {
      writeFileSync(join(repository.top, '.husky', hook), sharedBlock(hook, undefined));
      // as husky 9 writes them
      writeFileSync(join(repository.top, '.husky/_', hook), '#!/usr/bin/env sh\n. "$(dirname "$0")/h"', { mode: 0o755 });
    }
    writeFileSync(join(repository.top, '.husky/_/h'), '#!/usr/bin/env sh\nn=$(basename "$0")\ns=$(dirname "$(dirname "$0")")/$n\nexport PATH="node_modules/.bin:$PATH"\nsh -e "$s" "$@"\nc=$?\nexit $c\n');
    repository.must('config', 'core.hooksPath', '.husky/_');
    expect(commitClean(repository)).toEqual(silent);
    expect(ground.nodeStarts()).toBe(0);
    repository.write('leak.ts', leak());
    repository.must('add', '.');
    expect(repository.git('commit', '-qm', 'leak').status).toBe(1);
  });

  it('is started with nothing of its caller open and nothing of its environment', async () => {
    ground = standbyGround();
    const { repository } = ground;
    repository.env['SOMEBODYS_TOKEN'] = 'x';
    const child = spawn('git', ['commit', '-q', '--allow-empty', '-m', 'wake'], { cwd: repository.top, env: repository.env, stdio: ['ignore', 'pipe', 'pipe', ...Array.from({ length: 30 }, () => 'pipe' as const)] });
    const ends = child.stdio.slice(1).map((pipe) => new Promise((resolve) => pipe?.on('close', resolve).on('error', resolve)));
    for (const pipe of child.stdio.slice(1)) pipe?.on('data', () => undefined);
    await Promise.all(ends);
    const pid = await until(ground.pid);
    expect(readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').filter((entry) => entry !== '')).toEqual([`HOME=${repository.home}`]);
    expect(readlinkSync(`/proc/${pid}/cwd`)).toBe('/');
    await ground.wake();
    commitClean(repository);
    expect(readlinkSync(`/proc/${pid}/cwd`)).toBe('/');
    const open = readdirSync(`/proc/${pid}/fd`).map((name) => readlinkSync(`/proc/${pid}/fd/${name}`)).filter((path) => path.startsWith(repository.top));
    expect(open).toEqual([]);
  });

  it('is told of by init and doctor, and its standby ended by uninstall', async () => {
    ground = standbyGround();
    const { repository } = ground;
    expect(repository.portcullis('init', '--yes').output).toContain('"standby: false" in portcullis.yaml turns it off');
    const pid = await ground.wake();
    const on = repository.portcullis('doctor');
    expect(on.output).toMatch(new RegExp(`^ok +the standby is on: process ${pid}, \\d+ MB$`, 'm'));
    expect(on.output).toContain('a planted token was blocked beside the standby too');
    expect(on.status).toBe(0);
    expect(repository.run(process.execPath, [cli, 'doctor'], { env: { PORTCULLIS_STANDBY: '0' } }).output).toContain('no standby: what a CI server sets, NODE_OPTIONS or PORTCULLIS_STANDBY=0 is set here');
    expect(repository.portcullis('uninstall').status).toBe(0);
    await until(() => (existsSync(`/proc/${pid}`) ? undefined : true));
    expect(repository.portcullis('init', '--yes').status).toBe(0);
    repository.write('portcullis.yaml', 'standby: false\n');
    expect(repository.portcullis('doctor').output).toContain('no standby: portcullis.yaml turns it off');
  });

  it('keeps one standby of many that start', async () => {
    ground = standbyGround();
    const { repository } = ground;
    const gate = join(repository.top, '.git/portcullis/gate/dist/standby.cjs');
    const started = Array.from({ length: 6 }, () => spawn(process.execPath, [gate], { env: { HOME: repository.home }, stdio: 'ignore' }));
    await until(() => (started.filter((child) => child.exitCode !== null).length === 5 ? true : undefined));
    const alive = started.filter((child) => child.exitCode === null);
    expect(alive.map((child) => child.pid)).toEqual([ground.pid()]);
    expect(readdirSync(join(repository.home, '.cache/portcullis'))).toHaveLength(1);
    expect(commitClean(repository)).toEqual(silent);
    expect(ground.nodeStarts()).toBe(0);
  });

  it('never hangs and never lets a token pass when the standby is killed at any moment', async () => {
    ground = standbyGround();
    const { repository } = ground;
    repository.write('leak.ts', leak());
    repository.must('add', '.');
    const gate = join(repository.top, '.git/portcullis/gate');
    mkdirSync(join(repository.home, 'blocks'));
    writeFileSync(join(repository.home, 'blocks/node'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    for (let round = 0; round < 100; round++) {
      if (ground.pid() === undefined) {
        spawn(process.execPath, [join(gate, 'dist/standby.cjs')], { env: { HOME: repository.home }, stdio: 'ignore', detached: true }).unref();
      }
      const pid = await until(() => ground.pid());
      // the ordinary way is not what is tried here: a node that blocks stands for it
      const child = spawn('sh', ['-c', `portcullis_home='${gate}'; set -- pre-commit; . "$portcullis_home/hooks/client/run.sh"`], { cwd: repository.top, env: { ...repository.env, PATH: `${join(repository.home, 'blocks')}:${process.env['PATH'] ?? ''}` }, stdio: 'ignore' });
      setTimeout(() => process.kill(pid, 'SIGKILL'), (round % 25) * 0.6);
      const status = await new Promise((resolve) => {
        const patience = setTimeout(() => resolve('hangs'), 15_000);
        child.on('exit', (code) => {
          clearTimeout(patience);
          resolve(code);
        });
      });
      expect(status).toBe(1);
      await until(() => (existsSync(`/proc/${pid}`) ? undefined : true));
    }
  }, 180_000);
});
