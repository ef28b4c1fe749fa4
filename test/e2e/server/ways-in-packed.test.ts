import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import * as zlib from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeAr, makeBzip2, makeLz4, makeXz, makeZstd } from '../../formats/archives/compress.ts';
import { makeSqlite, makeTar, makeZip } from '../../formats/archives/make.ts';
import { packedLogs } from '../../formats/archives/packed-logs.ts';
import { createPlayground, type Playground } from './bare-server.ts';
import { buildGate, token } from './gate.ts';
import { expectRefused } from './refused.ts';

let gate: string;
let ground: Playground;

beforeAll(() => {
  gate = buildGate();
  ground = createPlayground(gate);
  ground.work.commit('first', { 'readme.md': 'hello\n', 'old.bin': Buffer.concat([Buffer.from([0, 255]), zlib.deflateSync('one thing\n'.repeat(400))]) });
  expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: true });
});
afterAll(() => {
  ground.remove();
  rmSync(dirname(dirname(gate)), { recursive: true, force: true });
});
// nothing of what is refused stays on the server, so one will do for all
beforeEach(() => void ground.work.git(['checkout', '-q', '-f', '-B', 'main', 'origin/main']));

const env = (secret: string): string => `TOKEN=${secret}\n`;
const head = Buffer.from('FORMAT\0\x01\xff', 'latin1');
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
const each = (text: string, write: (code: number) => string, between = ''): string => [...text].map((character) => write(character.charCodeAt(0))).join(between);

/** A file that hides a token, by its name and what is in it. */
type Way = readonly [name: string, path: string, content: (secret: string) => Buffer | string];

const ways: readonly Way[] = [
  ['with a space of no width in it', 'a.ts', (s) => `const t = "${s.slice(0, 9)}\u200b${s.slice(9)}";\n`],
  ['with a byte order mark in its prefix', 'a.ts', (s) => `const t = "${s.slice(0, 2)}\ufeff${s.slice(2)}";\n`],
  ['with a joiner behind each character', 'a.txt', (s) => `${[...s].join('\u200d')}\n`],
  ['with a soft hyphen as HTML names it', 'a.html', (s) => `<p>${s.slice(0, 2)}&shy;${s.slice(2)}</p>\n`],
  ['with an escape of a character that nobody sees', 'a.json', (s) => `{"t": "${s.slice(0, 9)}\\u200b${s.slice(9)}"}\n`],
  ['with a space of no width, in UTF-16', 'a.txt', (s) => utf16(`\ufeffx = ${s.slice(0, 9)}\u200b${s.slice(9)}\n`)],
  ['in gzip behind a header', 'a.bin', (s) => Buffer.concat([head, zlib.gzipSync(env(s))])],
  ['in gzip behind a text', 'a.txt', (s) => Buffer.concat([Buffer.from('readme\n'), zlib.gzipSync(env(s))])],
  ['in gzip that other bytes follow', 'a.gz', (s) => Buffer.concat([zlib.gzipSync(env(s)), randomBytes(30)])],
  ['in the second gzip of a file, with bytes between', 'a.gz', (s) => Buffer.concat([zlib.gzipSync('x'), Buffer.from('between'), zlib.gzipSync(env(s))])],
  ['in gzip whose checksum is wrong', 'a.gz', (s) => Buffer.concat([zlib.gzipSync(env(s).repeat(3)).subarray(0, -8), Buffer.alloc(8)])],
  ['in zlib behind a header', 'a.bin', (s) => Buffer.concat([head, zlib.deflateSync(env(s))])],
  ['in bare deflate', 'a.bin', (s) => zlib.deflateRawSync(env(s))],
  ['in bare deflate behind a header', 'a.bin', (s) => Buffer.concat([head, zlib.deflateRawSync(env(s))])],
  ['in a later part of a stream that a file had before', 'old.bin', (s) => Buffer.concat([Buffer.from([0, 255]), zlib.deflateSync(`${'one thing\n'.repeat(400)}${env(s)}`)])],
  ['in a PDF', 'a.pdf', (s) => Buffer.concat([Buffer.from('%PDF-1.4\n%\xe2\xe3\n<< /Filter /FlateDecode >>\nstream\n', 'latin1'), zlib.deflateSync(`BT (${s}) Tj ET`), Buffer.from('\nendstream\n')])],
  ['in the text of a PNG', 'a.png', (s) => Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\x40zTXtComment\0\0', 'latin1'), zlib.deflateSync(env(s)), Buffer.alloc(4)])],
  ['in xz', 'a.xz', (s) => makeXz(env(s))],
  ['in lz4', 'a.lz4', (s) => makeLz4(env(s))],
  ['in bzip2 behind a header', 'a.bin', (s) => Buffer.concat([head, makeBzip2(env(s))])],
  ['in zstd behind a header', 'a.bin', (s) => Buffer.concat([head, makeZstd(env(s))])],
  ['in a zip between other bytes', 'a.bin', (s) => Buffer.concat([head, makeZip([{ name: 'a.env', content: env(s) }]), randomBytes(70_000)])],
  ['in a package of Debian', 'a.deb', (s) => makeAr('data.tar.gz', zlib.gzipSync(makeTar([{ name: 'a.env', content: env(s) }])))],
  ['in a zip in a zip in a zip in a zip', 'a.zip', (s) => [1, 2, 3, 4].reduce<Buffer>((inner, level) => makeZip([{ name: `${level}.zip`, content: inner }]), Buffer.from(env(s)))],
  ['in the last of five thousand files of a zip', 'a.zip', (s) => makeZip([...Array.from({ length: 5000 }, (_one, i) => ({ name: `f${i}`, content: 'x', stored: true })), { name: 'z', content: env(s) }])],
  ['in a name in a zip', 'a.zip', (s) => makeZip([{ name: `keys/${s}.txt`, content: 'x' }])],
  ['in a docx whose text is in pieces', 'a.docx', (s) => makeZip([{ name: 'word/document.xml', content: `<w:p><w:r><w:t>${s.slice(0, 9)}</w:t></w:r><w:r><w:t>${s.slice(9)}</w:t></w:r></w:p>` }])],
  ['in a row of SQLite, right behind another value', 'a.db', (s) => makeSqlite([['key', s]])],
  ['in base32', 'a.txt', (s) => `x = ${(each(s, (code) => code.toString(2).padStart(8, '0')).match(/.{1,5}/g) ?? []).map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(Number.parseInt(five.padEnd(5, '0'), 2))).join('')}\n`],
  ['as calls of chr', 'a.py', (s) => `t = ${each(s, (code) => `chr(${code})`, '+')}\n`],
  ['as casts of PowerShell', 'a.ps1', (s) => `$t = ${each(s, (code) => `[char]${code}`, '+')}\n`],
  ['as %u escapes', 'a.js', (s) => `t = unescape("${each(s, (code) => `%u00${code.toString(16)}`)}");\n`],
  ['as octal escapes of printf', 'a.sh', (s) => `printf '${each(s, (code) => `\\0${code.toString(8)}`)}'\n`],
  ['with empty strings in a word of a shell', 'a.sh', (s) => `T=${s.slice(0, 2)}''${s.slice(2)}\n`],
  ['in zlib in hexadecimal', 'a.txt', (s) => `${zlib.deflateSync(`${env(s)}\n`).toString('hex')}\n`],
  ['in base64, with text in UTF-16 and a NUL before it', 'a.bin', (s) => Buffer.concat([Buffer.from([0, 1]), utf16('some words before it\n'), Buffer.from(`\n${Buffer.from(env(s)).toString('base64')}\n`)])],
  ['behind a mark of UTF-16 in the middle of a file', 'a.txt', (s) => Buffer.concat([Buffer.from('ordinary text\n'.repeat(50)), utf16(`\ufeff${env(s)}`)])],
  ['in a file whose attributes say that it is UTF-16', 'a.txt', (s) => `${env(s)}`],
  ['at the end of eight megabytes, with a space of no width in it', 'a.txt', (s) => `${'ordinary text\n'.repeat(650_000)}x = ${s.slice(0, 9)}\u200b${s.slice(9)}\n`],
  ['in gzip at the end of nine megabytes', 'a.bin', (s) => Buffer.concat([Buffer.alloc(9_500_000, 'some bytes \xff'), zlib.gzipSync(env(s).repeat(2))])],
];

describe('a credential in a file', () => {
  test.each(ways)('%s is refused, named without being shown, and recorded', async (_name, path, content) => {
    const secret = token();
    const before = ground.refs();
    ground.work.commit('c', { '.gitattributes': '*.txt working-tree-encoding=UTF-8 ident eol=lf\n*.bin -diff filter=none\n', [path]: content(secret) });
    await expectRefused(ground, ground.push(['origin', 'HEAD:refs/heads/x']), { secret, refsBefore: before });
  });
});

describe('a file that cannot be read', () => {
  test.each<Way>([
    ['an encrypted zip', 'a.zip', (s) => makeZip([{ name: 'a', content: s, encrypted: true }])],
    ['an encrypted 7z', 'a.7z', () => Buffer.from(packedLogs.sevenZipEncrypted, 'base64')],
    ['a rar', 'a.rar', () => Buffer.from('Rar!\x1a\x07\x01\0and more', 'latin1')],
    ['a rar behind a program', 'a.exe', () => Buffer.concat([head, Buffer.from('Rar!\x1a\x07\x01\0and more', 'latin1')])],
    ['a cabinet', 'a.cab', () => Buffer.from('MSCF\0\0\0\0and more', 'latin1')],
    ['gzip that is cut off', 'a.gz', () => zlib.gzipSync(randomBytes(400)).subarray(0, 300)],
    ['a zip that is packed too often', 'a.zip', () => [1, 2, 3, 4, 5, 6, 7].reduce<Buffer>((inner) => makeZip([{ name: 'x', content: inner }]), Buffer.from('x'))],
  ])('%s is said not to be checked, and refused where policy says so', async (_name, path, content) => {
    ground.work.commit('c', { [path]: content(token()) });
    ground.administer('portcullis.yaml', 'limits: {not-checked: block}\n');
    const { accepted, output } = ground.push(['origin', 'HEAD:refs/heads/y']);
    ground.administer('portcullis.yaml', 'version: 1\n');
    expect([accepted, output.includes('Not checked: 1')], output).toEqual([false, true]);
  });
});
