import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { GitError } from './run.ts';

/** What git, Gitaly and GitHub call the folder that holds the objects of a push until its hooks have let it in. */
const folderNames = /^(?:tmp_objdir-|incoming-|quarantine-|ghq_)/;

/**
 * The folder of the objects that a push brings, while it is not in yet; undefined when nothing is in quarantine. Gitaly
 * hands on the object folder without saying that it is one of quarantine. Source: git-receive-pack(1), "Quarantine environment".
 */
export function quarantineOf(env: NodeJS.ProcessEnv): string | undefined {
  const named = env['GIT_QUARANTINE_PATH'];
  if (named !== undefined && named !== '') return named;
  const objects = env['GIT_OBJECT_DIRECTORY'];
  return objects !== undefined && (env['GIT_ALTERNATE_OBJECT_DIRECTORIES'] ?? '') !== '' && folderNames.test(basename(objects)) ? objects : undefined;
}

/** The same environment for questions about what was there before the push: its alternates are where that lies. */
export function withoutQuarantine(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { GIT_QUARANTINE_PATH: _quarantine, GIT_OBJECT_DIRECTORY: _objects, ...rest } = env;
  return rest;
}

/** Oids of all objects in a folder of objects, loose and packed, read without git. `hexDigits` is an oid's length. Throws GitError. */
export function storedIn(folder: string, hexDigits: number): readonly string[] {
  const oids: string[] = [];
  for (const name of list(folder)) {
    if (!/^[0-9a-f]{2}$/.test(name)) continue;
    for (const rest of list(join(folder, name))) if (/^[0-9a-f]+$/.test(rest) && rest.length === hexDigits - 2) oids.push(name + rest);
  }
  const packs = list(join(folder, 'pack'));
  for (const name of packs) {
    if (!name.endsWith('.pack')) continue;
    const index = `${name.slice(0, -'.pack'.length)}.idx`;
    if (!packs.includes(index)) throw new GitError(`the pack ${name} of the push has no index`);
    readIndex(join(folder, 'pack', index), hexDigits, oids);
  }
  return oids;
}

/** Format: gitformat-pack(5), "Version 2 pack-*.idx files". */
function readIndex(path: string, hexDigits: number, oids: string[]): void {
  const bytes = readFileSync(path);
  const start = 8 + 256 * 4;
  const size = hexDigits / 2;
  if (bytes.length < start || bytes.readUInt32BE(0) !== 0xff744f63 || bytes.readUInt32BE(4) !== 2) throw new GitError(`the pack index ${basename(path)} of the push is of an unknown format`);
  const end = start + bytes.readUInt32BE(start - 4) * size;
  if (end > bytes.length) throw new GitError(`the pack index ${basename(path)} of the push is cut off`);
  for (let at = start; at < end; at += size) oids.push(bytes.toString('hex', at, at + size));
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return [];
    throw new GitError(`the objects of the push cannot be listed: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
