import { constants, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inflateAt } from '../../../src/formats/archives/inflate.ts';

const most = 1_000_000;
const text = fc.array(fc.constantFrom('hello ', 'world\n', 'TOKEN=', 'a', '\0', 'ÿ', '0123456789'.repeat(40)), { maxLength: 400 }).map((parts) => Buffer.from(parts.join(''), 'latin1'));
const options = fc.record({ level: fc.integer({ min: 0, max: 9 }), strategy: fc.constantFrom(constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED, constants.Z_HUFFMAN_ONLY, constants.Z_RLE), windowBits: fc.integer({ min: 9, max: 15 }) });

it('what zlib deflates is as it was, and where it ends is known', () => {
  fc.assert(
    fc.property(text, options, fc.uint8Array({ maxLength: 9 }), (content, how, other) => {
      const packed = deflateRawSync(content, how);
      const { bytes, end, ended } = inflateAt(Buffer.concat([other, packed, other]), other.length, most);
      expect([bytes.equals(content), end, ended]).toEqual([true, other.length + packed.length, 'whole']);
    }),
    { numRuns: 500 },
  );
});

it('what is cut off gives what came before, and says so', () => {
  fc.assert(
    fc.property(text, fc.nat(), (content, cut) => {
      const packed = deflateRawSync(content);
      const { bytes, ended } = inflateAt(packed.subarray(0, cut % packed.length), 0, most);
      expect(ended).toBe('cut');
      expect(content.subarray(0, bytes.length).equals(bytes)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

it('what is longer than it may be ends at the limit', () => {
  for (const level of [0, 9]) {
    const content = Buffer.alloc(300_000, 'abc');
    const { bytes, ended } = inflateAt(deflateRawSync(content, { level }), 0, 100_001);
    expect([bytes.length, ended]).toEqual([100_001, 'full']);
    expect(content.subarray(0, bytes.length).equals(bytes)).toBe(true);
  }
});

it('any bytes are read without an error, to a bound', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), fc.nat(5000), (bytes, limit) => {
      const inflated = inflateAt(bytes, 0, limit);
      expect(inflated.bytes.length).toBeLessThanOrEqual(limit);
      expect(inflated.end).toBeLessThanOrEqual(bytes.length);
    }),
    { numRuns: 20_000 },
  );
});
