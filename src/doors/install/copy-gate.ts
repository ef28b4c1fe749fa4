import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { distFolder, examplesName } from '../installation.ts';

/** What hooks run of the package. */
const parts = ['dist', 'hooks', 'policies/presets', 'package.json'];

/** What no hook ever reads. */
const left: ReadonlySet<string> = new Set([examplesName, 'types', 'index.mjs', 'versions.mjs']);

/**
 * Copies the gate into a folder that hooks run it from, in place of what was there: beside it first, so that hooks that
 * run meanwhile find the one or the other.
 */
export function copyGate(target: string): void {
  const source = dirname(distFolder());
  const [next, former] = [`${target}.new`, `${target}.old`];
  for (const leftover of [next, former]) rmSync(leftover, { recursive: true, force: true });
  try {
    mkdirSync(next, { recursive: true });
    for (const part of parts) if (existsSync(join(source, part))) cpSync(join(source, part), join(next, part), { recursive: true, filter: (path) => !left.has(basename(path)) });
  } catch (error) {
    // a full disk, above all: half a gate is of no use and takes room
    rmSync(next, { recursive: true, force: true });
    throw error;
  }
  if (existsSync(target)) renameSync(target, former);
  renameSync(next, target);
  rmSync(former, { recursive: true, force: true });
}
