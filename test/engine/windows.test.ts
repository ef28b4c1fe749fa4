import { beforeAll, describe, expect, it } from 'vitest';
import { expandSample } from '../../src/families/credentials/samples.ts';
import { openGate, type Gate } from '../../src/engine/engine.ts';
import { loadCredentials } from '../../src/engine/loaded.ts';
import { memoryRegistry } from '../../src/engine/registry.ts';
import { windowsOf } from '../../src/engine/windows.ts';
import { parseCheckFile } from '../../src/policy/check-file.ts';
import { resolvePolicy } from '../../src/policy/resolve.ts';

const check = parseCheckFile('credentials/own/key', 'key.yaml', "title: Own key\nseverity: high\nprovider: own\nkeywords: [own_]\npattern: '\\b(own_[0-9a-z]{24})\\b'\nreason: It is a key.\nremedy: Revoke it.\n");
const MiB = 1024 * 1024;
const overlap = 65_536;

beforeAll(() => loadCredentials());

function open(): Gate {
  return openGate({
    registries: [memoryRegistry([check])],
    policy: resolvePolicy({ configurations: [], digestOf: [], today: '2026-01-01', matcher: () => () => false }),
    project: { files: { readText: () => undefined, list: () => [] }, today: '2026-01-01' },
    clock: () => 0,
  });
}

function* pieces(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield Buffer.from(bytes.subarray(at, at + size));
}

/** Places of tokens in a text, counted by the simplest means; columns far out in a line count bytes. */
function expected(text: string, tokens: readonly string[]): readonly string[] {
  return tokens
    .map((token) => {
      const at = text.indexOf(token);
      const before = text.slice(0, at);
      const line = before.split('\n').length;
      const head = before.slice(before.lastIndexOf('\n') + 1);
      const size = Buffer.byteLength(head);
      return `${line}:${(size > 65_536 ? size : head.length) + 1}`;
    });
}

const token = (seed: string): string => expandSample('own_{lowernum:24}', seed);
const edges = [MiB - overlap, MiB, MiB + overlap, MiB + 2 * overlap, 2 * MiB, 2 * MiB + overlap, 2 * MiB + 2 * overlap, 8 * MiB];
/** Texts of nine megabytes with tokens around the places where windows are cut. */
function withTokens(fill: (length: number) => string): { text: string; tokens: readonly string[] } {
  const tokens: string[] = [];
  let text = '';
  let size = 0;
  for (const edge of edges) {
    for (const shift of [-60, -15, 40]) {
      const filler = fill(edge + shift - size - 1);
      const one = token(`${edge} ${shift}`);
      tokens.push(one);
      text += `${filler} ${one} `;
      size += Buffer.byteLength(filler) + one.length + 2;
    }
  }
  return { text: `${text}${fill(MiB)}`, tokens };
}

const ascii = (unit: string) => (length: number): string => (length <= 0 ? '' : unit.repeat(Math.ceil(length / unit.length)).slice(0, length));
const wide = (unit: string) => (length: number): string => (length <= 0 ? '' : unit.repeat(Math.floor(length / Buffer.byteLength(unit))) + 'x'.repeat(length % Buffer.byteLength(unit)));

describe.each([
  ['lines', ascii('lorem ipsum dolor sit amet\n')],
  ['lines with CR LF', ascii('lorem ipsum dolor sit amet\r\n')],
  ['lines of other letters', wide('größe ☃ 😀 und so weiter\n')],
  ['one line', ascii('lorem ipsum;')],
  ['one line of other letters', wide('größe ☃ 😀;')],
] as const)('a large text of %s', (_name, fill) => {
  const { text, tokens } = withTokens(fill);
  const places = expected(text, tokens);

  it('has its findings where they are, whoever reads it', async () => {
    const bytes = Buffer.from(text);
    const whole = open();
    whole.examine({ path: 'a.txt', subject: 'file', bytes });
    const streamed = open();
    streamed.examinePieces('a.txt', pieces(bytes, 300_000));
    for (const gate of [whole, streamed]) {
      const { findings, notChecked } = await gate.outcome();
      expect(findings.map(({ range }) => `${range.startLine}:${range.startColumn}`)).toEqual(places);
      expect(findings.every(({ range, evidence }) => range.endColumn - range.startColumn === 28 && evidence.startsWith('own_'))).toBe(true);
      expect(findings.every(({ frame }) => frame.some((line) => line.text.includes('own_')))).toBe(true);
      expect(tokens.some((one) => JSON.stringify(findings).includes(one.slice(6)))).toBe(false);
      expect(notChecked).toEqual([]);
    }
  });

  it.each(['utf16le', 'utf16be'])('has the same findings in %s', async (form) => {
    const little = Buffer.from(`\ufeff${text}`, 'utf16le');
    const gate = open();
    gate.examinePieces('a.txt', pieces(form === 'utf16le' ? little : little.swap16(), 400_000));
    expect((await gate.outcome()).findings.map(({ range }) => `${range.startLine}:${range.startColumn}`)).toEqual(places);
  });
});

it('a comment lets the finding beside it pass in a window too, and says its line', async () => {
  const text = `${'filler\n'.repeat(1_500_000)}own_${'3f9a1c77e2b04d68zz81qwmk'} # gitleaks:allow\n`;
  const gate = open();
  gate.examinePieces('a.txt', pieces(Buffer.from(text), MiB));
  expect((await gate.outcome()).findings.map(({ excuse }) => excuse)).toMatchObject([{ kind: 'suppressed', where: 'a.txt:1500001' }]);
});

it('what is encoded is found in a window at its place', async () => {
  const text = `${'filler\n'.repeat(1_500_000)}x = "${Buffer.from(`key ${token('base64')} end`).toString('base64')}"\n`;
  const gate = open();
  gate.examine({ path: 'a.txt', subject: 'file', bytes: Buffer.from(text) });
  expect((await gate.outcome()).findings.map(({ range, layers }) => [range.startLine, layers])).toEqual([[1_500_001, ['base64']]]);
});

it('what needs the whole of a file that is read in pieces is said not to be judged', async () => {
  const gate = open();
  gate.examinePieces('package-lock.json', pieces(Buffer.from('{"lockfileVersion": 3}\n'.repeat(500_000)), MiB));
  expect((await gate.outcome()).notChecked).toMatchObject([{ path: 'package-lock.json', reason: 'too-large', detail: expect.stringContaining('libraries') }]);
});

it('windows cover a text, and each byte is owned once', () => {
  const bytes = Buffer.from('0123456789\n'.repeat(1_000_000));
  let owned = 0;
  let lines = 0;
  for (const window of windowsOf(pieces(bytes, 123_456))) {
    owned += Math.min(window.own.end, window.bytes.length) - window.own.start;
    lines = window.before.lines;
    expect(window.bytes.length).toBeLessThanOrEqual(MiB + 2 * overlap);
  }
  expect(owned).toBe(bytes.length);
  expect(lines).toBeGreaterThan(700_000);
});
