import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expandSample } from '../../../src/families/credentials/samples.ts';
import { judge } from './gate.ts';

const token = expandSample('ghp_{base62:30}{crc32:6}', 'hostile');
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const hex = (text: string): string => Buffer.from(text).toString('hex');

/** A text for every decoder. */
const seeds: readonly (readonly [path: string, bytes: Buffer])[] = [
  ['a.txt', Buffer.from(`a "${base64(`x=${token}`)}" b ${hex(token)}\nc: ${base64(base64(token))}`)],
  ['a.txt', Buffer.from(`u=%67%68%70_${token.slice(4)}%22&x=%u0067 &#103;&#x68;p_${token.slice(4)}`)],
  ['a.js', Buffer.from(`"\\u0067\\x68\\160_${token.slice(4)}\\n" + "gh" + 'p_' \n + "${token.slice(4)}" \\\n "x"`)],
  ['a.c', Buffer.from(`{${[...token].map((one) => `0x${hex(one)}`).join(', ')}} [${[...token].map((one) => one.charCodeAt(0)).join(',')}] ${hex(token).replace(/../g, '$&:')}`)],
  ['a.js', Buffer.from(`["${token.slice(0, 9)}", '${token.slice(9)}'].join("")+''.join(['${token.slice(0, 9)}','${token.slice(9)}']) "gh".concat("${token.slice(2)}") {${[...token].map((one) => `'${one}'`).join(',')}}`)],
  ['a.sh', Buffer.from(`T=gh"p_"'${token.slice(4)}'; %w[gh ${token.slice(2)}].join; ('gh','${token.slice(2)}') -join ''; implode('', ['gh','${token.slice(2)}'])`)],
  ['a.eml', Buffer.from(`key=3D${token.slice(0, 20)}=\n${token.slice(20)}=20=\r\n`)],
  ['a.yaml', Buffer.from(`kind: Secret\ndata:\n  password: ${base64('hunter2x')}\n  x: ${base64(token)}\n---\nkind: Secret\ndata: {"a": "${base64(token)}"}\n`)],
  ['a.exe', Buffer.concat([Buffer.from('MZ\0\0'), Buffer.from(`  ${token} `, 'utf16le')])],
  ['a.der', Buffer.from(expandSample('{der:634}'), 'base64')],
  ['a.p12', Buffer.from(expandSample('{pkcs12:900}'), 'base64')],
  ['a.jks', Buffer.from(expandSample('{jks:900}'), 'base64')],
  ['a.gz', gzipSync(`x ${base64(token)} y`)],
];

describe('a damaged text', () => {
  it('is judged whatever its bytes, and shows nothing it should not', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...seeds), fc.array(fc.tuple(fc.nat(), fc.nat(255), fc.nat(3)), { maxLength: 6 }), async ([path, seed], edits) => {
        let bytes = Buffer.from(seed);
        for (const [at, value, size] of edits) {
          const place = at % (bytes.length + 1);
          bytes = Buffer.concat([bytes.subarray(0, place), Buffer.alloc(size, value), bytes.subarray(place + (value & 3))]);
        }
        const { findings } = await judge(path, bytes);
        const lines = bytes.toString('latin1').split(/\r\n|\r|\n/).length;
        for (const { range, layers } of findings) {
          expect(range.startLine).toBeGreaterThan(0);
          expect(range.startColumn).toBeGreaterThan(0);
          if (!(layers ?? []).some((layer) => layer === 'gzip')) expect(range.endLine).toBeLessThanOrEqual(lines + 1);
        }
      }),
      { numRuns: 1500 },
    );
  });
});

describe('a megabyte made to be slow', () => {
  const size = 1_000_000;
  const pieces: readonly (readonly [path: string, piece: string])[] = [
    ['a.txt', 'QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB'],
    ['a.txt', `${'QUFBQUFBQUFBQUFBQUFBQUFB'}\n`],
    ['a.txt', `${'QUFBQUFBQUFBQUFBQUFBQUFB'}\\n" + "`],
    ['a.txt', '6768705f6768705f6768705f6768705f6768705f'],
    ['a.txt', '%67%68%70_'],
    ['a.txt', 'PRIVATE%20KEY-----'],
    ['a.txt', '&#103;'],
    ['a.js', '\\u0067'],
    ['a.js', '\\147'],
    ['a.js', '\\\\\\"'],
    ['a.sh', 'a\\\n'],
    ['a.sh', 'a"b'],
    ['a.sh', `a"'b'"`],
    ['a.c', '103, 104, '],
    ['a.c', '0x67,0x68,'],
    ['a.c', '67 68 999 '],
    ['a.c', `${'67 68 112 95 '.repeat(4)}999 `],
    ['a.c', `'a','b',`],
    ['a.c', `'a', "`],
    ['a.js', '"gh"].join("")'],
    ['a.js', '"gh","p_",'],
    ['a.js', `''.join(["a", "`],
    ['a.js', '"a".concat("b",'],
    ['a.rb', '%w[a b].join '],
    ['a.toml', `a\\\n${' '.repeat(70)}`],
    ['a.py', '"a" '],
    ['a.py', '"a"                                                                            "'],
    ['a.php', "'a'.'b'."],
    ['a.eml', '=\n'],
    ['a.eml', '=3D'],
    ['a.exe', 'a\0'],
    ['a.exe', `${'a\0'.repeat(20)}\x01`],
    ['a.c', '31,139,8,'],
    ['a.c', '31,139,8,999,'],
    ['a.py', 'chr(97)+'],
    ['a.py', 'chr(97)'],
    ['a.ps1', '[char]97+'],
    ['a.txt', 'NBUSA5DIMUQHI2DFNYQGK3TE'],
    ['a.txt', 'a\xe2\x80\x8b'],
    ['a.txt', `a${'\xe2\x80\x8b'.repeat(70)}`],
    ['a.txt', 'a\xad'],
    ['a.bin', '\x1f\x8b\x08\0\0\0\0\0\0\x03'],
    ['a.bin', 'x\x9c\xed\xbd\x07'],
    ['a.bin', 'PK\x03\x04\x14\0\0\0\x08\0'],
    ['a.bin', '\xff\xfd7zXZ\0\0\0'],
    ['a.sh', '\\0147'],
    ['a.sh', '\\60'],
    ['a.js', '%u0067'],
    ['a.html', 'a&shy;'],
    ['a.txt', 'ghp_"+"'],
    ['a.txt', 'MIIEIBADANBgkqhkiG9w0BAQEFAASC'],
    ['a.txt', '/u3+7QAAAAIAAAABAAAAAg'],
    ['a.txt', '-----BEGIN PRIVATE KEY-----\n'],
    ['a.txt', '-----BEGIN PRIVATE KEY-----"'],
  ];

  it.each(pieces)('in %s of %j is judged in time', async (path, piece) => {
    const begin = process.cpuUsage();
    await judge(path, Buffer.from(piece.repeat(size / piece.length), 'latin1'));
    expect(process.cpuUsage(begin).user / 1e6).toBeLessThan(8);
  });
});

describe('a text that is encoded over and over', () => {
  it.each([
    ['base64', (text: string): string => base64(text)],
    ['hexadecimal digits', hex],
    ['JSON', (text: string): string => JSON.stringify({ body: `\n${text}` })],
  ])('in %s is given up at a depth, and that is said', async (_name, encode) => {
    let text = `key ${token}`;
    for (let i = 0; i < 9; i++) text = encode(text);
    expect((await judge('a.txt', text)).notChecked).toMatchObject([{ reason: 'limit', detail: 'encoded or packed more than 5 times over' }]);
  });
});

describe('a large file that is a run of one letter', () => {
  it.each(['a', 'A', '0', '='])('%s is judged in time, and as a whole', async (letter) => {
    const size = 9 * 1024 * 1024;
    const begin = process.cpuUsage();
    const { notChecked, findings } = await judge('package-lock.json', `{"lockfileVersion": 3, "packages": {"node_modules/a": {"version": "1.0.0", "resolved": "${letter.repeat(size)}"}}}`);
    // a list of the keyword hits in it took gigabytes and a hundred seconds at 95 MB
    expect(process.cpuUsage(begin).user / 1e6).toBeLessThan(10);
    expect(findings.filter(({ family }) => family === 'credentials')).toEqual([]);
    expect(notChecked.filter(({ reason }) => reason === 'limit')).toEqual([]);
  });
});
