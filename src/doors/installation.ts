import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

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
