import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withoutExpired } from './allowed-signers.ts';
import { objectEnvironment } from './new-objects.ts';
import { git, GitError, type GitOptions } from './run.ts';

/** A commit's signature as git verified it against keys that the caller chose. */
export interface Signature {
  /** `good` only for a valid signature by a key that is trusted; `untrusted` for a valid one by another key. */
  readonly kind: 'good' | 'untrusted' | 'bad' | 'none';
  /** Principal of the allowed signers, or name and address of an OpenPGP key. */
  readonly signer: string;
  /** Fingerprints of the key and of its primary key. */
  readonly fingerprints: readonly string[];
}

export interface TrustedKeys {
  /** Path of a file of ssh's allowed signers. */
  readonly allowedSigners?: string;
  /** Milliseconds since 1970: keys whose time is over then are not believed, whatever date a commit gives itself. */
  readonly now: number;
  /** Folder with GnuPG's public keys. */
  readonly gpgHome?: string;
}

/**
 * Verifies the signatures of commits (ssh and OpenPGP), by oid. Only the given keys are believed: neither the
 * repository's settings nor the keys of the account that runs the hook. Throws GitError.
 * Source: git-log(1), placeholders `%G?`, `%GS`, `%GF` and `%GP`.
 */
export function verifySignatures(commits: readonly string[], keys: TrustedKeys, options: Pick<GitOptions, 'cwd' | 'env'> = {}): ReadonlyMap<string, Signature> {
  const signatures = new Map<string, Signature>();
  if (commits.length === 0) return signatures;
  return withCurrentSigners(keys, (allowedSigners) => {
    for (const [oid, signature] of verify(commits, allowedSigners, keys, options)) signatures.set(oid, signature);
    return signatures;
  });
}

/** Hands the path of a file of signers over in which no key's time is over: the given one, or another for as long as it is read. */
function withCurrentSigners<T>({ allowedSigners, now }: TrustedKeys, use: (path: string | undefined) => T): T {
  if (allowedSigners === undefined) return use(undefined);
  const text = readFileSync(allowedSigners, 'utf8');
  const current = withoutExpired(text, now);
  if (current === text) return use(allowedSigners);
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-signers-'));
  try {
    const path = join(folder, 'allowed_signers');
    writeFileSync(path, current, { mode: 0o600 });
    return use(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function verify(commits: readonly string[], allowedSigners: string | undefined, keys: TrustedKeys, options: Pick<GitOptions, 'cwd' | 'env'>): ReadonlyMap<string, Signature> {
  const signatures = new Map<string, Signature>();
  const nowhere = '/dev/null';
  const args = [
    '-c', `gpg.ssh.allowedSignersFile=${allowedSigners ?? nowhere}`,
    '-c', 'gpg.ssh.revocationFile=',
    '-c', 'gpg.ssh.program=ssh-keygen',
    '-c', 'gpg.program=gpg',
    // X.509 would be judged by whatever the account trusts
    '-c', 'gpg.x509.program=false',
    '-c', 'gpg.minTrustLevel=undefined',
    '-c', 'log.showSignature=false',
    'log', '--no-walk=unsorted', '--stdin', '--no-color', '--no-show-signature', '-z', '--format=tformat:%H%x01%G?%x01%GS%x01%GF%x01%GP',
  ];
  const env = { ...(options.env ?? objectEnvironment()), GNUPGHOME: keys.gpgHome ?? nowhere };
  const output = git(args, { ...options, env, input: `${commits.join('\n')}\n` }).toString('utf8');
  for (const line of output.split('\0')) {
    if (line === '') continue;
    const [oid = '', status = '', signer = '', ...fingerprints] = line.split('\x01');
    signatures.set(oid, { kind: kindOf(status), signer, fingerprints: fingerprints.filter((one) => one !== '') });
  }
  const missing = commits.find((commit) => !signatures.has(commit));
  if (missing !== undefined) throw new GitError(`git log did not answer for commit ${missing}`);
  return signatures;
}

function kindOf(status: string): Signature['kind'] {
  switch (status) {
    case 'G':
      return 'good';
    case 'U':
      return 'untrusted';
    case 'N':
      return 'none';
    default:
      // expired, revoked, bad, or not to be checked: none of them approves anything
      return 'bad';
  }
}
