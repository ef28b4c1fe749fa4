import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { lintSource } from '@secretlint/core';
import { afterAll, expect, it } from 'vitest';
import { expandSample } from '../../../src/families/credentials/samples.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-secretlint-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const token = expandSample('ghp_{base62:30}{crc32:6}');

it("secretlint's core runs our checks and points where the token stands", async () => {
  const { creator }: typeof import('../../../src/secretlint-preset.ts') = await import(pathToFileURL(resolve('dist/secretlint-preset.mjs')).href);
  const content = `a = 1\r\nconst é = "${token}";\n`;
  const result = await lintSource({
    source: { content, filePath: '/a.js', ext: '.js', contentType: 'text' },
    // secretlint's own types are wider than what it calls
    options: { config: { rules: [{ id: creator.meta.id, rule: creator as never }] }, noPhysicFilePath: true },
  });
  const found = result.messages.filter((message) => message.type === 'message');
  expect(found.map((message) => content.slice(...message.range))).toEqual([token]);
  expect(found[0]?.message).toContain('credentials/github/personal-access-token');
  expect(found[0]?.message).not.toContain(token);
});

it("secretlint's command line loads the published entry by its name", () => {
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(resolve('.'), join(folder, 'node_modules', 'portcullis'));
  writeFileSync(join(folder, '.secretlintrc.json'), JSON.stringify({ rules: [{ id: 'portcullis/secretlint-preset' }] }));
  writeFileSync(join(folder, 'package.json'), '{}');
  writeFileSync(join(folder, 'settings.txt'), `token = ${token}\n`);
  writeFileSync(join(folder, 'clean.txt'), 'nothing here\n');
  const { status, stdout, stderr } = spawnSync(process.execPath, [resolve('node_modules/secretlint/bin/secretlint.js'), '*.txt'], {
    cwd: folder,
    encoding: 'utf8',
    // in an installation both stand in one node_modules; here only one does
    env: { ...process.env, NODE_PATH: join(folder, 'node_modules') },
  });
  expect(`${stdout}${stderr}`).toContain('credentials/github/personal-access-token');
  expect(stdout).not.toContain('clean.txt');
  expect(status).toBe(1);
});
