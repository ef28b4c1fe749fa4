import { describe, expect, it } from 'vitest';
import { packedKind, type PackedKind } from '../../../src/formats/archives/kind.ts';
import type { Member, UnpackLimits } from '../../../src/formats/archives/member.ts';
import { unpack } from '../../../src/formats/archives/unpack.ts';
import { log, packedLogs } from './packed-logs.ts';

const limits: UnpackLimits = { maxMember: 8 * 1024 * 1024, maxMembers: 100, maxRatio: 250, left: () => 64 * 1024 * 1024 };
const bytesOf = (name: keyof typeof packedLogs): Buffer => Buffer.from(packedLogs[name], 'base64');
const read = (bytes: Buffer, over: Partial<UnpackLimits> = {}): readonly Member[] => [...unpack(packedKind(bytes) ?? 'zlib', bytes, { ...limits, ...over })];
const texts = (members: readonly Member[]): readonly string[] => members.map((one) => ('problem' in one ? `${one.problem}: ${one.detail}` : one.bytes.toString('latin1')));

const kinds = { xz: 'xz', xzFiltered: 'xz', lzma: 'lzma', lzip: 'lzip', lz4: 'lz4', lz4Legacy: 'lz4', compress: 'compress', zip: 'zip' } as const satisfies Partial<Record<keyof typeof packedLogs, PackedKind>>;
const names = ['xz', 'xzFiltered', 'lzma', 'lzip', 'lz4', 'lz4Legacy', 'compress', 'zip'] as const;

describe.each(names)('a log that was packed as %s', (name) => {
  it('is as it was, and known by its first bytes', () => {
    expect(packedKind(bytesOf(name))).toBe(kinds[name]);
    expect(texts(read(bytesOf(name)))).toEqual([log]);
  });

  it('is not unpacked past a limit, and that is said', () => {
    expect(texts(read(bytesOf(name), { maxMember: 1000 }))).toEqual([expect.stringMatching(/^limit: /)]);
  });

  it('and damaged or cut off is read in time, without an error', () => {
    let seed = 7;
    const next = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
    const packed = bytesOf(name);
    const started = process.cpuUsage();
    for (let round = 0; round < 600; round++) {
      const bytes = Buffer.from(packed.subarray(0, 20 + next(packed.length - 20)));
      for (let change = 0; change <= next(4); change++) bytes[13 + next(bytes.length - 13)] = next(256);
      for (const member of unpack(kinds[name], bytes, limits)) if (!('problem' in member)) expect(member.bytes.length).toBeLessThanOrEqual(limits.maxMember);
    }
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(20);
  });
});

describe('an archive of 7z', () => {
  it.each(['sevenZip', 'sevenZipFiltered', 'sevenZipBzip2'] as const)('made as %s gives its files one behind the other, and their names', (name) => {
    const bytes = bytesOf(name);
    expect(packedKind(bytes)).toBe('7z');
    const [list, stream, ...more] = texts(read(bytes));
    expect(list).toContain(Buffer.from('a.log', 'utf16le').toString('latin1'));
    expect([stream, more]).toEqual([`${log}${'hello\n'.repeat(20)}`, []]);
  });

  it('that is encrypted is said not to be read', () => {
    expect(texts(read(bytesOf('sevenZipEncrypted'))).at(-1)).toBe('unknown-format: the stream is encrypted');
  });

  it('and damaged or cut off is read in time, without an error', () => {
    let seed = 11;
    const next = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (const name of ['sevenZip', 'sevenZipFiltered', 'sevenZipEncrypted'] as const) {
      const packed = bytesOf(name);
      for (let round = 0; round < 1000; round++) {
        const bytes = Buffer.from(packed.subarray(0, 32 + next(packed.length - 31)));
        for (let change = 0; change <= next(4); change++) bytes[6 + next(bytes.length - 6)] = next(256);
        expect([...unpack('7z', bytes, limits)].length).toBeLessThan(20_010);
      }
    }
  });
});

it('what is behind a file of one stream is told apart from it', () => {
  for (const name of ['xz', 'lzip', 'lz4'] as const) {
    const packed = bytesOf(name);
    expect(read(Buffer.concat([packed, Buffer.from('and more')]))).toMatchObject([{ end: packed.length }]);
  }
});

it('files of xz and of lzip that were put together are read one after the other', () => {
  for (const name of ['xz', 'lzip', 'lz4'] as const) expect(texts(read(Buffer.concat([bytesOf(name), bytesOf(name)])))).toEqual([log + log]);
  expect(texts(read(Buffer.concat([bytesOf('xz'), Buffer.alloc(8), bytesOf('xz')])))).toEqual([log + log]);
});

it('a filter that changes text is said not to be undone', () => {
  const packed = bytesOf('xz');
  // the header of the block names one filter; PowerPC's has no properties
  const block = Buffer.from([2, 1, 5, 0, 0x21, 1, 0x16, 0, 0, 0, 0, 0]);
  expect(texts(read(Buffer.concat([packed.subarray(0, 12), block, packed.subarray(24)])))).toEqual(['unknown-format: a filter for PowerPC']);
});

const ar = (name: string, content: string): string => `${name.padEnd(16)}${'0'.padEnd(12)}${'0'.padEnd(6)}${'0'.padEnd(6)}${'100644'.padEnd(8)}${String(content.length).padEnd(10)}\`\n${content}${content.length % 2 === 1 ? '\n' : ''}`;
const cpioNew = (name: string, content: string): string => {
  const head = `070701${['1', '81a4', '0', '0', '1', '0', content.length.toString(16), '0', '0', '0', '0', (name.length + 1).toString(16), '0'].map((field) => field.padStart(8, '0')).join('')}${name}\0`;
  return head.padEnd(Math.ceil(head.length / 4) * 4, '\0') + content.padEnd(Math.ceil(content.length / 4) * 4, '\0');
};
const cpioOld = (name: string, content: string): string => `070707${'0'.repeat(48)}00000${'0'.repeat(0)}${(name.length + 1).toString(8).padStart(6, '0')}${content.length.toString(8).padStart(11, '0')}${name}\0${content}`;

it.each([
  ['ar', `!<arch>\n${ar('a/', 'odd')}${ar('b.txt', 'even')}`, ['a: odd', 'b.txt: even']],
  ['ar', `!<arch>\n${ar('a', 'odd')}garbage${' '.repeat(60)}`, ['a: odd', ': unreadable']],
  ['cpio', `${cpioNew('a/b.txt', 'hello')}${cpioNew('c', '')}${cpioNew('TRAILER!!!', '')}`, ['a/b.txt: hello', 'c: ']],
  ['cpio', `${cpioNew('a', 'x')}garbage${' '.repeat(80)}`, ['a: x', ': unreadable']],
] as const)('an archive of %s gives its files', (kind, text, expected) => {
  const bytes = Buffer.from(text, 'latin1');
  expect(packedKind(bytes)).toBe(kind);
  expect(read(bytes).map((one) => `${one.name}: ${'problem' in one ? one.problem : one.bytes.toString()}`)).toEqual(expected);
});

it('an archive of cpio in its older form gives its files', () => {
  const old = cpioOld('a.txt', 'hello').replace(/^(070707)0{48}00000/, (_all, magic: string) => magic + '0'.repeat(53));
  expect(texts([...unpack('cpio', Buffer.from(old, 'latin1'), limits)])).toEqual(['hello']);
});

it('texts that only begin like a packed file are none', () => {
  for (const text of ['070701 is a number\n'.repeat(20), 'MSCF is a name', 'LZIP is a program', '!<arch> it said']) expect(packedKind(Buffer.from(text))).toBeUndefined();
  for (const first of [0x5d, 0, 93]) expect(packedKind(Buffer.alloc(100, first))).toBeUndefined();
});
