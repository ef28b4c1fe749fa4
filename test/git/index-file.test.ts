import { readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { lookupIn } from '../../src/git/index-file.ts';
import { sha1 } from '../../src/git/sha1.ts';
import { readUnchanged } from '../../src/git/unchanged-file.ts';
import { createRepository, type TestRepository } from './repository.ts';

let repository: TestRepository | undefined;
afterEach(() => {
  repository?.remove();
  repository = undefined;
});

const files = { '.dockerignore': 'node_modules\n', Dockerfile: 'FROM scratch\n', 'a.dockerignore': '', 'api/.dockerignore': 'dist\n', 'api/Dockerfile': 'FROM scratch\n', 'ümlaut/.hadolint.yaml': 'ignored: []\n' };
const absent = ['.hadolint.yaml', 'dockerignore', 'api', 'api/', 'ignore', 'api/dockerfile', 'Dockerfile2'];

function indexOf(setUp: (repository: TestRepository) => void, objectFormat: 'sha1' | 'sha256' = 'sha1'): ReturnType<typeof lookupIn> {
  const made = (repository = createRepository({ objectFormat }));
  made.commit('first', files);
  setUp(made);
  return lookupIn(readFileSync(join(made.path, '.git/index')));
}

describe('the index file, asked for single paths', () => {
  for (const format of ['sha1', 'sha256'] as const) {
    it(`answers what git answers, with object names of ${format}`, () => {
      const find = indexOf(() => undefined, format);
      for (const path of Object.keys(files)) expect([path, find?.(path)]).toEqual([path, { oid: repository?.git(['rev-parse', `:${path}`]), mode: '100644' }]);
      for (const path of absent) expect([path, find?.(path)]).toEqual([path, 'absent']);
    });
  }

  it('leaves entries with flags of their own to git', () => {
    const find = indexOf(({ git, write }) => {
      git(['update-index', '--assume-unchanged', '.dockerignore']);
      git(['update-index', '--skip-worktree', 'Dockerfile']);
      write('new.txt', 'x');
      git(['add', '-N', 'new.txt']);
    });
    expect(['.dockerignore', 'Dockerfile', 'new.txt'].map((path) => find?.(path))).toEqual([undefined, undefined, undefined]);
    expect(find?.('api/Dockerfile')).toMatchObject({ mode: '100644' });
  });

  it('leaves entries of an unfinished merge to git', () => {
    const find = indexOf(({ git }) => {
      const blob = git(['hash-object', '-w', '--stdin'], { input: 'x' });
      git(['update-index', '--index-info'], { input: [1, 2, 3].map((stage) => `100644 ${blob} ${stage}\tclash.txt\n`).join('') });
    });
    expect(find?.('clash.txt')).not.toBe('absent');
    expect(find?.('clash.txt')).not.toMatchObject({ mode: '100644' });
  });

  const elsewhere: [string, (repository: TestRepository) => void][] = [
    ['split', ({ git }) => void git(['update-index', '--split-index'])],
    ['of version 4', ({ git }) => void git(['update-index', '--index-version', '4'])],
    [
      'sparse',
      ({ git }) => {
        git(['sparse-checkout', 'set', '--cone', '--sparse-index', 'ümlaut']);
      },
    ],
  ];
  for (const [name, setUp] of elsewhere) it(`is not read when it is ${name}`, () => expect(indexOf(setUp)).toBeUndefined());

  it('never fails on other bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 2, max: 5 }), (bytes, version) => {
        const find = lookupIn(Buffer.concat([Buffer.from('DIRC'), Buffer.from([0, 0, 0, version]), bytes]));
        expect([undefined, 'absent']).toContain(find?.('.dockerignore'));
      }),
    );
  });
});

describe('a file of the work tree', () => {
  it('stands for the blob only when it has its bytes', () => {
    const made = (repository = createRepository());
    made.commit('first', files);
    const [path, oid] = [join(made.path, '.dockerignore'), made.git(['rev-parse', ':.dockerignore'])];
    expect(readUnchanged(path, oid)?.toString()).toBe('node_modules\n');
    writeFileSync(path, 'node_modulez\n');
    expect(readUnchanged(path, oid)).toBeUndefined();
    expect(readUnchanged(join(made.path, 'none'), oid)).toBeUndefined();
    expect(readUnchanged(made.path, oid)).toBeUndefined();
  });
});

it('SHA-1 is that of the standard', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(sha1(Buffer.from(bytes))).toBe(createHash('sha1').update(bytes).digest('hex'));
    }),
  );
});
