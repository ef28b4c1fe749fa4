import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadConfiguration } from '../../src/doors/load-configuration.ts';
import { openGate } from '../../src/engine/engine.ts';
import { loadCredentials } from '../../src/engine/loaded.ts';
import { parseCheckFile } from '../../src/policy/check-file.ts';
import { isCheapCheck } from '../../src/policy/pattern-cost.ts';
import { resolvePolicy } from '../../src/policy/resolve.ts';
import type { CredentialCheck } from '../../src/model/check.ts';
import type { Finding } from '../../src/model/finding.ts';

const text = (pattern: string, more = ''): string => `title: Own key\nprovider: own\nkeywords: [acme]\npattern: '${pattern.replaceAll("'", "''")}'\nreason: It is a key.\nremedy: Revoke it.\n${more}`;
const folder = mkdtempSync(join(tmpdir(), 'linear-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('an expression', () => {
  it.each([
    ['acme_[a-z0-9]{32}', true],
    ['\\b(acme_dk_[a-z0-9]{32})\\b', true],
    ['acme_key\\s{0,4}[:=]\\s{0,4}["\']?([A-Za-z0-9]{20,60})', true],
    ['acme_[a-z]+', true],
    ['(?:acme|foo)_(?:[a-z]{4}-){3}[0-9]{4}', true],
    ['acme(?:ab|cd){0,3}x', true],
    ['acme(a*)*', false],
    ['acme(?:a|a)*!', false],
    ['acme(?:a|aa)+!', false],
    ['acme.*.*.*!', false],
    ['acme[a-z]{0,200}[a-z]{0,200}[a-z]{0,200}!', false],
    ['acme(.)\\1+', false],
    ['acme(?:[a-z]+_?)+!', false],
  ])('%s is cheap by itself: %s', (pattern, isCheap) => {
    const check = parseCheckFile('credentials/own/key', 'key.yaml', text(pattern));
    expect(isCheapCheck(check as CredentialCheck)).toBe(isCheap);
  });
});

/** Judges a text by the check files of a folder. */
async function findings(check: string, source: string): Promise<readonly Finding[]> {
  mkdirSync(join(folder, 'checks/credentials/own'), { recursive: true });
  writeFileSync(join(folder, 'checks/credentials/own/key.yaml'), check);
  const { configurations, registries } = await loadConfiguration('portcullis.yaml', 'policies: [checks]\n', folder);
  await loadCredentials();
  const gate = openGate({ registries, policy: resolvePolicy({ configurations, digestOf: [], today: '2026-01-01', matcher: () => () => false }), project: { files: { readText: () => undefined, list: () => [] }, today: '2026-01-01' }, clock: () => 0 });
  gate.examine({ path: 'a.txt', subject: 'file', bytes: Buffer.from(source) });
  return gate.findings();
}

describe("a user's own check", () => {
  it.each([
    ['acme(?:[a-z0-9]+_?)+!'],
    ['acme(?:a|a)*.*.*(?<secret>[a-z0-9]+)!'],
  ])('of the expression %s takes linear time', async (pattern) => {
    const started = performance.now();
    expect(await findings(text(pattern), `acme${'a'.repeat(200_000)}`)).toEqual([]);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('finds in linear time what it would find without', async () => {
    const [finding] = await findings(text('acme(?:_?[a-z]+)+=(?<secret>[a-z0-9]{12,40})\\b', "allow: ['^(?:zz+)+$']\n"), 'x acme_key_one=q9f3k2m8x7c1v5b4 y');
    expect(finding?.range).toEqual({ startLine: 1, startColumn: 16, endLine: 1, endColumn: 32 });
  });

  it('that could take long and cannot be run in linear time is refused', async () => {
    await expect(findings(text('acme(?!x)(?:[a-z]+_?)+!'), 'x')).rejects.toThrow('"pattern" could take very long');
    await expect(findings(text('acme_[a-z]{8}', "allow: ['^(.)\\1*$']\n"), 'x')).rejects.toThrow('"allow" could take very long');
  });
});
