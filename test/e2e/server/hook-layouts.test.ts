import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listLog } from '../../../src/audit/verify.ts';
import type { AuditRecord } from '../../../src/audit/record.ts';
import { createRepository, type TestRepository } from '../../git/repository.ts';
import { installHook, pushFrom } from './bare-server.ts';
import { blobOf, reachable, sendPack } from './crafted-objects.ts';
import { buildGate, hookScript, token } from './gate.ts';

/*
 * How servers that cannot be installed here call a hook: from which folder, with which environment and input. Sources:
 * Gitaly's doc/hooks.md and its custom hooks executor; the hooks that Gitea and soft-serve write into a repository; Gogs'
 * internal/cmd/hook.go;
 * Bitbucket Data Center's "Writing hook scripts".
 */

let gate: string;
let root: string;
let server: TestRepository;
let work: TestRepository;

beforeAll(() => {
  gate = buildGate();
});
afterAll(() => rmSync(dirname(dirname(gate)), { recursive: true, force: true }));
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portcullis-layout-'));
  server = createRepository({ bare: true, path: join(root, 'demo.git') });
  work = createRepository({ path: join(root, 'work') });
  work.commit('first', { 'readme.md': 'hello\n' });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const env = (secret: string): string => `TOKEN=${secret}\n`;

/** A hook that the server itself runs, and that runs ours. */
interface Layout {
  readonly name: string;
  readonly install: () => void;
  readonly as: (user: string) => NodeJS.ProcessEnv;
  readonly pusher: (user: string) => object;
}

/**
 * Only what Gitaly hands on: its own names and the folders of objects, but no word of a quarantine. The project's hook
 * runs first, then its folder, then the folder for all; files that end in a tilde do not.
 */
function gitaly(): string {
  const kept = ['PATH', 'HOME', 'GIT_OBJECT_DIRECTORY', 'GIT_ALTERNATE_OBJECT_DIRECTORIES', 'GL_REPOSITORY', 'GL_PROJECT_PATH', 'GL_ID', 'GL_USERNAME', 'GL_PROTOCOL'];
  return `#!/bin/sh
input=$(cat)
for hook in '${server.path}/custom_hooks/pre-receive' '${server.path}'/custom_hooks/pre-receive.d/* '${join(root, 'custom_hooks')}'/pre-receive.d/*; do
  [ -f "$hook" ] && [ -x "$hook" ] || continue
  case $hook in *~) continue ;; esac
  printf '%s\n' "$input" | env -i ${kept.map((name) => `\${${name}:+"${name}=$${name}"}`).join(' ')} GIT_DIR='${server.path}' "$hook" || exit 1
done
`;
}

/** All files of the folder run, the first code that is not zero counts; the input is read and written again. */
const delegate = `#!/bin/sh
input=$(cat)
codes=
for hook in "\${GIT_DIR:-.}"/hooks/pre-receive.d/*; do
  [ -x "$hook" ] || continue
  echo "$input" | "$hook" "$@"
  codes="$codes $?"
done
for code in $codes; do [ "$code" -eq 0 ] || exit "$code"; done
`;

function dropIn(name: string): void {
  installHook(server.path, delegate);
  installHook(server.path, '#!/bin/sh\ncat >/dev/null\n', `pre-receive.d/${name}`);
  installHook(server.path, hookScript(gate), 'pre-receive.d/portcullis');
}

const layouts: readonly Layout[] = [
  {
    name: 'Gitaly',
    install() {
      mkdirSync(join(root, 'custom_hooks/portcullis'), { recursive: true });
      writeFileSync(join(root, 'custom_hooks/portcullis/portcullis.yaml'), 'version: 1\n');
      installHook(root, hookScript(gate, 'pre-receive', join(root, 'custom_hooks/portcullis')), '../custom_hooks/pre-receive.d/portcullis');
      installHook(server.path, gitaly());
    },
    as: (user) => ({ GL_REPOSITORY: 'project-1', GL_PROJECT_PATH: 'group/demo', GL_ID: `user-${user.length}`, GL_USERNAME: user, GL_PROTOCOL: 'ssh' }),
    pusher: (user) => ({ server: 'gitlab', name: user, id: `user-${user.length}`, via: 'ssh' }),
  },
  {
    name: 'Gitea',
    install: () => dropIn('gitea'),
    as: (user) => ({ GITEA_PUSHER_NAME: user, GITEA_PUSHER_ID: '1', GITEA_REPO_USER_NAME: 'group', GITEA_REPO_NAME: 'demo', GITEA_DEPLOY_KEY_ID: '0', GITEA_KEY_ID: '3' }),
    pusher: (user) => ({ server: 'gitea', name: user, id: '1', key: '3' }),
  },
  {
    name: 'Gogs',
    install() {
      installHook(server.path, `#!/bin/sh\n[ -n "$SSH_ORIGINAL_COMMAND" ] || exit 0\ninput=$(cat)\nprintf '%s\n' "$input" | "$GOGS_REPO_CUSTOM_HOOKS_PATH/pre-receive"\n`);
      installHook(server.path, hookScript(gate), '../custom_hooks/pre-receive');
    },
    as: (user) => ({ SSH_ORIGINAL_COMMAND: '1', GOGS_AUTH_USER_ID: '1', GOGS_AUTH_USER_NAME: user, GOGS_REPO_OWNER_NAME: 'group', GOGS_REPO_NAME: 'demo', GOGS_REPO_CUSTOM_HOOKS_PATH: join(server.path, 'custom_hooks') }),
    pusher: (user) => ({ server: 'gogs', name: user, id: '1' }),
  },
  {
    name: 'soft-serve',
    install: () => dropIn('soft-serve'),
    as: (user) => ({ SOFT_SERVE_REPO_NAME: 'group/demo', SOFT_SERVE_USERNAME: user, SOFT_SERVE_PUBLIC_KEY: 'ssh-ed25519 AAAA' }),
    pusher: (user) => ({ server: 'soft-serve', name: user, key: 'ssh-ed25519 AAAA' }),
  },
  {
    name: 'Bitbucket Data Center',
    install: () => installHook(server.path, hookScript(gate)),
    as: (user) => ({ BB_HOOK_TYPE: 'PRE', BB_HOOK_TRIGGER_ID: 'push', BB_IS_DRY_RUN: 'false', BB_PROJECT_KEY: 'group', BB_REPO_SLUG: 'demo', BB_USER_NAME: user }),
    pusher: (user) => ({ server: 'bitbucket', name: user, via: 'push' }),
  },
  {
    name: 'GitHub Enterprise Server',
    install: () => installHook(server.path, hookScript(gate)),
    as: (user) => ({ GITHUB_USER_LOGIN: user, GITHUB_USER_IP: '192.0.2.1', GITHUB_REPO_NAME: 'group/demo', GITHUB_PUBLIC_KEY_FINGERPRINT: 'SHA256:x' }),
    pusher: (user) => ({ server: 'ghes', name: user, address: '192.0.2.1', key: 'SHA256:x' }),
  },
];

async function recordsOf(name: string): Promise<readonly AuditRecord[]> {
  const all: AuditRecord[] = [];
  for await (const record of listLog(name === 'Gitaly' ? join(root, 'custom_hooks/portcullis/audit.jsonl') : join(server.path, 'portcullis/audit.jsonl'))) all.push(record);
  return all;
}

describe.each(layouts)('the hook as $name runs it', ({ name, install, as, pusher }) => {
  test('lets clean work and old content in, refuses a credential by whatever way, and knows who pushed', async () => {
    const old = token();
    work.commit('old', { 'old.env': env(old) });
    expect(pushFrom(work.path, [server.path, 'main'])).toMatchObject({ accepted: true });
    install();
    const push = (user: string, ...refs: readonly string[]): boolean => pushFrom(work.path, [server.path, ...refs], as(user)).accepted;
    rmSync(join(work.path, 'old.env'));
    work.commit('gone');
    const good = push('ada', 'main');
    // brings back what was on the server: known only as long as the quarantine is told from the rest
    work.git(['revert', '--no-edit', 'HEAD']);
    const revert = push('ada', 'main');
    work.commit('bad', { 'k.env': env(token()) });
    const bad = push('eve', 'main');
    work.git(['reset', '-q', '--hard', 'HEAD~1']);
    const before = work.git(['rev-parse', 'HEAD']);
    const commit = work.commit('clean', { 'x.txt': 'x' });
    const ground = { work, server };
    const stray = sendPack(ground, ['refs/heads/main', before, commit], [...reachable(ground, `${before}..HEAD`), blobOf(ground, env(token()))], as('eve')).accepted;
    expect({ good, revert, bad, stray }).toEqual({ good: true, revert: true, bad: false, stray: false });
    expect((await recordsOf(name)).map((record) => [record.pusher, record.repository, record.verdict])).toEqual([
      [pusher('ada'), 'group/demo', 'allow'],
      [pusher('ada'), 'group/demo', 'allow'],
      [pusher('eve'), 'group/demo', 'block'],
      [pusher('eve'), 'group/demo', 'block'],
    ]);
    expect(spawnSync('git', ['fsck', '--strict'], { cwd: server.path }).status).toBe(0);
  });
});

/*
 * With transactions, Gitaly lets git receive into a copy of the repository below the storage's `+gitaly`, which the hook is
 * given as $GIT_DIR and which is gone after the push. Source: "Restore snapshot's relative path in quarantined requests",
 * gitaly merge request 6550.
 */
describe('Gitaly with transactions', () => {
  const as = { GL_REPOSITORY: 'project-1', GL_PROJECT_PATH: 'group/demo', GL_ID: 'user-1', GL_USERNAME: 'ada', GL_PROTOCOL: 'ssh' };

  function installFor(audit: string): string {
    server = createRepository({ bare: true, path: join(root, 'storage/+gitaly/staging/1/demo.git') });
    mkdirSync(join(root, 'custom_hooks/portcullis'), { recursive: true });
    writeFileSync(join(root, 'custom_hooks/portcullis/portcullis.yaml'), `version: 1\nserver: { audit: "${audit}" }\n`);
    installHook(root, hookScript(gate, 'pre-receive', join(root, 'custom_hooks/portcullis')), '../custom_hooks/pre-receive.d/portcullis');
    installHook(server.path, gitaly());
    return server.path;
  }

  test('a log beside the policy outlives the copy', async () => {
    const copy = installFor('audit.jsonl');
    expect(pushFrom(work.path, [copy, 'main'], as)).toMatchObject({ accepted: true });
    work.commit('bad', { 'k.env': env(token()) });
    expect(pushFrom(work.path, [copy, 'main'], as)).toMatchObject({ accepted: false, output: expect.stringContaining('k.env:1') });
    rmSync(copy, { recursive: true });
    expect((await recordsOf('Gitaly')).map((record) => record.verdict)).toEqual(['allow', 'block']);
  });

  test('a log in the copy would be lost: the push is refused, that is recorded beside the policy, and the remedy said', async () => {
    const copy = installFor('$GIT_DIR/portcullis/audit.jsonl');
    const { accepted, output } = pushFrom(work.path, [copy, 'main'], as);
    expect({ accepted, says: output.replaceAll(/\s+remote: GL-HOOK-ERR:\s+/g, ' ').includes('removes after the push: name a file outside') }, output).toEqual({ accepted: false, says: true });
    expect(existsSync(join(copy, 'portcullis'))).toBe(false);
    expect((await recordsOf('Gitaly')).map((record) => record.verdict)).toEqual(['broken']);
  });
});
