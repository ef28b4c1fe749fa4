import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Examples } from '../model/check.ts';

/**
 * Folder of the built package (`dist/`): where the registry and the chunks lie.
 * Every bundle is a file directly in it, so the folder of the running file is the answer.
 */
export function distFolder(): string {
  return typeof __dirname === 'string' ? __dirname : dirname(fileURLToPath(import.meta.url));
}

/** The packed registry of the package's own checks. */
export function registryPath(): string {
  return join(distFolder(), 'registry.bin');
}

/** File of the checks' examples, by id: apart from the registry, because only people read them. */
export const examplesName = 'examples.json';

/** A check's examples. None where the file was left out, as in the copy that hooks run. */
export function examplesOf(id: string): Examples {
  try {
    const all: Readonly<Record<string, Examples>> = JSON.parse(readFileSync(join(distFolder(), examplesName), 'utf8'));
    return Object.hasOwn(all, id) ? (all[id] ?? none) : none;
  } catch {
    return none;
  }
}

const none: Examples = { fail: [], pass: [] };
