import fc from 'fast-check';
import { deflateSync } from 'node:zlib';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseStagedInput } from '../../src/doors/client/staged-input.ts';
import { readLooseBlob } from '../../src/git/loose.ts';

const oid = 'a'.repeat(40);
const entry = `100644 ${oid} 0\tportcullis.yaml\0`;
const change = (name: string): string => `:000000 100644 ${'0'.repeat(40)} ${oid} A\0${name}\0`;
const input = (changes: string, first: number, configuration: string, second: number): Buffer => Buffer.from(`${changes}=exit ${first}\0${configuration}=exit ${second}\0`);

describe('what the shim sends', () => {
  it('is taken when both git commands ended well', () => {
    expect(parseStagedInput(input(change('a'), 0, entry, 0))).toMatchObject({ changes: [{ path: 'a' }], configurationOid: oid });
    expect(parseStagedInput(input('', 0, '', 0))).toEqual({ changes: [] });
  });

  it('is left alone when a command failed, was cut short, or says something else', () => {
    const cases = [input(change('a'), 128, '', 0), input(change('a'), 0, '', 1), input('', 0, 'x', 0), Buffer.alloc(0), Buffer.from('=exit 0\0'), Buffer.from(change('a')), Buffer.from(`${change('a')}=exit 0`), input('nonsense\0', 0, '', 0)];
    for (const bytes of cases) expect(parseStagedInput(bytes)).toBeUndefined();
  });

  it('cannot be ended early by a file name', () => {
    const names = ['=exit 0', 'a=exit 0', '=exit 1'];
    const parsed = parseStagedInput(input(names.map(change).join(''), 0, entry, 0));
    expect(parsed?.changes.map((one) => one.path)).toEqual(names);
  });

  it('never makes it throw, and never loses a change', () => {
    const name = fc.string({ minLength: 1, maxLength: 20 }).map((text) => text.replaceAll('\0', '=exit 0'));
    fc.assert(fc.property(fc.array(name, { maxLength: 6 }), (names) => {
      expect(parseStagedInput(input(names.map(change).join(''), 0, '', 0))?.changes).toHaveLength(names.length);
    }));
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      parseStagedInput(Buffer.from(bytes));
    }));
  });
});

describe('a loose object', () => {
  it('is read when it is exactly a blob, and left to git otherwise', () => {
    const folder = mkdtempSync(join(tmpdir(), 'portcullis-loose-'));
    try {
      const put = (name: string, bytes: Buffer): string => {
        mkdirSync(join(folder, name.slice(0, 2)), { recursive: true });
        writeFileSync(join(folder, name.slice(0, 2), name.slice(2)), bytes);
        return name;
      };
      expect(readLooseBlob(folder, put('11' + 'a'.repeat(38), deflateSync('blob 5\0hello')))?.toString()).toBe('hello');
      expect(readLooseBlob(folder, put('22' + 'a'.repeat(38), deflateSync('blob 4\0hello')))).toBeUndefined();
      expect(readLooseBlob(folder, put('33' + 'a'.repeat(38), deflateSync('tree 5\0hello')))).toBeUndefined();
      expect(readLooseBlob(folder, put('44' + 'a'.repeat(38), Buffer.from('not zlib')))).toBeUndefined();
      expect(readLooseBlob(folder, put('55' + 'a'.repeat(38), deflateSync(Buffer.alloc(40 * 1024 * 1024))))).toBeUndefined();
      expect(readLooseBlob(folder, '66' + 'a'.repeat(38))).toBeUndefined();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
