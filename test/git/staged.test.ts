import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBatch } from '../../src/git/batch.ts';
import { GitError } from '../../src/git/run.ts';
import { parseRawChanges, showPath } from '../../src/git/staged.ts';

const oid = fc.stringMatching(/^[0-9a-f]{40}$/);
const name = fc.uint8Array({ minLength: 1, maxLength: 40 }).map((bytes) => Buffer.from(bytes.map((byte) => (byte === 0 ? 1 : byte))));

describe('the reader of raw changes', () => {
  it('gives back what git wrote, whatever bytes the names have', () => {
    const change = fc.record({ status: fc.constantFrom('A', 'M', 'D', 'T'), oldOid: oid, newOid: oid, name });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 8 }), (changes) => {
        const output = Buffer.concat(changes.flatMap((one) => [Buffer.from(`:100644 120000 ${one.oldOid} ${one.newOid} ${one.status}\0`), one.name, Buffer.from([0])]));
        const parsed = parseRawChanges(output);
        expect(parsed.map((one) => [one.status, one.oldOid, one.newOid, one.rawPath.toString('hex')])).toEqual(changes.map((one) => [one.status, one.oldOid, one.newOid, one.name.toString('hex')]));
      }),
    );
  });

  it('refuses everything else, because an unread line would be an unjudged file', () => {
    for (const output of ['x', ':100644\0a\0', `:100644 100644 ${'0'.repeat(40)} ${'1'.repeat(40)} M\0name without end`]) expect(() => parseRawChanges(Buffer.from(output))).toThrow(GitError);
  });

  it('never hangs or crashes otherwise on garbage', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        try {
          parseRawChanges(Buffer.from(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(GitError);
        }
      }),
    );
  });
});

describe('a path for people', () => {
  const cases: [string, Buffer, string][] = [
    ['plain', Buffer.from('src/a.ts'), 'src/a.ts'],
    ['UTF-8', Buffer.from('grün/😀'), 'grün/😀'],
    ['what looks like other bytes', Buffer.from('a\\xff\\\\xb\\n'), 'a\\\\xff\\\\\\\\xb\\n'],
    ['a backslash before other bytes', Buffer.from([0x5c, 0xff]), '\\\\\\xff'],
    ['other bytes', Buffer.from([0x61, 0xff, 0xfe, 0x62]), 'a\\xff\\xfeb'],
    ['a cut sequence', Buffer.from([0x61, 0xc3]), 'a\\xc3'],
    ['a written replacement character', Buffer.from('a\ufffdb'), 'a\ufffdb'],
    ['overlong and surrogate bytes', Buffer.from([0xc0, 0x80, 0xed, 0xa0, 0x80]), '\\xc0\\x80\\xed\\xa0\\x80'],
  ];
  it.each(cases)('%s', (_what, raw, shown) => {
    expect(showPath(raw)).toBe(shown);
  });

  it('tells names apart that differ in their bytes, when they hold no backslash', () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        fc.pre(!a.includes(0x5c) && !b.includes(0x5c));
        expect(showPath(a) === showPath(b)).toBe(a.equals(b));
      }),
    );
  });
});

describe('the reader of cat-file', () => {
  it('takes contents by length, whatever they hold', () => {
    const content = `${'a'.repeat(40)} blob 3\nno\n`;
    const output = Buffer.from(`${'b'.repeat(40)} blob ${content.length}\n${content}\nx missing\n`);
    const [first, second] = parseBatch(output, ['one', 'x']);
    expect(first?.bytes.toString()).toBe(content);
    expect(second).toBeUndefined();
  });

  it('fails when git stopped in the middle', () => {
    expect(() => parseBatch(Buffer.from(`${'b'.repeat(40)} blob 10\nabc`), ['one'])).toThrow('in the middle');
    expect(() => parseBatch(Buffer.alloc(0), ['one'])).toThrow('ended before');
  });
});
