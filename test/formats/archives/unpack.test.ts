import { randomBytes } from 'node:crypto';
import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packedKind, type PackedKind } from '../../../src/formats/archives/kind.ts';
import type { Member, UnpackLimits } from '../../../src/formats/archives/member.ts';
import { unpack } from '../../../src/formats/archives/unpack.ts';
import { makeTar, makeZip } from './make.ts';

const limits: UnpackLimits = { maxMember: 8_000_000, maxMembers: 100, maxRatio: 250, left: () => 20_000_000 };
const read = (kind: PackedKind, bytes: Buffer, over: Partial<UnpackLimits> = {}): readonly Member[] => [...unpack(kind, bytes, { ...limits, ...over })];
const texts = (members: readonly Member[]): readonly (readonly [string, string])[] => members.map((one) => [one.name, 'problem' in one ? one.problem : one.bytes.toString()]);
const hello = 'hello, hello, hello\n';
/** What `bzip2 -9` makes of `hello, hello, hello\n`. */
const helloBzip2 = Buffer.from('QlpoOTFBWSZTWctS5WcAAAVRAAAQQAQCRKAAISQxCGAvGETHFReLuSKcKEhlqXKzgA==', 'base64');

/** A file as a zip archive holds it, that no directory names. */
function withoutDirectory(name: string): Buffer {
  const archive = makeZip([{ name, content: hello }]);
  return archive.subarray(0, archive.indexOf('PK\x01\x02'));
}

describe('unpacking', () => {
  it.each([
    ['gzip', gzipSync(hello), [['', hello]]],
    ['gzip', Buffer.concat([gzipSync('a'), gzipSync('b')]), [['', 'ab']]],
    ['zlib', deflateSync(hello), [['', hello]]],
    ['zip', makeZip([{ name: 'a/b.txt', content: hello }, { name: 'c', content: 'x', stored: true }]), [['a/b.txt', hello], ['c', 'x']]],
    ['zip', Buffer.concat([Buffer.from('#!/bin/sh\nexec java\n'), makeZip([{ name: 'a', content: hello }])]), [['a', hello]]],
    ['zip', makeZip([{ name: 'a', content: hello }]).subarray(0, 50), [['a', hello]]],
    ['zip', makeZip([{ name: 'a', content: hello }]).subarray(0, 38), [['a', 'unreadable']]],
    ['zip', makeZip([]), []],
    ['zip', Buffer.concat([withoutDirectory('hidden'), makeZip([{ name: 'a', content: hello }])]), [['hidden', hello], ['a', hello]]],
    ['zip', Buffer.concat([makeZip([{ name: 'a', content: hello }]).subarray(0, -2), Buffer.from([9, 0]), Buffer.from('a comment')]), [['a', hello]]],
    ['zip', Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(99), makeZip([{ name: 'a', content: hello }]), Buffer.from('and more')]), [['a', hello]]],
    ['tar', makeTar([{ name: 'a/b.txt', content: hello }, { name: `${'long/'.repeat(40)}name`, content: 'x' }]), [['a/b.txt', hello], [`${'long/'.repeat(40)}name`, 'x']]],
    ['rar', Buffer.from('Rar!\x1a\x07\0', 'latin1'), [['', 'unknown-format']]],
  ] as const)('of %s gives the files', (kind, bytes, expected) => {
    expect(texts(read(kind, bytes))).toEqual(expected);
    if (kind !== 'zip' || bytes.length > 60) expect(packedKind(bytes)).toBe(kind);
  });

  it('of bzip2 gives what bzip2 packed', () => {
    expect(texts(read('bzip2', helloBzip2))).toEqual([['', hello]]);
    expect(packedKind(helloBzip2)).toBe('bzip2');
  });

  it('of an encrypted entry says that it cannot be read', () => {
    expect(texts(read('zip', makeZip([{ name: 'a', content: 'x', encrypted: true }, { name: 'b', content: 'y' }])))).toEqual([['a', 'unknown-format'], ['b', 'y']]);
  });
});

describe('a bomb', () => {
  it('that declares ten gigabytes is not unpacked', () => {
    const [member] = read('zip', makeZip([{ name: 'a', content: 'x', size: 4_294_967_000 }]));
    expect(member).toMatchObject({ name: 'a', problem: 'limit' });
  });

  it('that declares little and holds much is given up at the limit', () => {
    const packed = gzipSync(Buffer.alloc(50_000_000));
    expect(packed.length).toBeLessThan(60_000);
    expect(texts(read('gzip', packed, { maxMember: 1e9, left: () => 1e9 }))).toEqual([['', 'limit']]);
    expect(texts(read('zip', makeZip([{ name: 'a', content: Buffer.alloc(50_000_000), size: 10 }])))).toEqual([['a', 'limit']]);
  });

  it('of entries that share their data unpacks them once', () => {
    const files = [{ name: 'a', content: 'x'.repeat(1000) }, ...Array.from({ length: 50 }, (_, i) => ({ name: `b${i}`, content: 'x'.repeat(1000), sameAs: 0 }))];
    const members = read('zip', makeZip(files));
    expect(members.filter((one) => !('problem' in one))).toHaveLength(1);
    expect(members.filter((one) => 'problem' in one && one.problem === 'limit')).toHaveLength(50);
  });

  it('of countless files ends at the limit', () => {
    const many = Array.from({ length: 200 }, (_, i) => ({ name: `f${i}`, content: 'x' }));
    expect(read('zip', makeZip(many)).filter((one) => !('problem' in one))).toHaveLength(100);
    expect(read('zip', makeZip(many)).some((one) => 'problem' in one && one.problem === 'limit')).toBe(true);
    expect(read('tar', makeTar(many)).filter((one) => !('problem' in one))).toHaveLength(100);
  });
});

describe('damaged files', () => {
  const seeds: readonly (readonly [PackedKind, Buffer])[] = [
    ['zip', makeZip([{ name: 'a', content: randomBytes(300) }, { name: 'b', content: hello.repeat(100) }])],
    ['tar', makeTar([{ name: 'a', content: hello.repeat(50) }, { name: 'b', content: hello }])],
    ['gzip', gzipSync(hello.repeat(50))],
    ['bzip2', helloBzip2],
    ['git-pack', Buffer.concat([Buffer.from('PACK\0\0\0\x02\0\0\0\x02', 'latin1'), Buffer.from([0x34]), deflateSync('text'), Buffer.from([0x33]), deflateSync('abc')])],
  ];

  it('never throw and never give more than the limit', () => {
    fc.assert(
      fc.property(fc.constantFrom(...seeds), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }), fc.nat(), ([kind, seed], changes, cut) => {
        const bytes = Buffer.from(cut % 3 === 0 ? seed.subarray(0, cut % seed.length) : seed);
        for (const [at, value] of changes) if (bytes.length > 0) bytes[at % bytes.length] = value;
        for (const member of read(kind, bytes, { maxMember: 100_000 })) if (!('problem' in member)) expect(member.bytes.length).toBeLessThanOrEqual(100_000);
      }),
      { numRuns: 2000 },
    );
  });

  it('of random bytes never throw', () => {
    fc.assert(
      fc.property(fc.constantFrom(...seeds), fc.uint8Array({ maxLength: 600 }), ([kind, seed], tail) => {
        expect(read(kind, Buffer.concat([seed.subarray(0, 12), tail]), { maxMember: 100_000 }).length).toBeLessThan(1000);
      }),
      { numRuns: 1000 },
    );
  });

  it('reads every object of a pack', () => {
    expect(texts(read('git-pack', seeds[4]?.[1] ?? Buffer.alloc(0)))).toEqual([['blob 1', 'text'], ['blob 2', 'abc']]);
  });
});
