import { mkdtempSync, writeFileSync, chmodSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { streamObjects, type GitObject } from '../../src/git/objects.ts';
import { createRepository, testEnvironment, type TestRepository } from './repository.ts';

let repository: TestRepository;
beforeEach(() => {
  repository = createRepository();
});
afterEach(() => repository.remove());

async function readAll(oids: Iterable<string> | AsyncIterable<readonly string[]>, maxBytes = 1e6, cwd = repository.path, env = testEnvironment): Promise<GitObject[]> {
  const all: GitObject[] = [];
  for await (const batch of streamObjects(oids, { maxBytes, cwd, env })) all.push(...batch.map((one) => ({ ...one, bytes: one.bytes && Buffer.from(one.bytes) })));
  return all;
}

describe('streamObjects', () => {
  test('objects of every type and size come back whole and in order', async () => {
    const sizes = [0, 1, 100, 65_535, 65_536, 65_537, 131_072, 500_000];
    const contents = sizes.map((size, number) => Buffer.alloc(size, `${number}\n`));
    const oids = contents.map((content) => repository.git(['hash-object', '-w', '--stdin'], { input: content }));
    const commit = repository.commit('hello', { file: 'x' });
    const objects = await readAll([...oids, commit]);
    expect(objects.map((object) => object.oid)).toEqual([...oids, commit]);
    expect(objects.map((object) => object.type)).toEqual([...sizes.map(() => 'blob'), 'commit']);
    contents.forEach((content, number) => expect(objects[number]?.bytes?.equals(content)).toBe(true));
  });

  test('an object over the limit is reported with its size and without its content, and the next one is read', async () => {
    const large = repository.git(['hash-object', '-w', '--stdin'], { input: Buffer.alloc(300_000, 'a') });
    const small = repository.git(['hash-object', '-w', '--stdin'], { input: 'small' });
    const objects = await readAll([large, small, large], 1000);
    expect(objects.map((object) => [object.size, object.bytes?.toString()])).toEqual([[300_000, undefined], [5, 'small'], [300_000, undefined]]);
  });

  test('SHA-256 repositories are read', async () => {
    const other = createRepository({ objectFormat: 'sha256' });
    const commit = other.commit('hello', { file: 'x' });
    const objects = await readAll([commit], 1e6, other.path);
    expect([commit.length, objects[0]?.type]).toEqual([64, 'commit']);
    other.remove();
  });

  test('a missing object is an error that names it', async () => {
    await expect(readAll(['0123456789012345678901234567890123456789'])).rejects.toThrow(/object 0123456789\d+ is missing/);
  });

  test('a corrupt object is an error', async () => {
    const oid = repository.git(['hash-object', '-w', '--stdin'], { input: 'whole' });
    const file = join(repository.path, '.git/objects', oid.slice(0, 2), oid.slice(2));
    chmodSync(file, 0o644);
    writeFileSync(file, 'not zlib');
    await expect(readAll([oid])).rejects.toThrow(/git cat-file|missing/);
  });

  test('a folder that is no repository is an error', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'portcullis-none-'));
    await expect(readAll(['0123456789012345678901234567890123456789'], 10, folder)).rejects.toThrow(/not a git repository/);
    rmSync(folder, { recursive: true });
  });

  test('an error among the questions stops the reading', async () => {
    const oid = repository.git(['hash-object', '-w', '--stdin'], { input: 'x' });
    async function* questions(): AsyncGenerator<readonly string[]> {
      yield [oid];
      await Promise.resolve();
      throw new Error('the list broke');
    }
    await expect(readAll(questions())).rejects.toThrow(/the list broke|killed/);
  });

  test('an abort ends the reading with its reason', async () => {
    const oid = repository.git(['hash-object', '-w', '--stdin'], { input: Buffer.alloc(200_000, 'a') });
    const controller = new AbortController();
    const run = async (): Promise<void> => {
      for await (const batch of streamObjects(Array<string>(500).fill(oid), { maxBytes: 1e6, cwd: repository.path, env: testEnvironment, signal: controller.signal })) {
        if (batch.length > 0) controller.abort(new Error('time is up'));
      }
    };
    await expect(run()).rejects.toThrow('time is up');
  });

  test.each([
    ['nothing at all', ''],
    ['a header that is cut', '0123456789012345678901234567890123456789 blob 1'],
    ['content that is cut', '0123456789012345678901234567890123456789 blob 10\nabc'],
    ['a wrong size', '0123456789012345678901234567890123456789 blob 2\nabcdef\n'],
    ['garbage', '\u0000\u0001garbage\nmore\n'],
    ['an endless header', 'a'.repeat(5000)],
  ])('an answer that is %s is an error', async (_name, answer) => {
    const folder = mkdtempSync(join(tmpdir(), 'portcullis-fake-'));
    writeFileSync(join(folder, 'answer'), answer);
    writeFileSync(join(folder, 'git'), `#!/bin/sh\ncat > /dev/null\ncat ${folder}/answer\n`, { mode: 0o755 });
    const path = process.env['PATH'];
    await expect(readAll(['0123456789012345678901234567890123456789'], 100, folder, { ...testEnvironment, PATH: `${folder}:${path ?? ''}` })).rejects.toThrow(/git cat-file/);
    rmSync(folder, { recursive: true });
  });
});
