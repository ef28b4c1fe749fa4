import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { claimed, ended, looking, maxPathBytes, outOfTimeSignal, type WatchData } from './deadline-watch.ts';

// the thread that `watchDeadline` starts: it sleeps until time is up, and ends the process unless that has ended the watch before
watch(workerData as WatchData);

function watch({ shared, cpuMs, wallMs, before, prefix }: WatchData): void {
  const state = new Int32Array(shared, 0, 2);
  const started = performance.now();
  for (;;) {
    const wallLeft = wallMs - (performance.now() - started);
    const { user, system } = process.cpuUsage(before);
    const cpuLeft = cpuMs - (user + system) / 1000;
    if (wallLeft <= 0 || cpuLeft <= 0) break;
    // several threads may use more processor time than passes on the wall
    Atomics.wait(state, 0, 0, Math.max(5, Math.min(wallLeft, cpuLeft / 2)));
    if (Atomics.load(state, 0) === ended) return;
  }
  if (Atomics.compareExchange(state, 0, looking, claimed) !== looking) return;
  const length = Math.min(Atomics.load(state, 1), maxPathBytes);
  // a line that cannot be written (the pusher has gone) must not keep it from ending
  try {
    writeSync(2, `${prefix}portcullis ran out of time${length === 0 ? '' : ` while it looked at ${Buffer.from(shared, 8, length).toString('utf8')}`}\n`);
  } finally {
    process.kill(process.pid, outOfTimeSignal);
  }
}
