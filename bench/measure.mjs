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

/**
 * Runs all subjects interleaved; returns the median milliseconds of each by name. Whatever else a subject gives in numbers
 * is written to `best`, where it is given, by `name key`: the least of all rounds.
 */
export function compare(subjects, rounds, best = new Map()) {
  const times = new Map(Object.keys(subjects).map((name) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const [name, subject] of Object.entries(subjects)) {
      const { ms, status, ...also } = subject();
      if (subject.expect !== undefined && status !== subject.expect) throw new Error(`${name} exited with ${status}, expected ${subject.expect}`);
      // the first round only warms caches
      if (round < 0) continue;
      times.get(name).push(ms);
      for (const [key, value] of Object.entries(also)) if (typeof value === 'number') best.set(`${name} ${key}`, Math.min(value, best.get(`${name} ${key}`) ?? Infinity));
    }
  }
  return Object.fromEntries([...times].map(([name, list]) => [name, median(list)]));
}
