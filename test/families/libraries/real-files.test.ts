import { expect, it } from 'vitest';
import { judge } from './judge.ts';

const entry = (name: string, more: string): string => `"${name}@npm:1.0.0":\n  version: 1.0.0\n  resolution: "${name}@npm:1.0.0"\n${more}  languageName: node\n  linkType: hard\n\n`;
const hash = `  checksum: 10/${'ab'.repeat(64)}\n`;
const lock = (last: string): string => `__metadata:\n  version: 8\n  cacheKey: 10\n\n${entry('a', hash)}${entry('b', hash)}${entry('c', hash)}${last}`;

it('a package for another system has no hash in the lockfile of Yarn, and need not', async () => {
  const missing = async (last: string): Promise<readonly string[]> => (await judge({ files: { 'yarn.lock': lock(last) } })).filter(({ check }) => check === 'libraries/integrity-missing').map(({ message }) => message);
  expect(await missing(entry('@esbuild/win32-x64', '  conditions: os=win32 & cpu=x64\n'))).toEqual([]);
  expect(await missing(entry('left-out', ''))).toHaveLength(1);
});

it('a requirement may have a long list of extras', async () => {
  const extras = Array.from({ length: 120 }, (_, index) => `service-${index}`).join(',');
  const found = await judge({ files: { 'pyproject.toml': `[project]\nname = "a"\nversion = "1"\ndependencies = ["boto3-stubs[${extras}]==1.40.0"]\n` } });
  expect(found.filter(({ check }) => check === 'libraries/unreadable')).toEqual([]);
});
