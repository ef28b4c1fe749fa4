import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expandSample } from '../../families/credentials/samples.ts';
import { git } from '../../git/run.ts';
import { runningGate, type Survey } from './survey.ts';

export type Proof = { readonly kind: 'passed' } | { readonly kind: 'failed'; readonly why: string };

/** Longest time a hook may take over the planted token, in milliseconds; other hooks in the chain run too. */
const patienceMs = 120_000;

/**
 * Proves the protection: stages a freshly drawn token in a scratch index and runs the pre-commit hook as git would.
 * `environment` adds to this process' own. The repository's own index, work tree and refs are not touched; the planted blob goes to a scratch object folder.
 */
export async function proveProtection(survey: Survey, environment: NodeJS.ProcessEnv = {}): Promise<Proof> {
  const scratch = mkdtempSync(join(tmpdir(), 'portcullis-proof-'));
  try {
    const objects = git(['rev-parse', '--git-path', 'objects'], { cwd: survey.top }).toString('utf8').trim();
    const env = {
      ...process.env,
      ...environment,
      GIT_INDEX_FILE: join(scratch, 'index'),
      GIT_OBJECT_DIRECTORY: scratch,
      GIT_ALTERNATE_OBJECT_DIRECTORIES: join(survey.top, objects).startsWith(survey.top) && !objects.startsWith('/') ? join(survey.top, objects) : objects,
    };
    const token = expandSample('ghp_{base62:30}{crc32:6}', randomBytes(16).toString('hex'));
    const oid = git(['hash-object', '-w', '--stdin'], { cwd: survey.top, env, input: `token = "${token}"\n` }).toString('latin1').trim();
    if (hasHead(survey.top)) git(['read-tree', 'HEAD'], { cwd: survey.top, env });
    git(['update-index', '--add', '--cacheinfo', `100644,${oid},portcullis-proof.txt`], { cwd: survey.top, env });
    return runHook(survey, env, token);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function hasHead(top: string): boolean {
  return git(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], { cwd: top, accept: [0, 1, 128] }).length > 0;
}

function runHook(survey: Survey, env: NodeJS.ProcessEnv, token: string): Proof {
  const hooks = git(['rev-parse', '--git-path', 'hooks'], { cwd: survey.top }).toString('utf8').trim();
  const path = hooks.startsWith('/') || /^[A-Za-z]:/.test(hooks) ? hooks : join(survey.top, hooks);
  if (!existsSync(join(path, 'pre-commit'))) return { kind: 'failed', why: `git runs no pre-commit hook: ${join(path, 'pre-commit')} does not exist` };
  // lefthook stashes around its commands, which a scratch index does not survive: there the gate itself is run, as lefthook will
  const command = survey.manager === 'lefthook' ? ['sh', '-c', `portcullis_home="$1"; set -- pre-commit; . "$portcullis_home/hooks/client/run.sh"`, 'sh', runningGate(survey)] : ['git', 'hook', 'run', 'pre-commit'];
  const result = spawnSync(command[0] ?? 'git', command.slice(1), { cwd: survey.top, env, timeout: patienceMs, encoding: 'utf8' });
  const output = `${result.stdout ?? ''}${result.stderr ?? ''}`;
  if (output.includes(token)) return { kind: 'failed', why: 'a hook printed the planted token' };
  if (result.status === 0) return { kind: 'failed', why: 'the hook let a planted token pass' };
  if (!output.includes('credentials/github/personal-access-token')) {
    return { kind: 'failed', why: `the hook failed without finding the planted token: ${output.trim().split('\n').slice(-2).join(' ').slice(0, 300)}` };
  }
  return { kind: 'passed' };
}
