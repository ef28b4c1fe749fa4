import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { sha1 } from '../../src/git/sha1.ts';
import { readUnchanged } from '../../src/git/unchanged-file.ts';
import { createRepository, type TestRepository } from './repository.ts';

let repository: TestRepository | undefined;
afterEach(() => {
  repository?.remove();
  repository = undefined;
});

const files = { '.dockerignore': 'node_modules\n' };

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
