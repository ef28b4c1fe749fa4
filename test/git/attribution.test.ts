import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { attribute, movedIn } from '../../src/git/attribution.ts';
import { boundary, existing, listCommits, listObjects, outgoingSelection, pushSelection } from '../../src/git/new-objects.ts';
import { createRepository, testEnvironment, type TestRepository } from './repository.ts';

let repository: TestRepository;
const zero = '0'.repeat(40);

beforeEach(() => {
  repository = createRepository();
  repository.commit('base', { 'base.txt': 'base' });
  repository.git(['update-ref', 'refs/remotes/origin/main', 'HEAD']);
});
afterEach(() => repository.remove());

function options(): { cwd: string; env: NodeJS.ProcessEnv } {
  return { cwd: repository.path, env: testEnvironment };
}

function outgoing(oid = repository.git(['rev-parse', 'HEAD'])): ReturnType<typeof outgoingSelection> {
  return outgoingSelection([{ localRef: 'refs/heads/main', localOid: oid, remoteRef: 'refs/heads/main', remoteOid: zero }], 'origin', options());
}

async function all(lists: AsyncIterable<readonly string[]>): Promise<string[]> {
  const found: string[] = [];
  for await (const list of lists) found.push(...list);
  return found;
}

test('a push holds what the remote is not known to have, commits first', async () => {
  const first = repository.commit('one', { 'd/a.txt': 'a' });
  const second = repository.commit('two', { 'd/a.txt': 'b' });
  const objects = await all(listObjects(outgoing(), options()));
  expect(objects.slice(0, 2)).toEqual([second, first]);
  expect(objects).toHaveLength(8);
  expect(await all(listCommits(outgoing(), options()))).toEqual([second, first]);
  expect(boundary(outgoing(), 5, options())).toEqual([repository.git(['rev-parse', 'origin/main'])]);
});

test('an oid that the remote told counts only when it exists here', async () => {
  const told = repository.commit('told', { 'a.txt': 'a' });
  const head = repository.commit('mine', { 'b.txt': 'b' });
  const refs = [told, '1'.repeat(40)].map((remoteOid) => ({ localRef: 'x', localOid: head, remoteRef: 'refs/heads/x', remoteOid }));
  expect(await all(listCommits(outgoingSelection(refs, 'https://example.com/x.git', options()), options()))).toEqual([head]);
  expect(existing([told, '1'.repeat(40)], options())).toEqual([told]);
});

test('deletions and lines with zeros alone select nothing', async () => {
  const selection = pushSelection([{ ref: 'refs/heads/x', refBytes: Buffer.from('refs/heads/x'), old: zero, new: zero }]);
  expect(await all(listObjects(selection, options()))).toEqual([]);
});

test.each(['--all', '-x', 'a\nb'])('the revision %j is not taken for one', async (revision) => {
  await expect(all(listObjects({ revisions: [revision], options: [] }, options()))).rejects.toThrow(/not a revision/);
});

test('an introduction names commit, path, what stood there before and what the commit removed', async () => {
  repository.commit('one', { 'old.txt': 'old' });
  rmSync(join(repository.path, 'old.txt'));
  const commit = repository.commit('two', { 'new.txt': 'new', 'base.txt': 'changed' });
  const blob = repository.git(['rev-parse', 'HEAD:base.txt']);
  const { introductions, addedPaths } = await attribute(outgoing(), { blobs: new Set([blob]), paths: new Set(['new.txt']) }, options());
  const old = repository.git(['rev-parse', 'HEAD~1:old.txt']);
  expect(introductions.map((one) => [one.path, one.commit, one.before, one.removed])).toEqual([
    ['base.txt', commit, [repository.git(['rev-parse', 'HEAD~1:base.txt'])], [{ oid: old, path: 'old.txt' }]],
    ['new.txt', commit, [], [{ oid: old, path: 'old.txt' }]],
  ]);
  expect(addedPaths.get('new.txt')).toBe(commit);
});

test('a merge brings in only what no parent has, with what each parent had', async () => {
  repository.git(['checkout', '-q', '-b', 'side']);
  repository.commit('side', { 'base.txt': 'side', 's.txt': 's' });
  repository.git(['checkout', '-q', 'main']);
  repository.commit('main', { 'base.txt': 'main' });
  const tree = repository.git(['mktree'], { input: `100644 blob ${repository.git(['hash-object', '-w', '--stdin'], { input: 'evil' })}\tbase.txt\n100644 blob ${repository.git(['rev-parse', 'side:s.txt'])}\ts.txt\n` });
  const merge = repository.git(['commit-tree', tree, '-p', 'main', '-p', 'side', '-m', 'merge']);
  const { introductions } = await attribute(outgoing(merge), { blobs: new Set(), paths: new Set(['base.txt', 's.txt']) }, options());
  const inMerge = introductions.filter((one) => one.commit === merge);
  expect(inMerge.map((one) => [one.path, one.before])).toEqual([['base.txt', [repository.git(['rev-parse', 'main:base.txt']), repository.git(['rev-parse', 'side:base.txt'])]]]);
});

test('old content under a new path is what moved in', async () => {
  repository.git(['mv', 'base.txt', 'moved\nname.txt']);
  repository.commit('move');
  const fresh = new Set(await all(listObjects(outgoing(), options())));
  expect(await movedIn(outgoing(), fresh, options())).toEqual([{ oid: repository.git(['rev-parse', 'origin/main:base.txt']), path: 'moved\nname.txt' }]);
});

test('a missing object is an error, never an empty answer', async () => {
  await expect(attribute({ revisions: ['1'.repeat(40)], options: [] }, { blobs: new Set(['x']), paths: new Set() }, options())).rejects.toThrow(/git/);
});
