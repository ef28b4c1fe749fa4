import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { makeRepository, token, type Repository } from '../repository.ts';

let repository: Repository;
afterEach(() => repository.remove());

function bare(name = 'server.git'): string {
  repository = makeRepository();
  repository.must('init', '-q', '--bare', `../${name}`);
  return join(repository.top, '..', name);
}

function push(content: string, server: string, message = 'x'): { status: number | null; output: string } {
  repository.write('a.txt', content);
  repository.must('add', '.');
  repository.must('commit', '-qm', message);
  return repository.git('push', '-q', server, 'HEAD:main');
}

it('init --server protects a bare repository, and uninstall restores it', () => {
  const server = bare();
  const ran = repository.portcullis('init', '--server', server, '--yes');
  expect(ran.status, ran.output).toBe(0);
  const refused = push(`key = "${token()}"\n`, server);
  expect(refused.status).not.toBe(0);
  expect(refused.output).toContain('credentials/github/personal-access-token');
  expect(refused.output).not.toContain(token());
  repository.must('update-ref', '-d', 'refs/heads/main');
  expect(push('fine\n', server)).toEqual({ status: 0, output: '' });
  const verified = repository.portcullis('audit', 'verify', join(server, 'portcullis/audit.jsonl'));
  expect(verified.status, verified.output).toBe(0);
  expect(repository.portcullis('uninstall', '--server', server).status).toBe(0);
  expect(existsSync(join(server, 'hooks/pre-receive'))).toBe(false);
  expect(existsSync(join(server, 'portcullis/audit.jsonl'))).toBe(true);
});

it('the compiled code of the hook lies there before the first push, and is taken', () => {
  const server = bare();
  expect(push('first\n', server).status).toBe(0);
  expect(repository.portcullis('init', '--server', server, '--yes').status).toBe(0);
  const dist = join(server, 'portcullis/gate/dist');
  const kept = (): readonly (readonly [string, number])[] => readdirSync(dist).filter((name) => name.endsWith('.cache')).map((name) => [name, statSync(join(dist, name)).mtimeMs]);
  const before = kept();
  expect(before.some(([name]) => name.startsWith('receive-main'))).toBe(true);
  expect(existsSync(join(server, 'portcullis/audit.jsonl'))).toBe(false);
  expect(push('second\n', server)).toEqual({ status: 0, output: '' });
  expect(kept()).toEqual(before);
});

it('an existing pre-receive hook is kept, gets the same input, and is restored byte for byte', () => {
  const server = bare();
  const former = '#!/bin/sh\nwhile read old new ref; do echo "former saw $ref"; done\n';
  writeFileSync(join(server, 'hooks/pre-receive'), former);
  chmodSync(join(server, 'hooks/pre-receive'), 0o755);
  expect(repository.portcullis('init', '--server', server, '--yes').status).toBe(0);
  expect(push('fine\n', server).output).toContain('former saw refs/heads/main');
  expect(push(`key = "${token()}"\n`, server).status).not.toBe(0);
  expect(repository.portcullis('uninstall', '--server', server).status).toBe(0);
  expect(readFileSync(join(server, 'hooks/pre-receive'), 'utf8')).toBe(former);
});

it('drop-in folders, custom_hooks and a global core.hooksPath are used where they are', () => {
  const server = bare();
  mkdirSync(join(server, 'hooks/pre-receive.d'));
  expect(repository.portcullis('init', '--server', server, '--yes').status).toBe(0);
  expect(existsSync(join(server, 'hooks/pre-receive.d/portcullis'))).toBe(true);
  expect(existsSync(join(server, 'hooks/pre-receive'))).toBe(false);
  const global = join(repository.home, 'global-hooks');
  mkdirSync(global);
  expect(repository.portcullis('init', '--server', global, '--yes').status).toBe(0);
  repository.must('init', '-q', '--bare', '../other.git');
  const other = join(repository.top, '../other.git');
  repository.run('git', ['config', 'core.hooksPath', global], { cwd: other });
  expect(push(`key = "${token('other')}"\n`, other).status).not.toBe(0);
});

it('hooks that Gogs writes anew are left to it: the gate goes where Gogs looks for hooks of others', () => {
  const server = bare();
  const own = `#!/usr/bin/env bash\n"/opt/gogs/gogs" hook --config='/opt/gogs/custom/conf/app.ini' pre-receive\n`;
  writeFileSync(join(server, 'hooks/pre-receive'), own);
  expect(repository.portcullis('init', '--server', server, '--yes').status).toBe(0);
  expect(readFileSync(join(server, 'hooks/pre-receive'), 'utf8')).toBe(own);
  expect(statSync(join(server, 'custom_hooks/pre-receive')).mode & 0o111).toBe(0o111);
  expect(repository.portcullis('doctor', '--server', server)).toMatchObject({ status: 0, output: expect.stringContaining(join(server, 'custom_hooks/pre-receive')) });
  expect(repository.portcullis('uninstall', '--server', server).status).toBe(0);
  expect([existsSync(join(server, 'custom_hooks')), readFileSync(join(server, 'hooks/pre-receive'), 'utf8')]).toEqual([false, own]);
});

it('hooks that a tarball carries into a repository, as GitLab asks for, go on working', () => {
  const server = bare();
  const folder = join(repository.home, 'srv/custom_hooks/pre-receive.d');
  mkdirSync(folder, { recursive: true });
  expect(repository.portcullis('init', '--server', folder, '--yes').status).toBe(0);
  repository.run('sh', ['-c', `tar -cf - -C '${join(repository.home, 'srv')}' custom_hooks | tar -xf - -C '${server}' --strip-components 0 custom_hooks`]);
  // as Gitaly runs them
  writeFileSync(join(server, 'hooks/pre-receive'), `#!/bin/sh\nexec '${join(server, 'custom_hooks/pre-receive.d/portcullis')}'\n`, { mode: 0o755 });
  expect(push('fine\n', server)).toEqual({ status: 0, output: '' });
  expect(push(`key = "${token()}"\n`, server).status).not.toBe(0);
  expect(repository.portcullis('audit', 'verify', join(repository.home, 'srv/portcullis/audit.jsonl')).output).toContain('2 records');
});

it('a missing gate or node refuses and says so', () => {
  const server = bare();
  expect(repository.portcullis('init', '--server', server, '--yes').status).toBe(0);
  rmSync(join(server, 'portcullis/gate'), { recursive: true });
  const ran = push('fine\n', server);
  expect(ran.status).not.toBe(0);
  expect(ran.output).toContain('the gate of this server is missing');
});

it('refuses folders that are no server', () => {
  repository = makeRepository();
  const ran = repository.portcullis('init', '--server', repository.top);
  expect(ran.status).not.toBe(0);
  expect(ran.output).toContain('work tree');
});

it('doctor --server proves the protection, and names what leaves a server without it', () => {
  const server = bare();
  expect(repository.portcullis('doctor', '--server', server)).toMatchObject({ status: 1, output: expect.stringContaining('nothing is judged') });
  expect(repository.portcullis('init', '--server', server, '--yes').status).toBe(0);
  expect(repository.portcullis('doctor', '--server', server)).toMatchObject({ status: 0, output: expect.stringContaining('ok    a planted token was refused') });
  expect(repository.portcullis('audit', 'list', join(server, 'portcullis/audit.jsonl')).output).toContain('portcullis-doctor');
  const policy = join(server, 'portcullis/portcullis.yaml');
  writeFileSync(policy, 'families: {credentials: off}\n');
  expect(repository.portcullis('doctor', '--server', server)).toMatchObject({ status: 1, output: expect.stringContaining('let a planted token in, as the policy says') });
  writeFileSync(policy, 'familes: {}\n');
  expect(repository.portcullis('doctor', '--server', server)).toMatchObject({ status: 1, output: expect.stringContaining('did you mean "families"') });
  writeFileSync(policy, 'version: 1\n');
  chmodSync(join(server, 'hooks/pre-receive'), 0o644);
  expect(repository.portcullis('doctor', '--server', server)).toMatchObject({ status: 1, output: expect.stringContaining('git skips it in silence') });
  chmodSync(join(server, 'hooks/pre-receive'), 0o755);
  rmSync(policy);
  expect(repository.portcullis('doctor', '--server', server)).toMatchObject({ status: 0, output: expect.stringMatching(/^note .*the defaults apply/m) });
  // the node that the hook runs, not the one that runs doctor
  const node = join(repository.home, 'node');
  writeFileSync(node, '#!/bin/sh\necho no use >&2\nexit 1\n', { mode: 0o755 });
  const hook = join(server, 'hooks/pre-receive');
  const text = readFileSync(hook, 'utf8');
  writeFileSync(hook, text.replace(/^portcullis_recorded_node=.*$/m, `portcullis_recorded_node='${node}'`));
  expect(repository.portcullis('doctor', '--server', server)).toMatchObject({ status: 1, output: expect.stringContaining('no use') });
  writeFileSync(hook, text);
  rmSync(join(server, 'portcullis/gate/dist/receive.cjs'));
  expect(repository.portcullis('doctor', '--server', server)).toMatchObject({ status: 1, output: expect.stringContaining('every push is refused') });
});

it.each([
  ['a node that is too old', (server: string) => {
    writeFileSync(join(server, 'old.cjs'), 'delete process.getBuiltinModule;\n');
    writeFileSync(join(server, 'node'), `#!/bin/sh\nexec '${process.execPath}' --require '${join(server, 'old.cjs')}' "$@"\n`, { mode: 0o755 });
    const hook = join(server, 'hooks/pre-receive');
    writeFileSync(hook, readFileSync(hook, 'utf8').replace(/^portcullis_recorded_node=.*$/m, `portcullis_recorded_node='${join(server, 'node')}'`));
  }, 'is too old: 20.20 or newer is needed'],
  ['half a gate', (server: string) => rmSync(join(server, 'portcullis/gate/dist/receive-main.cjs')), 'the gate cannot be started'],
])('%s refuses and says so, without a stack', (_name, spoil, words) => {
  const server = bare();
  expect(repository.portcullis('init', '--server', server, '--yes').status).toBe(0);
  spoil(server);
  const { status, output } = push('fine\n', server);
  expect([status, output.includes(`error: push refused: `), output.includes(words), / at .*:\d+:\d+/.test(output)], output).toEqual([1, true, true, false]);
});

it('a repository whose hooks git runs from elsewhere is not said to be protected', () => {
  const server = bare();
  repository.run('git', ['config', 'core.hooksPath', '/srv/hooks'], { cwd: server });
  expect(repository.portcullis('init', '--server', server, '--yes')).toMatchObject({ status: 2, output: expect.stringContaining('name that folder') });
  mkdirSync(join(server, 'other'));
  repository.run('git', ['config', 'core.hooksPath', 'other'], { cwd: server });
  expect(repository.portcullis('init', '--server', server, '--yes').status).toBe(0);
  expect(existsSync(join(server, 'other/pre-receive'))).toBe(true);
});
