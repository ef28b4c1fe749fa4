import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRepository, type TestRepository } from '../../git/repository.ts';
import { installHook, pushFrom } from './bare-server.ts';
import { hookScript, token } from './gate.ts';
import { eachOnItsOwnGround, gate, ground } from './own-ground.ts';

eachOnItsOwnGround({ 'readme.md': 'hello\n', 'main.txt': 'one\n' });

const oneLine = (output: string): string => output.split('\n').filter((line) => line.startsWith('remote:')).map((line) => line.replace(/^remote: (?:hint: )?/, '').trim()).join(' ');

/** Overwrites a part of the files of a folder that end so, as a broken disk would. */
function damage(folder: string, ending: string): number {
  const names = readdirSync(folder).filter((name) => name.endsWith(ending));
  for (const name of names) {
    chmodSync(join(folder, name), 0o644);
    const bytes = readFileSync(join(folder, name));
    bytes.fill(0xa5, Math.floor(bytes.length / 2), bytes.length - 20);
    writeFileSync(join(folder, name), bytes);
  }
  return names.length;
}

/** What a push of ordinary files, then of a credential, comes to. */
function bothPushes(): readonly boolean[] {
  ground.work.commit('good', { 'readme.md': `${token().length} characters\n` });
  const good = ground.push(['origin', 'HEAD:refs/heads/main']).accepted;
  ground.work.commit('bad', { 'bad.env': `TOKEN=${token()}\n` });
  const bad = ground.push(['origin', 'HEAD:refs/heads/main']).accepted;
  ground.work.git(['reset', '-q', '--hard', 'HEAD~1']);
  return [good, bad];
}

function pushSome(count: number): void {
  for (let i = 0; i < count; i++) ground.work.commit(`c${i}`, { [`d/f${i}.txt`]: String(i) });
  expect(ground.push(['origin', 'main']).accepted).toBe(true);
}

describe('what git keeps to be fast', () => {
  test.each<[string, readonly (readonly string[])[], string, string]>([
    ['reachability bitmaps', [['repack', '-adbq']], 'objects/pack', '.bitmap'],
    ['a multi-pack index with bitmaps', [['repack', '-dq'], ['multi-pack-index', 'write', '--bitmap']], 'objects/pack', '.bitmap'],
  ])('%s change nothing, also when they are damaged', (_name, commands, folder, ending) => {
    pushSome(3);
    for (const command of commands) ground.server.git(command);
    expect(bothPushes()).toEqual([true, false]);
    expect(damage(join(ground.server.path, folder), ending)).toBeGreaterThan(0);
    expect(bothPushes()).toEqual([true, false]);
  });

  test('a damaged commit-graph never lets a credential in', () => {
    pushSome(6);
    ground.server.git(['commit-graph', 'write', '--reachable', '--changed-paths']);
    expect(bothPushes()).toEqual([true, false]);
    expect(damage(join(ground.server.path, 'objects/info'), 'commit-graph')).toBe(1);
    expect(bothPushes()[1]).toBe(false);
  });

  test('a commit that a commit-graph still knows, though it was taken away, is judged', () => {
    ground.server.git(['config', 'core.hooksPath', '/dev/null']);
    pushSome(2);
    ground.work.commit('bad', { 'bad.env': `TOKEN=${token()}\n` });
    ground.push(['origin', 'HEAD:refs/heads/gone']);
    ground.server.git(['commit-graph', 'write', '--reachable']);
    ground.server.git(['update-ref', '-d', 'refs/heads/gone']);
    ground.server.git(['repack', '-adq']);
    ground.server.git(['prune', '--expire=now']);
    ground.server.git(['config', '--unset', 'core.hooksPath']);
    const again = ground.push(['origin', 'HEAD:refs/heads/again']);
    expect([again.accepted, again.output.includes('bad.env:1')], again.output).toEqual([false, true]);
  });

  test('what a cruft pack holds, and no ref reaches, is judged when it is pushed', () => {
    ground.server.git(['config', 'core.hooksPath', '/dev/null']);
    pushSome(1);
    ground.work.commit('bad', { 'bad.env': `TOKEN=${token()}\n` });
    ground.push(['origin', 'HEAD:refs/heads/gone']);
    ground.server.git(['update-ref', '-d', 'refs/heads/gone']);
    ground.server.git(['repack', '-dq', '--cruft']);
    ground.server.git(['config', '--unset', 'core.hooksPath']);
    expect(readdirSync(join(ground.server.path, 'objects/pack')).some((name) => name.endsWith('.mtimes'))).toBe(true);
    expect(ground.push(['origin', 'HEAD:refs/heads/again']).accepted).toBe(false);
  });
});

describe('a server that is a partial clone', () => {
  const old = `TOKEN=${token()}\n`;
  const partial = (): TestRepository => {
    ground.server.git(['config', 'uploadpack.allowFilter', 'true']);
    ground.server.git(['config', 'core.hooksPath', '/dev/null']);
    ground.work.commit('old', { 'old.env': old });
    pushSome(1);
    const path = join(ground.root, 'partial.git');
    const server = createRepository({ bare: true, path });
    rmSync(path, { recursive: true });
    ground.work.git(['clone', '-q', '--bare', '--filter=blob:none', `file://${ground.server.path}`, path]);
    installHook(path, hookScript(gate));
    return server;
  };

  /** A git that knows no `GIT_NO_LAZY_FETCH`, as all before 2.39.4. */
  const olderGit = (): NodeJS.ProcessEnv => {
    const folder = join(ground.root, 'older');
    mkdirSync(folder);
    writeFileSync(join(folder, 'git'), `#!/bin/sh\nunset GIT_NO_LAZY_FETCH\nPATH=\${PATH#*:}\nexec git "$@"\n`);
    chmodSync(join(folder, 'git'), 0o755);
    return { PATH: `${folder}:${process.env['PATH'] ?? ''}` };
  };

  test.each<[string, () => NodeJS.ProcessEnv]>([
    ['this git', () => ({})],
    ['an older git', olderGit],
  ])('fetches nothing with %s, refuses and says what it wants', (_name, environment) => {
    const server = partial();
    const missing = (): string => server.git(['rev-list', '--objects', '--all', '--missing=print']).split('\n').filter((line) => line.startsWith('?')).join();
    const before = missing();
    // whether the token is old is for the former version to say, which is not here
    ground.work.commit('more', { 'old.env': `${old}PORT=80\n` });
    const { accepted, output } = pushFrom(ground.work.path, [server.path, 'main'], environment());
    expect([accepted, before.length > 0, missing() === before], output).toEqual([false, true, true]);
    expect(oneLine(output)).toContain('is a partial clone');
    expect(oneLine(output)).toContain('git fetch --refetch --no-filter');
  });
});

test('many refs are compared with many others by their kinds, where branches have rules of their own', () => {
  ground.administer('portcullis.yaml', 'branches: [{match: [main], families: {credentials: {block: low}}}]\n');
  expect(ground.push(['origin', 'main']).accepted).toBe(true);
  const oid = ground.work.git(['rev-parse', 'HEAD']);
  const refs = (prefix: string): string => Array.from({ length: 5000 }, (_one, i) => `create refs/${prefix}/${i} ${oid}\n`).join('');
  ground.server.git(['update-ref', '--stdin'], { input: refs('there') });
  ground.server.git(['pack-refs', '--all']);
  ground.work.git(['update-ref', '--stdin'], { input: refs('many') });
  const started = process.hrtime.bigint();
  expect(ground.push(['origin', 'refs/many/*:refs/many/*']).accepted).toBe(true);
  // each with each took ten times as long
  expect(Number(process.hrtime.bigint() - started) / 1e9).toBeLessThan(20);
});
