import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeRepository, token, type Repository } from '../e2e/repository.ts';

const venv = resolve('.build/venv/bin');
let repository: Repository;
afterEach(() => repository.remove());

beforeAll(() => {
  for (const tool of ['pre-commit', 'prek']) if (!existsSync(join(venv, tool))) throw new Error(`${join(venv, tool)} is missing; .ci/run installs it`);
});

function withTools(): void {
  repository.env['PATH'] = [venv, resolve('.build/managers/node_modules/.bin'), resolve('node_modules/.bin'), repository.env['PATH']].join(delimiter);
}

function expectLeakBlocked(): void {
  repository.write('leak.txt', `key = "${token()}"\n`);
  repository.must('add', 'leak.txt');
  const ran = repository.git('commit', '-qm', 'leak');
  expect(ran.status, ran.output).not.toBe(0);
  expect(ran.output).toContain('credentials/github/personal-access-token');
  repository.must('rm', '-qf', 'leak.txt');
}

const localHook = 'repos:\n  - repo: local\n    hooks:\n      - id: own\n        name: own\n        entry: echo own hook ran\n        language: system\n        always_run: true\n        pass_filenames: false\n        verbose: true\n';

describe.each(['pre-commit', 'prek'])('beside %s', (tool) => {
  it.each(['before', 'after'])('the gate installed %s it runs, and so do its hooks', (order) => {
    repository = makeRepository();
    withTools();
    repository.write('.pre-commit-config.yaml', localHook);
    const install = (): void => {
      const ran = repository.run(join(venv, tool), ['install']);
      expect(ran.status, ran.output).toBe(0);
    };
    const init = (): void => {
      const ran = repository.portcullis('init', '--yes');
      expect(ran.status, ran.output).toBe(0);
    };
    if (order === 'after') {
      install();
      init();
    } else {
      init();
      install();
    }
    repository.must('add', '.');
    const ran = repository.git('commit', '-m', 'clean');
    expect(ran.status, ran.output).toBe(0);
    expect(ran.output).toContain('own hook ran');
    expectLeakBlocked();
    // installing it again must not lose the gate
    install();
    expectLeakBlocked();
    expect(repository.portcullis('uninstall').status).toBe(0);
    repository.write('fine.txt', 'x\n');
    repository.must('add', '.');
    expect(repository.git('commit', '-m', 'still').output).toContain('own hook ran');
  });

  it('the shipped .pre-commit-hooks.yaml works as a hook repository', () => {
    repository = makeRepository();
    withTools();
    const packed = repository.run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', repository.home], { cwd: resolve('.') });
    expect(packed.status, packed.output).toBe(0);
    const hookRepository = join(repository.home, 'hook-repository');
    repository.run('sh', ['-c', `mkdir -p "${hookRepository}" && tar -xzf "${repository.home}"/*.tgz -C "${hookRepository}" --strip-components=1`]);
    // as in a published mirror: a manifest without development dependencies, which npm would install for a git package
    const manifest: { version: string } = JSON.parse(readFileSync(join(hookRepository, 'package.json'), 'utf8'));
    writeFileSync(join(hookRepository, 'package.json'), JSON.stringify({ name: 'portcullis', version: manifest.version, bin: { portcullis: 'dist/cli.cjs' } }));
    for (const args of [['init', '-q', '-b', 'main'], ['add', '-f', '.'], ['commit', '-qm', 'release'], ['tag', 'v1']]) repository.run('git', args, { cwd: hookRepository });
    repository.write('.pre-commit-config.yaml', `repos:\n  - repo: ${hookRepository}\n    rev: v1\n    hooks:\n      - id: portcullis\n`);
    expect(repository.run(join(venv, tool), ['install']).status).toBe(0);
    repository.must('add', '.');
    const clean = repository.git('commit', '-m', 'clean');
    expect(clean.status, clean.output).toBe(0);
    expectLeakBlocked();
  });
});

describe('beside lefthook', () => {
  it.each([
    ['lefthook.yml', '# our hooks\npre-commit:\n  commands:\n    own:\n      run: echo own hook ran\n'],
    ['lefthook.toml', '# our hooks\n[[pre-commit.jobs]]\nname = "own"\nrun = "echo own hook ran"\n'],
    ['.config/lefthook.jsonc', '// # our hooks\n{\n  "pre-commit": {\n    "jobs": [{ "name": "own", "run": "echo own hook ran" }],\n  },\n}\n'],
  ])('the gate becomes a command in %s and survives its own installation', (name, own) => {
    repository = makeRepository();
    withTools();
    repository.write(name, own);
    const lefthook = (...args: string[]) => repository.run(resolve('.build/managers/node_modules/.bin/lefthook'), args);
    expect(lefthook('install').status).toBe(0);
    const ran = repository.portcullis('init', '--yes');
    expect(ran.status, ran.output).toBe(0);
    expect(readFileSync(join(repository.top, name), 'utf8')).toContain('# our hooks');
    repository.must('add', '.');
    const clean = repository.git('commit', '-m', 'clean');
    expect(clean.status, clean.output).toBe(0);
    expect(clean.output).toContain('own hook ran');
    expectLeakBlocked();
    lefthook('install', '--force');
    expectLeakBlocked();
    expect(repository.portcullis('uninstall').status).toBe(0);
    expect(readFileSync(join(repository.top, name), 'utf8')).toBe(own);
  });
});

describe('with husky and lint-staged', () => {
  it('the gate runs before lint-staged changes anything', () => {
    repository = makeRepository();
    withTools();
    repository.write('package.json', '{"name":"x","private":true,"lint-staged":{"*.txt":"true"}}\n');
    repository.write('.gitignore', 'node_modules\n');
    repository.write('.husky/pre-commit', 'lint-staged\n');
    expect(repository.run(process.execPath, [resolve('node_modules/husky/bin.js')]).status).toBe(0);
    expect(repository.portcullis('init', '--yes').status).toBe(0);
    repository.must('add', '.');
    const clean = repository.git('commit', '-m', 'clean');
    expect(clean.status, clean.output).toBe(0);
    expectLeakBlocked();
  });
});
