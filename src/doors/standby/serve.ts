import { constants, openSync, readFileSync, readSync, rmSync, statSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { placeFiles } from './place.ts';
import { maxRequestBytes, parseRequest, seemsWhole, type StandbyRequest } from './request.ts';
import { isSettled, type Settled } from './settle.ts';

export interface ServeOptions {
  readonly settled: Settled;
  /** Whether nothing is to be said of a request; a rejection means that it is not known. */
  readonly judge: (request: StandbyRequest) => Promise<boolean>;
  /** Whether this process may go on after a request, or at a look around. */
  readonly mayStay: () => boolean;
  /** Ends the process. */
  readonly end: () => void;
  /** Milliseconds without a request after which it ends. */
  readonly idleMs: number;
  /** Milliseconds between two looks around. */
  readonly lookMs: number;
}

/** Milliseconds after which a lock that names no process is nobody's. */
const lockMs = 10_000;

/**
 * Answers requests, one at a time: who asks holds the lock, writes its question, reads the answer, closes its question and
 * reads that the lock is gone. Whatever comes in another order, and an answer that nobody read, ends the process, so that
 * who waits reads the end of the answers' FIFO and goes the ordinary way: nothing that went wrong once is mended here.
 */
export function serve({ settled, judge, mayStay, end, idleMs, lookMs }: ServeOptions): void {
  const question = join(settled.folder, placeFiles.question);
  const lock = join(settled.folder, placeFiles.lock);
  let state: 'waiting' | 'reading' | 'judging' | 'answered' = 'waiting';
  let chunks: Buffer[] = [];
  let size = 0;
  let lastMs = Date.now();
  let nonce = '';

  const take = (chunk: Buffer): void => {
    if (state !== 'waiting' && state !== 'reading') return end();
    state = 'reading';
    chunks.push(chunk);
    size += chunk.length;
    if (size > maxRequestBytes) return end();
    // the end may lie in two chunks
    const tail = chunk.length > 64 ? chunk : Buffer.concat(chunks.slice(-64));
    if (!seemsWhole(tail)) return;
    const request = parseRequest(Buffer.concat(chunks));
    if (request === undefined) return end();
    state = 'judging';
    void answer(request);
  };

  const answer = async (request: StandbyRequest): Promise<void> => {
    let isAllowed = false;
    try {
      isAllowed = await judge(request);
    } catch {
      // the ordinary way says what is wrong
    }
    // somebody did not read what was said: who reads it now would take it for his
    if (!isEmpty(settled.answers)) return end();
    try {
      nonce = request.nonce;
      writeSync(settled.answers, `${isAllowed ? 'allowed' : 'ordinary'} ${request.nonce}\n`);
      state = 'answered';
    } catch {
      end();
    }
  };

  /** Who asked has closed its end: it has its answer, or is gone. */
  const finish = (): void => {
    if (state !== 'answered' || !isEmpty(settled.answers) || !mayStay()) return end();
    // opened before the lock goes: who comes next finds somebody who reads
    listen();
    chunks = [];
    size = 0;
    lastMs = Date.now();
    state = 'waiting';
    rmSync(lock, { force: true });
    // should another ask meanwhile and read this line, the one who waits for it reads the other's: both go on
    writeSync(settled.answers, `done ${nonce}\n`);
  };

  const listen = (): void => {
    const descriptor = openSync(question, constants.O_RDONLY | constants.O_NONBLOCK);
    const socket = new Socket({ fd: descriptor, readable: true, writable: false });
    socket.on('data', take);
    socket.on('end', finish);
    socket.on('error', end);
  };

  const lookAround = (): void => {
    if (state !== 'waiting') return;
    if (Date.now() - lastMs > idleMs || !isSettled(settled) || !mayStay()) return end();
    if (isStale(lock)) rmSync(lock, { force: true });
  };

  listen();
  setInterval(lookAround, lookMs);
}

/** Whether all that was said has been read; what is left is lost, because this process ends then. */
function isEmpty(answers: number): boolean {
  try {
    return readSync(answers, Buffer.alloc(1)) === 0;
  } catch {
    // EAGAIN: there is nothing
    return true;
  }
}

/** Whether a lock's process is gone; only who ends a request takes a lock away, so that it cannot be another's by now. */
function isStale(lock: string): boolean {
  const stat = statSync(lock, { throwIfNoEntry: false });
  if (stat === undefined) return false;
  let pid = 0;
  try {
    pid = Number(readFileSync(lock, 'latin1').trim());
  } catch {
    return false;
  }
  if (Number.isSafeInteger(pid) && pid > 0) return statSync(`/proc/${pid}`, { throwIfNoEntry: false }) === undefined;
  return Date.now() - stat.mtimeMs > lockMs;
}
