import { readFileSync } from 'node:fs';
import { PolicyError } from '../policy/errors.ts';

/** A file's bytes; undefined when it is not there or cannot be read. */
export function bytesIfReadable(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** A policy file's text; undefined when there is none. Throws PolicyError when it cannot be read. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined;
    throw new PolicyError(path, undefined, `cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
