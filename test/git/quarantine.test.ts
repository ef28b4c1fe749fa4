import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { quarantineOf, storedIn } from '../../src/git/quarantine.ts';
import { createRepository, type TestRepository } from './repository.ts';

let repository: TestRepository;
afterEach(() => repository.remove());

const everything = (): readonly string[] => repository.git(['cat-file', '--batch-all-objects', '--batch-check=%(objectname)']).split('\n').sort();

for (const objectFormat of ['sha1', 'sha256'] as const) {
  test(`loose and packed objects of ${objectFormat} are all listed`, () => {
    repository = createRepository({ objectFormat });
    for (let i = 0; i < 30; i++) repository.commit(`c${i}`, { [`f${i}`]: String(i) });
    const objects = join(repository.path, '.git/objects');
    const digits = objectFormat === 'sha1' ? 40 : 64;
    expect([...storedIn(objects, digits)].sort()).toEqual(everything());
    repository.git(['repack', '-adq']);
    repository.commit('later', { later: 'later' });
    expect([...storedIn(objects, digits)].sort()).toEqual(everything());
  });
}

beforeEach(() => {
  repository = createRepository();
});

test.each<[string, string, Buffer, string]>([
  ['without an index', 'other.idx', Buffer.alloc(0), 'no index'],
  ['with an index of another format', 'x.idx', Buffer.alloc(2000), 'unknown format'],
  ['with an index that is cut off', 'x.idx', Buffer.concat([Buffer.from('ff744f6300000002', 'hex'), Buffer.alloc(255 * 4), Buffer.from('00000009', 'hex')]), 'cut off'],
])('a pack %s is an error', (_name, index, bytes, message) => {
  const folder = join(repository.path, 'incoming-x');
  mkdirSync(join(folder, 'pack'), { recursive: true });
  writeFileSync(join(folder, 'pack/x.pack'), '');
  writeFileSync(join(folder, 'pack', index), bytes);
  expect(() => storedIn(folder, 40)).toThrow(message);
});

test('a quarantine is known by its variable, or by its name where a server hands on the folder alone', () => {
  const alternates = { GIT_ALTERNATE_OBJECT_DIRECTORIES: '/r/objects' };
  expect(quarantineOf({ GIT_QUARANTINE_PATH: '/r/objects/tmp_objdir-incoming-x' })).toBe('/r/objects/tmp_objdir-incoming-x');
  for (const name of ['tmp_objdir-incoming-x', 'incoming-x', 'quarantine-x', 'ghq_x']) expect(quarantineOf({ GIT_OBJECT_DIRECTORY: `/r/objects/${name}`, ...alternates })).toBe(`/r/objects/${name}`);
  expect(quarantineOf({ GIT_OBJECT_DIRECTORY: '/shared/objects', ...alternates })).toBeUndefined();
  expect(quarantineOf({})).toBeUndefined();
});
