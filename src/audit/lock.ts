import { closeSync, fstatSync, linkSync, openSync, readdirSync, readFileSync, readlinkSync, readSync, renameSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { AuditError } from './audit-error.ts';

/*
 * Node has no flock, so the lock is a file made by link(2), which only one process can do.
 *
 * Every lock has an identity of random digits, which is the content of `<path>.lock`. Beside it stands a file whose name
 * holds the identity and its owner: `<path>.lock.<identity>.<owner>`. When the owner has died, whoever renames that file
 * to its own name owns the lock: rename(2) lets exactly one win, at whatever moment the owner, or one that took over from
 * it, was killed. There is no moment at which a lock is neither held nor takeable.
 */

/** A lock that is held. */
export interface Lock {
  release(): void;
}

/** How long one waits for others that append; each holds the lock for the time of two fsyncs. */
const defaultTimeoutMs = 30_000;
/** A lock of another process namespace on this host cannot be asked whether it lives; this old it is dead. */
const foreignAgeMs = 60_000;

/** Takes the lock of a path, waiting for others. Throws AuditError when it cannot be had in time. */
export async function acquireLock(path: string, timeoutMs = defaultTimeoutMs): Promise<Lock> {
  const lockPath = `${path}.lock`;
  const owner = ownerName();
  const until = Date.now() + timeoutMs;
  for (let round = 0; ; round++) {
    const identity = tryLock(lockPath, owner) ?? tryTakeOver(lockPath, owner);
    if (identity !== undefined) return { release: () => release(lockPath, identity, owner) };
    if (Date.now() > until) throw new AuditError(`the audit log ${path} is locked by another process since more than ${Math.round(timeoutMs / 1000)} s; see ${lockPath}`);
    // jitter, so that fifty pushes do not ask in step
    await new Promise((resolve) => setTimeout(resolve, 1 + Math.random() * Math.min(20, 2 + round)));
  }
}

function companion(lockPath: string, identity: string, owner: string): string {
  return `${lockPath}.${identity}.${owner}`;
}

function tryLock(lockPath: string, owner: string): string | undefined {
  if (readLock(lockPath) !== undefined) return undefined;
  const identity = randomDigits();
  const own = companion(lockPath, identity, owner);
  try {
    const file = openSync(own, 'wx', 0o660);
    try {
      writeSync(file, identity);
    } finally {
      closeSync(file);
    }
    linkSync(own, lockPath);
    sweep(lockPath, identity);
    return identity;
  } catch (error) {
    quietly(() => unlinkSync(own));
    if (codeOf(error) === 'EEXIST') return undefined;
    throw new AuditError(`the audit log ${lockPath.replace(/\.lock$/, '')} cannot be locked: ${reasonOf(error)}`, { cause: error });
  }
}

/** 16 random hexadecimal digits: of the kernel, where it gives them as a file, because the crypto module takes long to load. */
function randomDigits(): string {
  const bytes = Buffer.alloc(8);
  try {
    const file = openSync('/dev/urandom', 'r');
    try {
      if (fstatSync(file).isCharacterDevice() && readSync(file, bytes, 0, 8, null) === 8) return bytes.toString('hex');
    } finally {
      closeSync(file);
    }
  } catch {
    // another system, or a root without devices
  }
  return process.getBuiltinModule('node:crypto').randomBytes(8).toString('hex');
}

function tryTakeOver(lockPath: string, owner: string): string | undefined {
  const identity = readLock(lockPath);
  if (identity === undefined) return undefined;
  const prefix = `${basename(lockPath)}.${identity}.`;
  const names = listFolder(dirname(lockPath)).filter((name) => name.startsWith(prefix));
  for (const name of names) {
    if (isAlive(name.slice(prefix.length), join(dirname(lockPath), name))) continue;
    const own = companion(lockPath, identity, owner);
    try {
      renameSync(join(dirname(lockPath), name), own);
    } catch {
      // somebody else was quicker
      return undefined;
    }
    // the owner may have let go before it died; then this is a leftover, not the lock
    if (readLock(lockPath) === identity) {
      return identity;
    }
    quietly(() => unlinkSync(own));
  }
  return undefined;
}

function release(lockPath: string, identity: string, owner: string): void {
  quietly(() => unlinkSync(lockPath));
  quietly(() => unlinkSync(companion(lockPath, identity, owner)));
}

/** Removes what dead processes left behind. */
function sweep(lockPath: string, identity: string): void {
  const prefix = `${basename(lockPath)}.`;
  for (const name of listFolder(dirname(lockPath))) {
    const [other, owner] = name.startsWith(prefix) ? [name.slice(prefix.length, prefix.length + 16), name.slice(prefix.length + 17)] : ['', ''];
    const path = join(dirname(lockPath), name);
    if (owner !== '' && other !== identity && !isAlive(owner, path)) quietly(() => unlinkSync(path));
  }
}

function readLock(lockPath: string): string | undefined {
  try {
    const text = readFileSync(lockPath, 'latin1');
    return /^[0-9a-f]{16}$/.test(text) ? text : undefined;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new AuditError(`the lock of the audit log cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

/** `<pid>-<start of the process>-<boot>-<pid namespace>-<host>`: enough to say later whether this very process lives. */
function ownerName(): string {
  return [String(process.pid), processStart(process.pid) ?? '0', bootId(), pidNamespace(), hostname().replace(/[^A-Za-z0-9.]/g, '').slice(0, 64)].join('-');
}

function isAlive(owner: string, path: string): boolean {
  const [pid = '', start = '', boot = '', namespace = '', ...host] = owner.split('-');
  const [, , ownBoot = '', ownNamespace = '', ...ownHost] = ownerName().split('-');
  if (host.join('-') !== ownHost.join('-') || namespace !== ownNamespace) return isYoung(path);
  if (boot !== ownBoot) return false;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
  }
  // the number may belong to another process by now
  const now = processStart(Number(pid));
  return now === undefined || start === '0' || now === start;
}

function isYoung(path: string): boolean {
  try {
    return Date.now() - statSync(path).ctimeMs < foreignAgeMs;
  } catch {
    return true;
  }
}

/** Start of a process in clock ticks since boot (proc(5), field 22 of stat); undefined where there is no /proc. */
function processStart(pid: number): string | undefined {
  const stat = read(`/proc/${pid}/stat`);
  // the second field is the program's name in parentheses and may hold spaces
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

function bootId(): string {
  return read('/proc/sys/kernel/random/boot_id')?.slice(0, 8) ?? '0';
}

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid').replace(/\D/g, '');
  } catch {
    return '0';
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1').trim();
  } catch {
    return undefined;
  }
}

function listFolder(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function quietly(action: () => void): void {
  try {
    action();
  } catch {
    // already gone
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/** Node's words without the names of our own files: "EROFS: read-only file system". */
function reasonOf(error: unknown): string {
  return messageOf(error).replace(/, \w+(?: '.*)?$/s, '');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
