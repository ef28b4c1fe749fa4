import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { npmLock } from '../../families/libraries/judge.ts';
import { protectedRepository, type Repository } from '../repository.ts';

let repository: Repository;
afterEach(() => repository.remove());

const policy = `libraries:
  deny:
    - purl: pkg:npm/flatmap-stream
      reason: it stole wallets in 2018
      use-instead: Array.prototype.flatMap
    - { purl: pkg:npm/request, reason: no longer kept }
`;
const clean = { a: { version: '1.0.0', dependencies: { b: '*' } }, b: { version: '1.0.0' } };
const bad = { a: { version: '1.0.0', dependencies: { b: '*' } }, b: { version: '1.0.1', dependencies: { 'flatmap-stream': '*' } }, 'flatmap-stream': { version: '0.1.1' } };

function start(): void {
  repository = protectedRepository();
  repository.write('portcullis.yaml', policy);
  repository.write('package.json', '{\n"dependencies": {\n"a": "^1.0.0",\n"request": "2.88.2"\n}}\n');
  repository.write('package-lock.json', npmLock({ a: '^1.0.0', request: '2.88.2' }, { ...clean, request: { version: '2.88.2' } }));
  repository.must('add', '.');
  repository.must('-c', 'core.hooksPath=/dev/null', 'commit', '-qm', 'before the gate');
}

describe('a commit', () => {
  it('that brings in a denied package below another is blocked on its line, with its chain', () => {
    start();
    repository.write('package-lock.json', npmLock({ a: '^1.0.0', request: '2.88.2' }, { ...bad, request: { version: '2.88.2' } }));
    repository.must('add', '.');
    const ran = repository.git('commit', '-qm', 'npm update');
    expect(ran.status).not.toBe(0);
    expect(ran.output).toContain('package-lock.json:5');
    expect(ran.output.replace(/\s+/g, ' ')).toContain('flatmap-stream 0.1.1 is denied: it stole wallets in 2018, brought in by a › b. Use Array.prototype.flatMap instead');
    expect(ran.output).not.toContain('request 2.88.2 is denied');
  });

  it('that touches other lines passes', () => {
    start();
    repository.write('package.json', '{\n"private": true,\n"dependencies": {\n"a": "^1.0.0",\n"request": "2.88.2"\n}}\n');
    repository.write('package-lock.json', npmLock({ a: '^1.0.0', request: '2.88.2' }, { ...clean, b: { version: '1.0.1' }, request: { version: '2.88.2' } }));
    repository.must('add', '.');
    expect(repository.git('commit', '-qm', 'other lines')).toEqual({ status: 0, output: '' });
  });

  it('that raises a denied package is blocked', () => {
    start();
    repository.write('package.json', '{\n"dependencies": {\n"a": "^1.0.0",\n"request": "2.88.3"\n}}\n');
    repository.must('add', '.');
    const ran = repository.git('commit', '-qm', 'raise');
    expect(ran.status).not.toBe(0);
    expect(ran.output).toContain('package.json:4');
  });

  it('of a lockfile in the middle of a merge is blocked at the marker', () => {
    start();
    repository.write('yarn.lock', '# yarn lockfile v1\n\n<<<<<<< HEAD\na@^1.0.0:\n  version "1.0.1"\n=======\na@^1.0.0:\n  version "1.0.2"\n>>>>>>> other\n');
    repository.must('add', '.');
    const ran = repository.git('commit', '-qm', 'merge');
    expect(ran.status).not.toBe(0);
    expect(ran.output).toContain('yarn.lock:3');
  });
});

it('a push of what a commit brought in past the hook is blocked', () => {
  start();
  const remote = join(repository.home, 'remote.git');
  repository.must('init', '-q', '--bare', remote);
  repository.must('push', '-q', '--no-verify', remote, 'main');
  repository.must('remote', 'add', 'origin', remote);
  repository.must('fetch', '-q', 'origin');
  repository.write('package-lock.json', npmLock({ a: '^1.0.0', request: '2.88.2' }, { ...bad, request: { version: '2.88.2' } }));
  repository.must('commit', '-qam', 'npm update', '--no-verify');
  const ran = repository.git('push', '-q', 'origin', 'main');
  expect(ran.status).not.toBe(0);
  expect(ran.output).toContain('package-lock.json:5');
  expect(ran.output).not.toContain('request 2.88.2 is denied');
});

it('scan blocks with exit code 1 and needs no repository', () => {
  start();
  const folder = join(repository.home, 'plain');
  cpSync(repository.top, folder, { recursive: true, filter: (path) => !path.includes('.git') });
  const ran = repository.run(process.execPath, [join(process.cwd(), 'dist/cli.cjs'), 'scan', '--family', 'libraries', '--format', 'jsonl'], { cwd: folder });
  expect(ran.status).toBe(1);
  expect(ran.output).toContain('"libraries/denied"');
});
