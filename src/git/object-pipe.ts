import { closeSync, constants, openSync, readSync } from 'node:fs';

/**
 * A FIFO that git writes objects into, for a process that judges many pushes: node gives its children sockets, which are
 * slower than pipes and whose every chunk is new memory.
 */
export interface ObjectPipe {
  readonly path: string;
  /** False while git writes into it, and for good once it was not read to its end: something may be left. */
  isFree: boolean;
}

/** One use of the pipe. */
export interface OpenPipe {
  /** Descriptor for git's standard output; `handOver` closes it here. */
  readonly writing: number;
  /** Git has its end: only it can write from here on. */
  handOver(): void;
  /** What git writes, as it comes, up to its end. The memory is used again for the next piece. Throws the signal's reason. */
  chunks(signal: AbortSignal | undefined): AsyncGenerator<Buffer, void, undefined>;
  close(isComplete: boolean): void;
}

/** What a pipe holds on Linux. Source: pipe(7). */
const pipeBytes = 64 * 1024;

/** Milliseconds between two looks into an empty pipe: git fills it in less. */
const patienceMs = 0.1;

/** Opens the pipe, or undefined where it is in use. Throws where it is gone. */
export function openPipe(pipe: ObjectPipe): OpenPipe | undefined {
  if (!pipe.isFree) return undefined;
  pipe.isFree = false;
  // a reader first: without one a writer would have to wait for it
  const reading = openSync(pipe.path, constants.O_RDONLY | constants.O_NONBLOCK);
  const writing = openSync(pipe.path, constants.O_WRONLY);
  return {
    writing,
    handOver: () => closeSync(writing),
    async *chunks(signal) {
      const room = Buffer.allocUnsafeSlow(pipeBytes);
      const nobody = new Int32Array(new SharedArrayBuffer(4));
      for (;;) {
        signal?.throwIfAborted();
        const got = readNow(reading, room);
        if (got === 0) return;
        if (got !== undefined) yield room.subarray(0, got);
        else {
          Atomics.wait(nobody, 0, 0, patienceMs);
          // git may wait for what it is asked
          await new Promise((resolve) => void setImmediate(resolve));
        }
      }
    },
    close(isComplete) {
      closeSync(reading);
      pipe.isFree = isComplete;
    },
  };
}

/** Bytes read, none at the end, undefined where there is nothing yet. */
function readNow(descriptor: number, room: Buffer): number | undefined {
  try {
    return readSync(descriptor, room, 0, room.length, null);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return undefined;
    throw error;
  }
}
