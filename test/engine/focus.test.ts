import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { readCheckFolder } from '../../src/doors/load-configuration.ts';
import { createJudgedVersions, type JudgedVersions, type Version } from '../../src/doors/push/judged-versions.ts';
import { openGate } from '../../src/engine/engine.ts';
import { loadCredentials } from '../../src/engine/loaded.ts';
import { memoryRegistry } from '../../src/engine/registry.ts';
import { expandSample } from '../../src/families/credentials/samples.ts';
import type { Finding } from '../../src/model/finding.ts';
import { resolvePolicy } from '../../src/policy/resolve.ts';

const registry = memoryRegistry(readCheckFolder('policies', new Set(['credentials'])).filter((check) => check.family === 'credentials'));
const policy = resolvePolicy({ configurations: [], digestOf: [], today: '2026-01-01', matcher: () => () => false });

beforeAll(() => loadCredentials());

/** The secrets that are found in versions of a file, as they stand there: in all of each, or in what changed. */
async function found(path: string, versions: readonly string[], how: 'whole' | 'changed' | 'unnoted'): Promise<ReadonlySet<string>> {
  const gate = openGate({ registries: [registry], policy, project: { files: { readText: () => undefined, list: () => [] }, today: '2026-01-01' }, clock: () => 0 });
  const judged = createJudgedVersions();
  for (const [number, text] of versions.entries()) {
    const bytes = Buffer.from(text);
    gate.examine({ path, subject: 'file', bytes, origin: String(number), ...(how === 'whole' ? {} : compared(judged, path, bytes, how)) });
  }
  return new Set((await gate.findings()).map(({ origin, range }) => cut(versions[Number(origin)] ?? '', range)));
}

/** How a version differs from the one before, with or without what was noted of that. */
function compared(judged: JudgedVersions, path: string, bytes: Buffer, how: 'changed' | 'unnoted'): Version {
  const version = judged.compare(path, bytes);
  return how === 'changed' || version.changed === undefined ? version : { ...version, changed: { ...version.changed, before: {} } };
}

function cut(text: string, { startLine, startColumn, endLine, endColumn }: Finding['range']): string {
  const lines = text.split('\n').slice(startLine - 1, endLine);
  return lines.map((line, number) => line.slice(number === 0 ? startColumn - 1 : 0, number === lines.length - 1 ? endColumn - 1 : undefined)).join('\n');
}

/** Whether a version is said to hold nothing, in whatever folder the file stands, once it and those before it were judged. */
function isQuiet(path: string, versions: readonly string[]): boolean {
  const gate = openGate({ registries: [registry], policy, project: { files: { readText: () => undefined, list: () => [] }, today: '2026-01-01' }, clock: () => 0 });
  const judged = createJudgedVersions();
  const notes = versions.map((text) => {
    const bytes = Buffer.from(text);
    const version = judged.compare(path, bytes);
    gate.examine({ path, subject: 'file', bytes, ...version });
    return version.note;
  });
  return notes.at(-1)?.isQuiet === true;
}

/** The secrets that are found only when all of each version is looked at. Which check speaks of one may differ, as less is seen around a change. */
async function missed(path: string, versions: readonly string[], how: 'changed' | 'unnoted' = 'changed'): Promise<readonly string[]> {
  const changed = await found(path, versions, how);
  return [...(await found(path, versions, 'whole'))].filter((one) => !changed.has(one));
}

const filler = (from: number, count: number): string => Array.from({ length: count }, (_one, number) => `const value${from + number} = compute(${number}, 'name of ${number}'); // path/to/thing\n`).join('');
const secret = (template: string): string => expandSample(template, 'focus');
const github = secret('ghp_{base62:30}{crc32:6}');
const key = secret('-----BEGIN PRIVATE KEY-----\n{pem:10}\n-----END PRIVATE KEY-----\n');

/** Texts with secrets whose parts stand apart, or far behind what tells of them. */
const texts: readonly (readonly [name: string, path: string, text: string])[] = [
  ['a token', 'a.ts', `${filler(0, 60)}const token = '${github}';\n${filler(100, 60)}`],
  ['a private key', 'a.ts', `${filler(0, 60)}const key = \`${key}\`;\n${filler(100, 60)}`],
  ['a private key in base64', 'a.ts', `${filler(0, 60)}const key = '${Buffer.from(key).toString('base64')}';\n${filler(100, 60)}`],
  ['a private key in wrapped base64', 'a.txt', `${filler(0, 60)}${Buffer.from(key).toString('base64').replace(/.{64}/g, '$&\n')}\n${filler(100, 60)}`],
  ['a token in base64', 'a.ts', `${filler(0, 60)}const body = '${Buffer.from(`${'{"name": "some long text before it"}, '.repeat(60)}"token": "${github}"`).toString('base64')}';\n${filler(100, 60)}`],
  ['values of a Secret', 'a.yaml', `apiVersion: v1\nkind: Secret\ndata:\n${Array.from({ length: 120 }, (_one, number) => `  name${number}: ${Buffer.from(`some plain value number ${number}`).toString('base64')}\n`).join('')}  token: ${Buffer.from(github).toString('base64')}\n`],
  ['a refresh token', 'a.json', `{${filler(0, 60)}"type": "authorized_user",\n${'"scope": "a",\n'.repeat(40)}"client_secret": "${secret('d-{base62:20}')}",\n"refresh_token": "${secret('1//0{base64url:80}')}"}\n${filler(100, 60)}`],
  ['a password', 'a.py', `${filler(0, 60)}db = psycopg2.connect(host='db',\n${"    option='value',\n".repeat(20)}    password='${secret('{base62:20}')}')\n${filler(100, 60)}`],
  ['escapes', 'a.ts', `${filler(0, 60)}const token = '${[...github].map((letter) => `\\x${letter.charCodeAt(0).toString(16)}`).join('')}';\n${filler(100, 60)}`],
  ['a long private key', 'a.ts', `${filler(0, 60)}const key = \`${secret('-----BEGIN PRIVATE KEY-----\n{pem:150}\n-----END PRIVATE KEY-----\n')}\`;\n${filler(100, 60)}`],
  ['a key store', 'values.yaml', `${filler(0, 60)}keystore: |\n  ${secret('{pkcs12:16000}').replace(/.{76}/g, '$&\n  ')}\n${filler(100, 60)}`],
  ['an own long window', 'a.ts', `${filler(0, 40)}$ANSIBLE_VAULT;1.1;AES256\n${secret('{hex:64}\n').repeat(30)}${filler(100, 60)}`],
];

describe.each(texts)('%s', (_name, path, text) => {
  it('is found when a change completes it, wherever that is', async () => {
    const places = Array.from({ length: 24 }, (_one, number) => Math.floor((text.length * number) / 24));
    for (const at of places) {
      const broken = text.slice(0, at) + text.slice(at + 12);
      expect([at, await missed(path, [broken, text])]).toEqual([at, []]);
      expect([at, await missed(path, [broken, text], 'unnoted')]).toEqual([at, []]);
    }
  });

  it('is found in any row of versions', async () => {
    const edit = fc.record({ at: fc.nat(text.length), take: fc.nat(40), put: fc.constantFrom('', '"', '\n', 'x', 'password = ', 'abcdefgh') });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(edit, { maxLength: 3 }), { minLength: 1, maxLength: 3 }), async (rows) => {
        const versions = [...rows.map((edits) => edits.reduce((all, { at, take, put }) => all.slice(0, at) + put + all.slice(at + take), text)), text];
        expect(await missed(path, versions)).toEqual([]);
        expect(await missed(path, versions, 'unnoted')).toEqual([]);
        expect(isQuiet(path, versions)).toBe(false);
        const last = rows.at(-1)?.reduce((all, { at, take, put }) => all.slice(0, at) + put + all.slice(at + take), text) ?? '';
        if (isQuiet(path, [text.replace(/[^\n]/g, '.'), last])) expect([...(await found(`other/folder/${path}`, [last], 'whole'))]).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });
});

it('a file that holds nothing is quiet, and one that held something is not when it stands no longer there', () => {
  const plain = filler(0, 80);
  expect(isQuiet('a.ts', [plain])).toBe(true);
  expect(isQuiet('a.ts', [plain, `${plain}more`])).toBe(true);
  expect(isQuiet('a.ts', [`${plain}const token = '${github}';\n`, plain])).toBe(false);
  expect(isQuiet('a.ts', ['short'])).toBe(true);
  expect(isQuiet('.netrc', ['machine example.com login me password {base62:20}'])).toBe(false);
  expect(isQuiet('a.ts', ['version https://git-lfs.github.com/spec/v1'])).toBe(false);
});
