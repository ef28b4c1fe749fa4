import { lstatSync } from 'node:fs';
import { UsageError } from '../model/usage-error.ts';

/** Throws UsageError for a path that is not there. A link counts, wherever it points. */
export function requirePaths(paths: readonly string[]): void {
  const missing = paths.find((path) => lstatSync(path, { throwIfNoEntry: false }) === undefined);
  if (missing !== undefined) throw new UsageError(`there is no file or folder "${missing}"`);
}
