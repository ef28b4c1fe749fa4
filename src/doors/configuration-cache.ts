import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Configuration } from '../policy/configuration.ts';
import { version } from '../model/version.ts';

/** The shape of a kept configuration belongs to the version that wrote it. */
const keptVersion = `${version} 2`;

/**
 * The parsed configuration of the last run, kept in the git directory: reading YAML costs a hook ten milliseconds.
 * It is found by the very text it was made from, or by the oid of that text, so it cannot be stale; it is the developer's
 * own file, as the configuration and the hooks are. Configurations that extend others or name check files are not kept.
 */
export function cachedConfiguration(folder: string, key: string): Configuration | undefined {
  const file = cacheFile(folder);
  if (file === undefined) return undefined;
  try {
    const kept: { version: string; keys: readonly string[]; configuration: Configuration } = JSON.parse(readFileSync(file, 'utf8'), reviveMap);
    return kept.version === keptVersion && kept.keys.includes(key) ? kept.configuration : undefined;
  } catch {
    // missing or cut short: it is made anew
    return undefined;
  }
}

/** Keeps a configuration for the next run; a folder that cannot be written is no harm. */
export function keepConfiguration(folder: string, keys: readonly string[], configuration: Configuration): void {
  const file = cacheFile(folder);
  if (file === undefined) return;
  try {
    mkdirSync(join(file, '..'), { recursive: true });
    const partial = `${file}.${process.pid}`;
    writeFileSync(partial, JSON.stringify({ version: keptVersion, keys, configuration }, (_key, value: unknown) => (value instanceof Map ? { $map: [...value] } : value)));
    renameSync(partial, file);
  } catch {
    // read-only repositories work without
  }
}

function reviveMap(_key: string, value: unknown): unknown {
  if (typeof value === 'object' && value !== null && '$map' in value && Array.isArray(value.$map)) return new Map(value.$map);
  return value;
}

/** In hooks git says where its directory is; elsewhere it is `.git` at the top, unless that is a linked worktree's file. */
function cacheFile(folder: string): string | undefined {
  const directory = process.env['GIT_DIR'] ?? join(folder, '.git');
  return statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true ? join(directory, 'portcullis', 'configuration.json') : undefined;
}
