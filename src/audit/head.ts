import { readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { AuditError } from './audit-error.ts';
import { giveToOwnerOf } from './owner.ts';
import { digestOf } from './record.ts';

/** Where the log ends, kept beside it: without it a log that lost its last records would look whole. */
export interface Head {
  readonly seq: number;
  readonly hash: string;
  /** Bytes of the log up to and with that record. */
  readonly size: number;
}

/** Path of a log's head file. */
export function headPath(logPath: string): string {
  return `${logPath}.head`;
}

/** Reads the head; undefined when there is none. Throws AuditError when it was changed. */
export function readHead(logPath: string, key: Buffer | undefined): Head | undefined {
  let text: string;
  try {
    text = readFileSync(headPath(logPath), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new AuditError(`${headPath(logPath)} cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  const match = /^(\d{1,15}) ([0-9a-f]{64}) (\d{1,15}) ([0-9a-f]{64})\n$/.exec(text);
  const [, seq, hash, size, seal] = match ?? [];
  if (seq === undefined || hash === undefined || size === undefined || seal !== digestOf(`${seq} ${hash} ${size}`, key)) {
    throw new AuditError(`${headPath(logPath)} was changed, or written with another key`);
  }
  return { seq: Number(seq), hash, size: Number(size) };
}

/** Replaces the head in one step. Throws what the file system throws. */
export function writeHead(logPath: string, head: Head, key: Buffer | undefined): void {
  const text = `${head.seq} ${head.hash} ${head.size}`;
  const temporary = `${headPath(logPath)}.new`;
  try {
    // only the holder of the lock is here, so one name is enough, and a leftover is overwritten
    // not flushed: after a power cut the head may be some records behind, which the next append takes in
    writeFileSync(temporary, `${text} ${digestOf(text, key)}\n`, { mode: 0o660 });
    giveToOwnerOf(temporary, logPath);
    renameSync(temporary, headPath(logPath));
  } catch (error) {
    try {
      unlinkSync(temporary);
    } catch {
      // it never came to be
    }
    throw error;
  }
}
