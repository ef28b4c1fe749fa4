import { readFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { protectedRepository, type Repository } from '../repository.ts';

let repository: Repository;
afterEach(() => repository.remove());

it('a repository that commits its packages is not blocked by the gate that is one of them', () => {
  repository = protectedRepository();
  repository.must('init', '-q', '--bare', `${repository.home}/remote.git`);
  repository.must('remote', 'add', 'origin', `${repository.home}/remote.git`);
  const examples = readFileSync('dist/examples.json');
  repository.write('node_modules/portcullis/dist/examples.json', examples);
  repository.must('add', '.');
  const committed = repository.git('commit', '-qm', 'packages');
  expect(committed.status, committed.output).toBe(0);
  const pushed = repository.git('push', '-q', 'origin', 'main');
  expect(pushed.status, pushed.output).toBe(0);
});

it.each([
  ['changed', 'node_modules/portcullis/dist/examples.json', Buffer.concat([readFileSync('dist/examples.json'), Buffer.from('\n')])],
  ['under another name', 'fixtures/examples.json', readFileSync('dist/examples.json')],
])('its files %s are judged like any other', (_how, path, content) => {
  repository = protectedRepository();
  repository.write(path, content);
  repository.must('add', '.');
  const ran = repository.git('commit', '-qm', 'packages');
  expect(ran.status, ran.output).toBe(1);
});
