import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { distFolder, examplesName } from '../installation.ts';

/** What hooks run of the package. */
const parts = ['dist', 'hooks', 'policies/presets', 'package.json'];

/** What no hook ever reads. */
const left: ReadonlySet<string> = new Set([examplesName, 'types', 'index.mjs', 'versions.mjs']);

/** Copies the gate into a folder that hooks run it from, in place of what was there. */
export function copyGate(target: string): void {
  const source = dirname(distFolder());
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const part of parts) if (existsSync(join(source, part))) cpSync(join(source, part), join(target, part), { recursive: true, filter: (path) => !left.has(basename(path)) });
}
