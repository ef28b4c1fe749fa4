import { expect, it } from 'vitest';
import { decompressZstd } from '../../../src/formats/archives/zstd.ts';
import { makeZstd } from './compress.ts';

const limits = { maxMember: 8 * 1024 * 1024, maxMembers: 10, maxRatio: 250, left: () => 64 * 1024 * 1024 };

/** What zstd 1.5 makes of sixty lines of a log at level 19, with a checksum: Huffman codes, sequences and offsets that repeat. */
const packed = Buffer.from('KLUv/WSjCB0KAIZVMhaAS9rABCLPhgdGBAclidzc8hOcwFQ9MwAoACgAH8KWMlbLwRacuvzNmdJTmmVTTKxx3xcwQBLDQRiawIKxQBoJRDE0ggIimWMIiKFBDoYkl2e2GdurFT7rntVChFTT3128LNRfmrEQL/Puqqu1Q7Pq35ro1MmbA23ZrRRLZPLUnz+0UtpmXehe5pHRbH0a4tV/LaKSzT3Li3dx75l2IQW3G/YKtlayXPAuf8VU3KbNxXzRazUiusH3fkwr1cwzIfbyZ5c6a2WEAYCxqBFQKt//DpAttQYRJAQnusC3A8GqaaSCBTHTY/U3QMIGnQMxYgFXhE1O0NEG0z+IBcbEsBwaOAOR0IyYESNibABs4RiNpFDjXoCEYzRGzJwfUlqcQ4kSxdZ5E52Axj67XCqQFsk/u6Wcq++Wz3bWzJo5AbsKHrQ0nw==', 'base64');
const log = Array.from({ length: 60 }, (_one, i) => `line ${i} of a log: ${(i * i * 7919) % 1000} requests, ${(i * 31) % 17} failed\n`).join('');

function textOf(bytes: Buffer): string | undefined {
  const member = decompressZstd('', bytes, limits);
  return 'problem' in member ? `${member.problem}: ${member.detail}` : member.bytes.toString('latin1');
}

/** A frame whose blocks are of one byte over and over, a hundred thousand times each. */
function repeated(blocks: number, windowDescriptor: number): Buffer {
  const head = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, windowDescriptor]);
  const block = Buffer.alloc(4);
  return Buffer.concat([
    head,
    ...Array.from({ length: blocks }, (_one, i) => {
      block.writeUIntLE((100_000 << 3) | 2 | (i === blocks - 1 ? 1 : 0), 0, 3);
      block[3] = 0x61;
      return Buffer.from(block);
    }),
  ]);
}

it('what zstd packed is as it was', () => {
  expect(textOf(packed)).toBe(log);
});

it('frames follow one another, and some may be skipped', () => {
  const skipped = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
  expect(textOf(Buffer.concat([packed, skipped, makeZstd('second'), packed]))).toBe(`${log}second${log}`);
});

it('a byte over and over is as long as it says', () => {
  expect(textOf(repeated(2, 0x50))).toBe('a'.repeat(200_000));
});

it.each([
  ['more than the limit once unpacked', repeated(90, 0x50), 'limit: more than'],
  ['a window of gigabytes', repeated(2, 0xa8), 'limit: a window of more than'],
  ['many frames with large windows', Buffer.concat(Array.from({ length: 3000 }, () => repeated(1, 0x70))), 'limit: more than'],
  ['an end that is missing', packed.subarray(0, -9), 'unreadable: the zstd data is damaged'],
  ['a head and nothing else', packed.subarray(0, 9), 'unreadable: the zstd data is damaged'],
  ['bytes of something else behind it', Buffer.concat([packed, Buffer.from('something else')]), 'unreadable: the zstd data is damaged'],
])('%s is said', (_name, bytes, said) => {
  expect(textOf(bytes)).toContain(said);
});

it('damage of any kind is said in time', () => {
  let seed = 7;
  const next = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const started = Date.now();
  for (let round = 0; round < 3000; round++) {
    const bytes = Buffer.from(packed.subarray(0, 20 + next(packed.length - 20)));
    for (let change = 0; change <= next(5); change++) bytes[next(bytes.length)] = next(256);
    expect(textOf(bytes)).toBeTypeOf('string');
  }
  expect(Date.now() - started).toBeLessThan(20_000);
});
