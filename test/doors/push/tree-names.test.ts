import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTreeNames } from '../../../src/doors/push/tree-names.ts';
import { showPath } from '../../../src/git/staged.ts';

interface Entry {
  readonly mode: string;
  readonly name: string;
  readonly oid: number;
}

function tree(entries: readonly Entry[]): Buffer {
  return Buffer.concat(entries.flatMap(({ mode, name, oid }) => [Buffer.from(`${mode} ${name}\0`), Buffer.alloc(20, oid)]));
}

/** As git writes them: in order, a folder as if its name ended in a slash, and each name once. */
function ordered(entries: readonly Entry[]): readonly Entry[] {
  const key = ({ mode, name }: Entry): Buffer => Buffer.from(mode === '40000' ? `${name}/` : name);
  return [...new Map(entries.map((entry) => [entry.name, entry])).values()].sort((a, b) => Buffer.compare(key(a), key(b)));
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

  test.each<[string, readonly Entry[], boolean]>([
    ['a folder behind a file that its name begins', [{ mode: '100644', name: 'a', oid: 1 }, { mode: '100644', name: 'a.b', oid: 2 }, { mode: '40000', name: 'a', oid: 3 }], true],
    ['a folder before it', [{ mode: '40000', name: 'a', oid: 3 }, { mode: '100644', name: 'a.b', oid: 2 }], false],
    ['one name twice', [{ mode: '100644', name: 'a', oid: 1 }, { mode: '100644', name: 'a', oid: 2 }], false],
    ['one name twice, apart', [{ mode: '100644', name: 'a', oid: 1 }, { mode: '100644', name: 'b', oid: 2 }, { mode: '100644', name: 'a', oid: 2 }], false],
  ])('%s is in order or a problem', (_name, entries, expected) => {
    expect(createTreeNames(20).tree(hex(9), tree(entries)).problem === undefined).toBe(expected);
  });

  test('a broken tree is a problem, and the next one is read anew', () => {
    const names = createTreeNames(20);
    expect(names.tree(hex(1), Buffer.from('100644 x')).problem?.message).toContain('name');
    expect(names.tree(hex(2), tree([{ mode: '100644', name: 'x', oid: 3 }])).paths).toEqual(['x']);
  });

  test('whatever changes between versions of a folder, every entry is known afterwards as without comparing', () => {
    const entry = fc.record({ mode: fc.constantFrom('100644', '40000', '120000'), name: fc.string({ minLength: 1, maxLength: 6 }).filter((name) => !name.includes('\0')), oid: fc.integer({ min: 1, max: 250 }) });
    fc.assert(
      fc.property(fc.boolean(), fc.array(entry, { minLength: 12, maxLength: 30 }), fc.array(fc.record({ at: fc.nat(30), take: fc.nat(3), put: fc.array(entry, { maxLength: 2 }) }), { minLength: 1, maxLength: 6 }), (isOrdered, some, edits) => {
        const first = isOrdered ? ordered(some) : some;
        const names = createTreeNames(20);
        const seen = new Set(names.tree(hex(251), tree(first), 'top').paths);
        let entries = first;
        for (const { at, take, put } of edits) {
          const edited = [...entries.slice(0, at), ...put, ...entries.slice(at + take)];
          entries = isOrdered ? ordered(edited) : edited;
          const { paths, problem } = names.tree(hex(252), tree(entries), 'top');
          for (const path of paths) seen.add(path);
          // the names of git's own files and ones with a slash are a problem of their own
          if (!entries.some(({ name }) => /^\.|~1|\//.test(name))) expect(problem === undefined).toBe(tree(ordered(entries)).equals(tree(entries)));
          for (const { name, oid } of entries) {
            expect(seen.has(`top/${showPath(Buffer.from(name))}`)).toBe(true);
            expect(names.pathOf(hex(oid))).toBeDefined();
          }
        }
      }),
    );
  });
});
