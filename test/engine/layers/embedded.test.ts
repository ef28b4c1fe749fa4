import { randomBytes } from 'node:crypto';
import * as zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { expandSample } from '../../../src/families/credentials/samples.ts';
import { makeBzip2, makeZstd } from '../../formats/archives/compress.ts';
import { makeZip } from '../../formats/archives/make.ts';
import { packedLogs } from '../../formats/archives/packed-logs.ts';
import { judge, samples } from './gate.ts';

const file = (token: string): string => `# settings\n\nNAME=app\nVALUE=${token}\n`;
const behind = (...parts: readonly (Buffer | string)[]): Buffer => Buffer.concat([Buffer.from('FORMAT\0\x01', 'latin1'), ...parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part))]);
const noise = Buffer.from(randomBytes(3000).map((byte) => (byte === 0x78 || byte === 0x1f ? 1 : byte)));

/** A chunk of PNG; nobody here asks for its checksum. */
function chunk(kind: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(kind, 'latin1'), data, Buffer.alloc(4)]);
}

const png = (...chunks: readonly Buffer[]): Buffer => Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', Buffer.alloc(13)), ...chunks, chunk('IEND', Buffer.alloc(0))]);
const pdf = (stream: Buffer): Buffer => Buffer.concat([Buffer.from('%PDF-1.4\n%\xe2\xe3\n1 0 obj\n<< /Filter /FlateDecode >>\nstream\n', 'latin1'), stream, Buffer.from('\nendstream\nendobj\n')]);

const places: readonly (readonly [name: string, path: string, pack: (token: string) => Buffer, layers: readonly string[]])[] = [
  ['gzip behind a header', 'a.bin', (token) => behind(zlib.gzipSync(file(token))), ['gzip at byte 8']],
  ['gzip behind a text', 'a.txt', (token) => Buffer.concat([Buffer.from('some text\n'), zlib.gzipSync(file(token))]), ['gzip at byte 10']],
  ['gzip with a name and a comment behind a header', 'a.bin', (token) => behind('\x1f\x8b\x08\x18\0\0\0\0\0\x03a.env\0a comment\0', zlib.deflateRawSync(file(token)), '\0\0\0\0\0\0\0\0'), ['gzip at byte 8']],
  ['gzip before and behind other bytes', 'a.bin', (token) => behind(noise, zlib.gzipSync('nothing'), noise, zlib.gzipSync(file(token)), noise), ['gzip at byte 6035']],
  ['the second of two gzip files with bytes between', 'a.gz', (token) => Buffer.concat([zlib.gzipSync('nothing'), Buffer.from('\0\0between'), zlib.gzipSync(file(token))]), ['gzip at byte 36']],
  ['gzip before other bytes', 'a.gz', (token) => Buffer.concat([zlib.gzipSync(file(token)), Buffer.from('and more')]), ['gzip']],
  ['zlib behind a header', 'a.bin', (token) => behind(zlib.deflateSync(file(token))), ['zlib at byte 8']],
  ['zlib of the fastest level behind a header', 'a.bin', (token) => behind(zlib.deflateSync(file(token), { level: 1 })), ['zlib at byte 8']],
  ['zlib before a second stream', 'a.bin', (token) => Buffer.concat([zlib.deflateSync('nothing'), zlib.deflateSync(file(token))]), ['zlib at byte 15']],
  ['a bare stream of deflate', 'a.bin', (token) => zlib.deflateRawSync(file(token)), ['deflate']],
  ['a bare stream of deflate behind a header', 'a.bin', (token) => behind(zlib.deflateRawSync(file(token))), ['deflate at byte 8']],
  ['a compressed text of PNG', 'a.png', (token) => png(chunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), zlib.deflateSync(file(token))]))), ['zlib at byte 50']],
  ['a stream of PDF', 'a.pdf', (token) => pdf(zlib.deflateSync(file(token))), ['zlib at byte 55']],
  ['a stream of PDF that moves its letters', 'a.pdf', (token) => pdf(zlib.deflateSync(`BT\n\n\n[(${token.slice(0, 2)}) -12 (${token.slice(2, 9)})3.5(${token.slice(9)})] TJ ET`)), ['zlib at byte 55', 'document text']],
  ['bzip2 behind a header', 'a.bin', (token) => behind(makeBzip2(file(token))), ['bzip2 at byte 8']],
  ['zstd behind a header', 'a.bin', (token) => behind('\xff', makeZstd(file(token)), 'and more'), ['zstd at byte 9']],
  ['zip between other bytes', 'a.bin', (token) => behind(makeZip([{ name: 'a.env', content: file(token) }]), Buffer.alloc(70_000, 200)), ['zip at byte 8:a.env']],
  ['zip behind zlib', 'a.bin', (token) => Buffer.concat([zlib.deflateSync('nothing'), makeZip([{ name: 'a.env', content: file(token) }]), noise]), ['zip at byte 15:a.env']],
];

describe.each(samples)('a token of %s', (check, template) => {
  it.each(places)('in %s is found on its line there', async (name, path, pack, layers) => {
    const token = expandSample(template, name);
    const { findings } = await judge(path, pack(token));
    expect(findings.map((one) => [one.check.startsWith(check), one.path, one.range.startLine, one.layers])).toEqual([[true, path, 4, layers]]);
    expect(JSON.stringify(findings)).not.toContain(token.slice(6));
  });
});

describe('what is packed among other bytes', () => {
  const token = expandSample('ghp_{base62:30}{crc32:6}', 'embedded');
  const long = `${file(token)}${'some more of it, '.repeat(200)}${Array.from({ length: 900 }, (_one, i) => (i * i * 7919) % 1013).join(' ')}`;

  it('and damaged gives what came before the damage, and says so', async () => {
    const packed = zlib.gzipSync(long);
    const { findings, notChecked } = await judge('a.bin', behind(packed.subarray(0, packed.length - 60)));
    expect(findings).toHaveLength(1);
    expect(notChecked).toMatchObject([{ reason: 'unreadable', detail: expect.stringContaining('gzip at byte 8: the gzip data at byte 8 is cut off after') as unknown }]);
  });

  it('and cannot be read is said not to be checked', async () => {
    expect((await judge('setup.exe', behind(noise, Buffer.from(packedLogs.sevenZipEncrypted, 'base64')))).notChecked).toMatchObject([{ reason: 'unknown-format' }]);
    expect((await judge('setup.exe', behind(noise, 'Rar!\x1a\x07\x01\0more'))).notChecked).toMatchObject([{ reason: 'unknown-format' }]);
  });

  it('is not sought in the pixels of an image', async () => {
    expect((await judge('a.png', png(chunk('IDAT', zlib.deflateSync(file(token)))))).findings).toEqual([]);
  });

  it('is none where only its head stands', async () => {
    const heads = Array.from({ length: 200 }, (_one, i) => Buffer.concat([Buffer.from(['\x1f\x8b\x08\0', 'x\x9c', 'x\xda', 'x\x01', 'x^', 'PK\x03\x04\x14\0', 'BZh91AY&SY', '\x28\xb5\x2f\xfd', '\xfd7zXZ\0', '7z\xbc\xaf\x27\x1c', 'Rar!\x1a\x07'][i % 11] ?? '', 'latin1'), randomBytes(40)]));
    expect((await judge('a.exe', behind(...heads))).notChecked.filter(({ reason, detail }) => reason !== 'unknown-format' && !detail.includes('a window of more than'))).toEqual([]);
    expect((await judge('noise.bin', randomBytes(2_000_000))).notChecked).toEqual([]);
  });

  it('and made to be read over and over is given up in time, and that is said', async () => {
    // each stored block begins another stream that fails at its end
    const unit = Buffer.from('x\x01\x00\xff\xff\x00\x00x\x01\x00\x00\x40\xff\xbf', 'latin1');
    const started = process.cpuUsage();
    const { notChecked } = await judge('a.bin', behind(...Array.from({ length: 70_000 }, () => unit)));
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(8);
    expect(notChecked.some(({ reason }) => reason === 'limit')).toBe(true);
    const zips = Buffer.from('PK\x03\x04\x14\0\0\0\x08\0aaaaaaaaaaaaaaaa\x01\0\0\0x', 'latin1');
    await judge('a.bin', behind(...Array.from({ length: 30_000 }, () => zips)));
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(20);
  });
});
