import { rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { cli, makeRepository, protectedRepository, token, type Repository } from '../repository.ts';

let repository: Repository;
afterEach(() => repository.remove());

const leak = (seed?: string): string => `const key = "${token(seed)}";\n`;

/** Expects a blocked git command that names the file and never shows the token. */
function expectBlocked(ran: { status: number | null; output: string }, path: string, seed?: string): void {
  expect(ran.output).toContain('credentials/github/personal-access-token');
  expect(ran.output).toContain(path);
  expect(ran.output).not.toContain(token(seed));
  expect(ran.status).not.toBe(0);
}

describe('a commit', () => {
  it('without findings is silent', () => {
    repository = protectedRepository();
    repository.write('a.ts', 'export const a = 1;\n');
    repository.must('add', '.');
    expect(repository.git('commit', '-qm', 'clean')).toEqual({ status: 0, output: '' });
  });

  it('of a token is blocked, and nothing was committed', () => {
    repository = protectedRepository();
    const before = repository.must('rev-parse', 'HEAD');
    repository.write('src/config.ts', `// first line\n${leak()}`);
    repository.must('add', '.');
    const ran = repository.git('commit', '-qm', 'leak');
    expectBlocked(ran, 'src/config.ts:2');
    expect(repository.must('rev-parse', 'HEAD')).toBe(before);
  });

  it('before the first one is judged too', () => {
    repository = makeRepository();
    expect(repository.portcullis('init', '--yes').status).toBe(0);
    repository.write('a.txt', leak());
    repository.must('add', 'a.txt');
    expectBlocked(repository.git('commit', '-qm', 'first'), 'a.txt:1');
    repository.write('a.txt', 'clean\n');
    repository.must('add', 'a.txt');
    expect(repository.git('commit', '-qm', 'first').status).toBe(0);
  });

  it('judges the index, never the work tree', () => {
    repository = protectedRepository();
    repository.write('a.txt', leak());
    repository.must('add', 'a.txt');
    repository.write('a.txt', 'clean again\n');
    expectBlocked(repository.git('commit', '-qm', 'staged leak'), 'a.txt');
    repository.must('add', 'a.txt');
    repository.write('a.txt', leak());
    expect(repository.git('commit', '-qm', 'clean index').status).toBe(0);
  });

  it('with -a and with a path is judged by its temporary index', () => {
    repository = protectedRepository();
    repository.write('readme.txt', leak());
    expectBlocked(repository.git('commit', '-qam', 'all'), 'readme.txt');
    expectBlocked(repository.git('commit', '-qm', 'path', '--', 'readme.txt'), 'readme.txt');
  });

  it('of an intent-to-add file is judged when it is really added', () => {
    repository = protectedRepository();
    repository.write('later.txt', leak());
    repository.must('add', '-N', 'later.txt');
    repository.write('other.txt', 'fine\n');
    repository.must('add', 'other.txt');
    expect(repository.git('commit', '-qm', 'other only').status).toBe(0);
    expectBlocked(repository.git('commit', '-qam', 'now'), 'later.txt');
  });

  it('of a file that had the finding before is not blocked, a new secret on the same line is', () => {
    repository = protectedRepository();
    repository.write('old.txt', leak('old'));
    repository.must('add', '.');
    repository.must('commit', '-qnm', 'it came in before');
    repository.write('old.txt', `\n\nmoved down\n${leak('old')}`);
    repository.must('add', '.');
    expect(repository.git('commit', '-qm', 'carry it along').status).toBe(0);
    repository.write('old.txt', `\n\nmoved down\n${leak('new')}`);
    repository.must('add', '.');
    expectBlocked(repository.git('commit', '-qm', 'write another'), 'old.txt:4', 'new');
  });

  it('that renames a file carries its old findings, a copy to a new file does not', () => {
    repository = protectedRepository();
    repository.write('old.txt', leak());
    repository.must('add', '.');
    repository.must('commit', '-qnm', 'it came in before');
    repository.must('mv', 'old.txt', 'renamed.txt');
    expect(repository.git('commit', '-qm', 'rename').status).toBe(0);
    repository.write('copy.txt', leak());
    repository.must('add', '.');
    expectBlocked(repository.git('commit', '-qm', 'copy'), 'copy.txt');
  });

  it('of a merge does not block what either parent had, and blocks what the merge itself writes', () => {
    repository = protectedRepository();
    repository.must('checkout', '-qb', 'side');
    repository.write('side.txt', leak('side'));
    repository.must('add', '.');
    repository.must('commit', '-qnm', 'side');
    repository.must('checkout', '-q', 'main');
    repository.write('main.txt', 'main\n');
    repository.must('add', '.');
    repository.must('commit', '-qm', 'main');
    expect(repository.git('merge', '-q', '--no-edit', 'side').status).toBe(0);
    repository.must('reset', '-q', '--hard', 'HEAD~1');
    repository.must('merge', '-q', '--no-commit', '--no-ff', 'side');
    expect(repository.git('commit', '-qm', 'merge by hand').status).toBe(0);
    repository.must('reset', '-q', '--hard', 'HEAD~1');
    repository.must('merge', '-q', '--no-commit', '--no-ff', 'side');
    repository.write('evil.txt', leak('evil'));
    repository.must('add', '.');
    expectBlocked(repository.git('commit', '-qm', 'evil merge'), 'evil.txt', 'evil');
  });

  it('that changes a symbolic link is judged by its target', () => {
    repository = protectedRepository();
    symlinkSync(token(), join(repository.top, 'link'));
    repository.must('add', '.');
    expectBlocked(repository.git('commit', '-qm', 'link'), 'link');
    unlinkSync(join(repository.top, 'link'));
  });

  it('with a token in a file name is blocked', () => {
    repository = protectedRepository();
    repository.write(`keys/${token()}.txt`, 'nothing\n');
    repository.must('add', '.');
    const ran = repository.git('commit', '-qm', 'name');
    expect(ran.status).not.toBe(0);
    expect(ran.output).not.toContain(token());
  });

  it('of a gitlink is judged by .gitmodules', () => {
    repository = protectedRepository();
    const head = repository.must('rev-parse', 'HEAD').trim();
    repository.write('.gitmodules', `[submodule "x"]\n\tpath = x\n\turl = https://bot:${token()}@git.internal/x.git\n`);
    repository.must('add', '.gitmodules');
    repository.must('update-index', '--add', '--cacheinfo', `160000,${head},x`);
    expect(repository.git('commit', '-qm', 'submodule').status).not.toBe(0);
    repository.write('.gitmodules', '[submodule "x"]\n\tpath = x\n\turl = https://git.internal/x.git\n');
    repository.must('add', '.gitmodules');
    expect(repository.git('commit', '-qm', 'submodule')).toEqual({ status: 0, output: '' });
  });

  it('in a SHA-256 repository is judged', () => {
    repository = protectedRepository({ init: ['--object-format=sha256'] });
    repository.write('a.txt', leak());
    repository.must('add', '.');
    expectBlocked(repository.git('commit', '-qm', 'sha256'), 'a.txt');
  });

  it('in a linked worktree is judged', () => {
    repository = protectedRepository();
    repository.must('worktree', 'add', '-q', '../linked', '-b', 'linked');
    repository.write('../linked/a.txt', leak());
    repository.must('-C', '../linked', 'add', '.');
    expectBlocked(repository.git('-C', '../linked', 'commit', '-qm', 'linked'), 'a.txt');
  });

  it('in a sparse checkout with a sparse index is judged', () => {
    repository = protectedRepository();
    repository.write('in/a.txt', 'a\n');
    repository.write('out/b.txt', 'b\n');
    repository.must('add', '.');
    repository.must('commit', '-qm', 'two folders');
    repository.must('sparse-checkout', 'set', '--cone', '--sparse-index', 'in');
    repository.write('in/a.txt', leak());
    repository.must('add', 'in');
    expectBlocked(repository.git('commit', '-qm', 'sparse'), 'in/a.txt');
  });

  const names: [string, string | Buffer][] = [
    ['a line break', 'a\nb.txt'],
    ['quotes', `a"b'c.txt`],
    ['a leading dash', '-rf.txt'],
    ['a colon at the start', ':weird.txt'],
    ['blanks and an umlaut', 'ä ö .txt'],
    ['a backslash', 'a\\b.txt'],
  ];
  it.each(names)('of a file whose name has %s is judged', (_what, name) => {
    repository = protectedRepository();
    repository.write(String(name), leak());
    repository.must('add', '.');
    const ran = repository.git('commit', '-qm', 'odd name');
    expect(ran.status).not.toBe(0);
    expect(ran.output).toContain('credentials/github/personal-access-token');
  });

  it('of a file whose name is not UTF-8 is judged', () => {
    repository = protectedRepository();
    const oid = repository.run('git', ['hash-object', '-w', '--stdin'], { input: leak() }).output.trim();
    repository.run('git', ['update-index', '-z', '--index-info'], { input: Buffer.concat([Buffer.from(`100644 ${oid}\t`), Buffer.from([0x61, 0xff, 0xfe, 0x62, 0])]) });
    expectBlocked(repository.git('commit', '-qm', 'bytes'), 'a\\xff\\xfeb');
  });

  const settings: [string, string][] = [
    ['color.ui', 'always'],
    ['core.quotePath', 'false'],
    ['diff.external', 'false'],
    ['diff.orderFile', 'missing-file'],
    ['diff.noprefix', 'true'],
    ['diff.renames', 'copies'],
    ['diff.submodule', 'log'],
    ['diff.ignoreSubmodules', 'all'],
    ['status.showUntrackedFiles', 'no'],
    ['core.fsmonitor', 'false'],
    ['core.commentChar', ';'],
  ];
  it.each(settings)('is judged whatever the user sets %s to', (key, value) => {
    repository = protectedRepository();
    repository.must('config', '--global', key, value);
    repository.write('a.txt', leak());
    repository.must('add', '.');
    expectBlocked(repository.git('commit', '-qm', 'settings'), 'a.txt');
  });

  it.each(['* -diff', '* binary', '* diff=custom', '* filter=lfs', '* -text'])('is judged whatever .gitattributes says: %s', (line) => {
    repository = protectedRepository();
    repository.must('config', 'diff.custom.textconv', 'true');
    repository.must('config', 'filter.lfs.clean', 'cat');
    repository.write('.gitattributes', `${line}\n`);
    repository.must('add', '.');
    repository.must('commit', '-qm', 'attributes');
    repository.write('a.txt', leak());
    repository.must('add', '.');
    expectBlocked(repository.git('commit', '-qm', 'hidden'), 'a.txt');
  });

  it('of a text with zero bytes, in UTF-16 or with lone CR line ends is judged', () => {
    repository = protectedRepository();
    const cases: [string, Buffer][] = [
      ['nul.txt', Buffer.from(`a\0b ${leak('nul')}`)],
      ['utf16le.txt', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(leak('le'), 'utf16le')])],
      ['utf16be.txt', Buffer.from(leak('be'), 'utf16le').swap16()],
      ['cr.txt', Buffer.from(`one\rtwo ${leak('cr')}`)],
    ];
    for (const [name, bytes] of cases) repository.write(name, bytes);
    repository.must('add', '.');
    const ran = repository.git('commit', '-qm', 'encodings');
    for (const [name] of cases) expect(ran.output).toContain(name);
  });

  it('stops when git itself fails, and says so', () => {
    repository = protectedRepository();
    repository.write('a.txt', 'x\n');
    repository.must('add', '.');
    const oid = repository.must('rev-parse', ':a.txt').trim();
    rmSync(join(repository.top, '.git', 'objects', oid.slice(0, 2), oid.slice(2)), { force: true });
    const ran = repository.run(process.execPath, [join(repository.top, '.git/portcullis/gate/dist/hook.cjs'), 'pre-commit']);
    expect(ran.output).toMatch(/not checked|could not be judged|no object/);
  });

  it('with a broken configuration is blocked, and the message names file, line, key and the nearest right one', () => {
    repository = protectedRepository();
    repository.write('portcullis.yaml', 'version: 1\nfamiles:\n  credentials: off\n');
    repository.must('add', '.');
    const ran = repository.git('commit', '-qm', 'typo');
    expect(ran.status).not.toBe(0);
    expect(ran.output).toContain('portcullis.yaml:2: unknown key "famile');
    expect(ran.output).toContain('did you mean "families"?');
    expect(repository.run(process.execPath, [join(repository.top, '.git/portcullis/gate/dist/hook.cjs'), 'pre-commit']).status).toBe(2);
  });
});

describe('a suppression', () => {
  it.each([
    ['portcullis:allow', 'names no check and does not count'],
    ['portcullis: allow because', 'names no check and does not count'],
    ['portcullis:allow credentials/github/personal-access-token', 'names no fingerprint and does not count'],
    ['portcullis:allow credentials/github/personal-access-token 0123abcd -- rotated', 'is for 0123abcd, not for what stands there now'],
  ])('in a comment, "%s", does not count, and it says why and what would', (comment, why) => {
    repository = protectedRepository();
    repository.write('a.txt', `key = "${token()}" # ${comment}\n`);
    repository.must('add', '.');
    const { status, output } = repository.git('commit', '-qm', 'x');
    const words = output.replace(/\s+/g, ' ');
    expect([status, words.includes(why)], output).toEqual([1, true]);
    const right = /write "(portcullis:allow [^"]+)"/.exec(words)?.[1] ?? '';
    repository.write('a.txt', `key = "${token()}" # ${right}\n`);
    repository.must('add', '.');
    expect(repository.git('commit', '-qm', 'x')).toEqual({ status: 0, output: '' });
  });

  it('that this commit has no use for is no news; a scan of everything says that it matches nothing', () => {
    repository = protectedRepository();
    repository.write('portcullis.yaml', 'version: 1\nsuppressions:\n  - { fingerprint: "0123456789ab", reason: "gone" }\n');
    repository.must('add', '.');
    expect(repository.git('commit', '-qm', 'policy')).toEqual({ status: 0, output: '' });
    expect(repository.portcullis('scan').output.replace(/\s+/g, ' ')).toContain('portcullis.yaml:3: the suppression of 0123456789ab matches nothing any more');
    expect(repository.portcullis('scan', 'portcullis.yaml').output).not.toContain('matches nothing');
  });
});

describe('the other client hooks', () => {
  it('judge the commit message', () => {
    repository = protectedRepository();
    repository.write('a.txt', 'a\n');
    repository.must('add', '.');
    expectBlocked(repository.git('commit', '-m', `use ${token()} for now`), 'commit message');
    expect(repository.git('commit', '-qm', 'no token').status).toBe(0);
  });

  it('leave the diff of a verbose commit out of the message', () => {
    repository = protectedRepository();
    repository.write('old.txt', leak());
    repository.must('add', '.');
    repository.must('commit', '-qnm', 'before');
    repository.write('old.txt', `top\n${leak()}`);
    repository.must('add', '.');
    const ran = repository.run('git', ['commit', '-v'], { env: { GIT_EDITOR: `sh -c 'printf "words\\n\\n" | cat - "$1" > "$1.new" && mv "$1.new" "$1"' -` } });
    expect(ran.status, ran.output).toBe(0);
  });

  it('stop a push of what rebase, cherry-pick and --no-verify brought in', () => {
    repository = protectedRepository();
    repository.must('init', '-q', '--bare', '../remote.git');
    repository.must('remote', 'add', 'origin', '../remote.git');
    expect(repository.git('push', '-q', 'origin', 'main').status).toBe(0);
    repository.write('a.txt', leak());
    repository.must('add', '.');
    repository.must('commit', '-qnm', 'unseen');
    repository.must('rm', '-q', 'a.txt');
    repository.must('commit', '-qm', 'and away again');
    expectBlocked(repository.git('push', '-q', 'origin', 'main'), 'a.txt');
    repository.must('reset', '-q', '--hard', 'HEAD~2');
    repository.write('b.txt', 'fine\n');
    repository.must('add', '.');
    repository.must('commit', '-qm', 'fine');
    expect(repository.git('push', '-q', 'origin', 'main')).toEqual({ status: 0, output: '' });
  });

  it('say how to take a secret out of the commit that brought it', () => {
    repository = makeRepository();
    repository.must('init', '-q', '--bare', '../remote.git');
    repository.must('remote', 'add', 'origin', '../remote.git');
    const commit = (path: string, text: string, ...args: string[]): string => {
      repository.write(path, text);
      repository.must('add', '.');
      repository.must('commit', '-qnm', path, ...args);
      return repository.must('rev-parse', '--short=12', 'HEAD').trim();
    };
    const root = commit('a.txt', leak('root'));
    expect(repository.portcullis('init', '--hooks-only').status).toBe(0);
    const push = (branch = 'main'): string => repository.git('push', '-q', 'origin', branch).output;
    expect(push()).toContain('git add a.txt && git commit --amend --no-edit && git push');
    commit('b.txt', 'fine\n');
    expect(push()).toContain(`       git rebase -i --root\n`);
    expect(push().replace(/\s+/g, ' ')).toContain(`it came with commit ${root}: mark this "edit" in the list that opens, take it out, "git add a.txt && git commit --amend --no-edit"`);
    repository.must('push', '-q', '--no-verify', 'origin', 'main');
    repository.must('switch', '-qc', 'side');
    const third = commit('c.txt', leak('third'));
    commit('d.txt', 'fine\n');
    expect(push('side')).toContain(`       git rebase -i ${third}^\n`);
    repository.must('switch', '-q', 'main');
    expect(push('side')).toContain(`take it out of commit ${third}: git commit`);
    repository.must('commit', '-qn', '--allow-empty', '-m', `see ${token('message')}`);
    expect(push()).toContain('       git commit --amend && git push\n');
  });

  it('stop a push of which pre-commit or prek tells only in the environment', () => {
    repository = protectedRepository();
    repository.must('init', '-q', '--bare', '../remote.git');
    repository.must('remote', 'add', 'origin', '../remote.git');
    const pushed = (env: NodeJS.ProcessEnv) => repository.run(process.execPath, [cli, 'hook', 'pre-push'], { env: { PRE_COMMIT: '1', PRE_COMMIT_REMOTE_NAME: 'origin', PRE_COMMIT_REMOTE_BRANCH: 'refs/heads/main', ...env } });
    expect(pushed({ PRE_COMMIT_LOCAL_BRANCH: 'refs/heads/main' })).toEqual({ status: 0, output: '' });
    repository.must('push', '-q', 'origin', 'main');
    const before = repository.must('rev-parse', 'HEAD').trim();
    repository.write('a.txt', `key = "${token()}"\n`);
    repository.must('add', '.');
    repository.must('commit', '-qnm', 'leak');
    expectBlocked(pushed({ PRE_COMMIT_LOCAL_BRANCH: 'refs/heads/main' }), 'a.txt');
    expectBlocked(pushed({ PRE_COMMIT_FROM_REF: before, PRE_COMMIT_TO_REF: repository.must('rev-parse', 'HEAD').trim() }), 'a.txt');
    expectBlocked(pushed({}), 'a.txt');
    expect(pushed({ PRE_COMMIT_TO_REF: 'no-such-commit' }).status).toBe(3);
    expect(pushed({ PRE_COMMIT_TO_REF: before })).toEqual({ status: 0, output: '' });
  });

  it('let deletions and a push of nothing new pass', () => {
    repository = protectedRepository();
    repository.must('init', '-q', '--bare', '../remote.git');
    repository.must('remote', 'add', 'origin', '../remote.git');
    repository.must('push', '-q', 'origin', 'main', 'main:other');
    expect(repository.git('push', '-q', 'origin', ':other').status).toBe(0);
    expect(repository.git('push', '-q', 'origin', 'main:again').status).toBe(0);
  });
});
