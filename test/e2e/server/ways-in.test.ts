import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Playground } from './bare-server.ts';
import { blobOf } from './crafted-objects.ts';
import { token } from './gate.ts';
import { expectRefused } from './refused.ts';
import { eachOnItsOwnGround, ground } from './own-ground.ts';

eachOnItsOwnGround({ 'readme.md': 'hello\n', 'src/a.ts': 'export const a = 1;\n' });
beforeEach(() => {
  expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: true });
});

/** Each way puts `secret` somewhere into a push and returns the arguments of `git push`. */
type Way = readonly [name: string, way: (ground: Playground, secret: string) => readonly string[]];

const main = ['origin', 'main'];
const line = (secret: string): string => `const value = "${secret}";\n`;
const env = (secret: string): string => `TOKEN=${secret}\n`;

function treeOf({ work }: Playground, lines: string): string {
  return work.git(['mktree', '--missing'], { input: lines });
}

const contents: readonly Way[] = [
  ['in a file', (g, s) => (g.work.commit('c', { 'src/b.ts': line(s) }), main)],
  ['in a file of a deep folder', (g, s) => (g.work.commit('c', { [`${'d/'.repeat(60)}x.txt`]: env(s) }), main)],
  ['in a changed file', (g, s) => (g.work.commit('c', { 'src/a.ts': `export const a = 1;\n${line(s)}` }), main)],
  ['behind -diff in .gitattributes', (g, s) => (g.work.commit('c', { '.gitattributes': '* -diff\n', 'b.ts': line(s) }), main)],
  ['behind binary in .gitattributes of an earlier push', (g, s) => (g.work.commit('c', { '.gitattributes': '* binary\n' }), g.push(main), g.work.commit('d', { 'b.ts': line(s) }), main)],
  ['behind a textconv driver', (g, s) => (g.server.git(['config', 'diff.x.textconv', 'true']), g.work.commit('c', { '.gitattributes': '* diff=x\n', 'b.ts': line(s) }), main)],
  ['as UTF-16 with a mark', (g, s) => (g.work.commit('c', { 'b.txt': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(env(s), 'utf16le')]) }), main)],
  ['as UTF-16 big endian without a mark', (g, s) => (g.work.commit('c', { 'b.txt': Buffer.from(env(s), 'utf16le').swap16() }), main)],
  ['behind a mark of UTF-16 that is none', (g, s) => (g.work.commit('c', { 'b.txt': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(env(s))]) }), main)],
  ['as UTF-16 after five kilobytes of ASCII', (g, s) => (g.work.commit('c', { 'b.txt': Buffer.concat([Buffer.from('ordinary text\n'.repeat(360)), Buffer.from(env(s), 'utf16le')]) }), main)],
  ['after UTF-16, in ASCII', (g, s) => (g.work.commit('c', { 'b.txt': Buffer.concat([Buffer.from('ordinary text\n'.repeat(100), 'utf16le'), Buffer.from(env(s))]) }), main)],
  ['in a large version that is judged after a like one in UTF-16', (g, s) => {
    const text = `${'ordinary text\n'.repeat(700)}${env(s)}`;
    g.work.git(['checkout', '-q', '-b', 'bad']);
    g.work.write('b.txt', text);
    g.work.git(['add', '-A']);
    g.work.git(['commit', '-q', '-m', 'bad'], { env: { GIT_COMMITTER_DATE: '1600000000 +0000' } });
    g.work.git(['checkout', '-q', '-b', 'like', 'main']);
    g.work.commit('like', { 'b.txt': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`${'ordinary text\n'.repeat(700)}TOKEN=x\n`)]) });
    return ['origin', 'bad', 'like'];
  }],
  ['beside a NUL byte', (g, s) => (g.work.commit('c', { 'b.txt': Buffer.concat([Buffer.from([0, 1, 2]), Buffer.from(env(s))]) }), main)],
  ['beside Latin-1 bytes', (g, s) => (g.work.commit('c', { 'b.txt': Buffer.concat([Buffer.from([0xe9, 0x20]), Buffer.from(env(s))]) }), main)],
  ['in a line of three megabytes', (g, s) => (g.work.commit('c', { 'b.txt': `${'x '.repeat(750_000)}${s}${' x'.repeat(750_000)}` }), main)],
  ['with lone CR line ends', (g, s) => (g.work.commit('c', { 'b.txt': `a\rTOKEN=${s}\rb` }), main)],
  ['in a file called .png', (g, s) => (g.work.commit('c', { 'logo.png': env(s) }), main)],
  ['in a lockfile', (g, s) => (g.work.commit('c', { 'package-lock.json': `{"x":"${s}"}` }), main)],
  ['in a file marked for LFS that is text', (g, s) => (g.work.commit('c', { '.gitattributes': '*.bin filter=lfs -text\n', 'x.bin': env(s) }), main)],
  ['in .gitmodules', (g, s) => (g.work.commit('c', { '.gitmodules': `[submodule "x"]\n\tpath = x\n\turl = https://user:${s}@example.com/x.git\n` }), main)],
  ['in the gate\'s own configuration', (g, s) => (g.work.commit('c', { 'portcullis.yaml': `# ${s}\n` }), main)],
  ['in a file that looks like a diff', (g, s) => (g.work.commit('c', { 'a.patch': `diff --git a/x b/x\n--- a/x\n+++ /dev/null\n-${s}\n` }), main)],
  ['in a file with quotes and a line break in its name', (g, s) => (g.work.commit('c', { 'a "b"\n\tc': env(s) }), main)],
  ['in a file whose name is not UTF-8', (g, s) => {
    const blob = blobOf(g, env(s));
    g.work.git(['update-index', '-z', '--index-info'], { input: Buffer.concat([Buffer.from(`100644 ${blob}\t`), Buffer.from([0xff, 0xfe, 0x2d]), Buffer.from([0])]) });
    g.work.git(['commit', '-q', '-m', 'c']);
    return main;
  }],
  ['in a file that starts with a dash', (g, s) => (g.work.commit('c', { '--help': env(s) }), main)],
  ['in a symlink\'s target', (g, s) => (symlinkSync(`/x/${s}`, join(g.work.path, 'link')), g.work.commit('c'), main)],
  ['in a symlink that replaces a file', (g, s) => (rmSync(join(g.work.path, 'readme.md')), symlinkSync(s, join(g.work.path, 'readme.md')), g.work.commit('c'), main)],
  ['in a file name', (g, s) => (g.work.commit('c', { [`${s}.txt`]: 'x' }), main)],
  ['in the name of an empty folder\'s file', (g, s) => (g.work.commit('c', { [`keys/${s}/.gitkeep`]: '' }), main)],
  ['in the name of a file whose content is old', (g, s) => (g.work.commit('c', { [`x-${s}`]: 'hello\n' }), main)],
  ['in the name of a submodule', (g, s) => {
    g.work.git(['update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},sub-${s}`]);
    g.work.git(['commit', '-q', '-m', 'c']);
    return main;
  }],
];

const histories: readonly Way[] = [
  ['added and removed in one push', (g, s) => (g.work.commit('c', { 'b.ts': line(s) }), rmSync(join(g.work.path, 'b.ts')), g.work.commit('d'), main)],
  ['added and changed in one push', (g, s) => (g.work.commit('c', { 'b.ts': line(s) }), g.work.commit('d', { 'b.ts': 'x' }), main)],
  ['in the first of fifty commits', (g, s) => {
    g.work.commit('c', { 'b.ts': line(s) });
    rmSync(join(g.work.path, 'b.ts'));
    for (let i = 0; i < 50; i++) g.work.commit(`c${i}`, { 'n.txt': String(i) });
    return main;
  }],
  ['only in a merge (evil merge)', (g, s) => {
    const { work } = g;
    work.git(['checkout', '-q', '-b', 'side', 'HEAD']);
    work.commit('side', { 's.txt': 's' });
    work.git(['checkout', '-q', 'main']);
    work.commit('m', { 'm.txt': 'm' });
    work.git(['merge', '-q', '--no-commit', 'side']);
    work.commit('merge', { 'readme.md': env(s) });
    return main;
  }],
  ['only in an octopus merge', (g, s) => {
    const { work } = g;
    for (const name of ['one', 'two', 'three']) {
      work.git(['checkout', '-q', '-b', name, 'origin/main']);
      work.commit(name, { [`${name}.txt`]: name });
    }
    work.git(['checkout', '-q', 'main']);
    const tree = treeOf(g, `100644 blob ${blobOf(g, env(s))}\tx.txt\n`);
    const merge = work.git(['commit-tree', tree, '-p', 'one', '-p', 'two', '-p', 'three', '-m', 'octopus']);
    work.git(['reset', '-q', '--hard', merge]);
    return ['-f', ...main];
  }],
  ['on the second parent of a merge', (g, s) => {
    const { work } = g;
    work.git(['checkout', '-q', '-b', 'side']);
    work.commit('bad', { 'b.ts': line(s) });
    rmSync(join(work.path, 'b.ts'));
    work.commit('clean');
    work.git(['checkout', '-q', 'main']);
    work.git(['merge', '-q', '--no-ff', '-m', 'm', 'side']);
    return main;
  }],
  ['on an orphan branch', (g, s) => {
    g.work.git(['checkout', '-q', '--orphan', 'lonely']);
    g.work.commit('c', { 'b.ts': line(s) });
    return ['origin', 'lonely'];
  }],
  ['in a root commit with log.showRoot off', (g, s) => {
    g.server.git(['config', 'log.showRoot', 'false']);
    g.work.git(['checkout', '-q', '--orphan', 'root']);
    g.work.commit('c', { 'b.ts': line(s) });
    return ['origin', 'root'];
  }],
  ['in a forced push', (g, s) => (g.work.git(['commit', '-q', '--amend', '-m', 'other']), g.work.commit('c', { 'b.ts': line(s) }), ['-f', ...main])],
  ['moved out of a folder within the push', (g, s) => (g.work.commit('c', { 'node_modules/x.js': line(s) }), g.work.git(['mv', 'node_modules/x.js', 'x.js']), g.work.commit('d'), main)],
  ['on one of two branches', (g, s) => (g.work.git(['branch', 'good']), g.work.commit('c', { 'b.ts': line(s) }), ['origin', 'good', 'main'])],
  ['beside a deletion', (g, s) => (g.push(['origin', 'main:other']), g.work.commit('c', { 'b.ts': line(s) }), ['origin', ':other', 'main'])],
  ['in an old secret written anew elsewhere', (g, s) => {
    carry(g, s);
    g.work.commit('copy', { 'other.ts': `// copied\n${line(s)}` });
    return main;
  }],
  ['in an old file that is moved to two places', (g, s) => {
    carry(g, s);
    const [old = ''] = g.work.git(['grep', '-l', '-F', s]).split('\n');
    rmSync(join(g.work.path, old));
    g.work.commit('moved', { 'one.ts': `// one\n${line(s)}`, 'two.ts': `// two\n${line(s)}` });
    return main;
  }],
  ['in a subtree that the push holds twice', (g, s) => (g.work.commit('c', { 'a/k.txt': env(s), 'b/k.txt': env(s) }), main)],
  ['with color, external diff, quoting and order set on the server', (g, s) => {
    for (const [key, value] of [['color.ui', 'always'], ['core.quotePath', 'true'], ['diff.external', 'true'], ['diff.orderFile', '/missing'], ['diff.noprefix', 'true'], ['diff.renames', 'copies'], ['core.abbrev', '5'], ['diff.ignoreSubmodules', 'all'], ['log.date', 'iso']] as const) g.server.git(['config', key, value]);
    g.work.commit('c', { 'b.ts': line(s) });
    return main;
  }],
  ['hidden by attributes on the server', (g, s) => (writeFileSync(join(g.server.path, 'info/attributes'), '* -diff -text binary\n'), g.work.commit('c', { 'b.ts': line(s) }), main)],
  ['hidden by grafts on the server', (g, s) => {
    const bad = g.work.commit('bad', { 'b.ts': line(s) });
    rmSync(join(g.work.path, 'b.ts'));
    const good = g.work.commit('good');
    writeFileSync(join(g.server.path, 'info/grafts'), `${good} ${g.work.git(['rev-parse', 'origin/main'])}\n`);
    expect(bad).not.toBe(good);
    return main;
  }],
  ['hidden by a replace ref pushed before', (g, s) => {
    const good = g.work.git(['rev-parse', 'HEAD']);
    const bad = g.work.commit('bad', { 'b.ts': line(s) });
    expect(g.push(['origin', `${good}:refs/replace/${bad}`]).accepted).toBe(true);
    return main;
  }],
];

const objects: readonly Way[] = [
  ['in a commit message', (g, s) => (g.work.commit(`fix\n\ntoken ${s}\n`), main)],
  ['in a commit message after a scissors line', (g, s) => (g.work.commit(`fix\n# ------------------------ >8 ------------------------\n${s}\n`), main)],
  ['in an author\'s name', (g, s) => (g.work.git(['commit', '-q', '--allow-empty', '-m', 'c', `--author=${s} <a@example.com>`]), main)],
  ['in an author\'s address', (g, s) => (g.work.git(['commit', '-q', '--allow-empty', '-m', 'c', `--author=A <${s}@example.com>`]), main)],
  ['in a committer\'s name', (g, s) => (g.work.git(['commit', '-q', '--allow-empty', '-m', 'c'], { env: { GIT_COMMITTER_NAME: s } }), main)],
  ['in an unknown header of a commit', (g, s) => {
    const commit = g.work.git(['cat-file', 'commit', 'HEAD']).replace('\n\n', `\nx-extra first\n ${s}\n\n`);
    const oid = g.work.git(['hash-object', '-t', 'commit', '-w', '--stdin', '--literally'], { input: `${commit}\n` });
    return ['origin', `${oid}:refs/heads/x`];
  }],
  ['in a signature header of a commit', (g, s) => {
    const commit = g.work.git(['cat-file', 'commit', 'HEAD']).replace('\n\n', `\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n ${s}\n -----END PGP SIGNATURE-----\n\n`);
    const oid = g.work.git(['hash-object', '-t', 'commit', '-w', '--stdin', '--literally'], { input: `${commit}\n` });
    return ['origin', `${oid}:refs/heads/x`];
  }],
  ['after a NUL in a commit message', (g, s) => {
    const commit = Buffer.concat([Buffer.from(`${g.work.git(['cat-file', 'commit', 'HEAD'])}\n`), Buffer.from([0]), Buffer.from(`${s}\n`)]);
    const oid = g.work.git(['hash-object', '-t', 'commit', '-w', '--stdin', '--literally'], { input: commit });
    return ['origin', `${oid}:refs/heads/x`];
  }],
  ['in a tag message', (g, s) => (g.work.git(['tag', '-a', 'v1', '-m', `release ${s}`]), ['origin', 'v1'])],
  ['in a tagger\'s name', (g, s) => (g.work.git(['tag', '-a', 'v1', '-m', 'x'], { env: { GIT_COMMITTER_NAME: s } }), ['origin', 'v1'])],
  ['in a tag of a tag', (g, s) => (g.work.git(['tag', '-a', 'inner', '-m', s]), g.work.git(['tag', '-a', 'outer', '-m', 'x', 'inner']), ['origin', 'outer'])],
  ['in a tagged blob', (g, s) => (g.work.git(['tag', 'blob', blobOf(g, env(s))]), ['origin', 'blob'])],
  ['in a tagged tree', (g, s) => (g.work.git(['tag', 'tree', treeOf(g, `100644 blob ${blobOf(g, env(s))}\tx\n`)]), ['origin', 'tree'])],
  ['in an annotated tag of a blob', (g, s) => (g.work.git(['tag', '-a', '-m', 'x', 'blob', blobOf(g, env(s))]), ['origin', 'blob'])],
  ['in the names of a tagged tree', (g, s) => (g.work.git(['tag', 'tree', treeOf(g, `100644 blob ${blobOf(g, 'x')}\t${s}\n`)]), ['origin', 'tree'])],
  ['in a note', (g, s) => (g.work.git(['notes', 'add', '-m', s, 'HEAD']), ['origin', 'refs/notes/commits'])],
  ['in a custom ref', (g, s) => (g.work.commit('c', { 'b.ts': line(s) }), ['origin', 'HEAD:refs/custom/x'])],
  ['in refs/replace', (g, s) => (g.work.commit('c', { 'b.ts': line(s) }), ['origin', `HEAD:refs/replace/${'1'.repeat(40)}`])],
  ['in a stash', (g, s) => (writeFileSync(join(g.work.path, 'readme.md'), env(s)), g.work.git(['stash', '-q']), ['origin', 'refs/stash'])],
  ['in a ref for review', (g, s) => (g.work.commit('c', { 'b.ts': line(s) }), ['origin', 'HEAD:refs/for/main'])],
  ['in a ref that git refuses afterwards', (g, s) => (g.server.git(['config', 'receive.denyNonFastForwards', 'true']), g.work.git(['commit', '-q', '--amend', '-m', 'y']), g.work.commit('c', { 'b.ts': line(s) }), ['-f', 'origin', 'main'])],
  ['in a branch name', (_g, s) => ['origin', `main:refs/heads/fix-${s}`]],
  ['in a tag name', (_g, s) => ['origin', `main:refs/tags/${s}`]],
  ['in a push option', (_g, s) => ['-o', `note=${s}`, 'origin', 'main:other']],
];

const trust: readonly Way[] = [
  ['with a policy in the push that turns everything off', (g, s) => (g.work.commit('c', { 'portcullis.yaml': 'families: {credentials: off}\n', 'b.ts': line(s) }), main)],
  ['with an own inline suppression', (g, s) => (g.work.commit('c', { 'b.ts': `${line(s).trimEnd()} // portcullis: allow because I say so\n` }), main)],
  ['with another tool\'s inline suppression', (g, s) => (g.work.commit('c', { 'b.ts': `${line(s).trimEnd()} // gitleaks:allow pragma: allowlist secret nosec\n` }), main)],
  ['with ignore files of other tools', (g, s) => (g.work.commit('c', { '.gitleaks.toml': '[allowlist]\npaths = [".*"]\n', '.gitleaksignore': 'b.ts:x:1\n', '.secretlintignore': '*\n', 'b.ts': line(s) }), main)],
  ['with a skip word in the commit message', (g, s) => (g.work.commit('c [skip ci] [skip secret push protection]', { 'b.ts': line(s) }), main)],
  ['with a skip push option', (g, s) => (g.work.commit('c', { 'b.ts': line(s) }), ['-o', 'secret_push_protection.skip_all', '-o', 'portcullis.skip', ...main])],
  ['with an exception that the policy does not allow', (g, s) => (g.work.commit('c', { 'b.ts': line(s) }), ['-o', `portcullis.allow=${'0'.repeat(32)},ticket=OPS-1`, ...main])],
];

function carry(g: Playground, secret: string): void {
  const hook = join(g.server.path, 'hooks/pre-receive');
  g.server.git(['config', 'core.hooksPath', '/dev/null']);
  g.work.commit('old', { 'old.ts': line(secret) });
  expect(g.push(main).accepted).toBe(true);
  g.server.git(['config', '--unset', 'core.hooksPath']);
  expect(hook).toContain('pre-receive');
}

describe.each([
  ['content', contents],
  ['history', histories],
  ['objects and names', objects],
  ['what a push says about itself', trust],
])('a credential in the %s', (_kind, ways) => {
  test.each(ways)('%s is refused, named without being shown, and recorded', async (_name, way) => {
    const secret = token();
    const args = way(ground, secret);
    const before = ground.refs();
    await expectRefused(ground, ground.push(args), { secret, refsBefore: before });
    expect(await ground.logProblems()).toEqual([]);
  });
});

describe('what is not to be refused', () => {
  const accepted: readonly Way[] = [
    ['a clean commit', (g) => (g.work.commit('c', { 'b.ts': 'x' }), main)],
    ['an old secret that a changed file carries along', (g, s) => (carry(g, s), g.work.commit('edit', { 'old.ts': `// more\n${line(s)}` }), main)],
    ['an old secret in a file that moved and changed', (g, s) => (carry(g, s), g.work.git(['mv', 'old.ts', 'new.ts']), g.work.commit('move', { 'new.ts': `// more\n${line(s)}` }), main)],
    ['an old secret that a merge carries along', (g, s) => {
      carry(g, s);
      const { work } = g;
      work.git(['checkout', '-q', '-b', 'side']);
      work.commit('side', { 'old.ts': `// top\n${line(s)}\n\n\n// end\n` });
      work.git(['checkout', '-q', 'main']);
      work.commit('main', { 'x.ts': 'x' });
      work.git(['merge', '-q', '-m', 'm', 'side']);
      return main;
    }],
    ['the removal of an old secret', (g, s) => (carry(g, s), rmSync(join(g.work.path, 'old.ts')), g.work.commit('gone'), main)],
    ['an exact copy of an old file', (g, s) => (carry(g, s), g.work.commit('copy', { 'copy.ts': line(s) }), main)],
    ['a revert to an old content', (g, s) => {
      carry(g, s);
      rmSync(join(g.work.path, 'old.ts'));
      g.work.commit('gone');
      expect(g.push(main).accepted).toBe(true);
      g.work.git(['revert', '--no-edit', 'HEAD']);
      return main;
    }],
    ['a new branch on an old commit with a secret', (g, s) => (carry(g, s), ['origin', 'main:refs/heads/new'])],
    ['a tag on an old commit', (g, s) => (carry(g, s), g.work.git(['tag', '-a', 'v1', '-m', 'release']), ['origin', 'v1'])],
    ['the deletion of a branch', (g) => (g.push(['origin', 'main:other']), ['origin', ':other'])],
    ['the deletion of a branch that does not exist', () => ['origin', ':refs/heads/nothing']],
    ['the deletion of a branch whose name is a secret', (g, s) => (g.server.git(['update-ref', `refs/heads/${s}`, 'refs/heads/main']), ['origin', `:refs/heads/${s}`])],
    ['a forced push to an older commit', (g) => (g.work.commit('c'), g.push(main), g.work.git(['reset', '-q', '--hard', 'HEAD~1']), ['-f', ...main])],
    ['a submodule', (g) => (g.work.git(['update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},sub`]), g.work.git(['commit', '-q', '-m', 'c']), main)],
    ['an LFS pointer', (g) => (g.work.commit('c', { 'x.bin': `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12\n` }), main)],
    ['a file with an old name that is a secret', (g, s) => {
      g.server.git(['config', 'core.hooksPath', '/dev/null']);
      g.work.commit('old', { [`k/${s}`]: 'x' });
      g.push(main);
      g.server.git(['config', '--unset', 'core.hooksPath']);
      g.work.commit('c', { [`k/${s}`]: 'y' });
      return main;
    }],
  ];

  test.each(accepted)('%s goes through and is recorded', async (_name, way) => {
    const args = way(ground, token());
    const result = ground.push(args);
    expect(result).toMatchObject({ accepted: true });
    const last = (await ground.records()).at(-1);
    expect(last?.refs?.length).toBeGreaterThan(0);
    expect(last?.verdict).toMatch(/allow|warn/);
    expect(await ground.logProblems()).toEqual([]);
  });
});
