import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { encodedStart } from '../../../src/engine/layers/runs.ts';
import { layerSigns } from '../../../src/engine/layers/signs.ts';

const startIn = (text: string): number | undefined => encodedStart(Buffer.from(text), 0, text.length)?.at;

it('the hashes of a lockfile show no packed file', () => {
  const hashes = Array.from({ length: 20_000 }, (_, i) => `"integrity": "sha512-${createHash('sha512').update(String(i)).digest('base64')}",\n`);
  const bytes = Buffer.from(hashes.join(''));
  expect(layerSigns('package-lock.json', bytes, [], [{ start: 0, end: bytes.length }])).toBe(0);
});

it('a packed file after what looks like the name of a hash is seen', () => {
  const packed = deflateSync('a file of some length that nobody would take for a digest').toString('base64').replace(/=+$/, '');
  expect(startIn(`sha512-${packed}`)).toBe(7);
  expect(startIn(`sha-x-${packed}`)).toBe(6);
});
