import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Gate } from '../../engine/engine.ts';
import type { GatePart } from '../../engine/part.ts';
import { BrokenCheck } from '../../model/family.ts';
import type { FamilyName } from '../../model/finding.ts';
import type { Limits } from '../../model/gate-policy.ts';
import { registryPath } from '../installation.ts';
import { bytesIfReadable } from '../read-if-there.ts';
import { examineFile, type FoundFile } from './files.ts';

/** From what a worker makes the same policy as this thread. */
export interface PartSettings {
  readonly policyFile?: string;
  readonly families?: readonly FamilyName[];
  /** False where nothing is to be asked of git. */
  readonly repository: boolean;
}

/** What a worker is started with. */
export interface WorkerSettings extends PartSettings {
  readonly root: string;
}

/** What a worker answers: a part of the run, or why there is none. */
export type WorkerAnswer = { readonly part: GatePart } | { readonly failure: { readonly message: string; readonly check?: string } };

export interface ShareOptions {
  /** Threads beside this one. */
  readonly helpers: number;
  readonly root: string;
  readonly limits: Limits;
  readonly progress: (path: string) => void;
  readonly open: PartSettings;
}

/** Work handed over at once: small enough that no thread waits long for the last one. */
const batchBytes = 512 * 1024;
const batchFiles = 64;

/**
 * Judges files on several threads, this one among them. What families judge together is kept by the gate. Throws
 * BrokenCheck, and Error when a thread cannot go on: then nothing may pass.
 */
export async function shareOut(gate: Gate, files: readonly FoundFile[], options: ShareOptions): Promise<void> {
  const queue = batchesOf(files);
  const parts: GatePart[] = [];
  const workers = Array.from({ length: options.helpers }, () => startWorker(options, () => queue.pop(), (part) => parts.push(part)));
  const ended = Promise.all(workers.map((worker) => worker.ended));
  ended.catch(() => undefined);
  try {
    for (let batch = queue.pop(); batch !== undefined; batch = queue.pop()) {
      for (const file of batch) {
        options.progress(file.name);
        examineFile(gate, file, options.limits);
      }
      // the others ask for more between two batches
      await new Promise((resolve) => setImmediate(resolve));
    }
    await ended;
  } finally {
    for (const worker of workers) worker.stop();
  }
  const paths = new Map(files.map(({ name, path }) => [name, path]));
  for (const part of parts) gate.adopt(part, (name) => bytesIfReadable(paths.get(name) ?? name));
}

function batchesOf(files: readonly FoundFile[]): (readonly FoundFile[])[] {
  const batches: FoundFile[][] = [];
  let bytes = Infinity;
  for (const file of files) {
    const last = batches.at(-1);
    if (last === undefined || bytes + file.size > batchBytes || last.length >= batchFiles) {
      batches.push([file]);
      bytes = file.size;
    } else {
      last.push(file);
      bytes += file.size;
    }
  }
  return batches;
}

interface Helper {
  readonly ended: Promise<void>;
  stop(): void;
}

function startWorker({ root, open }: ShareOptions, next: () => readonly FoundFile[] | undefined, take: (part: GatePart) => void): Helper {
  const settings: WorkerSettings = { ...open, root };
  const worker = new Worker(join(dirname(registryPath()), 'scan-worker.cjs'), { workerData: settings });
  let waiting = 0;
  const ended = new Promise<void>((resolve, reject) => {
    const ask = (): void => {
      const batch = next();
      if (batch !== undefined) {
        waiting++;
        worker.postMessage(batch);
      } else if (waiting === 0) resolve();
    };
    worker.on('message', (answer: WorkerAnswer) => {
      waiting--;
      if ('failure' in answer) {
        const { message, check } = answer.failure;
        reject(check === undefined ? new Error(message) : new BrokenCheck(check, new Error(message)));
        return;
      }
      take(answer.part);
      ask();
    });
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`a thread that reads files ended with code ${code}`)));
    // one to work at, one to go on with
    ask();
    ask();
  });
  return { ended, stop: () => void worker.terminate() };
}
