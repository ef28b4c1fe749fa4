import { closeSync, existsSync, fsyncSync, lstatSync, openSync, readdirSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../model/sha256.ts';
import { PolicyError } from '../policy/errors.ts';
import { changedFiles, formatLock, lockName, nextLock, parseLock, type PolicyLock } from '../policy/lock.ts';
import { readIfThere } from './read-if-there.ts';

/** File beside the lock that remembers the newest serial that judged a push. */
const seenName = 'portcullis.lock.seen';

/** Folders and files of an administrator's folder that are no policy: what the gate itself writes there. */
const notPolicy = /^(?:gate|audit.*|portcullis\.lock.*|.*\.torn.*|install\.json|journal\.json)$/;

/** Locks the policy in a folder at this digest. Returns the lock that holds now, and whether it is new. */
export function lockPolicy(folder: string, digest: string, now: Date): { readonly lock: PolicyLock; readonly isNew: boolean } {
  const path = join(folder, lockName);
  const before = readLock(folder);
  if (before?.digest === digest) {
    rememberEarly(folder, before);
    return { lock: before, isNew: false };
  }
  const lock = nextLock(before, { digest, time: now.toISOString(), files: policyFiles(folder) });
  writeWhole(path, formatLock(lock));
  rememberEarly(folder, lock);
  return { lock, isNew: true };
}

/** In a server's own folder the account that receives pushes may not be able to write what it remembers; whoever locks is. */
function rememberEarly(folder: string, lock: PolicyLock): void {
  if (existsSync(join(folder, 'gate')) && lock.serial > readSeen(folder)) writeWhole(join(folder, seenName), `${lock.serial}\n`);
}

/** What is wrong with the policy in a folder against its lock; empty when it is the locked one. Throws PolicyError without a lock. */
export function verifyPolicy(folder: string, digest: string): readonly string[] {
  const lock = readLock(folder);
  if (lock === undefined) throw new PolicyError(join(folder, lockName), undefined, 'there is no lock; make one with "portcullis policies lock"');
  const problems = seenProblem(folder, lock);
  if (lock.digest === digest) return problems;
  const changed = changedFiles(lock, policyFiles(folder));
  return [...problems, ...(changed.length === 0 ? [`the policy is not the locked one (its digest is ${digest}, the lock's ${lock.digest}): the gate's version or a policy that it takes from a ref changed`] : changed)];
}

/**
 * Holds a server to its lock, when it has one: another policy, or a lock older than one that judged before, refuses.
 * Remembers the newest serial. Throws PolicyError.
 */
export function holdToLock(folder: string, digest: string): void {
  const lock = readLock(folder);
  const path = join(folder, lockName);
  if (lock === undefined) {
    if (readSeen(folder) > 0) throw new PolicyError(path, undefined, 'the lock of the policy is gone; put it back, or lock the policy anew with "portcullis policies lock"');
    return;
  }
  const [problem] = seenProblem(folder, lock);
  if (problem !== undefined) throw new PolicyError(path, undefined, problem);
  if (lock.digest !== digest) throw new PolicyError(path, undefined, `the policy is not the one that was locked; "portcullis policies verify ${folder}" says what changed, "portcullis policies lock" accepts it`);
  if (lock.serial <= readSeen(folder)) return;
  try {
    writeWhole(join(folder, seenName), `${lock.serial}\n`);
  } catch (error) {
    throw new PolicyError(join(folder, seenName), undefined, `cannot be written (${error instanceof Error ? error.message : String(error)}), so that a lock that is rolled back would not be noticed; let the account that receives pushes write in this folder`, { cause: error });
  }
}

function seenProblem(folder: string, lock: PolicyLock): readonly string[] {
  const seen = readSeen(folder);
  return lock.serial < seen ? [`the lock has serial ${lock.serial}, but serial ${seen} has judged here before: the policy was rolled back`] : [];
}

function readLock(folder: string): PolicyLock | undefined {
  const path = join(folder, lockName);
  const text = readIfThere(path);
  return text === undefined ? undefined : parseLock(path, text);
}

function readSeen(folder: string): number {
  const path = join(folder, seenName);
  const text = readIfThere(path);
  if (text === undefined) return 0;
  if (!/^\d{1,15}\n?$/.test(text)) throw new PolicyError(path, undefined, 'is no serial number');
  return Number(text);
}

/** Digests of the files that lie in a policy's folder, the gate's own copy and its log left out. */
function policyFiles(folder: string): Record<string, string> {
  const digests: Record<string, string> = Object.create(null);
  const walk = (path: string, name: string, depth: number): void => {
    const status = lstatSync(path);
    if (status.isDirectory()) {
      if (depth > 12) return;
      for (const entry of readdirSync(path).sort()) if (!entry.startsWith('.git') && entry !== 'node_modules') walk(join(path, entry), name === '' ? entry : `${name}/${entry}`, depth + 1);
    } else if (status.isFile() && (depth > 1 || isPolicyFile(name))) digests[name] = sha256([readFileSync(path)]);
  };
  for (const entry of readdirSync(folder).sort()) if (!notPolicy.test(entry) && (lstatSync(join(folder, entry)).isFile() ? isPolicyFile(entry) : isPolicyFolder(join(folder, entry)))) walk(join(folder, entry), entry, 1);
  return digests;
}

function isPolicyFile(name: string): boolean {
  return /\.ya?ml$/.test(name) || name === '.portcullis-baseline' || name === 'allowed_signers';
}

/** A folder of check files has a folder of a family's name in it. */
function isPolicyFolder(path: string): boolean {
  return ['credentials', 'infrastructure', 'containers', 'libraries', 'code', 'pipelines', 'change-control', 'sensitive-data'].some((family) => readdirSync(path).includes(family));
}

/** Writes a file whole or not at all, also when the power goes. All may read it: whoever locks is often another account than the one that is held to it. */
function writeWhole(path: string, text: string): void {
  const temporary = `${path}.${process.pid}`;
  const descriptor = openSync(temporary, 'w', 0o664);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporary, path);
}
