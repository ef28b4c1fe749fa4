import { spawnSync } from 'node:child_process';
import { constants, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ObjectPipe } from '../../src/git/object-pipe.ts';
import { streamObjects, type GitObject } from '../../src/git/objects.ts';
import { createRepository, testEnvironment, type TestRepository } from './repository.ts';

describe.runIf(process.platform === 'linux')('objects through a pipe', () => {
  let folder: string;
  let repository: TestRepository;
  let pipe: ObjectPipe;
  let oids: readonly string[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'portcullis-pipe-'));
    pipe = makePipe();
    repository = createRepository();
    // none, a few bytes, one that fills the pipe to the byte, several pipes' worth, and bytes that look like answers
    const sizes = [0, 1, 100, 65_470, 65_535, 65_536, 65_537, 700_000];
    repository.commit('first', Object.fromEntries([...sizes.map((size): [string, Buffer] => [`f${size}`, Buffer.alloc(size, `${size} missing\n`)]), ...Array.from({ length: 3000 }, (_one, number): [string, Buffer] => [`many/${number}`, Buffer.from(`${number}\n`.repeat(number % 50))])]));
    oids = repository.git(['rev-list', '--objects', '--no-object-names', '--all']).split('\n');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
    repository.remove();
  });

  function makePipe(): ObjectPipe {
    const path = join(mkdtempSync(join(folder, 'pipe-')), 'objects');
    expect(spawnSync('mkfifo', [path]).status).toBe(0);
    return { path, worker: resolve('dist/pipe-worker.cjs'), isFree: true };
  }

  const reading = (): { maxBytes: number; cwd: string; env: NodeJS.ProcessEnv } => ({ maxBytes: 500_000, cwd: repository.path, env: testEnvironment });
  async function all(batches: AsyncIterable<readonly GitObject[]>): Promise<readonly unknown[]> {
    const list: unknown[] = [];
    for await (const batch of batches) list.push(...batch.map((one) => ({ ...one, bytes: one.bytes?.toString('latin1') })));
    return list;
  }

  it('are what they are without, again and again', async () => {
    const expected = await all(streamObjects(oids, reading()));
    expect(expected.length).toBe(oids.length);
    for (let round = 0; round < 3; round++) {
      expect(await all(streamObjects(oids, { ...reading(), pipe }))).toEqual(expected);
      expect(pipe.isFree).toBe(true);
    }
  });

  it('go another way while it is in use, and for good once it was not read to its end', async () => {
    const first = streamObjects(oids, { ...reading(), pipe });
    expect((await first.next()).done).toBe(false);
    expect(pipe.isFree).toBe(false);
    expect((await all(streamObjects(oids, { ...reading(), pipe }))).length).toBe(oids.length);
    await first.return(undefined);
    expect(pipe.isFree).toBe(false);
    expect((await all(streamObjects(oids, { ...reading(), pipe }))).length).toBe(oids.length);
  });

  it('end in an error where one is missing, a signal says so, somebody else writes, or the pipe is gone', async () => {
    await expect(all(streamObjects([...oids, '1'.repeat(40)], { ...reading(), pipe }))).rejects.toThrow('is missing from the repository');
    pipe = makePipe();
    const controller = new AbortController();
    const stopped = streamObjects(oids, { ...reading(), pipe, signal: controller.signal });
    await stopped.next();
    controller.abort(new Error('time is up'));
    await expect(all(stopped)).rejects.toThrow('time is up');
    pipe = makePipe();
    const other = openSync(pipe.path, constants.O_RDWR);
    writeSync(other, 'something else\n');
    await expect(all(streamObjects(oids, { ...reading(), pipe }))).rejects.toThrow('git cat-file answered "something else"');
    pipe = makePipe();
    rmSync(pipe.path);
    await expect(all(streamObjects(oids, { ...reading(), pipe }))).rejects.toThrow('ENOENT');
  });
});
