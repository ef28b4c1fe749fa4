import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { makeRepository, token, type Repository } from '../repository.ts';

let repository: Repository;
afterEach(() => repository.remove());

/** Every file and mode below a folder, for comparing byte for byte. */
function snapshot(folder: string): Map<string, string> {
  const files = new Map<string, string>();
  const walk = (path: string, name: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const full = join(path, entry.name);
      if (entry.isDirectory()) walk(full, `${name}${entry.name}/`);
      else if (entry.isFile()) files.set(`${name}${entry.name}`, `${statSync(full).mode & 0o777} ${readFileSync(full).toString('base64')}`);
    }
  };
  walk(folder, '');
  return files;
}

function commitLeak(folder = '.', name = 'leak.txt'): { status: number | null; output: string } {
  repository.write(join(folder, name), `key = "${token()}"\n`);
  repository.must('-C', folder, 'add', name);
  const ran = repository.git('-C', folder, 'commit', '-qm', 'leak');
  repository.git('-C', folder, 'reset', '-q', '--hard');
  return ran;
}

function expectProtected(folder?: string): void {
  const ran = commitLeak(folder);
  expect(ran.status, ran.output).not.toBe(0);
  expect(ran.output).toContain('credentials/github/personal-access-token');
}

function initialised(): void {
  const ran = repository.portcullis('init', '--yes');
  expect(ran.status, ran.output).toBe(0);
}

/** Runs init and uninstall and expects everything outside our own cache to be as before. */
function expectRestored(before: { tree: Map<string, string>; config: string }): void {
  const ran = repository.portcullis('uninstall');
  expect(ran.status, ran.output).toBe(0);
  expect(state()).toEqual(before);
}

function state(): { tree: Map<string, string>; config: string } {
  const tree = snapshot(repository.top);
  for (const name of [...tree.keys()]) if (/\.cache$|configuration\.json$|^\.git\/(?:objects|logs|index|COMMIT_EDITMSG|ORIG_HEAD|config$|lefthook)/.test(name) || name.startsWith('node_modules/')) tree.delete(name);
  return { tree, config: repository.must('config', '--local', '--list') };
}

it('certificates that other programs need are not read at every commit', () => {
  repository = makeRepository();
  initialised();
  repository.write('clean.txt', 'clean\n');
  repository.must('add', '.');
  // node says so when it looks for a file that is not there
  const ran = repository.run('git', ['commit', '-qm', 'clean'], { env: { NODE_EXTRA_CA_CERTS: join(repository.home, 'none.pem') } });
  expect(ran).toEqual({ status: 0, output: '' });
});

describe('init', () => {
  it('keeps an existing hook, runs it first, and uninstall puts it back byte for byte', () => {
    repository = makeRepository();
    repository.write('.git/hooks/pre-commit', '#!/bin/sh\necho former hook ran\n', 0o755);
    repository.write('.git/hooks/pre-push', '#!/usr/bin/env python3\nimport sys\nprint("pushed", len(sys.stdin.read().splitlines()))\n', 0o755);
    repository.write('a.txt', 'a\n');
    repository.must('add', '.');
    const before = state();
    initialised();
    const ran = repository.git('commit', '-qm', 'first');
    expect(ran.status).toBe(0);
    expect(ran.output).toContain('former hook ran');
    expectProtected();
    repository.must('init', '-q', '--bare', '../remote.git');
    expect(repository.git('push', '-q', '../remote.git', 'main').output).toContain('pushed 1');
    repository.must('update-ref', '-d', 'refs/heads/main');
    expectRestored({ ...before, tree: new Map([...before.tree].filter(([name]) => name !== 'a.txt').concat([...before.tree].filter(([name]) => name === 'a.txt'))) });
  });

  it('done twice changes nothing more, and one uninstall takes it back', () => {
    repository = makeRepository();
    const before = state();
    initialised();
    const once = state();
    initialised();
    expect(state()).toEqual(once);
    expectRestored(before);
  });

  it('with a failing former hook blocks as before', () => {
    repository = makeRepository();
    repository.write('.git/hooks/pre-commit', '#!/bin/sh\nexit 7\n', 0o755);
    repository.write('a.txt', 'a\n');
    repository.must('add', '.');
    // the self-test sees that the chain stops before the gate, and says so
    expect(repository.portcullis('init', '--yes').status).toBe(3);
    expect(repository.git('commit', '-qm', 'x').status).not.toBe(0);
  });

  it.each(['.husky', 'packages/web/.husky'])('adds itself to husky in %s', (folder) => {
    repository = makeRepository();
    repository.write(`${folder}/pre-commit`, 'echo husky ran\n');
    mkdirSync(join(repository.top, 'node_modules'), { recursive: true });
    repository.write('package.json', '{"name":"x","scripts":{"prepare":"husky"}}\n');
    repository.write('.gitignore', 'node_modules\n');
    const husky = repository.run(process.execPath, [resolve('node_modules/husky/bin.js'), folder]);
    expect(husky.status, husky.output).toBe(0);
    repository.must('add', '.');
    const before = state();
    initialised();
    const ran = repository.git('commit', '-qm', 'first');
    expect(ran.status, ran.output).toBe(0);
    expect(ran.output).toContain('husky ran');
    expectProtected();
    repository.must('update-ref', '-d', 'refs/heads/main');
    expectRestored(before);
  });

  it('adds itself to a tracked hooks folder that core.hooksPath names', () => {
    repository = makeRepository();
    repository.write('.githooks/pre-commit', '#!/bin/sh\necho own hook\n', 0o755);
    repository.must('config', 'core.hooksPath', '.githooks');
    const before = state();
    initialised();
    expect(repository.run('cat', ['.githooks/pre-commit']).output).not.toContain(repository.top);
    expectProtected();
    expectRestored(before);
  });

  it('adds itself to a tracked hooks folder that .git/hooks is a link to, without a path of this machine', () => {
    repository = makeRepository();
    repository.write('scripts/hooks/pre-commit', '#!/bin/sh\necho own\n', 0o755);
    repository.run('rm', ['-r', '.git/hooks']);
    symlinkSync('../scripts/hooks', join(repository.top, '.git/hooks'));
    const before = state();
    const ran = repository.portcullis('init', '--yes');
    expect([ran.status, ran.output]).toEqual([0, expect.stringContaining('commit scripts/hooks and portcullis.yaml')]);
    const hook = readFileSync(join(repository.top, 'scripts/hooks/pre-commit'), 'utf8');
    expect([hook.includes('echo own'), hook.includes(repository.top), existsSync(join(repository.top, 'scripts/hooks/pre-commit.before-portcullis'))]).toEqual([true, false, false]);
    expectProtected();
    expect(repository.portcullis('doctor')).toMatchObject({ status: 0 });
    expectRestored(before);
  });

  it('keeps a hook that is a link, also to a script that only another branch has', () => {
    repository = makeRepository();
    symlinkSync('../../scripts/hook', join(repository.top, '.git/hooks/pre-commit'));
    initialised();
    repository.must('commit', '-q', '--allow-empty', '-m', 'x');
    repository.write('scripts/hook', '#!/bin/sh\necho linked hook\n', 0o755);
    expect(repository.git('commit', '-q', '--allow-empty', '-m', 'x').output).toBe('linked hook\n');
    expectProtected();
    expect(repository.portcullis('uninstall').status).toBe(0);
    expect(readlinkSync(join(repository.top, '.git/hooks/pre-commit'))).toBe('../../scripts/hook');
  });

  it('that cannot be finished leaves nothing behind', () => {
    repository = makeRepository();
    repository.write('.git/hooks/pre-commit', '#!/bin/sh\necho own\n', 0o755);
    // a folder where the last of the hooks belongs
    mkdirSync(join(repository.top, '.git/hooks/pre-push'));
    const before = state();
    const ran = repository.portcullis('init', '--yes');
    expect([ran.status, ran.output]).toEqual([3, expect.stringContaining('nothing was installed')]);
    expect(state()).toEqual(before);
    expect(existsSync(join(repository.top, '.git/portcullis'))).toBe(false);
  });

  it.each(['shared hooks', '/dev/null'])('does not write into %s, which other repositories may use', (folder) => {
    repository = makeRepository();
    const isFolder = !folder.startsWith('/');
    const shared = isFolder ? join(repository.home, folder) : folder;
    if (isFolder) {
      mkdirSync(shared);
      writeFileSync(join(shared, 'pre-commit'), '#!/bin/sh\necho shared hook\n', { mode: 0o755 });
    }
    repository.must('config', 'core.hooksPath', shared);
    const before = state();
    initialised();
    initialised();
    repository.must('commit', '-q', '--allow-empty', '-m', 'x');
    expect(repository.git('commit', '-q', '--allow-empty', '-m', 'y').output).toBe(isFolder ? 'shared hook\n' : '');
    if (isFolder) expect(readdirSync(shared)).toEqual(['pre-commit']);
    expectProtected();
    expect(repository.portcullis('doctor')).toMatchObject({ status: 0 });
    repository.must('update-ref', '-d', 'refs/heads/main');
    expectRestored(before);
  });

  it('runs where all hooks of this user are turned off', () => {
    repository = makeRepository();
    repository.must('config', '--global', 'core.hooksPath', '/dev/null');
    initialised();
    expectProtected();
  });

  it('protects a clone in which husky is not set up yet, and goes on when it is', () => {
    repository = makeRepository();
    repository.write('.husky/pre-commit', 'echo husky ran\n');
    repository.write('package.json', '{"name":"x","scripts":{"prepare":"husky"}}\n');
    const before = state();
    initialised();
    repository.must('add', '.');
    repository.must('commit', '-qm', 'first');
    expectProtected();
    const husky = repository.run(process.execPath, [resolve('node_modules/husky/bin.js')]);
    expect(husky.status, husky.output).toBe(0);
    expectProtected();
    expect(repository.portcullis('doctor')).toMatchObject({ status: 0 });
    repository.must('config', '--unset', 'core.hooksPath');
    repository.run('rm', ['-r', '.husky/_']);
    repository.must('update-ref', '-d', 'refs/heads/main');
    expectRestored(before);
  });

  it('works beside a global core.hooksPath, whose hooks still run', () => {
    repository = makeRepository();
    repository.write('../home/hooks/pre-commit', '#!/bin/sh\necho global hook\n', 0o755);
    repository.write('../home/hooks/post-commit', '#!/bin/sh\necho global post-commit\n', 0o755);
    repository.must('config', '--global', 'core.hooksPath', join(repository.home, 'hooks'));
    const before = state();
    initialised();
    repository.write('a.txt', 'a\n');
    repository.must('add', '.');
    const ran = repository.git('commit', '-qm', 'x');
    expect(ran.output).toContain('global hook');
    expect(ran.output).toContain('global post-commit');
    expectProtected();
    initialised();
    expect(repository.git('commit', '-q', '--allow-empty', '-m', 'after init was run again').output).toContain('global hook');
    repository.must('rm', '-q', '-f', 'a.txt');
    repository.must('update-ref', '-d', 'refs/heads/main');
    expectRestored(before);
  });

  it('goes before simple-git-hooks, which writes over every hook it finds', () => {
    repository = makeRepository();
    repository.write('package.json', '{"simple-git-hooks": {"pre-commit": "true"}}\n');
    repository.must('config', '--add', 'include.path', '../other.gitconfig');
    repository.write('.git/hooks/pre-commit', '#!/bin/sh\necho simple hook\n', 0o755);
    repository.must('add', '.');
    const before = state();
    initialised();
    // what its install script does, where this names no folder
    expect(repository.git('config', '--local', 'core.hooksPath').output).toBe('');
    repository.write('.git/hooks/pre-commit', '#!/bin/sh\necho newer simple hook\n', 0o755);
    repository.write('.git/hooks/post-commit', '#!/bin/sh\necho newer post-commit\n', 0o755);
    const ran = repository.git('commit', '-qm', 'first');
    expect([ran.status, ran.output]).toEqual([0, 'newer simple hook\nnewer post-commit\n']);
    expectProtected();
    expect(repository.portcullis('doctor')).toMatchObject({ status: 0 });
    repository.write('.git/hooks/pre-commit', '#!/bin/sh\necho simple hook\n', 0o755);
    repository.run('rm', ['.git/hooks/post-commit']);
    repository.must('update-ref', '-d', 'refs/heads/main');
    expectRestored(before);
  });

  it('is taken back where lefthook put hooks of its own in place of ours', () => {
    repository = makeRepository();
    repository.write('lefthook.yml', 'commit-msg:\n  commands:\n    own:\n      run: "true"\n');
    repository.write('.git/hooks/commit-msg', '#!/bin/sh\ncall lefthook\n', 0o755);
    const before = state();
    initialised();
    for (const hook of ['pre-commit', 'pre-push']) {
      repository.run('mv', [`.git/hooks/${hook}`, `.git/hooks/${hook}.old`]);
      repository.write(`.git/hooks/${hook}`, '#!/bin/sh\ncall lefthook\n', 0o755);
    }
    expectRestored(before);
  });

  it('is taken out of a lefthook configuration that was changed since', () => {
    repository = makeRepository();
    const own = 'pre-commit:\n  # ours\n  jobs:\n    - run: "true"\ncommit-msg:\n  commands:\n    own:\n      run: "true"\n';
    repository.write('lefthook.yml', own);
    initialised();
    const installed = readFileSync(join(repository.top, 'lefthook.yml'), 'utf8');
    expect(installed.match(/run\.sh/g)).toHaveLength(4);
    repository.write('lefthook.yml', `${installed}output: [summary]\n`);
    expect(repository.portcullis('uninstall')).toMatchObject({ status: 0, output: expect.stringContaining('only our lines were taken out') });
    expect(readFileSync(join(repository.top, 'lefthook.yml'), 'utf8')).toBe(`${own}output: [summary]\n`);
  });

  it.each([
    ['lefthook.toml', '# ours\n[pre-commit.commands.own]\nrun = "true"\n', '\n[output]\nx = 1\n'],
    ['.config/lefthook.json', '{\n\t"pre-commit": {\n\t\t"jobs": [{ "run": "true" }]\n\t}\n}\n', '\n'],
    ['.lefthook.jsonc', '// ours\n{ "commit-msg": { "commands": { "own": { "run": "true" } } }, /* last */ }\n', '// more\n'],
    ['lefthook-local.json', '{}', '\n'],
    ['.config/lefthook.yaml', 'pre-commit:\n  jobs:\n    - run: "true"\n', 'output: [summary]\n'],
  ])('becomes a command in %s, and is taken out of it again', (name, own, more) => {
    repository = makeRepository();
    repository.write(name, own);
    const before = state();
    initialised();
    const installed = readFileSync(join(repository.top, name), 'utf8');
    expect(installed.match(/run\.sh/g)).toHaveLength(4);
    initialised();
    expect(readFileSync(join(repository.top, name), 'utf8')).toBe(installed);
    expectRestored(before);
    initialised();
    repository.write(name, `${installed}${more}`);
    expect(repository.portcullis('uninstall')).toMatchObject({ status: 0, output: expect.stringContaining('only our lines were taken out') });
    expect(readFileSync(join(repository.top, name), 'utf8').trim()).toBe(`${own}${more}`.trim());
  });

  it.each([
    ['lefthook.toml', 'pre-commit = { commands = { own = { run = "true" } } }\n', 'write it as a table'],
    ['lefthook.json', '{"pre-commit": {\n', 'lefthook.json: line 2'],
  ])('changes nothing where %s takes nothing more, and says why', (name, own, why) => {
    repository = makeRepository();
    repository.write(name, own);
    const ran = repository.portcullis('init', '--yes');
    expect([ran.status, ran.output]).toEqual([2, expect.stringContaining(why)]);
    expect(readFileSync(join(repository.top, name), 'utf8')).toBe(own);
    expect(existsSync(join(repository.top, '.git/portcullis'))).toBe(false);
  });

  it('protects linked worktrees', () => {
    repository = makeRepository();
    repository.write('a.txt', 'a\n');
    repository.must('add', '.');
    repository.must('commit', '-qm', 'x');
    repository.must('worktree', 'add', '-q', '../linked tree', '-b', 'linked');
    initialised();
    expectProtected('../linked tree');
  });

  it('works in a path with blanks and quotes, and from a subfolder of a monorepo', () => {
    repository = makeRepository({ folder: `a b'c` });
    repository.write('packages/app/a.txt', 'a\n');
    const ran = repository.run(process.execPath, [resolve('dist/cli.cjs'), 'init', '--yes'], { cwd: join(repository.top, 'packages/app') });
    expect(ran.status, ran.output).toBe(0);
    expect(existsSync(join(repository.top, 'portcullis.yaml'))).toBe(true);
    expectProtected();
  });

  it('offers a baseline of old findings: they are counted, new ones block', () => {
    repository = makeRepository();
    repository.write('old.txt', `key = "${token('old')}"\n`);
    repository.must('add', '.');
    repository.must('commit', '-qm', 'before');
    const before = state();
    const asked = repository.portcullis('init');
    expect([asked.status, asked.output], asked.output).toEqual([0, expect.stringContaining('"npx portcullis baseline write" accepts them later')]);
    initialised();
    expectRestored(before);
    initialised();
    const text = readFileSync(join(repository.top, '.portcullis-baseline'), 'utf8');
    expect(text).toMatch(/^[0-9a-f]{32} credentials\/github\/personal-access-token old\.txt$/m);
    expect(repository.portcullis('scan').status).toBe(0);
    expect(repository.portcullis('scan', '--no-baseline').status).toBe(1);
    repository.write('old.txt', `moved\nkey = "${token('old')}"\nother = "${token('new')}"\n`);
    expect(repository.portcullis('scan').status).toBe(1);
  });
});

describe('init --hooks-only', () => {
  it('installs the hooks in silence and writes nothing else', () => {
    repository = makeRepository();
    expect(repository.portcullis('init', '--hooks-only')).toEqual({ status: 0, output: '' });
    expect(repository.must('status', '--porcelain')).toBe('');
    expectProtected();
  });

  it('lets packages be installed where there is no repository', () => {
    repository = makeRepository();
    repository.run('rm', ['-rf', '.git']);
    expect(repository.portcullis('init', '--hooks-only')).toEqual({ status: 0, output: '' });
  });
});

describe('what init says to do next', () => {
  it('is a command that protects every clone of a package, and it does', () => {
    repository = makeRepository();
    repository.write('package.json', '{"scripts": {"prepare": "echo \\"built\\""}}\n');
    mkdirSync(join(repository.top, 'node_modules'));
    symlinkSync(resolve('.'), join(repository.top, 'node_modules/portcullis'));
    repository.write('.gitignore', 'node_modules\n');
    const { output } = repository.portcullis('init', '--yes');
    const command = /^portcullis: to protect every clone: (npm pkg set .*)$/m.exec(output)?.[1] ?? '';
    expect(repository.run('sh', ['-c', command]).status).toBe(0);
    expect(JSON.parse(readFileSync(join(repository.top, 'package.json'), 'utf8'))).toMatchObject({ scripts: { prepare: 'echo "built" && portcullis init --hooks-only' } });
    expect(repository.portcullis('init', '--yes').output).not.toContain('npm pkg set');
  });

  it('names the files of a hook manager that are to be committed, and submodules', () => {
    repository = makeRepository();
    repository.write('lefthook.yml', 'pre-commit: {}\n');
    const inner = makeRepository();
    inner.must('commit', '-q', '--allow-empty', '-m', 'x');
    repository.must('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.top, 'inner');
    const { output } = repository.portcullis('init', '--yes');
    expect(output).toContain('commit lefthook.yml and portcullis.yaml');
    expect(output).toContain('1 submodule with hooks of their own: git submodule foreach');
    const before = repository.portcullis('doctor');
    expect(before.status).toBe(0);
    expect(before.output).toContain('note  the submodule');
    expect(repository.run(process.execPath, [resolve('dist/cli.cjs'), 'init', '--yes'], { cwd: join(repository.top, 'inner') }).status).toBe(0);
    expect(repository.portcullis('doctor').output).not.toContain('note  the submodule');
    inner.remove();
  });
});

it('a repository that the environment names is protected', () => {
  repository = makeRepository();
  repository.run('mv', ['.git', '../elsewhere']);
  const env = { GIT_DIR: join(repository.top, '../elsewhere'), GIT_WORK_TREE: repository.top };
  expect(repository.run(process.execPath, [resolve('dist/cli.cjs'), 'init', '--yes'], { env })).toMatchObject({ status: 0 });
  repository.write('a.txt', `key = "${token()}"\n`);
  repository.run('git', ['add', '.'], { env });
  expect(repository.run('git', ['commit', '-qm', 'leak'], { env })).toMatchObject({ status: 1, output: expect.stringContaining('a.txt:1') });
});

describe('the shim', () => {
  it('finds node where nvm, fnm and volta put it when PATH has none', () => {
    for (const place of ['.nvm/versions/node/v20.20.2/bin/node', '.local/share/fnm/node-versions/v20.20.2/installation/bin/node', '.volta/bin/node']) {
      repository = makeRepository();
      initialised();
      repository.write(join('../home', place), `#!/bin/sh\nexec '${process.execPath}' "$@"\n`, 0o755);
      const hook = readFileSync(join(repository.top, '.git/hooks/pre-commit'), 'utf8').replace(/^portcullis_recorded_node=.*$/m, "portcullis_recorded_node=''");
      repository.write('.git/hooks/pre-commit', hook, 0o755);
      repository.write('leak.txt', `key = "${token()}"\n`);
      repository.must('add', 'leak.txt');
      const bare = join(repository.home, 'bare-path');
      mkdirSync(bare);
      for (const tool of ['git', 'sh', 'cat', 'sed', 'env', 'dirname', 'basename']) symlinkSync(repository.run('sh', ['-c', `command -v ${tool}`]).output.trim(), join(bare, tool));
      const ran = repository.run('git', ['commit', '-qm', 'x'], { env: { PATH: bare } });
      expect(ran.output, place).toContain('credentials/github/personal-access-token');
      if (place !== '.volta/bin/node') repository.remove();
    }
  });

  it('blocks and says what to do with a node that is too old', () => {
    repository = makeRepository();
    initialised();
    writeFileSync(join(repository.home, 'old.cjs'), 'delete process.getBuiltinModule;\n');
    repository.env['NODE_OPTIONS'] = `--require ${join(repository.home, 'old.cjs')}`;
    const ran = repository.git('commit', '-q', '--allow-empty', '-m', 'x');
    expect([ran.status, ran.output], ran.output).toEqual([1, expect.stringContaining('is too old: 20.20 or newer is needed')]);
    expect(repository.portcullis('init')).toMatchObject({ status: 3, output: expect.stringContaining('is too old') });
  });

  it('blocks and says what to do when the gate is gone', () => {
    repository = makeRepository();
    initialised();
    repository.run('rm', ['-rf', '.git/portcullis/gate']);
    repository.write('a.txt', 'a\n');
    repository.must('add', '.');
    const ran = repository.git('commit', '-qm', 'x');
    expect(ran.status).not.toBe(0);
    expect(ran.output).toContain('npx portcullis init');
  });
});

describe('doctor', () => {
  it('is content in a clone whose packages bring the gate', () => {
    repository = makeRepository();
    repository.write('.githooks/pre-commit', '#!/bin/sh\n', 0o755);
    repository.must('config', 'core.hooksPath', '.githooks');
    mkdirSync(join(repository.top, 'node_modules'));
    symlinkSync(resolve('.'), join(repository.top, 'node_modules/portcullis'));
    initialised();
    // nothing of .git is cloned
    repository.run('rm', ['-rf', '.git/portcullis']);
    const ran = repository.portcullis('doctor');
    expect(ran.status, ran.output).toBe(0);
    expect(ran.output).toContain(`the gate at ${join(repository.top, 'node_modules/portcullis')} is version`);
  });

  it('is content with a fresh installation', () => {
    repository = makeRepository();
    initialised();
    const ran = repository.portcullis('doctor');
    expect(ran.status, ran.output).toBe(0);
    expect(ran.output).toContain('a planted token was blocked');
    expect(repository.must('status', '--porcelain')).toBe('?? portcullis.yaml\n');
  });

  it('names the checks and parameters that a configuration sets and that are not there', () => {
    repository = makeRepository();
    initialised();
    repository.write('portcullis.yaml', 'checks:\n  credentials/aws: block\n  credentials/jwt/tokn: off\n');
    const ran = repository.portcullis('doctor');
    expect(ran.status).toBe(1);
    expect(ran.output).toContain('not there: "credentials/jwt/tokn" (did you mean "credentials/jwt/token"?)\n');
    repository.write('portcullis.yaml', 'checks:\n  infrastructure/aws/ec2/ssh-open: { parameters: { prots: [2222] } }\n');
    expect(repository.portcullis('doctor').output).toContain('"prots" of infrastructure/aws/ec2/ssh-open (did you mean "ports"?)\n');
  });

  it('sees a missing exec bit', () => {
    repository = makeRepository();
    initialised();
    repository.run('chmod', ['-x', '.git/hooks/pre-commit']);
    const ran = repository.portcullis('doctor');
    expect(ran.status).toBe(1);
    expect(ran.output).toContain('not executable');
  });

  it('sees a hook that something overwrote', () => {
    repository = makeRepository();
    initialised();
    repository.write('.git/hooks/pre-commit', '#!/bin/sh\nexit 0\n', 0o755);
    const ran = repository.portcullis('doctor');
    expect(ran.status).toBe(1);
    expect(ran.output).toContain('let a planted token pass');
  });

  it('sees a worktree that a relative core.hooksPath leaves unprotected', () => {
    repository = makeRepository();
    repository.write('.gitignore', 'hooks-here\n');
    repository.must('add', '.');
    repository.must('commit', '-qm', 'x');
    repository.must('config', 'core.hooksPath', 'hooks-here');
    repository.must('worktree', 'add', '-q', '../linked', '-b', 'linked');
    initialised();
    const ran = repository.portcullis('doctor');
    expect(ran.status).toBe(1);
    expect(ran.output).toContain('git runs no hooks there');
  });
});
