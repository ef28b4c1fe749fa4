import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { git } from '../../git/run.ts';

/** Longest time for the hook, in milliseconds. */
const patienceMs = 30_000;

/** Something of what most pushes hold, long enough to be compared with the version before. */
const sample = (count: number): string =>
  Array.from({ length: 30 }, (_one, number) => `export const setting${number} = read('config/${number}.json', { user: 'name', password: process.env.PASSWORD, retries: ${number + count} });\n`).join('') +
  `const endpoint${count} = 'https://user@example.com/path?token=none'; // secret: none\nconst picture = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk';\n`;

/**
 * Has the gate judge a small push of nothing, so that V8's compiled code lies beside it before the first real one: the
 * account that receives pushes may not be able to write there. `hookOf` gives the text of the hook for the folder of a
 * policy. Where it cannot be done pushes are judged all the same, slower.
 */
export function compileAhead(policy: string, hookOf: (policyFolder: string) => string): void {
  const scratch = mkdtempSync(join(tmpdir(), 'portcullis-compile-'));
  try {
    // nothing of another repository, and no hooks of all repositories
    const outside = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
    const env = { ...outside, GIT_AUTHOR_NAME: 'x', GIT_AUTHOR_EMAIL: 'x@localhost', GIT_COMMITTER_NAME: 'x', GIT_COMMITTER_EMAIL: 'x@localhost' };
    const made = (args: readonly string[], input = ''): string => git(['-c', 'core.hooksPath=/dev/null', ...args], { cwd: scratch, env, input }).toString('latin1').trim();
    made(['init', '-q', '--bare', '.']);
    const commit = (count: number, parents: readonly string[]): string => made(['commit-tree', ...parents.flatMap((one) => ['-p', one]), '-m', 'Read a setting', made(['mktree'], `100644 blob ${made(['hash-object', '-w', '--stdin'], sample(count))}\tsettings.ts\n`)]);
    const old = commit(0, []);
    const tip = commit(1, [old]);
    made(['update-ref', 'refs/heads/main', old]);
    const settings = join(scratch, 'settings');
    mkdirSync(settings);
    writeFileSync(join(settings, 'portcullis.yaml'), policy);
    spawnSync('sh', ['-c', hookOf(settings)], { cwd: scratch, env: { ...env, GIT_DIR: '.' }, input: `${old} ${tip} refs/heads/main\n`, timeout: patienceMs, stdio: ['pipe', 'ignore', 'ignore'] });
  } catch {
    // a git that cannot make a commit here says so at the first push
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
