import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { protectedRepository, type Repository } from '../repository.ts';

let repository: Repository;
afterEach(() => repository.remove());

const policy = `libraries:
  deny:
    - { purl: pkg:npm/request, reason: no longer kept, use-instead: fetch }
  imports:
    - files: ["src/ui/**"]
      patterns: [{ group: ["**/server/*"], message: runs on the server }]
`;

function start(): void {
  repository = protectedRepository();
  repository.write('portcullis.yaml', policy);
  repository.write('src/old.js', "const request = require('request');\n");
  repository.must('add', '.');
  repository.must('-c', 'core.hooksPath=/dev/null', 'commit', '-qm', 'before the gate');
}

describe('a commit', () => {
  it('that imports a denied package or a restricted module is blocked on the import', () => {
    start();
    repository.write('src/new.ts', "// request is gone\nimport { get } from 'request/lib';\n");
    repository.write('src/ui/page.tsx', "\n\nexport { db } from '../server/db';\n");
    repository.must('add', '.');
    const ran = repository.git('commit', '-qm', 'imports');
    expect(ran.status).not.toBe(0);
    expect(ran.output).toContain('src/new.ts:2:21');
    expect(ran.output).toContain('src/ui/page.tsx:3:20');
    expect(ran.output.replace(/\s+/g, ' ')).toContain('imports request, which the policy denies: no longer kept; use fetch instead');
    expect(ran.output).not.toContain('src/old.js');
  });

  it('that carries ESLint\'s own comment for the import passes, as another rule\'s does not', () => {
    start();
    repository.write('src/a.js', "import request from 'request'; // eslint-disable-line no-restricted-imports\n// eslint-disable-next-line\nimport { get } from 'request';\n");
    repository.must('add', '.');
    expect(repository.git('commit', '-qm', 'excused')).toEqual({ status: 0, output: '' });
    repository.write('src/b.js', "import request from 'request'; // eslint-disable-line no-console\n");
    repository.must('add', '.');
    expect(repository.git('commit', '-qm', 'not excused').status).not.toBe(0);
  });

  it('that keeps an import which was there, or only speaks of the package, passes', () => {
    start();
    repository.write('src/old.js', "// still\nconst request = require('request');\n");
    repository.write('src/server/page.ts', "import { db } from '../server/db';\nconst text = 'import request';\n");
    repository.must('add', '.');
    expect(repository.git('commit', '-qm', 'nothing new')).toEqual({ status: 0, output: '' });
  });
});

it('a push of an import that came in past the hook is blocked', () => {
  start();
  const remote = join(repository.home, 'remote.git');
  repository.must('init', '-q', '--bare', remote);
  repository.must('push', '-q', '--no-verify', remote, 'main');
  repository.must('remote', 'add', 'origin', remote);
  repository.must('fetch', '-q', 'origin');
  repository.write('src/new.ts', "import get from 'request';\n");
  repository.must('add', '.');
  repository.must('commit', '-qm', 'past the hook', '--no-verify');
  const ran = repository.git('push', '-q', 'origin', 'main');
  expect(ran.status).not.toBe(0);
  expect(ran.output).toContain('src/new.ts:1');
  expect(ran.output).not.toContain('src/old.js');
});
