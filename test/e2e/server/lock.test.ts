import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { spawnSync } from 'node:child_process';
import { testEnvironment } from '../../git/repository.ts';
import { cli } from '../repository.ts';
import { eachOnItsOwnGround, ground } from './own-ground.ts';

let folder: string;

eachOnItsOwnGround();
beforeEach(() => {
  ground.administer('portcullis.yaml', 'version: 1\n');
  folder = join(ground.server.path, 'portcullis');
});

let number = 0;
/** Pushes something new and harmless. */
function push(): { accepted: boolean; output: string } {
  ground.work.commit(`c${number++}`, { 'x.txt': `${number}\n` });
  const { accepted, output } = ground.push(['origin', 'main']);
  return { accepted, output: output.replace(/\nremote: */g, ' ') };
}

/** The lock that the gate under test would make: its registry is another than the package's, so its digest is in the log. */
function lock(serial: number): string {
  const text = `${JSON.stringify({ serial, digest: '0'.repeat(64), time: '2026-01-01T00:00:00Z', files: {}, previous: '' })}\n`;
  writeFileSync(join(folder, 'portcullis.lock'), text);
  return text;
}

function policies(...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'policies', ...args], { cwd: ground.server.path, env: testEnvironment, encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

describe('a locked policy', () => {
  test('that is not the one in the folder refuses every push and says what to do', () => {
    lock(1);
    const { accepted, output } = push();
    expect([accepted, output.includes('not the one that was locked')], output).toEqual([false, true]);
  });

  test.each([['no json', 'x'], ['another shape', '{"serial": "1"}']])('that is %s refuses', (_name, text) => {
    writeFileSync(join(folder, 'portcullis.lock'), text);
    expect(push().accepted).toBe(false);
  });

  test('that was taken away, or rolled back, after a newer one judged, refuses', () => {
    writeFileSync(join(folder, 'portcullis.lock.seen'), '3\n');
    const { accepted, output } = push();
    expect([accepted, output.includes('the lock of the policy is gone')], output).toEqual([false, true]);
    lock(2);
    expect(push().output).toContain('rolled back');
  });
});

describe('policies lock and verify', () => {
  test('lock once, say that the lock holds, and number what follows', () => {
    expect(policies('verify', 'portcullis')).toMatchObject({ status: 2 });
    expect(policies('lock', 'portcullis').output).toContain('serial 1');
    expect(policies('lock', 'portcullis').output).toContain('the lock holds already');
    expect(policies('verify', 'portcullis')).toEqual({ status: 0, output: 'portcullis: the policy is the locked one\n' });
    ground.administer('portcullis.yaml', 'families: {credentials: off}\n');
    expect(policies('verify', 'portcullis')).toEqual({ status: 1, output: 'portcullis.yaml was changed\n' });
    expect(policies('lock', 'portcullis').output).toContain('serial 2');
    expect(JSON.parse(readFileSync(join(folder, 'portcullis.lock'), 'utf8'))).toMatchObject({ serial: 2, previous: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  test('see a changed check file, baseline and list of signers', () => {
    ground.administer('portcullis.yaml', 'policies: [checks]\nchange-control: {allowed-signers: signers, rules: [{require: {signed-by: [a]}}]}\n');
    ground.administer('signers', 'a ssh-ed25519 AAAA\n');
    const check = (severity: string): void => ground.administer('checks/credentials/own/key.yaml', `title: Own key\nseverity: ${severity}\nprovider: own\nkeywords: [own_key_]\npattern: 'own_key_([a-z]{8})'\nreason: own\nremedy: revoke\n`);
    check('high');
    expect(policies('lock', 'portcullis')).toMatchObject({ status: 0 });
    check('low');
    expect(policies('verify', 'portcullis')).toEqual({ status: 1, output: 'checks/credentials/own/key.yaml was changed\n' });
    check('high');
    ground.administer('.portcullis-baseline', `${'0'.repeat(32)} credentials/own/key x\n`);
    expect(policies('verify', 'portcullis')).toEqual({ status: 1, output: '.portcullis-baseline is new\n' });
    rmSync(join(folder, '.portcullis-baseline'));
    expect(policies('verify', 'portcullis').status).toBe(0);
    ground.administer('signers', 'b ssh-ed25519 BBBB\n');
    expect(policies('verify', 'portcullis').status).toBe(1);
  });
});

test('a server runs under a lock made by its own command, and remembers it', () => {
  const home = join(ground.root, 'home.git');
  ground.server.git(['clone', '-q', '--bare', ground.work.path, home]);
  const run = (...args: string[]): string => spawnSync(process.execPath, [cli, ...args], { cwd: home, env: testEnvironment, encoding: 'utf8' }).stdout;
  run('init', '--server', home, '--yes');
  expect(run('policies', 'lock', 'portcullis')).toContain('serial 1');
  // whoever locks is often another account than the one that receives pushes, which may not be able to write here
  expect((['portcullis.lock', 'portcullis.lock.seen'] as const).map((name) => statSync(join(home, 'portcullis', name)).mode & 0o444)).toEqual([0o444, 0o444]);
  ground.work.commit('ok', { 'ok.txt': 'x' });
  ground.work.git(['remote', 'add', 'home', home]);
  expect(ground.push(['home', 'main'])).toMatchObject({ accepted: true });
  expect(readFileSync(join(home, 'portcullis', 'portcullis.lock.seen'), 'utf8')).toBe('1\n');
  writeFileSync(join(home, 'portcullis', 'portcullis.yaml'), 'families: {credentials: off}\n');
  ground.work.commit('next', { 'ok.txt': 'y' });
  const refused = ground.push(['home', 'main']);
  expect([refused.accepted, refused.output.replace(/\s*\nremote: +/g, ' ').includes('"portcullis policies verify ')], refused.output).toEqual([false, true]);
});
