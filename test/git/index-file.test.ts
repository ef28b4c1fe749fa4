import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { parseIndex } from '../../src/git/index-file.ts';
import { createRepository, type TestRepository } from './repository.ts';

let repository: TestRepository | undefined;
afterEach(() => repository?.remove());

function staged(options: { readonly objectFormat?: 'sha1' | 'sha256' } = {}): TestRepository {
  repository = createRepository(options);
  for (const path of ['a', 'b/c.txt', 'b/c/d', '-dash', 'line\nfeed', 'quote"', `${'deep/'.repeat(300)}leaf`, 'ü.md']) repository.write(path, path);
  repository.git(['add', '-A']);
  repository.git(['update-index', '--add', '--cacheinfo', `120000,${repository.git(['hash-object', '-w', 'a'])},link`]);
  repository.git(['update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(options.objectFormat === 'sha256' ? 64 : 40)},module`]);
  return repository;
}

function indexBytes(of: TestRepository): Buffer {
  return readFileSync(join(of.path, '.git', 'index'));
}

/** What `ls-files --stage -z` says, in the same words. */
function asGitSays(of: TestRepository): string[] {
  return of.git(['ls-files', '--stage', '-z']).split('\0').filter(Boolean).map((line) => line.replace(/^(\d+) (\w+) \d\t/, '$1 $2 '));
}

function asRead(bytes: Buffer): string[] | undefined {
  return parseIndex(bytes)?.entries().map(({ mode, oid, rawPath }) => `${mode} ${oid} ${rawPath.toString('utf8')}`);
}

describe('parseIndex reads what git lists', () => {
  test.each([2, 4] as const)('version %d', (version) => {
    const of = staged();
    of.git(['update-index', '--index-version', String(version)]);
    expect(indexBytes(of).readUInt32BE(4)).toBe(version);
    expect(asRead(indexBytes(of))).toEqual(asGitSays(of));
    const index = parseIndex(indexBytes(of));
    for (const entry of index?.entries() ?? []) expect(index?.find(entry.rawPath)).toEqual(entry);
    for (const path of ['', '-', 'aa', 'b', 'b/', 'b/c', 'zzz']) expect(index?.find(Buffer.from(path))).toBeUndefined();
  });

  test('version 3, of a path that is only intended', () => {
    const of = staged();
    of.write('later', 'later');
    of.git(['add', '-N', 'later']);
    expect(indexBytes(of).readUInt32BE(4)).toBe(3);
    expect(asRead(indexBytes(of))).toEqual(asGitSays(of));
  });

  test.each([2, 4] as const)('version %d of a SHA-256 repository', (version) => {
    const of = staged({ objectFormat: 'sha256' });
    of.git(['update-index', '--index-version', String(version)]);
    expect(asRead(indexBytes(of))).toEqual(asGitSays(of));
  });

  test('a conflict, its resolution and the extensions of a commit', () => {
    const of = staged();
    of.commit('one');
    of.git(['checkout', '-q', '-b', 'side']);
    of.commit('two', { a: 'theirs' });
    of.git(['checkout', '-q', 'main']);
    of.commit('three', { a: 'ours' });
    expect(() => of.git(['merge', '-q', 'side'])).toThrow();
    expect(asRead(indexBytes(of))).toEqual(asGitSays(of));
    of.git(['add', 'a']);
    expect(asRead(indexBytes(of))).toEqual(asGitSays(of));
  });

  test('a path longer than the flags can tell', () => {
    const of = staged();
    const name = `${'long-folder-name/'.repeat(260)}x`;
    of.git(['update-index', '--add', '--cacheinfo', `100644,${of.git(['hash-object', '-w', 'a'])},${name}`]);
    expect(asRead(indexBytes(of))).toEqual(asGitSays(of));
    expect(asGitSays(of).some((line) => line.endsWith(name))).toBe(true);
  });

  test('an empty index', () => {
    const of = createRepository();
    repository = of;
    of.git(['read-tree', '--empty']);
    expect(asRead(indexBytes(of))).toEqual([]);
  });
});

describe('parseIndex leaves to git', () => {
  test('a split index', () => {
    const of = staged();
    of.commit('one');
    of.git(['update-index', '--split-index']);
    of.write('a', 'changed');
    of.git(['add', 'a']);
    expect(parseIndex(indexBytes(of))).toBeUndefined();
  });

  test('a sparse index', () => {
    const of = staged();
    of.commit('one');
    of.git(['sparse-checkout', 'set', '--cone', '--sparse-index', 'b']);
    expect(indexBytes(of).includes('sdir')).toBe(true);
    expect(parseIndex(indexBytes(of))).toBeUndefined();
  });

  test('one that is cut anywhere, or longer than it should be', () => {
    const whole = indexBytes(staged());
    for (let length = 0; length < whole.length; length += 7) expect(parseIndex(whole.subarray(0, length))).toBeUndefined();
    expect(parseIndex(Buffer.concat([whole, Buffer.from('x')]))).toBeUndefined();
  });

  test('bytes that are none: it never throws', () => {
    const whole = indexBytes(staged());
    fc.assert(
      fc.property(fc.array(fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255) }), { maxLength: 12 }), (edits) => {
        const bytes = Buffer.from(whole);
        for (const { at, byte } of edits) bytes[at] = byte;
        parseIndex(bytes)?.entries();
      }),
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void parseIndex(Buffer.concat([Buffer.from('DIRC\0\0\0\x04'), bytes]))?.entries()));
  });
});
