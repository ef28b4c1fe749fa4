import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { AuditRecord } from '../../../src/audit/record.ts';
import { listLog, verifyLog } from '../../../src/audit/verify.ts';
import { createRepository, testEnvironment } from '../../git/repository.ts';
import { createPlayground, installHook, logText, pushFrom } from './bare-server.ts';
import { bareHookScript, hookScript, token } from './gate.ts';
import { eachOnItsOwnGround, gate, ground } from './own-ground.ts';

eachOnItsOwnGround();

/** What the server said, with its line breaks taken out. */
const oneLine = (output: string): string => output.split('\n').filter((line) => line.startsWith('remote:')).map((line) => line.replace(/^remote: (?:hint: )?/, '').trim()).join(' ');

const env = (secret: string): string => `TOKEN=${secret}\n`;

describe('kinds of repositories and pushes', () => {
  test('a SHA-256 repository is judged', async () => {
    const other = createPlayground(gate, { objectFormat: 'sha256' });
    other.work.commit('first', { 'readme.md': 'hello\n' });
    expect(other.push(['origin', 'main'])).toMatchObject({ accepted: true });
    other.work.commit('c', { 'd/k.txt': env(token()) });
    expect(other.push(['origin', 'main']).output).toContain('d/k.txt:1');
    expect(other.push(['origin', 'HEAD~1:refs/heads/x', ':refs/heads/x']).accepted).toBe(false);
    expect((await other.records()).map((record) => record.verdict)).toEqual(['allow', 'block']);
    expect((await other.records())[0]?.refs?.[0]?.old).toBe('0'.repeat(64));
    other.remove();
  });

  test('the first push of a whole history is judged', () => {
    const secret = token();
    for (let i = 0; i < 20; i++) ground.work.commit(`c${i}`, { [`f${i}.txt`]: i === 7 ? env(secret) : String(i) });
    const { accepted, output } = ground.push(['origin', 'main']);
    expect([accepted, output.includes('f7.txt:1')]).toEqual([false, true]);
    expect(output).toContain(ground.work.git(['rev-parse', '--short=12', 'HEAD~12']));
  });

  test('a fork with alternates is not judged again for what the other repository has', () => {
    ground.server.git(['config', 'core.hooksPath', '/dev/null']);
    ground.work.commit('old', { 'old.txt': env(token()) });
    ground.push(['origin', 'main']);
    const fork = createRepository({ bare: true, path: join(ground.root, 'fork.git') });
    writeFileSync(join(fork.path, 'objects/info/alternates'), `${ground.server.path}/objects\n`);
    installHook(fork.path, hookScript(gate));
    ground.work.commit('new', { 'new.txt': 'x' });
    expect(pushFrom(ground.work.path, [fork.path, 'main'])).toMatchObject({ accepted: true });
    ground.work.commit('bad', { 'new.txt': env(token()) });
    expect(pushFrom(ground.work.path, [fork.path, 'main']).accepted).toBe(false);
  });

  test('a fork whose alternate is given by the environment sees the same', () => {
    ground.push(['origin', 'main']);
    ground.work.commit('c', { 'x.txt': env(token()) });
    expect(ground.push(['origin', 'main'], { GIT_TRACE_PACKET: '0' }).accepted).toBe(false);
  });

  test('a shallow clone may push, and what it pushes is judged', () => {
    for (let i = 0; i < 5; i++) ground.work.commit(`c${i}`, { 'n.txt': String(i) });
    ground.push(['origin', 'main']);
    const shallow = join(ground.root, 'shallow');
    spawnSync('git', ['clone', '-q', '--depth', '1', `file://${ground.server.path}`, shallow], { env: testEnvironment });
    const git = (...args: string[]): void => void spawnSync('git', args, { cwd: shallow, env: testEnvironment });
    writeFileSync(join(shallow, 'ok.txt'), 'fine');
    git('add', '.');
    git('commit', '-q', '-m', 'ok');
    expect(pushFrom(shallow, ['origin', 'main'])).toMatchObject({ accepted: true });
    writeFileSync(join(shallow, 'bad.txt'), env(token()));
    git('add', '.');
    git('commit', '-q', '-m', 'bad');
    expect(pushFrom(shallow, ['origin', 'main']).accepted).toBe(false);
  });

  test('a shallow history into an empty repository that takes it is judged', () => {
    for (let i = 0; i < 3; i++) ground.work.commit(`c${i}`, { 'n.txt': i === 2 ? env(token()) : String(i) });
    ground.server.git(['config', 'core.hooksPath', '/dev/null']);
    ground.push(['origin', 'main']);
    const shallow = join(ground.root, 'shallow');
    spawnSync('git', ['clone', '-q', '--depth', '1', `file://${ground.server.path}`, shallow], { env: testEnvironment });
    const empty = createRepository({ bare: true, path: join(ground.root, 'empty.git') });
    empty.git(['config', 'receive.shallowUpdate', 'true']);
    installHook(empty.path, hookScript(gate));
    const { accepted, output } = pushFrom(shallow, [empty.path, 'main']);
    expect([accepted, output.includes('n.txt:1')]).toEqual([false, true]);
  });

  test('three thousand refs in one push are judged once and all recorded', async () => {
    const commit = ground.work.git(['rev-parse', 'HEAD']);
    ground.work.git(['update-ref', '--stdin'], { input: Array.from({ length: 3000 }, (_one, number) => `create refs/heads/b${number} ${commit}\n`).join('') });
    expect(ground.push(['-q', 'origin', 'refs/heads/*:refs/heads/*'])).toMatchObject({ accepted: true });
    expect((await ground.records()).at(-1)?.refs).toHaveLength(3001);
    ground.work.commit('bad', { 'x.txt': env(token()) });
    ground.work.git(['update-ref', '--stdin'], { input: Array.from({ length: 3000 }, (_one, number) => `update refs/heads/b${number} HEAD\n`).join('') });
    expect(ground.push(['-q', 'origin', 'refs/heads/*:refs/heads/*']).output).toContain('x.txt:1');
    expect(ground.refs().split('\n').every((line) => line.endsWith(commit))).toBe(true);
  });

  test('three thousand refs with trees of their own are judged each, within the standard deadline', async () => {
    const base = ground.work.commit('base', Object.fromEntries(Array.from({ length: 50 }, (_one, number) => [`d${number % 5}/f${number}.ts`, `export const a = ${number};\n`])));
    expect(ground.push(['-q', 'origin', 'main'])).toMatchObject({ accepted: true });
    const commits = Array.from({ length: 3000 }, (_one, number) => {
      const text = `export const b = ${number};\n`;
      return `commit refs/heads/own/${number}\ncommitter a <a@localhost> ${1_700_000_000 + number} +0000\ndata 2\nx\nfrom ${base}\nM 100644 inline d1/g${number}.ts\ndata ${text.length}\n${text}\n`;
    });
    ground.work.git(['fast-import', '--quiet'], { input: commits.join('') });
    expect(ground.push(['-q', 'origin', 'refs/heads/own/*:refs/heads/own/*'])).toMatchObject({ accepted: true });
    expect((await ground.records()).at(-1)).toMatchObject({ verdict: 'allow', notChecked: [] });
  });

  test('a hundred merges and branches with files in many folders are judged in linear time', () => {
    const big = Object.fromEntries(Array.from({ length: 500 }, (_one, number) => [`d${number % 50}/f${number}.txt`, `line ${number}\n`]));
    ground.work.commit('many', big);
    for (let i = 0; i < 40; i++) ground.work.commit(`c${i}`, { [`d${i}/f${i}.txt`]: `changed ${i}\n` });
    expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: true });
  });

  test('a tree that names one blob a billion times is refused, soon', () => {
    const blob = ground.work.git(['hash-object', '-w', '--stdin'], { input: 'x' });
    let tree = ground.work.git(['mktree'], { input: Array.from({ length: 10 }, (_one, number) => `100644 blob ${blob}\tf${number}\n`).join('') });
    for (let level = 0; level < 9; level++) tree = ground.work.git(['mktree'], { input: Array.from({ length: 10 }, (_one, number) => `040000 tree ${tree}\td${number}\n`).join('') });
    const commit = ground.work.git(['commit-tree', tree, '-m', 'bomb']);
    const started = performance.now();
    const { accepted, output } = ground.push(['origin', `${commit}:refs/heads/bomb`]);
    expect([accepted, /more or deeper paths|time of/.test(oneLine(output))]).toEqual([false, true]);
    expect(performance.now() - started).toBeLessThan(50_000);
  });
});

describe('garbage made by hand', () => {
  test.each<[string, string, string | Buffer]>([
    ['a tree with a mode that is not octal', 'tree', Buffer.from('99999 x\0aaaaaaaaaaaaaaaaaaaa')],
    ['a tree that is cut off', 'tree', Buffer.from('100644 x\0aaaa')],
    ['a commit without a tree', 'commit', 'author x\n\nmessage'],
    ['a commit of random bytes', 'commit', Buffer.from(Array.from({ length: 300 }, (_one, number) => (number * 7919) % 256))],
    ['a tag of nothing', 'tag', 'tag x\n\nmessage'],
    ['a tag of random bytes', 'tag', Buffer.from(Array.from({ length: 300 }, (_one, number) => (number * 104_729) % 256))],
    ['an empty commit object', 'commit', ''],
    ['an empty tag object', 'tag', ''],
  ])('%s never gets in unjudged: it is refused by git or by the gate', (_name, type, content) => {
    ground.push(['origin', 'main']);
    const oid = ground.work.git(['hash-object', '-w', '-t', type, '--literally', '--stdin'], { input: content });
    writeFileSync(join(ground.work.path, '.git/refs/heads/garbage'), `${oid}\n`);
    const before = ground.refs();
    expect(ground.push(['origin', 'garbage:refs/heads/garbage']).accepted).toBe(false);
    expect(ground.refs()).toBe(before);
  });

  test('a hook called by hand with lines that are no ref updates refuses', () => {
    for (const input of ['garbage\n', `${'0'.repeat(40)} ${'1'.repeat(40)} refs/heads/x\n`]) {
      const result = spawnSync(process.execPath, [gate, 'pre-receive'], { cwd: ground.server.path, env: { ...testEnvironment, GIT_DIR: '.' }, input, encoding: 'utf8' });
      expect(result.status).toBe(3);
      expect(result.stderr).toContain('refused');
    }
  });

  test('a line with both oids zero is let through', () => {
    expect(spawnSync(process.execPath, [gate, 'pre-receive'], { cwd: ground.server.path, env: { ...testEnvironment, GIT_DIR: '.' }, input: `${'0'.repeat(40)} ${'0'.repeat(40)} refs/heads/x\n` }).status).toBe(0);
  });

  test('a hook whose input another one has read refuses, with the shim and without it', () => {
    ground.work.commit('c', { 'x.txt': env(token()) });
    for (const script of [bareHookScript(gate), hookScript(gate)]) {
      installHook(ground.server.path, script.replace('\n', '\ncat > /dev/null\n'));
      const { accepted, output } = ground.push(['origin', 'main']);
      expect([accepted, oneLine(output)]).toEqual([false, expect.stringMatching(/no ref updates: a hook before it may have read them.*doctor --server/)]);
    }
  });
});

describe('whom the server believes', () => {
  const off = 'families: {credentials: off}\n';

  test('the administrator\'s folder decides', () => {
    ground.work.commit('c', { 'x.txt': env(token()) });
    ground.administer('portcullis.yaml', off);
    expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: true });
  });

  test('a protected ref\'s old tip decides, never the pushed one', () => {
    ground.administer('portcullis.yaml', 'server: {policy-ref: refs/heads/policy}\n');
    expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: true });
    ground.work.git(['checkout', '-q', '--orphan', 'policy']);
    ground.work.commit('policy', { 'portcullis.yaml': off, 'x.txt': env(token()) });
    expect(ground.push(['origin', 'policy']).accepted).toBe(false);
    rmSync(join(ground.work.path, 'x.txt'));
    ground.work.git(['checkout', '-q', '--orphan', 'policy2']);
    const commit = ground.work.commit('policy', { 'portcullis.yaml': off });
    expect(ground.push(['origin', `${commit}:refs/heads/policy`])).toMatchObject({ accepted: true });
    ground.work.commit('bad', { 'x.txt': env(token()) });
    expect(ground.push(['origin', 'HEAD:refs/heads/later'])).toMatchObject({ accepted: true });
  });

  test('the administrator\'s word stands over the ref\'s', () => {
    ground.administer('portcullis.yaml', 'server: {policy-ref: refs/heads/policy}\nfamilies: {credentials: {on: true}}\n');
    const commit = ground.work.commit('policy', { 'portcullis.yaml': off });
    ground.push(['origin', `${commit}:refs/heads/policy`]);
    ground.work.commit('bad', { 'x.txt': env(token()) });
    expect(ground.push(['origin', 'main']).accepted).toBe(false);
  });

  test.each([
    ['reads files of the server', 'policies: [/etc]\n', '"policies"'],
    ['extends a file of the server', 'extends: [../../../etc/passwd.yaml]\n', '"extends"'],
    ['sets the server', 'server: {max-shown: 0}\n', '"server"'],
    ['is broken', 'familys: {}\n', 'families'],
  ])('a ref\'s policy that %s refuses every push and says why', (_name, policy, word) => {
    ground.administer('portcullis.yaml', 'server: {policy-ref: refs/heads/policy}\n');
    ground.work.commit('policy', { 'portcullis.yaml': policy });
    expect(ground.push(['origin', 'HEAD:refs/heads/policy'])).toMatchObject({ accepted: true });
    ground.work.commit('c', { 'x.txt': 'x' });
    const { accepted, output } = ground.push(['origin', 'main']);
    expect([accepted, output.includes(word)]).toEqual([false, true]);
  });

  test('a finding in the administrator\'s baseline passes', async () => {
    ground.work.commit('c', { 'x.txt': env(token()) });
    ground.push(['origin', 'main']);
    const finding = (await ground.records()).at(-1)?.findings?.[0];
    ground.administer('.portcullis-baseline', `${finding?.fingerprint ?? ''} ${finding?.check ?? ''} x.txt\n`);
    expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: true });
    expect((await ground.records()).at(-1)?.findings?.[0]?.excuse).toBe('baseline');
  });

  test('an exception is granted to whom policy names, with a ticket it accepts, and logged either way', async () => {
    ground.administer('portcullis.yaml', "server: {push-options: {by: [ada], ticket: 'OPS-[0-9]+'}}\n");
    ground.work.commit('c', { 'x.txt': env(token()) });
    ground.push(['origin', 'main']);
    const fingerprint = (await ground.records()).at(-1)?.findings?.[0]?.fingerprint ?? '';
    // who may ask is told how, and nobody else
    const told = (user: string): boolean => ground.push(['origin', 'main'], { REMOTE_USER: user }).output.includes(`git push -o portcullis.allow=${fingerprint.slice(0, 8)},ticket=TICKET`);
    expect([told('ada'), told('eve')]).toEqual([true, false]);
    const ask = (ticket: string, user: string): boolean => ground.push(['-o', `portcullis.allow=${fingerprint},ticket=${ticket}`, 'origin', 'main'], { REMOTE_USER: user }).accepted;
    expect([ask('OPS-1', 'eve'), ask('NONE', 'ada'), ask('OPS-1', 'ada')]).toEqual([false, false, true]);
    const records = (await ground.records()).slice(-3);
    expect(records.map((record) => [record.pusher?.name, record.exceptions?.[0]?.granted, record.verdict])).toEqual([
      ['eve', false, 'block'],
      ['ada', false, 'block'],
      ['ada', true, 'allow'],
    ]);
    const listed = spawnSync(process.execPath, ['dist/cli.cjs', 'audit', 'list', ground.log, '--pusher', 'ada', '--verdict', 'allow'], { encoding: 'utf8' }).stdout;
    expect(listed).toContain(`exception granted: portcullis.allow=${fingerprint},ticket=OPS-1, ticket OPS-1`);
    expect(listed).toContain(`let pass credentials/github/personal-access-token x.txt:1 ${fingerprint.slice(0, 12)}: suppressed: ticket OPS-1`);
  });

  test('a policy whose digest is not the locked one refuses', () => {
    ground.administer('portcullis.yaml', `server: {policy-digest: '${'0'.repeat(64)}'}\n`);
    expect(ground.push(['origin', 'main']).output).toContain('digest');
  });
});

describe('a policy by branch', () => {
  test('holds for pushes to that branch, and for a push that goes there among others', () => {
    ground.administer('portcullis.yaml', 'families: {credentials: {block: never}}\nbranches: [{match: [main], families: {credentials: {block: medium}}}]\n');
    ground.push(['origin', 'main']);
    ground.work.commit('c', { 'x.txt': env(token()) });
    expect(ground.push(['origin', 'HEAD:refs/heads/main']).accepted).toBe(false);
    expect(ground.push(['origin', 'HEAD:refs/heads/other', 'HEAD:refs/heads/main']).accepted).toBe(false);
    expect(ground.push(['origin', 'HEAD:refs/heads/other'])).toMatchObject({ accepted: true });
  });
});

describe('a policy by path', () => {
  const scoped = 'paths: [{match: ["fixtures/**"], families: {credentials: off}}]\n';

  beforeEach(() => {
    ground.administer('portcullis.yaml', scoped);
  });

  test.each<[string, (git: (...args: string[]) => void) => void]>([
    ['moved', (git) => git('mv', 'fixtures/k.env', 'k.env')],
    ['copied', () => writeFileSync(join(ground.work.path, 'k.env'), readFileSync(join(ground.work.path, 'fixtures/k.env')))],
    ['moved and changed', (git) => {
      git('mv', 'fixtures/k.env', 'k.env');
      writeFileSync(join(ground.work.path, 'k.env'), `# more\n${readFileSync(join(ground.work.path, 'k.env'), 'utf8')}`);
    }],
  ])('a credential that is %s out of a folder where it is allowed is refused', (_name, change) => {
    ground.work.commit('fixture', { 'fixtures/k.env': env(token()) });
    expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: true });
    change((...args) => void ground.work.git(args));
    ground.work.commit('out');
    const { accepted, output } = ground.push(['origin', 'main']);
    expect([accepted, output.includes('k.env:')]).toEqual([false, true]);
  });

  test('within one push the same holds, whichever path comes first', () => {
    ground.push(['origin', 'main']);
    const content = env(token());
    ground.work.commit('both', { 'fixtures/k.env': content, 'a/k.env': content });
    expect(ground.push(['origin', 'main']).output).toContain('a/k.env:1');
  });

  test('what moves within the allowed folder passes', () => {
    ground.work.commit('fixture', { 'fixtures/k.env': env(token()) });
    ground.push(['origin', 'main']);
    ground.work.git(['mv', 'fixtures/k.env', 'fixtures/l.env']);
    ground.work.commit('move');
    expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: true });
  });
});

describe('failing closed', () => {
  const refused = (word: RegExp): void => {
    const before = ground.refs();
    const { accepted, output } = ground.push(['origin', 'main']);
    expect(accepted).toBe(false);
    expect(oneLine(output)).toMatch(word);
    expect(ground.refs()).toBe(before);
  };

  test.each([
    ['broken YAML', 'families: [\n', /policy is wrong/],
    ['an unknown key', 'familes: {}\n', /families/],
    ['an unknown server setting', 'server: {max-show: 1}\n', /max-shown/],
    ['a wrong pattern', "server: {push-options: {by: ['*'], ticket: '('}}\n", /ticket/],
    ['a missing folder of checks', 'policies: [none]\n', /cannot be read|none/],
  ])('a policy with %s refuses and says where', (_name, policy, word) => {
    ground.administer('portcullis.yaml', policy);
    refused(word);
  });

  test('a named folder that is missing refuses', () => {
    const folder = join(ground.root, 'administrator/portcullis');
    installHook(ground.server.path, hookScript(gate, 'pre-receive', folder));
    refused(/missing/);
    // and it does not come into being by being asked for
    refused(/missing/);
    expect(existsSync(folder)).toBe(false);
  });

  test('a log that cannot be written refuses', () => {
    mkdirSync(join(ground.server.path, 'portcullis/audit.jsonl'), { recursive: true });
    refused(/audit log/);
  });

  test('a log that was cut refuses', async () => {
    expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: true });
    truncateSync(ground.log, 50);
    ground.work.commit('c', { 'x.txt': 'x' });
    refused(/was cut/);
  });

  test('a missing key of the log refuses', () => {
    ground.administer('portcullis.yaml', 'server: {audit-key: /nonexistent/key}\n');
    refused(/key/);
  });

  test('a missing git refuses', () => {
    const hook = `#!/bin/sh\nPATH=/nonexistent exec '${process.execPath}' '${gate}' pre-receive "$@"\n`;
    installHook(ground.server.path, hook);
    refused(/git was not found/);
  });

  test('a corrupt object on the server refuses', () => {
    ground.push(['origin', 'main']);
    const tree = ground.server.git(['rev-parse', 'main^{tree}']);
    const file = join(ground.server.path, 'objects', tree.slice(0, 2), tree.slice(2));
    if (existsSync(file)) {
      chmodSync(file, 0o644);
      writeFileSync(file, 'garbage');
    }
    ground.work.commit('c', { 'x.txt': 'x' });
    expect(ground.push(['origin', 'main']).accepted).toBe(false);
  });

  test('a crash for want of memory refuses', () => {
    installHook(ground.server.path, `#!/bin/sh\nulimit -v 500000\nexec '${process.execPath}' '${gate}' pre-receive "$@"\n`);
    ground.work.commit('c', { 'x.txt': 'x y\n'.repeat(500_000) });
    expect(ground.push(['origin', 'main']).accepted).toBe(false);
  });

  test('the deadline refuses by default, says so before, and lets in only where policy says', async () => {
    ground.work.commit('c', Object.fromEntries(Array.from({ length: 200 }, (_one, number) => [`f${number}.txt`, `text ${number}\n`.repeat(2000)])));
    ground.administer('portcullis.yaml', 'limits: {deadline-ms: 1}\nserver: {progress-ms: 0}\n');
    refused(/judging the push.*time of 1 ms ran out/s);
    expect((await ground.records()).at(-1)).toMatchObject({ verdict: 'broken' });
    ground.administer('portcullis.yaml', 'limits: {deadline-ms: 1}\nserver: {on-deadline: warn}\n');
    expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: true });
    expect((await ground.records()).at(-1)).toMatchObject({ verdict: 'warn' });
  });

  test('a git that hangs is not waited for longer than the wall\'s time', () => {
    const folder = join(ground.root, 'slow');
    mkdirSync(folder);
    writeFileSync(join(folder, 'git'), `#!/bin/sh\ncase "$*" in *rev-list*) exec sleep 30 ;; esac\nexec '${spawnSync('which', ['git'], { encoding: 'utf8' }).stdout.trim()}' "$@"\n`, { mode: 0o755 });
    ground.administer('portcullis.yaml', 'server: {wall-ms: 500}\n');
    installHook(ground.server.path, `#!/bin/sh\nPATH='${folder}':"$PATH" exec '${process.execPath}' '${gate}' pre-receive "$@"\n`);
    const started = performance.now();
    refused(/time of 500 ms ran out/);
    expect(performance.now() - started).toBeLessThan(50_000);
  });

  test('a file over the limit refuses by default and passes with a warning where policy says', async () => {
    ground.administer('portcullis.yaml', 'limits: {max-file-bytes: 1000}\n');
    ground.work.commit('c', { 'big.txt': 'x'.repeat(2000) });
    refused(/Not checked.*big\.txt/i);
    ground.administer('portcullis.yaml', 'limits: {max-file-bytes: 1000, not-checked: warn}\n');
    expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: true });
    expect((await ground.records()).at(-1)?.notChecked?.[0]).toMatchObject({ path: 'big.txt', reason: 'too-large' });
  });
});

describe('what the pusher sees', () => {
  test('lines are short and carry no control characters, whatever files are called', () => {
    const name = `a\u001b[2J\u001b]0;owned\u0007\u202e${'x'.repeat(200)}.txt`;
    ground.work.commit('c', { [name]: env(token()) });
    const { output } = ground.push(['origin', 'main']);
    const lines = output.split('\n').filter((line) => line.startsWith('remote: '));
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) {
      expect(line.trimEnd().length).toBeLessThanOrEqual(72 + 'remote: '.length);
      // git itself clears to the end of a line when it writes to a terminal; here it does not
      expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
    }
  });

  test('only so many findings are shown, and the number of the rest', () => {
    ground.administer('portcullis.yaml', 'server: {max-shown: 2}\n');
    ground.work.commit('c', Object.fromEntries(Array.from({ length: 9 }, (_one, number) => [`f${number}.txt`, env(token())])));
    const { output } = ground.push(['origin', 'main']);
    expect(output).toContain('7 more');
  });

  test('GitLab is given the lines that its interface shows', () => {
    ground.work.commit('c', { 'x.txt': env(token()) });
    expect(ground.push(['origin', 'main'], { GL_REPOSITORY: 'project-1', GL_USERNAME: 'ada', GL_ID: 'user-1' }).output).toContain('GL-HOOK-ERR: ');
  });

  test('a clean push is silent', () => {
    expect(ground.push(['origin', 'main']).output).not.toContain('remote:');
  });
});

describe('other hooks and the trace', () => {
  test('update refuses one ref and lets the other in', async () => {
    const other = createPlayground(gate, { hook: 'update' });
    other.work.commit('good', { 'a.txt': 'a' });
    other.work.git(['branch', 'good']);
    other.work.commit('bad', { 'x.txt': env(token()) });
    expect(other.push(['origin', 'good', 'main']).accepted).toBe(false);
    expect(other.refs()).toMatch(/^refs\/heads\/good [0-9a-f]+$/);
    expect((await other.records()).map((record) => [record.event, record.verdict])).toEqual([['update', 'allow'], ['update', 'block']]);
    other.remove();
  });

  test('a log for each repository lies in it, where policy says so', async () => {
    const folder = join(ground.root, 'administrator');
    mkdirSync(folder);
    writeFileSync(join(folder, 'portcullis.yaml'), 'server: {audit: $GIT_DIR/gate/audit.jsonl}\n');
    installHook(ground.server.path, hookScript(gate, 'pre-receive', folder));
    expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: true });
    expect((await verifyLog(join(ground.server.path, 'gate/audit.jsonl'))).records).toBe(1);
  });

  test('post-receive notes what landed', async () => {
    installHook(ground.server.path, hookScript(gate, 'post-receive'), 'post-receive');
    ground.push(['origin', 'main']);
    expect((await ground.records()).map((record) => record.event)).toEqual(['pre-receive', 'post-receive']);
  });

  test('a record holds who, what, when, by which policy and how long', async () => {
    const before = Date.now();
    ground.push(['origin', 'main'], { GITEA_PUSHER_NAME: 'ada', GITEA_REPO_USER_NAME: 'org', GITEA_REPO_NAME: 'demo' });
    const [record] = await ground.records();
    expect(record).toMatchObject({ v: 1, seq: 1, event: 'pre-receive', repository: 'org/demo', pusher: { server: 'gitea', name: 'ada' }, verdict: 'allow', refs: [{ ref: 'refs/heads/main', old: '0'.repeat(40), new: ground.work.git(['rev-parse', 'main']) }] });
    expect(record?.policyDigest).toMatch(/^[0-9a-f]{64}$/);
    expect(Date.parse(record?.time ?? '')).toBeGreaterThanOrEqual(before - 1000);
    expect(record?.durationMs).toBeGreaterThanOrEqual(0);
  });

  test('the chain of a log with a key verifies only with it', async () => {
    writeFileSync(join(ground.root, 'key'), 'a secret of the administrator');
    ground.administer('portcullis.yaml', `server: {audit-key: ${join(ground.root, 'key')}}\n`);
    expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: true });
    expect((await ground.logProblems()).length).toBeGreaterThan(0);
    const { verifyLog } = await import('../../../src/audit/verify.ts');
    expect((await verifyLog(ground.log, { key: readFileSync(join(ground.root, 'key')) })).problems).toEqual([]);
  });

  test.each([1, 10])('fifty pushes at once to %i repositories are all judged and all in one log', async (count) => {
    const folder = join(ground.root, 'administrator');
    mkdirSync(folder);
    const servers = Array.from({ length: count }, (_one, number) => {
      const server = createRepository({ bare: true, path: join(ground.root, `many${number}.git`) });
      installHook(server.path, hookScript(gate, 'pre-receive', folder));
      ground.work.git(['push', '-q', server.path, 'main']);
      return server;
    });
    // all clones first: a local clone copies the object folder, and fails when a push moves a file away meanwhile
    const clones = Array.from({ length: 50 }, (_one, number) => {
      const clone = join(ground.root, `clone${number}`);
      const git = (...args: string[]): void => void spawnSync('git', args, { cwd: existsSync(clone) ? clone : ground.root, env: testEnvironment });
      git('clone', '-q', servers[number % count]?.path ?? '', clone);
      writeFileSync(join(clone, `f${number}.txt`), number % 2 === 0 ? `fine ${number}\n` : env(token()));
      git('add', '.');
      git('commit', '-q', '-m', `c${number}`);
      return clone;
    });
    const results = await Promise.all(
      clones.map((clone, number) => {
        const child = spawn('git', ['push', '-q', 'origin', `HEAD:refs/heads/b${number}`], { cwd: clone, env: testEnvironment, stdio: 'ignore' });
        return new Promise<number | null>((done) => child.on('close', done));
      }),
    );
    expect(results.map((code) => code === 0)).toEqual(results.map((_code, number) => number % 2 === 0));
    const records: AuditRecord[] = [];
    for await (const record of listLog(join(folder, 'audit.jsonl'))) records.push(record);
    expect(records).toHaveLength(50 + count);
    expect((await verifyLog(join(folder, 'audit.jsonl'))).problems).toEqual([]);
  });

  test('kill -9 at random moments of a push leaves the repository whole, the log true, and no ref moved without its record', async () => {
    ground.push(['origin', 'main']);
    for (let round = 0; round < 200; round++) {
      ground.work.commit(`c${round}`, { [`f${round}.txt`]: `text ${round}\n`.repeat(50) });
      const child = spawn('git', ['push', '-q', 'origin', `HEAD:refs/heads/k${round}`], { cwd: ground.work.path, env: testEnvironment, stdio: 'ignore', detached: true });
      const done = new Promise((resolve) => child.on('close', resolve));
      const timer = setTimeout(() => {
        try {
          // the whole group: git push, receive-pack, the hook, and what the hook started
          if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
        } catch {
          // it ended before
        }
      }, Math.random() * 250);
      await done;
      clearTimeout(timer);
    }
    ground.work.commit('last', { 'last.txt': 'x' });
    expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: true });
    expect(await ground.logProblems()).toEqual([]);
    const recorded = new Set((await ground.records()).flatMap((record) => (record.verdict === 'allow' ? (record.refs ?? []).map((ref) => `${ref.ref} ${ref.new}`) : [])));
    expect(ground.refs().split('\n').filter((line) => !recorded.has(line))).toEqual([]);
    expect(spawnSync('git', ['fsck', '--full', '--strict'], { cwd: ground.server.path, env: testEnvironment }).status).toBe(0);
  }, 180_000);

  test('the log holds no secret and the gate leaves no file of its own behind', () => {
    const secret = token();
    ground.work.commit(`message ${secret}`, { [`${secret}.txt`]: env(secret) });
    ground.push(['-o', secret, 'origin', `main:refs/heads/${secret}`]);
    expect(logText(ground.log)).not.toContain(secret.slice(8));
    expect(readdirSync(join(ground.server.path, 'portcullis')).sort()).toEqual(['audit.jsonl', 'audit.jsonl.head']);
  });
});
