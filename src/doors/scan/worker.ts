import { parentPort, workerData } from 'node:worker_threads';
import { loadCredentials } from '../../engine/loaded.ts';
import { openPart, type PartialRun } from '../../engine/part.ts';
import { openRegistry } from '../../engine/registry.ts';
import { BrokenCheck } from '../../model/family.ts';
import type { Limits } from '../../model/gate-policy.ts';
import { clientPolicy } from '../client-policy.ts';
import { registryPath } from '../installation.ts';
import { today } from '../today.ts';
import { examineFile, type FoundFile } from './files.ts';
import type { WorkerAnswer, WorkerSettings } from './share.ts';

// a thread of `portcullis scan`: it is sent files and answers with what it found in them
const settings: WorkerSettings = workerData;
const opened = open(settings);
let turn: Promise<void> = Promise.resolve();
parentPort?.on('message', (files: readonly FoundFile[]) => {
  turn = turn.then(async () => parentPort?.postMessage(await judge(files)));
});

async function open({ root, policyFile, families, repository }: WorkerSettings): Promise<{ readonly run: PartialRun; readonly limits: Limits }> {
  const policy = await clientPolicy({ cwd: root, committed: undefined, repository, ...(policyFile === undefined ? {} : { file: policyFile }) });
  await loadCredentials();
  const run = openPart({ registries: [openRegistry(registryPath()), ...policy.ownChecks()], policy: policy.gate, today: today(), ...(families === undefined ? {} : { families: new Set(families) }) });
  return { run, limits: policy.gate.limits };
}

async function judge(files: readonly FoundFile[]): Promise<WorkerAnswer> {
  try {
    const { run, limits } = await opened;
    for (const file of files) examineFile(run, file, limits);
    return { part: await run.take() };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { failure: error instanceof BrokenCheck ? { message: error.cause instanceof Error ? error.cause.message : message, check: error.check } : { message } };
  }
}
