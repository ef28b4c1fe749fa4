import { existsSync, readFileSync } from 'node:fs';
import { isThere } from './journal.ts';
import { isOurs } from './shims.ts';

/** Whether a hook is there that is not ours; also a link to a script that another branch has. */
export function isForeign(path: string): boolean {
  return isThere(path) && !(existsSync(path) && isOurs(readFileSync(path, 'latin1')));
}
