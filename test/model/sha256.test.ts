import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { sha256 } from '../../src/model/sha256.ts';

const expected = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

it('a digest is that of SHA-256, at every length around the blocks and around where it is left to node', () => {
  for (const length of [...Array.from({ length: 200 }, (_one, number) => number), 8191, 8192, 8193, 100_000]) {
    const bytes = Buffer.alloc(length, 0xa5);
    expect([length, sha256([bytes])]).toEqual([length, expected(bytes)]);
  }
});

it('parts count as one text, whatever their kind', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.uint8Array({ maxLength: 300 }))), (parts) => {
      const bytes = Buffer.concat(parts.map((part) => Buffer.from(part)));
      expect(sha256(parts)).toBe(expected(bytes));
    }),
  );
});
