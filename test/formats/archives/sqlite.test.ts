import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Member } from '../../../src/formats/archives/member.ts';
import { readSqlite } from '../../../src/formats/archives/sqlite.ts';
import { makeSqlite } from './make.ts';

const textOf = (members: Iterable<Member>): string => [...members].map((one) => ('problem' in one ? one.problem : one.bytes.toString())).join('|');

it('the values of a row are told apart, and short ones left out', () => {
  expect(textOf(readSqlite(makeSqlite([['k', 'first value', 'second value'], ['other', 'third value']])))).toBe('first value\nsecond value\nthird value\n');
});

it('a row over many pages is put together', () => {
  const long = Array.from({ length: 300 }, (_one, i) => `word${i}`).join(' ');
  expect(textOf(readSqlite(makeSqlite([['before', 'name of it', long]])))).toBe(`before\nname of it\n${long}\n`);
});

it('pages that go on in themselves are given up, and that is said', () => {
  const database = makeSqlite(Array.from({ length: 20 }, () => ['x'.repeat(1)]));
  // every cell says that it has a thousand bytes which stand on page 1 over and over
  for (let cell = 0; cell < 20; cell++) {
    const at = database.readUInt16BE(108 + cell * 2);
    database.writeUInt16BE(0x8768, at);
  }
  expect([...readSqlite(Buffer.concat([database, Buffer.alloc(512)]))].length).toBeLessThan(3);
});

it('any damage is read without an error', () => {
  const seed = makeSqlite([['k', 'first value'], ['long', 'y'.repeat(1500)], ['k', 'last value']]);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(seed.length - 1), fc.nat(255)), { maxLength: 8 }), fc.nat(seed.length), (edits, end) => {
      const bytes = Buffer.from(seed.subarray(0, end));
      for (const [at, value] of edits) if (at < bytes.length) bytes[at] = value;
      for (const member of readSqlite(bytes)) if (!('problem' in member)) expect(member.bytes.length).toBeLessThanOrEqual(4 * seed.length);
    }),
    { numRuns: 3000 },
  );
});
