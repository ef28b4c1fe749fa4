import type { PackageReading } from './record.ts';
import { basenameOf } from '../repository-path.ts';

/** The reading of a lockfile that is not text: nothing, and a problem that says so, because an unread lockfile must never pass as an empty one. */
export function readBinaryLock(_text: string, path: string): PackageReading {
  const name = basenameOf(path);
  return {
    packages: [],
    problems: [{ message: `${name} is a binary lockfile: not readable; use the text format of the same tool`, start: 0, end: 0 }],
    manager: name === 'bun.lockb' ? 'bun' : undefined,
    kind: 'lockfile',
  };
}
