import { expect, it } from 'vitest';
import { hostSecretlint } from '../../../src/families/credentials/secretlint-host.ts';
import { expandSample } from '../../../src/families/credentials/samples.ts';
import { lintSource } from '@secretlint/core';
import * as preset from '@secretlint/secretlint-rule-preset-recommend';

const rules = hostSecretlint(preset, 'preset');

async function found(text: string, path = 'a.txt'): Promise<string[]> {
  const reports = await Promise.all(rules.map((rule) => rule.examine({ path, subject: 'file', bytes: Buffer.from(text) })));
  return reports.flat().map((report) => `${report.range.startLine}:${report.range.startColumn}-${report.range.endColumn}`).sort();
}

const samples = [
  'https://hooks.slack.com/services/T{uppernum:9}/B{uppernum:9}/{base62:24}',
  'token: ghp_{base62:36}',
  'sk-ant-api03-{base64url:93}AA',
  'SG.{base64url:22}.{base64url:43}',
  '-----BEGIN RSA PRIVATE KEY-----\n{pem:8}\n-----END RSA PRIVATE KEY-----\n',
  'https://user:{base62:14}@host.internal/x',
  'nothing to see here',
  'é é "npm_{base62:36}"',
];

it('a hosted preset reports where secretlint itself does', async () => {
  for (const sample of samples) {
    const text = expandSample(sample);
    const own = await lintSource({ source: { content: text, filePath: '/a.txt', ext: '.txt', contentType: 'text' }, options: { config: { rules: [{ id: preset.creator.meta.id, rule: preset.creator }] }, noPhysicFilePath: true } });
    const places = own.messages.filter((message) => message.type === 'message').map(({ loc }) => `${loc.start.line}:${loc.start.column + 1}-${loc.end.column + 1}`).sort();
    expect(await found(text), sample).toEqual(places);
  }
});

it('a module that is no rule is refused by name', () => {
  expect(() => hostSecretlint({ creator: 1 }, 'some-module')).toThrow('some-module exports no secretlint rule');
});
