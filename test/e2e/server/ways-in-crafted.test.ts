import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createPlayground, type Playground, type PushResult } from './bare-server.ts';
import { blobOf, commitOf, commitWith, crafted, reachable, sendPack, treeOf, zero } from './crafted-objects.ts';
import { createRepository } from '../../git/repository.ts';
import { buildGate, token } from './gate.ts';
import { expectRefused } from './refused.ts';

let gate: string;
let ground: Playground;

beforeAll(() => {
  gate = buildGate();
});
afterAll(() => rmSync(dirname(dirname(gate)), { recursive: true, force: true }));

const env = (secret: string): string => `TOKEN=${secret}\n`;
const base64 = (text: string): string => Buffer.from(text).toString('base64').replace(/[=/]/g, '');

/** Tries to bring a secret in: by the arguments of `git push`, or by what came of a push of its own. */
type Way = readonly [name: string, way: (ground: Playground, secret: string) => readonly string[] | PushResult];

function attempt(way: Way[1], secret: string): PushResult {
  const done = way(ground, secret);
  return 'accepted' in done ? done : ground.push(done);
}

const at = (oid: string): readonly string[] => ['origin', `${oid}:refs/heads/x`];

/** A file of any mode, its blob in the pack whatever git makes of the mode. */
function withMode(mode: string): Way {
  return [`in a blob under mode ${mode}`, (g, s) => {
    const blob = blobOf(g, env(s));
    const tree = treeOf(g, [mode, 'd', blob]);
    const commit = commitOf(g, tree);
    return sendPack(g, ['refs/heads/x', zero, commit], [blob, tree, commit]);
  }];
}

const crafting: readonly Way[] = [
  ['in a blob that nothing refers to', (g, s) => {
    const stray = blobOf(g, env(s));
    const commit = g.work.commit('clean', { 'x.txt': 'x' });
    return sendPack(g, ['refs/heads/main', g.work.git(['rev-parse', 'origin/main']), commit], [...reachable(g, 'origin/main..HEAD'), stray]);
  }],
  ['in a blob that nothing refers to, among so many that git keeps the pack', (g, s) => {
    const stray = blobOf(g, env(s));
    const commit = g.work.commit('many', Object.fromEntries(Array.from({ length: 150 }, (_one, number) => [`f${number}.txt`, String(number)])));
    return sendPack(g, ['refs/heads/main', g.work.git(['rev-parse', 'origin/main']), commit], [...reachable(g, 'origin/main..HEAD'), stray]);
  }],
  ['in a blob beside a ref to what is there already', (g, s) => sendPack(g, ['refs/heads/x', zero, g.work.git(['rev-parse', 'HEAD'])], [blobOf(g, env(s))])],
  ['in a tag that nothing refers to', (g, s) => (g.work.git(['tag', '-a', '-m', s, 't']), sendPack(g, ['refs/heads/x', zero, g.work.git(['rev-parse', 'HEAD'])], [g.work.git(['rev-parse', 't'])]))],
  ['in the names of a tree that nothing refers to', (g, s) => sendPack(g, ['refs/heads/x', zero, g.work.git(['rev-parse', 'HEAD'])], [treeOf(g, ['100644', s, blobOf(g, 'x')])])],
  ['in a blob that an interface of the server stored before', (g, s) => (g.server.git(['hash-object', '-w', '--stdin'], { input: env(s) }), g.work.commit('c', { 'k.env': env(s) }), ['origin', 'HEAD:refs/heads/x'])],
  ['in the commit that a gitlink names', (g, s) => {
    const inner = commitOf(g, treeOf(g, ['100644', 'k', blobOf(g, env(s))]));
    const outer = commitOf(g, treeOf(g, ['160000', 'sub', inner]));
    return sendPack(g, ['refs/heads/x', zero, outer], reachable(g, inner, outer));
  }],
  ['in a commit that a second parent line after the author names', (g, s) => {
    const bad = commitOf(g, treeOf(g, ['100644', 'k', blobOf(g, env(s))]));
    const [head, tree] = g.work.git(['rev-parse', 'HEAD', 'HEAD^{tree}']).split('\n');
    const commit = crafted(g, 'commit', `tree ${tree}\nparent ${head}\nauthor A <a@example.com> 1 +0000\nparent ${bad}\ncommitter A <a@example.com> 1 +0000\n\nx\n`);
    return sendPack(g, ['refs/heads/x', zero, commit], [...reachable(g, bad), commit]);
  }],
  ['in an object that a second line of a tag names', (g, s) => {
    const blob = blobOf(g, env(s));
    const tag = crafted(g, 'tag', `object ${g.work.git(['rev-parse', 'HEAD'])}\ntype commit\ntag x\nobject ${blob}\ntagger A <a@example.com> 1 +0000\n\nx\n`);
    return sendPack(g, ['refs/tags/x', zero, tag], [blob, tag]);
  }],
  ['in a tree that an entry calls a file', (g, s) => {
    const blob = blobOf(g, env(s));
    const inner = treeOf(g, ['100644', 'k', blob]);
    const tree = treeOf(g, ['100644', 'd', inner]);
    const commit = commitOf(g, tree);
    return sendPack(g, ['refs/heads/x', zero, commit], [blob, inner, tree, commit]);
  }],
  ...['0', '100666', '160000', '170000', '777777', '1160000', '0100644'].map(withMode),
  ['in the second of two entries of one name', (g, s) => at(commitOf(g, treeOf(g, ['100644', 'd', blobOf(g, 'fine')], ['100644', 'd', blobOf(g, env(s))])))],
  ['in a file that a folder of the same name hides', (g, s) => at(commitOf(g, treeOf(g, ['100644', 'd', blobOf(g, env(s))], ['40000', 'd', treeOf(g)])))],
  ['in a tree that is not in order', (g, s) => at(commitOf(g, treeOf(g, ['100644', 'z', blobOf(g, 'fine')], ['100644', 'a', blobOf(g, env(s))])))],
  ['in .git/config', (g, s) => at(commitOf(g, treeOf(g, ['40000', '.git', treeOf(g, ['100644', 'config', blobOf(g, env(s))])])))],
  ['in a file called ..', (g, s) => at(commitOf(g, treeOf(g, ['100644', '..', blobOf(g, env(s))])))],
  ['in a tag of a tag of a blob', (g, s) => (g.work.git(['tag', '-a', '-m', 'x', 'b1', blobOf(g, env(s))]), g.work.git(['tag', '-a', '-m', 'y', 'b2', 'b1']), ['origin', 'b2'])],
  ['in a tag of a tag of a tree, on a ref of its own', (g, s) => (g.work.git(['tag', '-a', '-m', 'x', 't1', treeOf(g, ['100644', 'k', blobOf(g, env(s))])]), g.work.git(['tag', '-a', '-m', 'y', 't2', 't1']), ['origin', 't2:refs/weird/t2'])],
  ['in the name that a tag gives itself', (g, s) => ['origin', `${crafted(g, 'tag', `object ${g.work.git(['rev-parse', 'HEAD'])}\ntype commit\ntag ${s}\ntagger A <a@example.com> 1 +0000\n\nx\n`)}:refs/tags/x`]],
  ['in a note on a note', (g, s) => (g.work.git(['notes', 'add', '-f', '-m', 'n', 'HEAD']), g.work.git(['notes', '--ref', 'deep', 'add', '-m', s, g.work.git(['rev-parse', 'refs/notes/commits'])]), ['origin', 'refs/notes/deep'])],
  ['in the tag that a merge keeps', (g, s) => at(commitWith(g, `mergetag object ${g.work.git(['rev-parse', 'HEAD'])}\n type commit\n tag v\n tagger A <a@example.com> 1 +0000\n \n ${s}\n`))],
  ['in the encoding of a commit', (g, s) => at(commitWith(g, `encoding ${s}\n`))],
  ['in a message in UTF-16', (g, s) => at(commitWith(g, 'encoding UTF-16LE\n', Buffer.from(`token ${s}\n`, 'utf16le')))],
  ['in a message that is compressed', (g, s) => at(commitWith(g, '', gzipSync(env(s))))],
  ['in a message in base64', (g, s) => at(commitWith(g, '', `x\n\n${base64(env(s))}\n`))],
  ['after fifty thousand headers', (g, s) => at(commitWith(g, `${Array.from({ length: 50_000 }, (_one, number) => `h${number} v\n`).join('')}z ${s}\n`))],
  ['in a date', (g, s) => at(crafted(g, 'commit', `tree ${g.work.git(['rev-parse', 'HEAD^{tree}'])}\nauthor A <a@example.com> ${s} +0000\ncommitter A <a@example.com> 99999999999999999999 +0000\n\nx\n`))],
  ['in base64 as a file name', (g, s) => (g.work.commit('c', { [base64(env(s))]: '' }), ['origin', 'HEAD:refs/heads/x'])],
  ['in base64 as a branch name', (_g, s) => ['origin', `main:refs/heads/${base64(env(s))}`]],
  ['in a symlink of a million bytes', (g, s) => at(commitOf(g, treeOf(g, ['120000', 'l', blobOf(g, 'a/'.repeat(500_000) + s)])))],
  ['in a branch called HEAD', (g, s) => (g.work.commit('c', { 'b.txt': env(s) }), ['origin', 'HEAD:refs/heads/HEAD'])],
  ['in the last of ten thousand push options', (_g, s) => [...Array.from({ length: 10_000 }, (_one, number) => ['-o', String(number)]).flat(), '-o', `k=${s}`, 'origin', 'main:x']],
];

// nothing of what is refused stays on the server, so one will do for all
describe('a credential that is brought in by hand-made objects', () => {
  beforeAll(() => {
    ground = createPlayground(gate);
    ground.work.commit('first', { 'readme.md': 'hello\n' });
    expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: true });
  });
  afterAll(() => ground.remove());
  beforeEach(() => void ground.work.git(['checkout', '-q', '-f', '-B', 'main', 'origin/main']));

  test.each(crafting)('%s is refused, named without being shown, and recorded', async (_name, way) => {
    const secret = token();
    const before = ground.refs();
    await expectRefused(ground, attempt(way, secret), { secret, refsBefore: before });
  });

  test.each(['.', '..', '', '.git', '.GIT', '.git ', '.git.', 'git~1', '.git::$INDEX_ALLOCATION', '.g\u200cit', '\ufeff.git', 'a/b'])('a file called "%s" is refused, whatever is in it', (name) => {
    expect(ground.push(at(commitOf(ground, treeOf(ground, ['100644', name, blobOf(ground, 'fine')])))).accepted).toBe(false);
  });

  test.each(['.gitx', '.gitignore', '..x', 'git~2', 'a\\b'])('a file called "%s" is not', (name) => {
    expect(ground.push(['origin', `+${commitOf(ground, treeOf(ground, ['100644', name, blobOf(ground, 'fine')]))}:refs/heads/fine`])).toMatchObject({ accepted: true });
  });
});

describe('a credential that is brought in step by step', () => {
  beforeEach(() => {
    ground = createPlayground(gate);
    ground.work.commit('first', { 'readme.md': 'hello\n' });
  });
  afterEach(() => ground.remove());

  const strict = 'families: {credentials: {block: never}}\nbranches: [{match: [main], families: {credentials: {block: medium}}}]\n';
  const loose = 'branches: [{match: ["wip/*"], families: {credentials: off}}]\n';
  const fixtures = 'paths: [{match: ["fixtures/**"], families: {credentials: off}}]\n';
  const push = (...args: readonly string[]): void => expect(ground.push(['origin', ...args])).toMatchObject({ accepted: true });
  type Step = readonly [name: string, policy: string, way: Way[1]];
  const steps: readonly Step[] = [
    ['to a branch where it passes, then to main', strict, (g, s) => (g.work.commit('c', { 'x.txt': env(s) }), push('HEAD:refs/heads/other'), ['origin', 'main'])],
    ['to a branch where it passes, then merged into main', strict, (g, s) => {
      g.work.git(['checkout', '-q', '-b', 'side']);
      g.work.commit('c', { 'x.txt': env(s) });
      push('side');
      g.work.git(['checkout', '-q', 'main']);
      g.work.git(['merge', '-q', '--no-ff', '-m', 'm', 'side']);
      return ['origin', 'main'];
    }],
    ['to main by a symbolic ref', strict, (g, s) => (g.server.git(['symbolic-ref', 'refs/heads/alias', 'refs/heads/main']), g.work.commit('c', { 'x.txt': env(s) }), ['origin', 'main:refs/heads/alias'])],
    ['to a branch where nothing counts, then to another one', loose, (g, s) => (g.work.commit('c', { 'x.txt': env(s) }), push('HEAD:refs/heads/wip/a'), ['origin', 'main:refs/heads/other'])],
    ['to a branch where nothing counts, then by a tag', loose, (g, s) => (g.work.commit('c', { 'x.txt': env(s) }), push('HEAD:refs/heads/wip/a'), ['origin', 'main:refs/tags/t'])],
    ['to a folder where it passes, then in place of a file elsewhere', fixtures, (g, s) => (g.work.commit('c', { 'fixtures/k.env': env(s), 'k.env': 'X=1\n' }), push('main'), g.work.commit('d', { 'k.env': env(s) }), ['origin', 'main'])],
    ['to a folder where it passes, then elsewhere by a merge', fixtures, (g, s) => {
      g.work.commit('c', { 'fixtures/k.env': env(s) });
      push('main');
      g.work.git(['checkout', '-q', '-b', 'side', 'HEAD~1']);
      g.work.commit('s', { s: 's' });
      g.work.git(['merge', '-q', '--no-commit', 'main']);
      g.work.commit('m', { 'z.env': env(s) });
      return ['origin', 'side'];
    }],
    ...['refs/merge-requests/1/head', 'refs/pull/1/head', 'refs/pull-requests/1/from', 'refs/keep-around/1'].map((ref): Step => [
      `to a fork that nobody judges, by its request (${ref}) to main`,
      'version: 1\n',
      (g, s) => {
        g.work.git(['checkout', '-q', '-b', 'side']);
        g.work.commit('c', { 'x.txt': env(s) });
        g.server.git(['fetch', '-q', g.work.path, `side:${ref}`]);
        g.work.git(['checkout', '-q', 'main']);
        g.work.git(['merge', '-q', '--no-ff', '-m', 'm', 'side']);
        return ['origin', 'main'];
      },
    ]),
    ['to a fork in the store that all forks share, then to main', 'version: 1\n', (g, s) => {
      const pool = createRepository({ bare: true, path: join(g.root, 'pool.git') });
      writeFileSync(join(g.server.path, 'objects/info/alternates'), `${pool.path}/objects\n`);
      g.work.commit('c', { 'x.txt': env(s) });
      pool.git(['fetch', '-q', g.work.path, 'main:refs/remotes/7/heads/main']);
      return ['origin', 'main'];
    }],
    ['to a path that only looks as if it were in a folder where it passes', fixtures, (g, s) => at(commitOf(g, treeOf(g, ['40000', 'fixtures', treeOf(g, ['100644', '../k.env', blobOf(g, env(s))])])))],
  ];

  test.each(steps)('%s, is refused', async (_name, policy, way) => {
    ground.administer('portcullis.yaml', policy);
    push('main');
    const secret = token();
    expect(attempt(way, secret).accepted).toBe(false);
    expect((await ground.records()).at(-1)).toMatchObject({ verdict: 'block' });
  });

  test.each([
    ['from one branch where it passes to another', loose, 'wip/a', 'wip/b'],
    ['from main to a branch with rules no stricter', strict, 'main', 'other'],
  ])('what goes %s is not judged again', (_name, policy, from, to) => {
    ground.administer('portcullis.yaml', 'families: {credentials: off}\n');
    ground.work.commit('c', { 'x.txt': env(token()) });
    push(`HEAD:refs/heads/${from}`);
    ground.administer('portcullis.yaml', policy);
    ground.work.commit('d', { 'y.txt': 'y' });
    push(`HEAD:refs/heads/${to}`);
  });

  test('the ref that holds the policy is not deleted by a push', () => {
    ground.administer('portcullis.yaml', 'server: {policy-ref: refs/heads/policy}\n');
    push('main', 'main:policy');
    const { accepted, output } = ground.push(['origin', ':policy']);
    expect([accepted, output.includes('holds the policy of this server')]).toEqual([false, true]);
    push('main:other');
    push(':other');
  });
});
