import { join, dirname } from 'node:path';
import { registryPath } from '../installation.ts';

/*
 * Parsers of others, one long regular expression, JSON of megabytes: nothing in them asks for the time. Where there may be
 * such, a thread watches, and ends the process when it has had half a second more than its time. The shim then starts
 * another one, which says and records it (`--ended`).
 */

/** What the thread is given. */
export interface WatchData {
  /** The state, the length of a path, and the path in UTF-8. */
  readonly shared: SharedArrayBuffer;
  /** Processor time and time on the wall after which the process is ended, in milliseconds. */
  readonly cpuMs: number;
  readonly wallMs: number;
  /** Processor time when the process began to count, as `process.cpuUsage` gives it. */
  readonly before: NodeJS.CpuUsage;
  /** What a line to the pusher begins with. */
  readonly prefix: string;
}

/** States: the process works; it is done, and nothing may end it; the thread is about to end it. */
export const looking = 0;
export const ended = 1;
export const claimed = 2;

/** What the process is ended by: a signal that writes no core, and that nobody else sends to a hook. */
export const outOfTimeSignal = 'SIGALRM';
/** The status that a shell gives it: 128 and the signal's number (POSIX, Shell Command Language, 2.8.2). */
export const outOfTimeStatus = 142;

/** Bytes of a path that are said. */
export const maxPathBytes = 400;

/** A watch over this process. */
export interface Watch {
  /** Says what is looked at now. */
  note(path: string): void;
  /** Ends the watch: from here on the process is not ended. */
  end(): void;
}

/** Starts to watch this process. It is no harm when no thread can be started: then nothing more than the loops asks. */
export function watchDeadline(options: Omit<WatchData, 'shared'>): Watch {
  const shared = new SharedArrayBuffer(8 + maxPathBytes);
  const state = new Int32Array(shared, 0, 2);
  const text = new Uint8Array(shared, 8);
  const { Worker } = process.getBuiltinModule('node:worker_threads');
  // the thread needs next to no memory, which is all counted to the process
  const worker = new Worker(join(dirname(registryPath()), 'deadline-thread.cjs'), { workerData: { ...options, shared } satisfies WatchData, resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 2 }, execArgv: [] });
  worker.on('error', () => undefined);
  worker.unref();
  return {
    note(path) {
      // while it is written there is none
      Atomics.store(state, 1, 0);
      const { written } = new TextEncoder().encodeInto(path, text);
      Atomics.store(state, 1, written);
    },
    end() {
      // the thread was quicker: this process is ended at once, and must do nothing more
      if (Atomics.compareExchange(state, 0, looking, ended) === claimed) Atomics.wait(state, 0, claimed, 5000);
      Atomics.notify(state, 0);
    },
  };
}
