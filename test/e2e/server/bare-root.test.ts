import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listLog, verifyLog } from '../../../src/audit/verify.ts';
import type { AuditRecord } from '../../../src/audit/record.ts';
import { createRepository, type TestRepository } from '../../git/repository.ts';
import { installHook, pushFrom } from './bare-server.ts';
import { token } from './gate.ts';

/*
 * GitHub Enterprise Server runs hooks in a root of the administrator's. This one holds busybox as its shell, git and node with
 * the libraries that they name, and /dev/null; no /proc. Source: docs/servers/README.md, whose steps are taken here.
 */

const busybox = ['/bin/busybox', '/usr/bin/busybox'].find((path) => existsSync(path));
const applets = ['sh', 'cat', 'sed', 'find', 'dd', 'env', 'mkdir'];

let root: string;
let server: TestRepository;
let work: TestRepository;

/** A root can be made and entered by root alone, and not in every container. */
function mayEnter(): boolean {
  if (busybox === undefined || process.getuid?.() !== 0) return false;
  const probe = mkdtempSync(join(tmpdir(), 'portcullis-probe-'));
  const made = spawnSync('mknod', [join(probe, 'null'), 'c', '1', '3']).status === 0 && spawnSync('chroot', ['/', 'true']).status === 0;
  rmSync(probe, { recursive: true });
  return made;
}

function bring(program: string, path: string): void {
  const libraries = spawnSync('ldd', [program], { encoding: 'utf8' }).stdout.match(/\/\S+/g) ?? [];
  for (const [from, to] of [[program, path], ...libraries.map((library) => [library, library] as const)] as const) {
    if (existsSync(join(root, to))) continue;
    mkdirSync(dirname(join(root, to)), { recursive: true });
    copyFileSync(realpathSync(from), join(root, to));
  }
}

function inside(...command: readonly string[]): { status: number | null; output: string } {
  const ran = spawnSync('chroot', [root, '/bin/env', '-i', 'PATH=/usr/bin:/bin', ...command], { encoding: 'utf8' });
  return { status: ran.status, output: ran.stdout + ran.stderr };
}

/** What stands in for the appliance: it enters the root, where the same paths have no prefix. */
function appliance(): string {
  const path = (name: string): string => `\${${name}:+"${name}=$(printf %s "$${name}" | sed 's#${root}##g')"}`;
  const told = ['GITHUB_USER_LOGIN', 'GITHUB_USER_IP', 'GITHUB_REPO_NAME'].map((name) => `"${name}=$${name}"`);
  const paths = ['GIT_QUARANTINE_PATH', 'GIT_OBJECT_DIRECTORY', 'GIT_ALTERNATE_OBJECT_DIRECTORIES'].map(path);
  return `#!/bin/sh\nexec chroot '${root}' /bin/env -i PATH=/usr/bin:/bin GIT_DIR=/data/demo.git ${[...paths, ...told].join(' ')} /bin/sh -c 'exec /srv/hooks/pre-receive'\n`;
}

describe.skipIf(!mayEnter())('a bare root, as GitHub Enterprise Server runs hooks in', () => {
  beforeAll(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'portcullis-root-')));
    bring(busybox ?? '', '/bin/busybox');
    for (const applet of applets) symlinkSync('busybox', join(root, 'bin', applet));
    bring(spawnSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).stdout.trim(), '/usr/bin/git');
    bring(process.execPath, '/usr/bin/node');
    for (const folder of ['dev', 'tmp', 'srv/hooks', 'data', 'opt/portcullis']) mkdirSync(join(root, folder), { recursive: true });
    spawnSync('mknod', ['-m', '666', join(root, 'dev/null'), 'c', '1', '3']);
    for (const part of ['dist', 'hooks', 'policies/presets', 'package.json']) cpSync(part, join(root, 'opt/portcullis', part), { recursive: true });
    expect(inside('/usr/bin/node', '/opt/portcullis/dist/cli.cjs', 'init', '--server', '/srv/hooks', '--yes')).toMatchObject({ status: 0 });
    writeFileSync(join(root, 'srv/portcullis/portcullis.yaml'), 'version: 1\nlimits: { deadline-ms: 2500 }\nserver: { wall-ms: 4000, audit: $GIT_DIR/portcullis/audit.jsonl }\n');
    server = createRepository({ bare: true, path: join(root, 'data/demo.git') });
    installHook(server.path, appliance());
    work = createRepository({ path: join(root, 'data/work') });
    work.commit('first', { 'readme.md': 'hello\n' });
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const push = (user: string): { accepted: boolean; output: string } => pushFrom(work.path, [server.path, 'main'], { GITHUB_USER_LOGIN: user, GITHUB_USER_IP: '192.0.2.1', GITHUB_REPO_NAME: 'group/demo' });

  test('three commits go in, a credential does not, and the log in the repository names who pushed', async () => {
    expect(push('ada')).toMatchObject({ accepted: true });
    for (const name of ['a', 'b', 'c']) work.commit(name, { [`${name}.ts`]: `export const ${name} = 1;\n` });
    expect(push('ada')).toMatchObject({ accepted: true });
    work.commit('bad', { 'k.env': `TOKEN=${token()}\n` });
    expect(push('eve')).toMatchObject({ accepted: false, output: expect.stringMatching(/remote: .*k\.env:1/) });
    work.git(['reset', '-q', '--hard', 'HEAD~1']);
    const log = join(server.path, 'portcullis/audit.jsonl');
    const records: AuditRecord[] = [];
    for await (const record of listLog(log)) records.push(record);
    expect(records.map(({ pusher, repository, verdict }) => [pusher, repository, verdict])).toEqual([
      [{ server: 'ghes', name: 'ada', address: '192.0.2.1' }, 'group/demo', 'allow'],
      [{ server: 'ghes', name: 'ada', address: '192.0.2.1' }, 'group/demo', 'allow'],
      [{ server: 'ghes', name: 'eve', address: '192.0.2.1' }, 'group/demo', 'block'],
    ]);
    expect((await verifyLog(log)).problems).toEqual([]);
  });

  test.each([
    ['/dev/null, without which git does not start', 'dev/null', 'could not judge this push'],
    ['node', 'usr/bin/node', 'this server cannot judge it'],
    ['git', 'usr/bin/git', 'could not judge this push'],
  ])('a root without %s refuses', (_name, path, words) => {
    work.commit('more', { 'more.txt': `${path}\n` });
    const full = join(root, path);
    const away = join(root, 'away');
    spawnSync('mv', [full, away]);
    const ran = push('ada');
    spawnSync('mv', [away, full]);
    expect([ran.accepted, ran.output.includes(words)], ran.output).toEqual([false, true]);
  });

  test('doctor proves the protection from within', () => {
    // its scratch repository is written to by git, which draws names of files from there
    spawnSync('mknod', ['-m', '666', join(root, 'dev/urandom'), 'c', '1', '9']);
    const { status, output } = inside('/usr/bin/node', '/opt/portcullis/dist/cli.cjs', 'doctor', '--server', '/srv/hooks');
    expect({ status, proof: output.includes('a planted token was refused') }, output).toEqual({ status: 0, proof: true });
  });
});
