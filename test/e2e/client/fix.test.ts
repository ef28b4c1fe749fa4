import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeRepository, type Repository } from '../repository.ts';

let repository: Repository;
beforeAll(() => {
  repository = makeRepository();
});
afterAll(() => repository.remove());

it('scan --fix rewrites what is safe, says so, and changes nothing more the second time', () => {
  const file = join(repository.top, 'Dockerfile');
  writeFileSync(file, '\uFEFFFROM debian:13 as base\r\nRUN apt-get update && apt-get install curl=8\r\nUSER 1000\r\n', { mode: 0o640 });
  const first = repository.portcullis('scan', '--fix', 'Dockerfile');
  expect(first.output).toContain('in Dockerfile');
  const fixed = readFileSync(file, 'utf8');
  expect(fixed).toBe('\uFEFFFROM debian:13 AS base\r\nRUN apt-get update && apt-get install -y --no-install-recommends curl=8\r\nUSER 1000\r\n');
  expect(statSync(file).mode & 0o777).toBe(0o640);
  expect(repository.portcullis('scan', '--fix', 'Dockerfile').output).toContain('nothing to fix');
  expect(readFileSync(file, 'utf8')).toBe(fixed);
});

it.each([['--staged'], ['--history'], ['--stdin'], ['--range', 'A..B']])('what is recorded already is never rewritten: --fix %s', (...args) => {
  const { status, output } = repository.portcullis('scan', '--fix', ...args);
  expect([status, output.includes('--fix rewrites files')], output).toEqual([2, true]);
});

it('a file that is not UTF-8 is left as it is', () => {
  const file = join(repository.top, 'latin.dockerfile');
  const bytes = Buffer.from([...Buffer.from('FROM debian:13 as base\n# caf'), 0xe9, ...Buffer.from('\nUSER 1000\n')]);
  writeFileSync(file, bytes);
  repository.portcullis('scan', '--fix', 'latin.dockerfile');
  expect(readFileSync(file).equals(bytes)).toBe(true);
});
