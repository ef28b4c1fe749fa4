import { cpSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeRepository, type Repository } from '../repository.ts';

let repository: Repository;
let folder: string;
beforeEach(() => {
  repository = makeRepository();
  folder = mkdtempSync(join(tmpdir(), 'portcullis-compiled-'));
  cpSync('dist', folder, { recursive: true, filter: (path) => !path.endsWith('.cache') });
});
afterEach(() => {
  repository.remove();
  rmSync(folder, { recursive: true, force: true });
});

function hook(): number | null {
  return repository.run(process.execPath, [join(folder, 'hook.cjs'), 'pre-commit']).status;
}

function caches(): readonly string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.cache')).map((name) => join(folder, name));
}

it('compiled code is kept by the first run, used by the next, and written anew after a day', () => {
  repository.write('main.tf', 'variable "a" {}\n');
  repository.must('add', '.');
  expect(hook()).toBe(0);
  const [first = ''] = caches();
  expect(caches().length).toBeGreaterThan(2);
  utimesSync(first, new Date(Date.now() - 3_600_000), new Date(Date.now() - 3_600_000));
  const kept = statSync(first).mtimeMs;
  expect(hook()).toBe(0);
  expect(statSync(first).mtimeMs).toBe(kept);
  utimesSync(first, new Date(Date.now() - 90_000_000), new Date(Date.now() - 90_000_000));
  expect(hook()).toBe(0);
  expect(Date.now() - statSync(first).mtimeMs).toBeLessThan(3_600_000);
});

it('what is no compiled code is not run', () => {
  repository.write('a.txt', 'a\n');
  repository.must('add', '.');
  hook();
  for (const cache of caches()) writeFileSync(cache, 'not compiled code');
  expect(hook()).toBe(0);
  for (const cache of caches()) expect(statSync(cache).size).toBeGreaterThan(1000);
});

it.each([[[]], [['--handed']]])('the code of the server\'s hook is kept, too, and taken under the flags that it was made under: %s', (more) => {
  const receive = (): number | null => repository.run(process.execPath, [join(folder, 'receive.cjs'), 'pre-receive', '--folder', repository.home, ...more], { input: `${'1'.repeat(40)} ${'0'.repeat(40)} refs/heads/gone\n` }).status;
  expect(receive()).toBe(0);
  const [cache = ''] = caches();
  expect(cache).toContain('receive-main');
  utimesSync(cache, new Date(Date.now() - 3_600_000), new Date(Date.now() - 3_600_000));
  const kept = statSync(cache).mtimeMs;
  expect(receive()).toBe(0);
  expect(statSync(cache).mtimeMs).toBe(kept);
});
