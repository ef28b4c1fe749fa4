import type { Registry } from '../engine/registry.ts';
import { clientPolicy } from './client-policy.ts';
import { scanRoot } from './scan/root.ts';

/** The checks that the configuration for a folder brings along, beside those of the gate. Throws PolicyError. */
export async function ownRegistries(folder: string): Promise<readonly Registry[]> {
  return (await clientPolicy({ cwd: scanRoot(folder), committed: undefined, repository: false })).ownChecks();
}
