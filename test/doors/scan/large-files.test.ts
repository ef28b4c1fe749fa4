import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { examineFile, listFiles } from '../../../src/doors/scan/files.ts';
import { examineStandardInput } from '../../../src/doors/scan/piped.ts';
import { openGate } from '../../../src/engine/engine.ts';
import { loadCredentials } from '../../../src/engine/loaded.ts';
import { memoryRegistry } from '../../../src/engine/registry.ts';
import { parseCheckFile } from '../../../src/policy/check-file.ts';
import { resolvePolicy } from '../../../src/policy/resolve.ts';
import type { Outcome } from '../../../src/model/finding.ts';

const check = parseCheckFile('credentials/own/key', 'key.yaml', "title: Own key\nseverity: high\nprovider: own\nkeywords: [own_]\npattern: '\\b(own_[0-9a-z]{24})\\b'\nreason: It is a key.\nremedy: Revoke it.\n");
const key = `own_${'3f9a1c77e2b04d68zz81qwmk'}`;
const folder = mkdtempSync(join(tmpdir(), 'large-'));
const size = 9 * 1024 * 1024;

beforeAll(() => loadCredentials());
afterAll(() => rmSync(folder, { recursive: true }));

/** Scans one file as `scan` does, or as `scan --stdin` does, with a limit below its size. */
async function scan(name: string, content: Buffer, isSet: boolean, isPiped = false): Promise<Outcome> {
  writeFileSync(join(folder, name), content);
  const policy = resolvePolicy({ configurations: [], digestOf: [], today: '2026-01-01', matcher: () => () => false });
  const limits = { ...policy.limits, maxFileBytes: 1000, isSet };
  const gate = openGate({ registries: [memoryRegistry([check])], policy: { ...policy, limits }, project: { files: { readText: () => undefined, list: () => [] }, today: '2026-01-01' }, clock: () => 0 });
  if (isPiped) {
    const file = openSync(join(folder, name), 'r');
    examineStandardInput(gate, name, limits, file);
    closeSync(file);
  } else for (const file of listFiles(gate, [join(folder, name)], folder)) examineFile(gate, file, limits);
  return gate.outcome();
}

const text = Buffer.from(`${'a line of text\n'.repeat(size / 15)}${key}\n`);
const line = Math.floor(size / 15) + 1;

it('a text above the limit is read piece by piece', async () => {
  const { findings, notChecked, statistics } = await scan('a.log', text, false);
  expect(findings.map(({ range }) => range.startLine)).toEqual([line]);
  expect(notChecked).toEqual([]);
  expect(statistics.bytes).toBeGreaterThanOrEqual(text.length);
});

it('a limit that somebody has set holds', async () => {
  const { findings, notChecked } = await scan('a.log', text, true);
  expect(findings).toEqual([]);
  expect(notChecked).toMatchObject([{ reason: 'too-large', path: 'a.log' }]);
});

it('a packed file above the limit cannot be looked into, and that is said', async () => {
  const noise = Buffer.alloc(size);
  for (let i = 0; i < noise.length; i++) noise[i] = (i * i * 31 + (i >> 7) * 17) & 255;
  const { notChecked } = await scan('a.gz', gzipSync(Buffer.concat([noise, text]), { level: 0 }), false);
  expect(notChecked).toMatchObject([{ reason: 'too-large', path: 'a.gz' }]);
});

it('a text in UTF-16 above the limit is read piece by piece', async () => {
  const { findings } = await scan('b.log', Buffer.from(`\ufeff${text.toString()}`, 'utf16le'), false);
  expect(findings.map(({ range }) => range.startLine)).toEqual([line]);
});

it.each([
  ['a large text on standard input is read piece by piece', text, false, [line], []],
  ['a small text on standard input is read as a whole', Buffer.from(`one\n${key}\n`), false, [2], []],
  ['a packed file on standard input is unpacked', gzipSync(`one\n${key}\n`), false, [2], []],
  ['a limit that somebody has set holds for standard input', text, true, [], ['too-large']],
  ['an empty standard input is nothing', Buffer.alloc(0), false, [], []],
] as const)('%s', async (_name, content, isSet, lines, skipped) => {
  const { findings, notChecked } = await scan('input', content, isSet, true);
  expect(findings.map(({ range }) => range.startLine)).toEqual(lines);
  expect(notChecked.map(({ reason }) => reason)).toEqual(skipped);
});

it('the end of what came on standard input may show that it is packed', async () => {
  const end = Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]);
  const { notChecked } = await scan('input', Buffer.concat([text, end]), false, true);
  expect(notChecked).toMatchObject([{ reason: 'too-large', path: 'input' }]);
});
