import { expect, it } from 'vitest';
import { expandSample } from '../../../src/families/credentials/samples.ts';
import { judge } from '../../engine/layers/gate.ts';

const digest = (seed: string): string => expandSample('{hex:64}', seed);

it.each(['report-gitlab.cjs', 'report-codeclimate.cjs', 'secretlint-preset.mjs', 'credentials.html', 'assets/secret-token.css', 'api_token.woff2'])('the digest of %s in a manifest is no secret', async (name) => {
  const manifest = JSON.stringify({ 'index.js': digest('a'), [name]: digest(name), 'other.js': digest('b') });
  expect((await judge('manifest.json', manifest)).findings.map((one) => one.check)).toEqual([]);
});

it('a value beside a name without an ending is still one', async () => {
  expect((await judge('settings.json', JSON.stringify({ gitlab_secret: digest('c') }))).findings.length).toBe(1);
});
