// Paired timing: runs each command in turn, round after round, and compares medians of wall time and peak memory.
import { spawnSync } from 'node:child_process';

/** One command of a comparison. */
export function run(command, args, options = {}) {
  const started = process.hrtime.bigint();
  const result = spawnSync(command, args, { stdio: 'ignore', ...options });
  if (result.error) throw result.error;
  return { ms: Number(process.hrtime.bigint() - started) / 1e6, status: result.status };
}

export function median(list) {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

/** Runs all subjects interleaved; returns the median milliseconds of each by name. */
export function compare(subjects, rounds) {
  const times = new Map(Object.keys(subjects).map((name) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const [name, subject] of Object.entries(subjects)) {
      const { ms, status } = subject();
      if (subject.expect !== undefined && status !== subject.expect) throw new Error(`${name} exited with ${status}, expected ${subject.expect}`);
      // the first round only warms caches
      if (round >= 0) times.get(name).push(ms);
    }
  }
  return Object.fromEntries([...times].map(([name, list]) => [name, median(list)]));
}
