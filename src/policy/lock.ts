import { sha256 } from '../model/sha256.ts';
import { PolicyError } from './errors.ts';

/** Name of the lock beside a policy. */
export const lockName = 'portcullis.lock';

/** A policy as somebody locked it. */
export interface PolicyLock {
  /** 1 for the first lock, one more with every change: an older policy cannot come back as the newest. */
  readonly serial: number;
  /** SHA-256 of the resolved policy, 64 hexadecimal digits. */
  readonly digest: string;
  /** When it was locked, ISO 8601. */
  readonly time: string;
  /** SHA-256 of every file the policy is made of, by path below its folder: says what changed, decides nothing. */
  readonly files: Readonly<Record<string, string>>;
  /** Digest of the lock before, as text; empty in the first. */
  readonly previous: string;
}

/** Reads a lock. Throws PolicyError for anything that is not one. */
export function parseLock(path: string, text: string): PolicyLock {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new PolicyError(path, undefined, 'is no lock: not JSON; lock the policy anew with "portcullis policies lock"', { cause: error });
  }
  if (!isLock(value)) throw new PolicyError(path, undefined, 'is no lock of this version; lock the policy anew with "portcullis policies lock"');
  return value;
}

function isLock(value: unknown): value is PolicyLock {
  if (typeof value !== 'object' || value === null) return false;
  const entry = new Map<string, unknown>(Object.entries(value));
  const digest = entry.get('digest');
  return Number.isSafeInteger(entry.get('serial')) && typeof digest === 'string' && /^[0-9a-f]{64}$/.test(digest) && typeof entry.get('time') === 'string' && typeof entry.get('previous') === 'string' && typeof entry.get('files') === 'object' && entry.get('files') !== null;
}

/** The lock that follows another: one more, and bound to it. */
export function nextLock(before: PolicyLock | undefined, now: Pick<PolicyLock, 'digest' | 'time' | 'files'>): PolicyLock {
  return { serial: (before?.serial ?? 0) + 1, digest: now.digest, time: now.time, files: now.files, previous: before === undefined ? '' : lockDigest(before) };
}

/** A lock as it is written. */
export function formatLock(lock: PolicyLock): string {
  return `${JSON.stringify(lock, undefined, 2)}\n`;
}

function lockDigest(lock: PolicyLock): string {
  return sha256([formatLock(lock)]);
}

/** Files that are not as they were locked, each as a phrase; empty when all are. */
export function changedFiles(lock: PolicyLock, files: Readonly<Record<string, string>>): readonly string[] {
  const locked = new Map(Object.entries(lock.files));
  const present = new Map(Object.entries(files));
  return [
    ...[...present].flatMap(([path, digest]) => (locked.has(path) ? (locked.get(path) === digest ? [] : [`${path} was changed`]) : [`${path} is new`])),
    ...[...locked.keys()].filter((path) => !present.has(path)).map((path) => `${path} is gone`),
  ];
}
