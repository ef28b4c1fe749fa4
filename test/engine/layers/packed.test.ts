import * as zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { expandSample } from '../../../src/families/credentials/samples.ts';
import { makeAr, makeBzip2, makeLz4, makeXz, makeZstd } from '../../formats/archives/compress.ts';
import { makeSqlite, makeTar, makeZip } from '../../formats/archives/make.ts';
import { packedLogs } from '../../formats/archives/packed-logs.ts';
import { judge, samples } from './gate.ts';

const file = (token: string): string => `# settings\n\nNAME=app\nVALUE=${token}\n`;

/** How a file with a token on its fourth line can be packed, and the layers that are named. */
const packings: readonly (readonly [name: string, path: string, pack: (token: string) => Buffer, layers: readonly string[]])[] = [
  ['zip', 'a.zip', (token) => makeZip([{ name: 'readme', content: 'x' }, { name: 'conf/prod.env', content: file(token) }]), ['zip:conf/prod.env']],
  ['jar without compression', 'a.jar', (token) => makeZip([{ name: 'application.properties', content: file(token), stored: true }]), ['zip:application.properties']],
  ['docx', 'a.docx', (token) => makeZip([{ name: 'word/document.xml', content: file(token) }]), ['zip:word/document.xml']],
  ['zip in a zip', 'a.zip', (token) => makeZip([{ name: 'b.zip', content: makeZip([{ name: 'c.env', content: file(token) }]) }]), ['zip:b.zip', 'zip:c.env']],
  ['xlsx', 'a.xlsx', (token) => makeZip([{ name: 'xl/sharedStrings.xml', content: file(token) }]), ['zip:xl/sharedStrings.xml']],
  ['docx whose text is in pieces', 'a.docx', (token) => makeZip([{ name: 'word/document.xml', content: `<w:p>\n\n\n<w:r><w:t>${token.slice(0, 2)}</w:t></w:r><w:proofErr w:type="spellStart"/><w:r w:rsidR="1"><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">${token.slice(2, 20)}</w:t></w:r><w:r><w:t>${token.slice(20)}</w:t></w:r></w:p>` }]), ['zip:word/document.xml', 'document text']],
  ['a row of SQLite', 'a.db', (token) => makeSqlite([['line 1', 'line 2'], ['line 3', `${token}`]]), ['sqlite']],
  ['war in an ear', 'a.ear', (token) => makeZip([{ name: 'web.war', content: makeZip([{ name: 'WEB-INF/web.xml', content: file(token) }]), stored: true }]), ['zip:web.war', 'zip:WEB-INF/web.xml']],
  ['bzip2', 'a.env.bz2', (token) => makeBzip2(file(token)), ['bzip2']],
  ['tar in bzip2', 'a.tbz', (token) => makeBzip2(makeTar([{ name: 'a.env', content: file(token) }])), ['bzip2', 'tar:a.env']],
  ['bzip2 in a zip', 'a.zip', (token) => makeZip([{ name: 'a.env.bz2', content: makeBzip2(file(token)) }]), ['zip:a.env.bz2', 'bzip2']],
  ['zstd', 'a.env.zst', (token) => makeZstd(file(token)), ['zstd']],
  ['tar in zstd', 'a.tar.zst', (token) => makeZstd(makeTar([{ name: 'a.env', content: file(token) }])), ['zstd', 'tar:a.env']],
  ['xz', 'a.env.xz', (token) => makeXz(file(token)), ['xz']],
  ['lz4', 'a.env.lz4', (token) => makeLz4(file(token)), ['lz4']],
  ['tar in gzip in a package of Debian', 'a.deb', (token) => makeAr('data.tar.gz/', zlib.gzipSync(makeTar([{ name: 'a.env', content: file(token) }]))), ['ar:data.tar.gz', 'gzip', 'tar:a.env']],
  ['gzip', 'a.env.gz', (token) => zlib.gzipSync(file(token)), ['gzip']],
  ['tar', 'a.tar', (token) => makeTar([{ name: 'conf/prod.env', content: file(token) }]), ['tar:conf/prod.env']],
  ['tar in gzip', 'a.tgz', (token) => zlib.gzipSync(makeTar([{ name: 'conf/prod.env', content: file(token) }])), ['gzip', 'tar:conf/prod.env']],
  ['zlib', 'a.bin', (token) => zlib.deflateSync(file(token)), ['zlib']],
  ['UTF-16 in a zip', 'a.zip', (token) => makeZip([{ name: 'a.txt', content: Buffer.from(`\ufeff${file(token)}`, 'utf16le') }]), ['zip:a.txt']],
  ['base64 in a zip', 'a.zip', (token) => makeZip([{ name: 'a.txt', content: `\n\n\n${Buffer.from(token).toString('base64')}\n` }]), ['zip:a.txt', 'base64']],
  ['git bundle', 'a.bundle', (token) => Buffer.concat([Buffer.from(`# v2 git bundle\n${'0'.repeat(40)} refs/heads/main\n\nPACK\0\0\0\x02\0\0\0\x01`, 'latin1'), objectHead(file(token).length), zlib.deflateSync(file(token))]), ['git-bundle:blob 1']],
];

function objectHead(size: number): Buffer {
  return Buffer.from([0xb0 | (size & 15), size >> 4]);
}

describe.each(samples)('a token of %s', (check, template) => {
  it.each(packings)('in a %s is found on its line there', async (name, path, pack, layers) => {
    const token = expandSample(template, name);
    const { findings, notChecked } = await judge(path, pack(token));
    expect(findings.map((one) => [one.check.startsWith(check), one.path, one.range.startLine, one.layers])).toEqual([[true, path, 4, layers]]);
    expect(findings[0]?.message).toContain('line 4');
    expect(JSON.stringify(findings)).not.toContain(token.slice(6));
    expect(notChecked).toEqual([]);
  });

  it('in gzip in base64 is found where the base64 stands', async () => {
    const token = expandSample(template, 'gzip in base64');
    const packed = zlib.gzipSync(file(token)).toString('base64');
    const { findings } = await judge('a.yaml', `a: 1\nb: ${packed}\nc: 2\n`);
    expect(findings.map((one) => [one.check.startsWith(check), one.range, one.layers])).toEqual([[true, { startLine: 2, startColumn: 4, endLine: 2, endColumn: 4 + packed.replace(/=+$/, '').length }, ['base64', 'gzip']]]);
    expect(JSON.stringify(findings)).not.toContain(packed.slice(8, 40));
  });

  it('in a zip in base64 is found where the base64 stands', async () => {
    const token = expandSample(template, 'zip in base64');
    const { findings } = await judge('a.txt', `x\n"${makeZip([{ name: 'a.env', content: file(token) }]).toString('base64')}"\n`);
    expect(findings.map((one) => [one.range.startLine, one.layers])).toEqual([[2, ['base64', 'zip:a.env']]]);
  });

  it('in the name of a packed file is found and not shown', async () => {
    const token = expandSample(template, 'name');
    const { findings } = await judge('a.zip', makeZip([{ name: `backup/${token}.txt`, content: `VALUE=${expandSample(template, 'content')}` }]));
    expect(findings).toHaveLength(2);
    expect(JSON.stringify(findings)).not.toContain(token.slice(8));
  });
});

describe('a packed file', () => {
  it('that cannot be read is said not to be checked', async () => {
    const { notChecked, findings } = await judge('a.zip', makeZip([{ name: 'a', content: 'x', encrypted: true }]));
    expect(notChecked).toMatchObject([{ path: 'a.zip', reason: 'unknown-format', detail: 'zip:a: the entry is encrypted' }]);
    expect(findings).toEqual([]);
    for (const head of ['Rar!\x1a\x07\0', 'MSCF\0\0\0\0']) expect((await judge('a.bin', Buffer.from(head, 'latin1'))).notChecked).toMatchObject([{ reason: 'unknown-format' }]);
    expect((await judge('a.7z', Buffer.from(packedLogs.sevenZipEncrypted, 'base64'))).notChecked).toMatchObject([{ reason: 'unknown-format', detail: expect.stringContaining('encrypted') as unknown }]);
    expect((await judge('a.7z', Buffer.from('7z\xbc\xaf\x27\x1c\0\x04', 'latin1'))).notChecked).toMatchObject([{ reason: 'unreadable' }]);
  });

  it('that is packed too many times over is said not to be checked', async () => {
    let bytes = Buffer.from(file('nothing'));
    for (let i = 0; i < 8; i++) bytes = zlib.gzipSync(bytes);
    expect((await judge('a.gz', bytes)).notChecked).toMatchObject([{ reason: 'limit', detail: 'encoded or packed more than 5 times over' }]);
  });

  it('that is a bomb is said not to be checked, and quickly', async () => {
    const bomb = makeZip(Array.from({ length: 30 }, (_, i) => ({ name: `${i}.zip`, content: makeZip([{ name: 'zeros', content: Buffer.alloc(20_000_000) }]) })));
    const started = performance.now();
    const { notChecked } = await judge('bomb.zip', bomb);
    expect(notChecked.length).toBeGreaterThan(0);
    expect(notChecked.every((one) => one.reason === 'limit')).toBe(true);
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it('with control characters in its names shows none', async () => {
    const token = expandSample('ghp_{base62:30}{crc32:6}', 'control');
    const { findings } = await judge('a.zip', makeZip([{ name: 'a\u001b[2J\u202e\nb.txt', content: token }]));
    expect(findings.map((one) => one.layers)).toEqual([['zip:a?[2J??b.txt']]);
    expect(findings[0]?.message).toContain('a.zip');
  });

  it('that is none, but begins like one, is judged as what it is', async () => {
    const token = expandSample('ghp_{base62:30}{crc32:6}', 'none');
    for (const head of ['BZhang ', 'x\u0001', 'PACKAGE ']) expect((await judge('a.txt', `${head}${' '}${token}`)).findings).toHaveLength(1);
    expect((await judge('a.br', zlib.brotliCompressSync('x'))).notChecked).toEqual([]);
  });
});
