import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../../model/sha256.ts';
import { digestsName, identityName } from '../installation.ts';

/** What judges a commit of plain files, and what all other files are known by. */
const judged = ['hook.cjs', 'hook-main.cjs', 'registry.bin'];

/** Installations that were compared, by folder: their files as they were then. */
const compared = new Map<string, string>();

/**
 * Whether an installation has, byte for byte, the files of this identity. They are read when they are new to this process
 * and whenever one of them was touched; a folder in between is known by the times, sizes and inodes of its files.
 */
export function isSameInstallation(dist: string, identity: string): boolean {
  const marks = marksOf(dist);
  if (marks === undefined) return false;
  const known = `${identity}\n${marks}`;
  if (compared.get(dist) === known) return true;
  try {
    if (readFileSync(join(dist, identityName), 'latin1') !== `${identity}\n`) return false;
    const list = readFileSync(join(dist, digestsName));
    if (sha256([list]).slice(0, identity.length) !== identity) return false;
    const digests: Readonly<Record<string, string>> = JSON.parse(list.toString('utf8'));
    if (!judged.every((name) => Object.hasOwn(digests, name) && digests[name] === sha256([readFileSync(join(dist, name))]))) return false;
  } catch {
    return false;
  }
  if (compared.size > 100) compared.clear();
  // a file that is written while it is read has another mark by now
  if (marksOf(dist) !== marks) return false;
  compared.set(dist, known);
  return true;
}

function marksOf(dist: string): string | undefined {
  const stats = [identityName, digestsName, ...judged].map((name) => statSync(join(dist, name), { throwIfNoEntry: false }));
  return stats.includes(undefined) ? undefined : stats.map((stat) => `${stat?.dev} ${stat?.ino} ${stat?.size} ${stat?.mtimeMs} ${stat?.ctimeMs}`).join('\n');
}
