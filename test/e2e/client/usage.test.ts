import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeRepository, type Repository } from '../repository.ts';

let repository: Repository;
beforeAll(() => {
  repository = makeRepository();
});
afterAll(() => repository.remove());

it.each([
  [['nonsense'], 'there is no command "nonsense"'],
  [['scna'], 'did you mean "scan"'],
  [['scan', '--bogus'], '--bogus'],
  [['scan', '--staged', '--stdin'], 'choose one of'],
  [['scan', '--format', 'sarfi'], 'did you mean "sarif"'],
  [['scan', '--family', 'credential'], 'did you mean "credentials"'],
  [['policies', 'test'], 'the folder is missing'],
  [['policies', 'replay'], '--range is missing'],
  [['audit', 'lsit'], 'audit list'],
  [['explain', 'credentials/github/personal-acces-token'], 'did you mean'],
])('wrong usage %j exits with 2 and one line that says what is right', (args, words) => {
  const { status, output } = repository.portcullis(...args);
  expect([status, output.includes(words), output.includes('could not be judged')], output).toEqual([2, true, false]);
});
