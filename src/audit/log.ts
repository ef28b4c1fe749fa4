import { closeSync, fstatSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { sha256 } from '../model/sha256.ts';
import { AuditError } from './audit-error.ts';
import { giveToOwnerOf } from './owner.ts';
import { readHead, writeHead, type Head } from './head.ts';
import { acquireLock } from './lock.ts';
import { digestOf, firstPrevious, formatRecord, parseRecord, type AuditEvent } from './record.ts';

/** A record is read as a whole, also years later and on a small machine: half of what a reader takes for a line. */
const maxRecordBytes = 32 * 1024 * 1024;

export interface AppendOptions {
  /** Key of the chain: without it nobody can write a record that verifies. */
  readonly key?: Buffer;
  readonly timeoutMs?: number;
  /** False leaves a missing folder missing: one that an administrator named must not come into being by a push. */
  readonly makeFolder?: boolean;
}

/**
 * Appends an event to the log and returns when it is on the disk. Concurrent pushes wait for each other. A record that
 * an earlier process left half written is put aside and its recovery recorded.
 * Throws AuditError when the log cannot be written (full disk, permissions) or is not what it was (cut, changed):
 * then nothing is appended, and the door refuses.
 */
export async function appendRecord(path: string, event: AuditEvent, options: AppendOptions = {}): Promise<{ readonly seq: number; readonly hash: string }> {
  try {
    const made = options.makeFolder === false ? undefined : mkdirSync(dirname(path), { recursive: true, mode: 0o770 });
    if (made !== undefined) giveToOwnerOf(dirname(path), dirname(made));
  } catch (error) {
    throw new AuditError(`the folder of the audit log ${path} cannot be made: ${messageOf(error)}`, { cause: error });
  }
  const lock = await acquireLock(path, options.timeoutMs);
  try {
    return appendLocked(path, event, options.key);
  } catch (error) {
    if (error instanceof AuditError) throw error;
    throw new AuditError(`the audit log ${path} cannot be written: ${messageOf(error)}`, { cause: error });
  } finally {
    lock.release();
  }
}

/** The same for who holds the lock already. */
export function appendLocked(path: string, event: AuditEvent, key: Buffer | undefined): { seq: number; hash: string } {
  const file = openSync(path, 'a+', 0o660);
  try {
    if (fstatSync(file).size === 0) giveToOwnerOf(path, dirname(path));
    const end = findEnd(path, file, key);
    let head = end.head;
    if (end.torn !== undefined) {
      const recovery = putAside(path, file, head, end.torn);
      head = append(path, file, head, { time: event.time, event: 'recovered', recovery }, key);
    }
    return append(path, file, head, event, key);
  } finally {
    closeSync(file);
  }
}

/** Where the log really ends: at the head, some records after it, or in a torn record after either. */
function findEnd(path: string, file: number, key: Buffer | undefined): { head: Head; torn?: Buffer } {
  const size = fstatSync(file).size;
  const stored = readHead(path, key);
  let head = stored ?? { seq: 0, hash: firstPrevious, size: 0 };
  if (size < head.size) throw new AuditError(`the audit log ${path} was cut: ${size} bytes are there, ${head.size} were written; run "portcullis audit verify"`);
  if (stored !== undefined && !endsWith(file, head)) throw new AuditError(`the audit log ${path} was changed at its end; run "portcullis audit verify"`);
  if (size === head.size) return { head };
  // a process was killed between the record and the head, or in the middle of the record; or the power went
  const rest = readAt(file, head.size, size - head.size);
  let at = 0;
  for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10, at)) {
    const parsed = parseRecord(rest.subarray(at, end));
    if (parsed === undefined) throw new AuditError(`the audit log ${path} holds something after its end that is no record; run "portcullis audit verify"`);
    const { record, body } = parsed;
    if (record.seq !== head.seq + 1 || record.prev !== head.hash || record.hash !== digestOf(body, key)) throw new AuditError(`the audit log ${path} holds a record after its end that does not continue it; run "portcullis audit verify"`);
    head = { seq: record.seq, hash: record.hash, size: head.size + end + 1 - at };
    at = end + 1;
  }
  // a log without its head was tampered with: the first append writes one at once
  if (stored === undefined && head.seq > 1) throw new AuditError(`the head of the audit log ${path} is missing; run "portcullis audit verify"`);
  writeHead(path, head, key);
  return at === rest.length ? { head } : { head, torn: rest.subarray(at) };
}

/** Whether the bytes before the head's size are the end of the record that the head names. */
function endsWith(file: number, head: Head): boolean {
  if (head.seq === 0) return head.size === 0;
  const tail = `"hash":"${head.hash}"}\n`;
  return readAt(file, head.size - tail.length, tail.length).toString('latin1') === tail;
}

function readAt(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(Math.max(0, length));
  let have = 0;
  while (have < bytes.length) {
    const got = readSync(file, bytes, have, bytes.length - have, position + have);
    if (got === 0) break;
    have += got;
  }
  return bytes.subarray(0, have);
}

function putAside(path: string, file: number, head: Head, torn: Buffer): { bytes: number; sha256: string; keptAs: string } {
  const digest = sha256([torn]);
  const keptAs = `${basename(path)}.torn-${head.seq + 1}-${digest.slice(0, 8)}`;
  writeFileSync(join(dirname(path), keptAs), torn, { mode: 0o660, flush: true });
  ftruncateSync(file, head.size);
  return { bytes: torn.length, sha256: digest, keptAs };
}

function append(path: string, file: number, head: Head, event: AuditEvent, key: Buffer | undefined): Head {
  const { line, hash } = formatRecord(event, head.seq + 1, head.hash, key);
  const bytes = Buffer.from(line, 'utf8');
  if (bytes.length > maxRecordBytes) throw new AuditError(`the record of this push has ${bytes.length} bytes, the audit log takes ${maxRecordBytes}: push fewer refs at once`);
  const next = { seq: head.seq + 1, hash, size: head.size + bytes.length };
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    fsyncSync(file);
    writeHead(path, next, key);
  } catch (error) {
    // what is not fully there must not be there at all; if this fails too, the next append puts it aside
    try {
      ftruncateSync(file, head.size);
    } catch {
      // nothing more can be done here; the error below refuses the push
    }
    throw error;
  }
  return next;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
