import { git } from '../../git/run.ts';

/** What a push is, as git tells its hook: the remote's name or URL, and a line for each ref on standard input. */
export interface ToldPush {
  readonly remote: string;
  readonly input: Buffer;
}

/**
 * pre-commit and prek hand no standard input on to the hooks of their configuration: they say in the environment what is
 * pushed. Without this nothing would be judged. They name the first of several refs only, so a push of more is judged in
 * part; beside them, as `portcullis init` installs it, the hook gets git's own words.
 * Source: pre-commit's documentation, "pre-push"; `PRE_COMMIT_FROM_REF` is absent for a push of all history.
 */
export function toldByPreCommit({ remote, input }: ToldPush, env: NodeJS.ProcessEnv = process.env): ToldPush {
  if (env['PRE_COMMIT'] !== '1' || input.length > 0) return { remote, input };
  const local = env['PRE_COMMIT_LOCAL_BRANCH'] ?? 'HEAD';
  const oid = oidOf(env['PRE_COMMIT_TO_REF'] ?? local);
  const from = env['PRE_COMMIT_FROM_REF'];
  const before = from === undefined ? '0'.repeat(oid.length) : oidOf(from);
  return {
    remote: env['PRE_COMMIT_REMOTE_NAME'] ?? remote,
    input: Buffer.from(`${local} ${oid} ${env['PRE_COMMIT_REMOTE_BRANCH'] ?? 'refs/heads/HEAD'} ${before}\n`),
  };
}

function oidOf(revision: string): string {
  return git(['rev-parse', '--verify', '--end-of-options', revision]).toString('latin1').trim();
}
