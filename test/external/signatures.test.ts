import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createPlayground, type Playground } from '../e2e/server/bare-server.ts';
import { buildGate } from '../e2e/server/gate.ts';

// needs ssh-keygen and gpg

let gate: string;
let ground: Playground;

beforeAll(() => {
  gate = buildGate(['credentials', 'change-control']);
});
afterAll(() => rmSync(dirname(dirname(gate)), { recursive: true, force: true }));
beforeEach(() => {
  ground = createPlayground(gate);
  ground.work.commit('first', { 'readme.md': 'hello\n' });
  ground.push(['origin', 'main']);
  mkdirSync(join(ground.root, 'gpg'), { mode: 0o700 });
});
afterEach(() => ground.remove());

/** Makes an ssh key and returns its path. */
function sshKey(name: string): string {
  const path = join(ground.root, name);
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', path]);
  return path;
}

const publicHalf = (path: string): string => readFileSync(`${path}.pub`, 'utf8');

function commitSigned(settings: Readonly<Record<string, string>>, message: string): void {
  ground.work.write('.gitlab-ci.yml', `# ${message}\n`);
  ground.work.git(['add', '-A']);
  ground.work.git([...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]), 'commit', '-q', '-S', '-m', message], { env: { GNUPGHOME: join(ground.root, 'gpg') } });
}

const pushed = (): boolean => ground.push(['origin', 'main']).accepted;
const back = (): void => void ground.work.git(['reset', '-q', '--hard', 'origin/main']);
const rule = (settings: string, signer: string): string => `change-control:\n  ${settings}\n  rules:\n    - checks: [pipeline]\n      require: { signed-by: ["${signer}"] }\n`;

describe('a change that needs a listed signer', () => {
  test('is not approved by a key whose time is over, whatever date the commit gives itself', () => {
    const ana = sshKey('ana');
    ground.administer('portcullis.yaml', rule('allowed-signers: allowed_signers', 'ana@example.com'));
    const until = (date: string): void => ground.administer('allowed_signers', `bob@example.com ${publicHalf(sshKey(`bob${date}`))}ana@example.com namespaces="git",valid-before="${date}" ${publicHalf(ana)}`);
    commitSigned({ 'gpg.format': 'ssh', 'user.signingKey': ana }, 'ana');
    expect(ground.work.git(['log', '-1', '--format=%cI'])).toMatch(/^20(?:0|1|2[0-5])/);
    until('20260101');
    expect(pushed()).toBe(false);
    until('29990101');
    expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: true });
  });

  test('passes with the ssh signature of a listed principal, and with no other', async () => {
    const [ana, eve] = [sshKey('ana'), sshKey('eve')];
    ground.administer('allowed_signers', `ana@example.com ${publicHalf(ana)}bob@example.com ${publicHalf(sshKey('bob'))}`);
    ground.administer('portcullis.yaml', rule('allowed-signers: allowed_signers', 'ana@example.com'));
    const ssh = (key: string): Record<string, string> => ({ 'gpg.format': 'ssh', 'user.signingKey': key });
    for (const [name, make] of [
      ['unsigned', () => void ground.work.commit('x', { '.gitlab-ci.yml': 'x: 1\n' })],
      ['signed by a key that is not listed', () => commitSigned(ssh(eve), 'eve')],
      ['signed by a trusted key of somebody else', () => commitSigned(ssh(join(ground.root, 'bob')), 'bob')],
    ] as const) {
      make();
      expect(pushed(), name).toBe(false);
      back();
    }
    commitSigned(ssh(ana), 'ana');
    expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: true });
    expect((await ground.records()).at(-1)?.findings?.[0]?.excuse).toBe('suppressed: signed by ana@example.com (change control)');
  });

  test('is refused when the signed commit was changed afterwards', () => {
    const ana = sshKey('ana');
    ground.administer('allowed_signers', `ana@example.com ${publicHalf(ana)}`);
    ground.administer('portcullis.yaml', rule('allowed-signers: allowed_signers', 'ana@example.com'));
    commitSigned({ 'gpg.format': 'ssh', 'user.signingKey': ana }, 'ana');
    const forged = ground.work.git(['cat-file', 'commit', 'HEAD']).replace(/\nana$/, '\nana, or so it says');
    const oid = ground.work.git(['hash-object', '-t', 'commit', '-w', '--stdin'], { input: `${forged}\n` });
    expect(ground.push(['origin', `${oid}:refs/heads/main`]).accepted).toBe(false);
  });

  test('ignores the signers that the repository\'s own settings name', () => {
    const eve = sshKey('eve');
    ground.administer('allowed_signers', `ana@example.com ${publicHalf(sshKey('ana'))}`);
    ground.administer('portcullis.yaml', rule('allowed-signers: allowed_signers', 'ana@example.com'));
    ground.administer('theirs', `ana@example.com ${publicHalf(eve)}`);
    ground.server.git(['config', 'gpg.ssh.allowedSignersFile', join(ground.server.path, 'portcullis', 'theirs')]);
    commitSigned({ 'gpg.format': 'ssh', 'user.signingKey': eve }, 'eve');
    expect(pushed()).toBe(false);
  });

  test('passes with the OpenPGP signature of a listed key, by its fingerprint', () => {
    const home = join(ground.root, 'gpg');
    const gpg = (...args: string[]): string => execFileSync('gpg', ['--homedir', home, '--batch', '--quiet', ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    for (const name of ['ana', 'eve']) gpg('--passphrase', '', '--quick-generate-key', `${name} <${name}@example.com>`, 'ed25519', 'sign', 'never');
    const fingerprint = (name: string): string => /^fpr:+([0-9A-F]{40}):/m.exec(gpg('--with-colons', '--fingerprint', `${name}@example.com`))?.[1] ?? '';
    const keys = join(ground.server.path, 'portcullis', 'keys');
    ground.administer('portcullis.yaml', rule('gpg-home: keys', fingerprint('ana')));
    mkdirSync(keys, { mode: 0o700, recursive: true });
    execFileSync('gpg', ['--homedir', keys, '--batch', '--quiet', '--import'], { input: gpg('--armor', '--export'), stdio: ['pipe', 'ignore', 'ignore'] });
    commitSigned({ 'user.signingKey': fingerprint('eve') }, 'eve');
    expect(pushed()).toBe(false);
    back();
    commitSigned({ 'user.signingKey': fingerprint('ana') }, 'ana');
    expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: true });
    execFileSync('gpgconf', ['--homedir', home, '--kill', 'all']);
    execFileSync('gpgconf', ['--homedir', keys, '--kill', 'all']);
  });
});

test('the certificate of a signed push is in the log', async () => {
  const key = sshKey('cora');
  ground.administer('signers', `cora@example.com ${publicHalf(key)}`);
  for (const [name, value] of [['receive.certNonceSeed', 'seed'], ['gpg.format', 'ssh'], ['gpg.ssh.allowedSignersFile', join(ground.server.path, 'portcullis', 'signers')]] as const) ground.server.git(['config', name, value]);
  for (const [name, value] of [['gpg.format', 'ssh'], ['user.signingKey', key]] as const) ground.work.git(['config', name, value]);
  ground.work.commit('more', { 'more.txt': 'x' });
  expect(ground.push(['--signed=yes', 'origin', 'main'])).toMatchObject({ accepted: true });
  expect((await ground.records()).at(-1)?.certificate).toMatchObject({ status: 'G', nonceStatus: 'OK' });
});
