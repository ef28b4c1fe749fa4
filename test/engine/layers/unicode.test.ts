import { describe, expect, it } from 'vitest';
import { expandSample } from '../../../src/families/credentials/samples.ts';
import { judge, samples } from './gate.ts';

const utf16 = (text: string, bigEndian = false): Buffer => (bigEndian ? Buffer.from(text, 'utf16le').swap16() : Buffer.from(text, 'utf16le'));
const utf32 = (text: string, bigEndian = false): Buffer => {
  const points = [...text].map((character) => character.codePointAt(0) ?? 0);
  const bytes = Buffer.alloc(points.length * 4);
  points.forEach((point, at) => (bigEndian ? bytes.writeUInt32BE(point, at * 4) : bytes.writeUInt32LE(point, at * 4)));
  return bytes;
};
const file = (token: string): string => `# settings\nNAME=größe\nVALUE=${token}\n`;

/** Characters as files hold them; a token stands on line 3 from column 7. */
const forms: readonly (readonly [name: string, write: (token: string) => Buffer])[] = [
  ['UTF-8', (token) => Buffer.from(file(token))],
  ['UTF-8 with a mark', (token) => Buffer.from(`\ufeff${file(token)}`)],
  ['Latin-1', (token) => Buffer.from(file(token), 'latin1')],
  ['UTF-16LE with a mark', (token) => utf16(`\ufeff${file(token)}`)],
  ['UTF-16BE with a mark', (token) => utf16(`\ufeff${file(token)}`, true)],
  ['UTF-16LE without', (token) => utf16(file(token))],
  ['UTF-16BE without', (token) => utf16(file(token), true)],
  ['UTF-16LE that is cut off', (token) => Buffer.concat([utf16(file(token)), Buffer.from('x')])],
  ['UTF-32LE with a mark', (token) => utf32(`\ufeff${file(token)}`)],
  ['UTF-32BE with a mark', (token) => utf32(`\ufeff${file(token)}`, true)],
  ['UTF-32LE without', (token) => utf32(file(token))],
  ['UTF-32BE without', (token) => utf32(file(token), true)],
];

const sqlite = (cell: Buffer): Buffer => Buffer.concat([Buffer.from('SQLite format 3\0\x10\0\x01\x01\0@  ', 'latin1'), Buffer.alloc(4000), cell, Buffer.alloc(100)]);
const program = (text: Buffer, shift: number): Buffer => Buffer.concat([Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1'), Buffer.alloc(3000 + shift, 7), text, Buffer.alloc(100)]);

/** Bytes that are no text and hold one. */
const binaries: readonly (readonly [name: string, path: string, write: (token: string) => Buffer, layers: readonly string[] | undefined])[] = [
  ['a row of SQLite', 'a.db', (token) => sqlite(Buffer.from(`\x05\x03\x17${token}\x81\x01\x02`, 'latin1')), undefined],
  ['a row of SQLite in UTF-16', 'a.db', (token) => sqlite(utf16(`x ${token} y`)), ['utf-16']],
  ['a row of SQLite in UTF-16BE', 'a.db', (token) => sqlite(utf16(`x ${token} y`, true)), ['utf-16']],
  ['a program', 'a.exe', (token) => program(Buffer.from(`\0${token}\0`, 'latin1'), 0), undefined],
  ['a program for Windows', 'a.exe', (token) => program(utf16(`\0${token}\0`), 0), ['utf-16']],
  ['a program for Windows, at an odd offset', 'a.dll', (token) => program(utf16(`\0${token}\0`), 1), ['utf-16']],
  ['a text in Chinese in UTF-16 without a mark', 'a.txt', (token) => utf16(`${'漢字'.repeat(200)}\nVALUE=${token}\n`), ['utf-16']],
];

describe.each(samples)('a token of %s', (check, template) => {
  it.each(forms)('is found at its place in %s', async (name, write) => {
    const token = expandSample(template, name);
    const { findings, notChecked } = await judge('a.txt', write(token));
    expect(findings.map((one) => [one.check.startsWith(check), one.range, one.layers])).toEqual([[true, { startLine: 3, startColumn: 7, endLine: 3, endColumn: 7 + token.length }, undefined]]);
    expect(notChecked).toEqual([]);
  });

  it.each(binaries)('is found in %s', async (name, path, write, layers) => {
    const token = expandSample(template, name);
    const { findings } = await judge(path, write(token));
    expect(findings.map((one) => [one.check.startsWith(check), one.layers])).toEqual([[true, layers]]);
    expect(JSON.stringify(findings)).not.toContain(token.slice(6));
  });
});

it('zeros and letters in turn that are no text are not decoded', async () => {
  const samples16 = Buffer.alloc(8000);
  for (let i = 0; i < samples16.length; i += 2) samples16[i] = (i * 7) & 0xff;
  expect((await judge('a.pcm', samples16)).findings).toEqual([]);
});
