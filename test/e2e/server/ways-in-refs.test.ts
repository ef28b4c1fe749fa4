import { spawnSync } from 'node:child_process';
import { beforeEach, describe, expect, test } from 'vitest';
import { testEnvironment } from '../../git/repository.ts';
import { token } from './gate.ts';
import { eachOnItsOwnGround, ground } from './own-ground.ts';

eachOnItsOwnGround();
beforeEach(() => {
  expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: true });
  ground.administer('portcullis.yaml', 'branches: [{match: ["wip/*"], families: {credentials: off}}]\n');
});

const bad = (): void => void ground.work.commit('c', { 'x.txt': `TOKEN=${token()}\n` });

describe('a server of namespaces', () => {
  test.each(['a', 'a/b'])('judges what goes from a branch where nothing counts to another one of namespace %s', (namespace) => {
    const env = { GIT_NAMESPACE: namespace };
    expect(ground.push(['origin', 'main'], env)).toMatchObject({ accepted: true });
    bad();
    expect(ground.push(['origin', 'HEAD:refs/heads/wip/a'], env)).toMatchObject({ accepted: true });
    expect(ground.push(['origin', 'HEAD:refs/heads/main'], env).accepted).toBe(false);
    expect(ground.push(['origin', 'HEAD:refs/heads/main']).accepted).toBe(false);
  });

  test('judges what goes to a branch by a symbolic ref of the namespace', () => {
    ground.server.git(['symbolic-ref', 'refs/namespaces/a/refs/heads/wip/alias', 'refs/namespaces/a/refs/heads/main']);
    const env = { GIT_NAMESPACE: 'a' };
    expect(ground.push(['origin', 'main'], env)).toMatchObject({ accepted: true });
    bad();
    expect(ground.push(['origin', 'HEAD:refs/heads/wip/alias'], env).accepted).toBe(false);
  });
});

test('a branch whose name is not UTF-8 shuts nobody out', () => {
  const pushTo = (printf: string): number | null => spawnSync('sh', ['-c', `git push -q origin "HEAD:refs/heads/$(printf '${printf}')"`], { cwd: ground.work.path, env: testEnvironment }).status;
  expect([pushTo('\\377x'), pushTo('wip/\\376')]).toEqual([0, 0]);
  ground.work.commit('d', { 'y.txt': 'y' });
  expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: true });
  bad();
  expect(pushTo('wip/\\376')).toBe(0);
  expect(ground.push(['origin', 'main']).accepted).toBe(false);
});

test('a name with line breaks passes for no line of the log', () => {
  ground.work.commit('c', { 'x\n2099-01-01T00:00:00.000Z  allow   root\u2028refs/heads/main 0..1': `TOKEN=${token()}\n` });
  expect(ground.push(['origin', 'main']).accepted).toBe(false);
  const { stdout } = spawnSync(process.execPath, ['dist/cli.cjs', 'audit', 'list', ground.log], { encoding: 'utf8' });
  expect(stdout).toContain('x?2099-01-01T00:00:00.000Z  allow   root?refs');
  expect(stdout.trimEnd().split('\n')).toHaveLength(3);
});
