import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTreeNames } from '../../../src/doors/push/tree-names.ts';

interface Entry {
  readonly mode: string;
  readonly name: string;
  readonly oid: number;
}

function tree(entries: readonly Entry[]): Buffer {
  return Buffer.concat(entries.flatMap(({ mode, name, oid }) => [Buffer.from(`${mode} ${name}\0`), Buffer.alloc(20, oid)]));
}

function hex(oid: number): string {
  return Buffer.alloc(20, oid).toString('hex');
}

describe('createTreeNames', () => {
  test('paths are put together from the trees above', () => {
    const names = createTreeNames(20);
    expect(names.tree(hex(1), tree([{ mode: '40000', name: 'src', oid: 2 }, { mode: '100644', name: 'x', oid: 3 }])).paths).toEqual(['src', 'x']);
    expect(names.tree(hex(2), tree([{ mode: '120000', name: 'link', oid: 4 }, { mode: '160000', name: 'sub', oid: 5 }])).paths).toEqual(['src/link', 'src/sub']);
    expect([names.pathOf(hex(4)), names.isSymlink(hex(4)), names.pathOf(hex(5)), names.pathOf(hex(9))]).toEqual(['src/link', true, undefined, undefined]);
  });

  test('an object under a second path, or as a symlink and a file, is said again', () => {
    const names = createTreeNames(20);
    names.tree(hex(1), tree([{ mode: '100644', name: 'a', oid: 3 }, { mode: '100644', name: 'b', oid: 3 }, { mode: '120000', name: 'c', oid: 3 }, { mode: '40000', name: 'd', oid: 7 }, { mode: '40000', name: 'e', oid: 7 }]));
    expect(names.takeFurther().map((one) => [one.path, one.kind])).toEqual([['b', 'file'], ['c', 'symlink'], ['e', 'tree']]);
    expect(names.takeFurther()).toEqual([]);
  });

  test('a broken tree is a problem, and the next one is read anew', () => {
    const names = createTreeNames(20);
    expect(names.tree(hex(1), Buffer.from('100644 x')).problem?.message).toContain('name');
    expect(names.tree(hex(2), tree([{ mode: '100644', name: 'x', oid: 3 }])).paths).toEqual(['x']);
  });

  test('whatever changes between versions of a folder, every entry is known afterwards as without comparing', () => {
    const entry = fc.record({ mode: fc.constantFrom('100644', '40000', '120000'), name: fc.string({ minLength: 1, maxLength: 6 }).filter((name) => !name.includes('\0')), oid: fc.integer({ min: 1, max: 250 }) });
    fc.assert(
      fc.property(fc.array(entry, { minLength: 12, maxLength: 30 }), fc.array(fc.record({ at: fc.nat(30), take: fc.nat(3), put: fc.array(entry, { maxLength: 2 }) }), { minLength: 1, maxLength: 6 }), (first, edits) => {
        const names = createTreeNames(20);
        const seen = new Set(names.tree(hex(251), tree(first), 'top').paths);
        let entries = first;
        for (const { at, take, put } of edits) {
          entries = [...entries.slice(0, at), ...put, ...entries.slice(at + take)];
          for (const path of names.tree(hex(252), tree(entries), 'top').paths) seen.add(path);
          for (const { name, oid } of entries) {
            expect(seen.has(`top/${name}`)).toBe(true);
            expect(names.pathOf(hex(oid))).toBeDefined();
          }
        }
      }),
    );
  });
});
