import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { docsOf, docsPlaceOf } from '../../src/build/docs.ts';
import { staleDocs, writeDocs } from '../../src/build/docs-folder.ts';
import { cell, codeBlock, codeSpan, prose } from '../../src/build/markdown.ts';
import { readCheckFolder } from '../../src/doors/load-configuration.ts';
import type { CredentialCheck, PolicyCheck } from '../../src/model/check.ts';

const envelope = { severity: 'high', reason: 'It is <bad> and `a_b` stays.', remedy: 'Remove it.', references: ['https://example.org/a', 'CIS 1.2'], aliases: ['X_1'], on: true } as const;
const token: CredentialCheck = {
  ...envelope,
  id: 'credentials/github/token',
  family: 'credentials',
  title: 'GitHub token',
  provider: 'GitHub',
  keywords: ['ghp_'],
  pattern: '(ghp_[a-z]{30})',
  rank: 3,
  before: 64,
  after: 320,
  entropy: 3,
  plausible: false,
  everyday: false,
  paths: [],
  allow: [],
  examples: { fail: [{ source: 'ghp_{base62:30}\n' }], pass: [{ path: 'a.py', source: 'ghp_\n```\n' }] },
};
const bucket: PolicyCheck = {
  ...envelope,
  id: 'infrastructure/aws/s3/public',
  family: 'infrastructure',
  title: 'Bucket | is public',
  on: false,
  applies: ['AWS::S3::Bucket'],
  assert: "resource.AccessControl != 'PublicRead'",
  at: [],
  parameters: { ports: [22] },
  tags: [],
  examples: { fail: [{ format: 'terraform', source: 'a {}' }], pass: [] },
};

describe('the policy reference', () => {
  test('has a front page, a page a family and pages of checks', () => {
    expect([...docsOf([bucket, token]).keys()]).toEqual(['README.md', 'credentials/README.md', 'credentials/g.md', 'infrastructure/README.md', 'infrastructure/aws/s3.md']);
  });

  test('says everything of a credential check', async () => {
    await expect(docsOf([token]).get('credentials/g.md')).toMatchFileSnapshot('../golden/docs/credentials.md');
  });

  test('says everything of a policy', async () => {
    await expect(docsOf([bucket]).get('infrastructure/aws/s3.md')).toMatchFileSnapshot('../golden/docs/infrastructure.md');
  });

  test('does not depend on the order of the checks', () => {
    expect([...docsOf([token, bucket])]).toEqual([...docsOf([bucket, token])]);
  });

  test('links every check of the package to a heading that is there, and no heading twice', () => {
    const checks = readCheckFolder('policies', new Set(['credentials']));
    const pages = docsOf(checks);
    const anchors = new Set([...pages].flatMap(([path, text]) => [...text.matchAll(/^## (.+)$/gm)].map((match) => `${path}#${(match[1] ?? '').toLowerCase().replaceAll(' ', '-')}`)));
    const places = checks.map((check) => docsPlaceOf(check.id));
    expect(checks.length).toBeGreaterThan(60);
    expect(places.filter((place) => !anchors.has(place))).toEqual([]);
    expect(new Set(places).size).toBe(places.length);
    // GitHub renders no file over 512 KB as Markdown
    for (const [path, text] of pages) expect(text.length, path).toBeLessThan(500_000);
  });
});

describe('the folder of the reference', () => {
  test('is brought up to date, and says what was not', () => {
    const folder = mkdtempSync(join(tmpdir(), 'portcullis-docs-'));
    try {
      const pages = new Map([['a.md', 'one\n'], ['b/c.md', 'two\n']]);
      expect(staleDocs(folder, pages)).toEqual(['a.md', 'b/c.md']);
      expect(writeDocs(folder, pages)).toEqual(['a.md', 'b/c.md']);
      expect(readFileSync(join(folder, 'b/c.md'), 'utf8')).toBe('two\n');
      expect(writeDocs(folder, pages)).toEqual([]);
      writeFileSync(join(folder, 'a.md'), 'edited\n');
      writeFileSync(join(folder, 'gone.md'), 'no check any more\n');
      expect(staleDocs(folder, pages)).toEqual(['a.md', 'gone.md']);
      expect(writeDocs(folder, pages)).toEqual(['a.md', 'gone.md']);
      expect(staleDocs(folder, pages)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('Markdown', () => {
  test.each([
    ['a <b> c', 'a \\<b> c'],
    ['keep `a_b<c>` so', 'keep `a_b<c>` so'],
    ['x_y*z [l](u)', 'x\\_y\\*z \\[l\\](u)'],
    ['two\nlines', 'two lines'],
  ])('writes the prose %j as %j', (text, written) => {
    expect(prose(text)).toBe(written);
  });

  test('keeps a bar from ending a cell', () => {
    expect(cell('a | b')).toBe('a \\| b');
  });

  test('fences code that holds fences', () => {
    expect(codeBlock('```\nx\n```', 'yaml')).toBe('````yaml\n```\nx\n```\n````');
    expect(codeSpan('a`b')).toBe('``a`b``');
    expect(codeSpan('`')).toBe('`` ` ``');
  });
});
