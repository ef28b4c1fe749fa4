import { existsSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AuditError } from './audit-error.ts';
import { headPath, readHead } from './head.ts';
import { acquireLock } from './lock.ts';
import { appendLocked } from './log.ts';

/**
 * Sets a log aside under the time and begins a new one whose first record names that record: what was
 * set aside cannot be changed or lost without its being seen. Returns the path it was set aside as. Throws AuditError.
 */
export async function rotateLog(path: string, options: { readonly key?: Buffer; readonly now?: () => number } = {}): Promise<string> {
  const lock = await acquireLock(path);
  try {
    const time = new Date((options.now ?? Date.now)()).toISOString();
    if (readHead(path, options.key) === undefined) throw new AuditError(`${path} has no head file; run "portcullis audit verify"`);
    const aside = join(dirname(path), `${basename(path, '.jsonl')}-${time.replace(/\.\d+|[-:]/g, '')}.jsonl`);
    if (existsSync(aside)) throw new AuditError(`${aside} is there already`);
    // this also takes in what a killed process left behind, and refuses a log that was cut or changed
    const last = appendLocked(path, { time, event: 'rotated' }, options.key);
    // should it end between the two, every push is refused until the head is moved by hand, too
    renameSync(path, aside);
    renameSync(headPath(path), headPath(aside));
    appendLocked(path, { time, event: 'rotated', continues: { log: basename(aside), seq: last.seq, hash: last.hash } }, options.key);
    return aside;
  } catch (error) {
    if (error instanceof AuditError) throw error;
    throw new AuditError(`the audit log ${path} could not be set aside: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  } finally {
    lock.release();
  }
}
