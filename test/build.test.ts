import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { expect, it } from 'vitest';

const manifest: { scripts: Record<string, string>; dependencies?: object; bin: Record<string, string>; files: string[] } = JSON.parse(readFileSync('package.json', 'utf8'));

it('the hook entry is at most 250 KB, with what a clean commit loads', () => {
  const size = ['dist/hook.cjs', 'dist/hook-main.cjs'].reduce((sum, path) => sum + statSync(path).size, 0);
  expect(size).toBeGreaterThan(10_000);
  expect(size).toBeLessThanOrEqual(250_000);
});

it('the hook loads no parser, glob library or argument parser of its own', () => {
  const text = readFileSync('dist/hook-main.cjs', 'utf8');
  expect(['js-yaml', 'minimatch', 'simple-git', 'parseArgs', 'YAMLException'].filter((word) => text.includes(word))).toEqual([]);
});

it('consumers install no dependency and run no script', () => {
  expect(Object.keys(manifest.dependencies ?? {})).toEqual([]);
  for (const name of ['preinstall', 'install', 'postinstall']) expect(manifest.scripts[name]).toBeUndefined();
});

it('the package holds the gate, the shims, the policies and the licences, and no source or test', () => {
  const packed: [{ files: { path: string }[]; unpackedSize: number }] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  const paths = packed[0].files.map((file) => file.path);
  for (const path of ['dist/cli.cjs', 'dist/hook.cjs', 'dist/registry.bin', 'dist/index.mjs', 'hooks/client/run.sh', 'LICENSE', 'THIRD-PARTY-LICENSES.txt', '.pre-commit-hooks.yaml', 'README.md', 'dist/examples.json', 'policies/presets/strict.yaml']) expect(paths).toContain(path);
  expect(paths.filter((path) => /^(?:src|test|bench)\//.test(path) || path.endsWith('.cache'))).toEqual([]);
});

it('the library entry can be imported and judges files', async () => {
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', `import { scan } from 'portcullis'; const outcome = await scan({ paths: ['package.json'] }); console.log(outcome.verdict.kind)`], { encoding: 'utf8' });
  expect(output.trim()).toBe('allow');
});

it('no file of the project holds a real-looking token', () => {
  const { stdout: report } = spawnSync(process.execPath, ['dist/cli.cjs', 'scan', '--no-baseline', '--family', 'credentials', '--format', 'jsonl', 'src', 'policies/credentials', 'hooks', 'test'], { encoding: 'utf8' });
  // the generic check judges names and randomness and may take a list of AWS actions for a secret: tokens of a form may not stand here
  expect(report.split('\n').filter((line) => line.includes('"kind":"finding"') && !line.includes('credentials/generic/'))).toEqual([]);
});
