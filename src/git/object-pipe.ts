import { closeSync, constants, openSync } from 'node:fs';
import { failed, makeRing, pieceBytes, pieces, place, type Ring } from './pipe-ring.ts';
import { GitError } from './run.ts';

/**
 * A FIFO that git writes objects into, and a thread that reads ahead of who judges them, for a process that judges many
 * pushes: node gives its children sockets, whose every chunk is new memory, and reads them between two pieces of work only.
 */
export interface ObjectPipe {
  readonly path: string;
  /** The bundle of the thread (`pipe-worker.ts`). */
  readonly worker: string;
  /** False while git writes into it, and for good once it was not read to its end: something may be left. */
  isFree: boolean;
  reader?: Reader;
}

interface Reader {
  readonly ring: Ring;
  /** Has the thread read a descriptor to its end, and close it. */
  start(descriptor: number): void;
}

/** One use of the pipe. */
export interface OpenPipe {
  /** Descriptor for git's standard output; `handOver` closes it here. */
  readonly writing: number;
  /** Git has its end: only it can write from here on. */
  handOver(): void;
  /** What git writes, as it comes, up to its end. A piece's memory is used again once the next is asked for. Throws the signal's reason. */
  chunks(signal: AbortSignal | undefined): AsyncGenerator<Buffer, void, undefined>;
  close(isComplete: boolean): void;
}

/** Milliseconds after which who waits for git looks whether git waits for him. */
const patienceMs = 1;

/** Opens the pipe, or undefined where it is in use. Throws where it is gone. */
export function openPipe(pipe: ObjectPipe): OpenPipe | undefined {
  if (!pipe.isFree) return undefined;
  pipe.isFree = false;
  // for both ways first, which waits for nobody
  const both = openSync(pipe.path, constants.O_RDWR);
  const [reading, writing] = [openSync(pipe.path, constants.O_RDONLY), openSync(pipe.path, constants.O_WRONLY)];
  closeSync(both);
  const reader = (pipe.reader ??= openReader(pipe.worker));
  const { control, memory } = reader.ring;
  control.fill(0);
  return {
    writing,
    handOver() {
      closeSync(writing);
      reader.start(reading);
    },
    async *chunks(signal) {
      const views = Array.from({ length: pieces }, (_one, number) => Buffer.from(memory, number * pieceBytes, pieceBytes));
      for (let taken = 0; ; taken++) {
        while (Atomics.load(control, place.written) === taken) {
          signal?.throwIfAborted();
          if (Atomics.wait(control, place.written, taken, patienceMs) === 'timed-out') await new Promise((resolve) => void setImmediate(resolve));
        }
        signal?.throwIfAborted();
        const size = control[place.sizes + (taken % pieces)] ?? failed;
        if (size === 0) return;
        if (size === failed) throw new GitError('what git read out of the repository could not be read');
        yield (views[taken % pieces] ?? Buffer.alloc(0)).subarray(0, size);
        Atomics.store(control, place.taken, taken + 1);
        Atomics.notify(control, place.taken);
      }
    },
    close(isComplete) {
      if (!isComplete) {
        // it ends with git, which writes no more
        Atomics.store(control, place.stop, 1);
        // another value, so that it does not begin to wait just now
        Atomics.add(control, place.taken, 1);
        Atomics.notify(control, place.taken);
      }
      pipe.isFree = isComplete;
    },
  };
}

function openReader(file: string): Reader {
  const ring = makeRing();
  const { Worker } = process.getBuiltinModule('node:worker_threads');
  const worker = new Worker(file, { workerData: ring, resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 } });
  worker.unref();
  // who waits for it is held to a deadline
  worker.on('error', () => undefined);
  return { ring, start: (descriptor) => worker.postMessage(descriptor) };
}
