import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { AuditRecord } from '../../../src/audit/record.ts';
import { listLog, verifyLog } from '../../../src/audit/verify.ts';
import { standbyProcess } from '../../../src/doors/standby/place.ts';
import { createRepository, testEnvironment, type TestRepository } from '../../git/repository.ts';
import { until } from '../client/standby-ground.ts';
import { cli } from '../repository.ts';
import { pushFrom, type PushResult } from './bare-server.ts';
import { token } from './gate.ts';

/** A bare repository as `init --server` protects it, whose hook counts how often it starts node. */
interface Ground {
  readonly server: TestRepository;
  readonly work: TestRepository;
  readonly folder: string;
  push(args: readonly string[], env?: NodeJS.ProcessEnv): PushResult;
  nodeStarts(): number;
  pid(): number | undefined;
  /** Pushes once, and waits until the standby answers. */
  wake(): Promise<number>;
  records(): Promise<readonly AuditRecord[]>;
  problems(): Promise<readonly unknown[]>;
  remove(): Promise<void>;
}

function makeGround(options: { readonly args?: readonly string[]; readonly objectFormat?: 'sha1' | 'sha256'; readonly policy?: string; readonly start?: boolean } = {}): Ground {
  const root = mkdtempSync(join(tmpdir(), 'portcullis-server-'));
  const home = join(root, 'home');
  mkdirSync(home);
  const objectFormat = options.objectFormat ?? 'sha1';
  const server = createRepository({ bare: true, objectFormat, path: join(root, 'server.git') });
  const work = createRepository({ objectFormat, path: join(root, 'work') });
  server.git(['config', 'receive.advertisePushOptions', 'true']);
  work.git(['remote', 'add', 'origin', server.path]);
  const installed = spawnSync(process.execPath, [cli, 'init', '--server', server.path, '--yes', ...(options.args ?? ['--standby'])], { env: { ...testEnvironment, HOME: home }, encoding: 'utf8' });
  expect([installed.status, installed.stderr]).toEqual([0, '']);
  const folder = join(server.path, 'portcullis');
  if (options.policy !== undefined) writeFileSync(join(folder, 'portcullis.yaml'), options.policy);
  const starts = join(root, 'starts');
  writeFileSync(join(root, 'node'), `#!/bin/sh\necho started >> '${starts}'\nexec '${process.execPath}' "$@"\n`);
  chmodSync(join(root, 'node'), 0o755);
  const hook = join(server.path, 'hooks', 'pre-receive');
  writeFileSync(hook, readFileSync(hook, 'utf8').replace(/^portcullis_recorded_node=.*$/m, `portcullis_recorded_node='${join(root, 'node')}'`));
  const base = join(home, '.cache', 'portcullis');
  const list = (): readonly string[] => (existsSync(base) ? readdirSync(base) : []);
  const pid = (): number | undefined => {
    const name = list().find((one) => /^[0-9a-f]{32}-[\w.-]+(?<!\.starting)$/.test(one));
    return name === undefined ? undefined : standbyProcess(join(base, name));
  };
  const log = join(folder, 'audit.jsonl');
  const push: Ground['push'] = (args, env = {}) => pushFrom(work.path, args, { HOME: home, ...env });
  const nodeStarts = (): number => {
    const count = existsSync(starts) ? readFileSync(starts, 'utf8').split('\n').length - 1 : 0;
    rmSync(starts, { force: true });
    return count;
  };
  const settled = async (): Promise<void> => void (await until(() => (list().some((one) => one.endsWith('.starting')) ? undefined : true)));
  return {
    server,
    work,
    folder,
    push,
    nodeStarts,
    pid,
    async wake() {
      work.commit('wake', { 'wake.txt': 'wake\n' });
      expect(push(['-q', 'origin', 'main'])).toEqual({ accepted: true, output: '' });
      const found = await until(pid);
      await settled();
      nodeStarts();
      return found;
    },
    async records() {
      const all: AuditRecord[] = [];
      if (existsSync(log)) for await (const record of listLog(log)) all.push(record);
      return all;
    },
    problems: async () => (existsSync(log) ? (await verifyLog(log)).problems : []),
    async remove() {
      await settled();
      const running = pid();
      if (running !== undefined) {
        process.kill(running, 'SIGKILL');
        await until(() => (existsSync(`/proc/${running}`) ? undefined : true));
      }
      rmSync(root, { recursive: true, force: true });
    },
  };
}

let ground: Ground;
afterEach(() => ground.remove());

const silent = { accepted: true, output: '' };
const lines = (count: number, seed: number): string => Array.from({ length: count }, (_one, number) => `export const value${number} = compute(${number * seed}, 'name');\n`).join('');

describe.runIf(process.platform === 'linux')('a server with a standby', () => {
  it.each(['sha1', 'sha256'] as const)('lets in without a node what there is nothing to say of, recorded, and refuses by one (%s)', async (objectFormat) => {
    ground = makeGround({ objectFormat });
    const { work, server } = ground;
    await ground.wake();
    for (let round = 0; round < 3; round++) {
      const tip = work.commit(`clean ${round}`, { [`a${round}.ts`]: lines(100, round) });
      expect(ground.push(['-q', 'origin', 'main'], { REMOTE_USER: 'ada' })).toEqual(silent);
      expect(server.git(['rev-parse', 'main'])).toBe(tip);
    }
    expect(ground.nodeStarts()).toBe(0);
    const clean = await ground.records();
    expect(clean.map((one) => one.verdict)).toEqual(['allow', 'allow', 'allow', 'allow']);
    expect(clean.at(-1)?.pusher).toMatchObject({ server: 'http', name: 'ada' });
    expect(clean.at(-1)?.refs?.[0]?.new).toBe(server.git(['rev-parse', 'main']));
    const leaked = token();
    work.commit('leak', { 'leak.ts': `const key = "${leaked}";\n` });
    const refused = ground.push(['-q', 'origin', 'main']);
    expect(refused.accepted).toBe(false);
    expect(refused.output).toContain('leak.ts:1');
    expect(refused.output).not.toContain(leaked);
    expect(ground.nodeStarts()).toBe(1);
    const all = await ground.records();
    expect(all.slice(4).map((one) => one.verdict)).toEqual(['block']);
    expect(await ground.problems()).toEqual([]);
    expect(server.git(['count-objects', '-v'])).not.toMatch(/garbage: [1-9]/);
  });

  const situations: readonly (readonly [string, (ground: Ground) => readonly PushResult[]])[] = [
    ['a new branch, a tag, a deletion', ({ push, work }) => { work.git(['tag', '-a', '-m', 'one', 'v1']); return [push(['-q', 'origin', 'main:refs/heads/new']), push(['-q', 'origin', 'v1']), push(['-q', 'origin', ':refs/heads/new'])]; }],
    ['several refs at once', ({ push, work }) => { work.commit('more', { 'b.ts': lines(20, 2) }); return [push(['-q', 'origin', 'main', 'main:refs/heads/second', 'main:refs/heads/third'])]; }],
    ['a tag whose message holds a token', ({ push, work }) => { work.git(['tag', '-a', '-m', `uses ${token()}`, 'v2']); return [push(['-q', 'origin', 'v2'])]; }],
    ['a token that the next commit takes away', ({ push, work }) => { work.commit('in', { 'x.ts': `const key = "${token()}";\n` }); work.commit('out', { 'x.ts': 'const key = 1;\n' }); return [push(['-q', 'origin', 'main'])]; }],
    ['a token in an option of the push', ({ push, work }) => { work.commit('more', { 'b.ts': 'b\n' }); return [push(['-q', '-o', 'ci.skip', 'origin', 'main']), push(['-q', '-o', `x=${token()}`, 'origin', 'main:refs/heads/o'])]; }],
    ['a forced push', ({ push, work }) => { work.git(['commit', '-q', '--amend', '--allow-empty', '-m', 'other']); return [push(['-q', 'origin', 'main']), push(['-qf', 'origin', 'main'])]; }],
    ['a template that blocks', ({ push, work }) => { work.commit('bad', { 'a.template.yaml': 'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  Open:\n    Type: AWS::EC2::SecurityGroup\n    Properties:\n      GroupDescription: all\n      SecurityGroupIngress:\n        - { IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0 }\n' }); return [push(['-q', 'origin', 'main'])]; }],
    ['a policy that warns', ({ push, work, folder }) => { writeFileSync(join(folder, 'portcullis.yaml'), 'version: 1\nchecks:\n  credentials/github/personal-access-token: warn\n'); work.commit('leak', { 'leak.ts': `const key = "${token()}";\n` }); return [push(['-q', 'origin', 'main'])]; }],
    ['a policy that is broken', ({ push, work, folder }) => { writeFileSync(join(folder, 'portcullis.yaml'), 'version: 1\ncheckz: {}\n'); work.commit('clean', { 'b.ts': 'b\n' }); return [push(['-q', 'origin', 'main'])]; }],
    ['a log that was changed', ({ push, work, folder }) => { const log = join(folder, 'audit.jsonl'); writeFileSync(log, readFileSync(log, 'utf8').slice(0, -20)); work.commit('clean', { 'b.ts': 'b\n' }); return [push(['-q', 'origin', 'main'])]; }],
    ['many versions of a file, and a token in one of them', ({ push, work }) => {
      const text = lines(200, 3).split('\n');
      const commit = (number: number): void => { text[(number * 7) % text.length] = `export const changed${number} = ${number};`; work.commit(`${number}`, { 'long.ts': text.join('\n') }); };
      for (let number = 0; number < 60; number++) commit(number);
      const clean = push(['-q', 'origin', 'main']);
      for (let number = 60; number < 120; number++) { if (number === 90) text[50] = `const key = "${token()}";`; if (number === 100) text[50] = ''; commit(number); }
      return [clean, push(['-q', 'origin', 'main'])];
    }],
  ];
  it.each(situations)('comes to the same end as without: %s', async (_name, act) => {
    const told: unknown[] = [];
    for (const isOn of [false, true]) {
      ground = makeGround({ args: isOn ? ['--standby'] : [] });
      if (isOn) await ground.wake();
      else {
        ground.work.commit('wake', { 'wake.txt': 'wake\n' });
        expect(ground.push(['-q', 'origin', 'main'])).toEqual(silent);
      }
      const results = act(ground).map(({ accepted, output }) => ({ accepted, output: output.replaceAll(ground.server.path, 'SERVER').replace(/[0-9a-f]{7,64}/g, 'OID').replace(/portcullis is judging.*\n/g, '') }));
      const records = (await ground.records()).map(({ verdict, event, cause, refs, findings }) => ({ verdict, event, cause: cause?.replaceAll(ground.server.path, 'SERVER').replace(/[0-9a-f]{7,64}/g, 'OID'), refs: refs?.map(({ ref }) => ref), findings: findings?.map(({ check, path, line, action }) => ({ check, path, line, action })) }));
      told.push({ results, records, refs: ground.server.git(['for-each-ref', '--format=%(refname)']) });
      if (!isOn) await ground.remove();
    }
    expect(told[1]).toEqual(told[0]);
  });

  it('starts none unless it is wanted, and a second init without the option turns it off', async () => {
    ground = makeGround({ args: [] });
    ground.work.commit('one', { 'a.ts': 'a\n' });
    expect(ground.push(['-q', 'origin', 'main'])).toEqual(silent);
    expect([ground.nodeStarts(), ground.pid()]).toEqual([1, undefined]);
    const hook = join(ground.server.path, 'hooks', 'pre-receive');
    expect(readFileSync(hook, 'utf8')).toContain('portcullis_standby=0');
    for (const [args, said] of [[['--standby'], 'portcullis_standby=1'], [[], 'portcullis_standby=0']] as const) {
      expect(spawnSync(process.execPath, [cli, 'init', '--server', ground.server.path, '--yes', ...args], { env: testEnvironment }).status).toBe(0);
      expect(readFileSync(hook, 'utf8')).toContain(said);
    }
  });

  it('loses nothing when the standby is killed while it judges', async () => {
    ground = makeGround();
    const { work, server } = ground;
    for (let round = 0; round < 8; round++) {
      await ground.wake();
      const tip = work.commit(`big ${round}`, Object.fromEntries(Array.from({ length: 40 }, (_one, number) => [`big/${number}.ts`, lines(800, round * 41 + number + 2)])));
      const child = spawn('git', ['push', '-q', 'origin', 'main'], { cwd: work.path, env: { ...testEnvironment, HOME: join(server.path, '..', 'home') }, stdio: 'ignore' });
      const ended = new Promise<number | null>((done) => child.on('exit', done));
      await new Promise((done) => void setTimeout(done, 10 + round * 25));
      const running = ground.pid();
      if (running !== undefined) process.kill(running, 'SIGKILL');
      expect(await ended).toBe(0);
      expect(server.git(['rev-parse', 'main'])).toBe(tip);
      expect((await ground.records()).some((one) => one.verdict === 'allow' && one.refs?.[0]?.new === tip)).toBe(true);
    }
    expect(await ground.problems()).toEqual([]);
  });
});
