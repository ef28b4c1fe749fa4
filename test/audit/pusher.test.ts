import { describe, expect, test } from 'vitest';
import { certificateOf, isMadeByServer, pusherOf, repositoryOf } from '../../src/audit/pusher.ts';

describe('pusherOf', () => {
  test.each([
    ['GitLab', { GL_USERNAME: 'ada', GL_ID: 'user-7', GL_PROTOCOL: 'ssh', GL_REPOSITORY: 'project-1', USER: 'git' }, { server: 'gitlab', name: 'ada', id: 'user-7', via: 'ssh' }],
    ['Gitea', { GITEA_PUSHER_NAME: 'ada', GITEA_PUSHER_ID: '7', GITEA_PUSHER_EMAIL: 'a@example.com', GITEA_KEY_ID: '3', GITEA_DEPLOY_KEY_ID: '0', USER: 'git' }, { server: 'gitea', name: 'ada', id: '7', email: 'a@example.com', key: '3' }],
    ['Gogs', { GOGS_AUTH_USER_NAME: 'ada', GOGS_AUTH_USER_ID: '7', GOGS_AUTH_USER_EMAIL: 'a@example.com', GOGS_REPO_NAME: 'demo', SSH_ORIGINAL_COMMAND: '1', USER: 'git' }, { server: 'gogs', name: 'ada', id: '7', email: 'a@example.com' }],
    ['GitHub Enterprise Server', { GITHUB_USER_LOGIN: 'ada', GITHUB_USER_IP: '192.0.2.1', GITHUB_VIA: 'blob#save' }, { server: 'ghes', name: 'ada', address: '192.0.2.1', via: 'blob#save' }],
    ['gitolite', { GL_USER: 'ada', GL_REPO: 'demo', GL_TID: '42', SSH_CONNECTION: '192.0.2.9 1 192.0.2.1 22' }, { server: 'gitolite', name: 'ada', id: '42', address: '192.0.2.9' }],
    ['soft-serve', { SOFT_SERVE_USERNAME: 'ada', SOFT_SERVE_REPO_NAME: 'demo', SOFT_SERVE_PUBLIC_KEY: 'ssh-ed25519 AAAA' }, { server: 'soft-serve', name: 'ada', key: 'ssh-ed25519 AAAA' }],
    ['Bitbucket', { BB_HOOK_TYPE: 'PRE', BB_HOOK_TRIGGER_ID: 'push', BB_USER_NAME: 'ada' }, { server: 'bitbucket', name: 'ada', via: 'push' }],
    ['a look of Bitbucket whether a merge would pass', { BB_HOOK_TYPE: 'PRE', BB_HOOK_TRIGGER_ID: 'pull-request-merge', BB_IS_DRY_RUN: 'true', BB_USER_NAME: 'ada' }, { server: 'bitbucket', name: 'ada', via: 'pull-request-merge (dry run)' }],
    ['http-backend', { REMOTE_USER: 'ada', REMOTE_ADDR: '192.0.2.1', USER: 'www-data' }, { server: 'http', name: 'ada', address: '192.0.2.1' }],
    ['sshd', { SSH_CONNECTION: '192.0.2.9 1 192.0.2.1 22', USER: 'git' }, { server: 'ssh', name: 'git', address: '192.0.2.9' }],
    ['git daemon', { REMOTE_ADDR: '192.0.2.1', USER: 'nobody' }, { server: 'daemon', address: '192.0.2.1' }],
    ['a local path', { USER: 'ada' }, { server: 'local', name: 'ada' }],
    ['nothing at all', {}, { server: 'local' }],
  ])('%s names the pusher', (_name, env, expected) => {
    expect(pusherOf(env)).toEqual(expected);
  });

  test('control characters and length of a name are bounded', () => {
    expect(pusherOf({ REMOTE_USER: `\u001b[31m${'x'.repeat(1000)}` }).name).toMatch(/^\?\[31mx{1,256}$/);
  });
});

test.each([
  [{ server: 'gitlab', via: 'web' }, true],
  [{ server: 'gitlab', via: 'ssh' }, false],
  [{ server: 'ghes', via: 'pull request merge button' }, true],
  [{ server: 'ghes' }, false],
  [{ server: 'bitbucket', via: 'pull-request-merge' }, true],
  [{ server: 'bitbucket', via: 'pull-request-merge (dry run)' }, true],
  [{ server: 'bitbucket', via: 'push' }, false],
  [{ server: 'gitea', via: 'pr-merge-to-base' }, false],
])('of %j the server made the objects: %s', (pusher, expected) => {
  expect(isMadeByServer(pusher)).toBe(expected);
});

test('the certificate is named only when there is one', () => {
  expect(certificateOf({})).toBeUndefined();
  expect(certificateOf({ GIT_PUSH_CERT_STATUS: 'G', GIT_PUSH_CERT_SIGNER: 'Ada', GIT_PUSH_CERT_NONCE_STATUS: 'OK' })).toEqual({ status: 'G', signer: 'Ada', nonceStatus: 'OK' });
});

test.each([
  [{ GL_REPO: 'demo' }, 'demo'],
  [{ GITEA_REPO_USER_NAME: 'org', GITEA_REPO_NAME: 'demo' }, 'org/demo'],
  [{ GITEA_REPO_USER_NAME: 'org', GITEA_REPO_NAME: 'demo', GITEA_REPO_IS_WIKI: 'true' }, 'org/demo.wiki'],
  // an edit on the web, and since 1.27 every push (modules/repository/env.go)
  [{ GITEA_REPO_USER_NAME: 'org', GITEA_REPO_NAME: 'demo.wiki', GITEA_REPO_IS_WIKI: 'true' }, 'org/demo.wiki'],
  [{ GOGS_REPO_OWNER_NAME: 'org', GOGS_REPO_NAME: 'demo', GOGS_REPO_CUSTOM_HOOKS_PATH: '/data/org/demo.git/custom_hooks' }, 'org/demo'],
  [{ GOGS_REPO_OWNER_NAME: 'org', GOGS_REPO_NAME: 'demo', GOGS_REPO_CUSTOM_HOOKS_PATH: '/data/org/demo.wiki.git/custom_hooks' }, 'org/demo.wiki'],
  [{ BB_PROJECT_KEY: 'PRJ', BB_REPO_SLUG: 'demo' }, 'PRJ/demo'],
  [{ GL_PROJECT_PATH: 'group/demo', GL_REPOSITORY: 'project-1' }, 'group/demo'],
  [{}, undefined],
])('the repository of %j is %s', (env, expected) => {
  expect(repositoryOf(env)).toBe(expected);
});
