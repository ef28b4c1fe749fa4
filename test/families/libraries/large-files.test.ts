import { expect, it } from 'vitest';
import { judge, npmLock } from './judge.ts';

const lockfile = npmLock({ a: '^1.0.0' }, { a: { version: '1.0.0' } });

it('a lockfile over the limit is reported with the limit that the configuration names, and not read', async () => {
  const [found, ...others] = await judge({ files: { 'package-lock.json': lockfile }, libraries: '{max-file-bytes: 100, deny: [{purl: pkg:npm/a, reason: no}]}' });
  expect(others).toEqual([]);
  expect(found).toMatchObject({ check: 'libraries/unreadable', severity: 'high', path: 'package-lock.json' });
  expect(found?.message).toContain('more than "max-file-bytes" allows (100)');
});

it('bytes are counted, not characters', async () => {
  const text = `{"dependencies": {"a": "1.0.0"}, "description": "${'\u20ac'.repeat(20)}"}`;
  expect(await judge({ files: { 'package.json': text }, libraries: '{max-file-bytes: 90}' })).toMatchObject([{ check: 'libraries/unreadable' }]);
  expect(await judge({ files: { 'package.json': text.replaceAll('\u20ac', '') }, libraries: '{max-file-bytes: 90}' })).toEqual([]);
});

it('within the limit nothing is said of size', async () => {
  expect(await judge({ files: { 'package-lock.json': lockfile }, libraries: '{max-file-bytes: 4000}' })).toEqual([]);
});
