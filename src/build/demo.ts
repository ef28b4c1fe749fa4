import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { expandSample } from '../families/credentials/samples.ts';

/**
 * What `npm start` runs: packs the gate, installs it into a throwaway repository as a user would, tries a clean and
 * several leaking commits with real git, and shows what the user sees. Fails when the gate does not do what it says.
 */
function main(): void {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-demo-'));
  try {
    demonstrate(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function demonstrate(folder: string): void {
  const repository = join(folder, 'shop');
  mkdirSync(repository);
  const env = {
    ...process.env,
    PORTCULLIS_STANDBY: '0',
    GIT_CONFIG_GLOBAL: join(folder, 'no-user-settings'),
    GIT_CONFIG_NOSYSTEM: '1',
    ...Object.fromEntries(['AUTHOR', 'COMMITTER'].flatMap((who) => [[`GIT_${who}_NAME`, 'Demo'], [`GIT_${who}_EMAIL`, 'demo@localhost']])),
  };
  const run = (command: string, args: readonly string[], shown: boolean, cwd = repository): number => {
    if (shown) process.stdout.write(`\n$ ${[command, ...args].map((word) => (/\s/.test(word) ? `'${word}'` : word)).join(' ')}\n`);
    const result = spawnSync(command, args, { cwd, env, stdio: ['ignore', shown ? 'inherit' : 'ignore', shown ? 'inherit' : 'pipe'], shell: process.platform === 'win32' });
    if (!shown && result.status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${String(result.stderr)}`);
    return result.status ?? 1;
  };
  const expect = (status: number, blocked: boolean): void => {
    process.stdout.write(`→ ${blocked ? 'blocked' : 'accepted'} (exit code ${status})\n`);
    if ((status !== 0) !== blocked) throw new Error(blocked ? 'the commit should have been blocked' : 'the commit should have been accepted');
  };
  const commit = (message: string, files: Record<string, string>, blocked: boolean): void => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(repository, path)), { recursive: true });
      writeFileSync(join(repository, path), content);
    }
    run('git', ['add', '--all'], false);
    expect(run('git', ['commit', '-q', '-m', message], true), blocked);
    if (blocked) run('git', ['reset', '-q', '--hard'], false);
  };

  process.stdout.write('Packing the gate and installing it into a new repository …\n');
  run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], false, resolve('.'));
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  run('git', ['init', '-q', '-b', 'main'], false);
  writeFileSync(join(repository, 'package.json'), '{ "name": "shop", "private": true }\n');
  writeFileSync(join(repository, '.gitignore'), 'node_modules/\n');
  run('npm', ['install', '--silent', '--no-audit', '--no-fund', '--save-dev', join(folder, tarball)], false);
  expect(run('npx', ['portcullis', 'init', '--yes'], true), false);

  process.stdout.write('\n── A commit without anything wrong: silence\n');
  commit('first', { 'src/app.ts': 'export const greeting = "hello";\n' }, false);
  process.stdout.write('\n── A GitHub token in the code\n');
  commit('deploy script', { 'deploy.ts': `export const token = "${expandSample('ghp_{base62:30}{crc32:6}', 'demo')}";\n` }, true);
  process.stdout.write('\n── A private key and a database password\n');
  commit('settings', { 'config/key.pem': expandSample('-----BEGIN PRIVATE KEY-----\n{pem:8}\n-----END PRIVATE KEY-----\n'), '.env': expandSample('DATABASE_URL=postgres://shop:{base62:18}@db.internal/shop\n') }, true);
  process.stdout.write('\n── A token in the commit message\n');
  commit(`use ${expandSample('npm_{base62:30}{crc32:6}', 'demo')}`, { 'readme.txt': 'hello\n' }, true);
  process.stdout.write('\n── Documented example keys and placeholders: silence\n');
  commit('docs', { 'docs.md': 'Set AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE and password: "<your password>"\n' }, false);
  process.stdout.write('\n── Is this repository protected?\n');
  expect(run('npx', ['portcullis', 'doctor'], true), false);
  expect(run('npx', ['portcullis', 'uninstall'], true), false);
  process.stdout.write('\nEverything went as it should. In your own repository: npx portcullis init\n');
}

main();
