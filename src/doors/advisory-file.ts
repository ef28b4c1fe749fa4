import { join, resolve } from 'node:path';
import { bytesIfReadable } from './read-if-there.ts';

/** Where the data package of advisories lies when no policy says otherwise. */
export function defaultAdvisories(environment: NodeJS.ProcessEnv = process.env): string {
  const named = environment['PORTCULLIS_ADVISORIES'];
  if (named !== undefined && named !== '') return named;
  const data = environment['XDG_DATA_HOME'];
  const home = environment['HOME'] ?? environment['USERPROFILE'] ?? '.';
  return join(data === undefined || data === '' ? join(home, '.local', 'share') : data, 'portcullis', 'advisories.bin');
}

/**
 * The bytes of the data package that a policy's `libraries.advisories.file` names (relative to `folder`), or of the default
 * one; undefined when there is none. Read once, when first asked for.
 */
export function advisoryReader(settings: () => unknown, folder: string): (name: string) => Buffer | undefined {
  let known: { readonly bytes: Buffer | undefined } | undefined;
  return (name) => {
    if (name !== 'advisories') return undefined;
    // absence never blocks: the checks say nothing, `portcullis advisories status` does
    known ??= { bytes: bytesIfReadable(fileOf(settings(), folder)) };
    return known.bytes;
  };
}

function fileOf(section: unknown, folder: string): string {
  const advisories = typeof section === 'object' && section !== null && 'advisories' in section ? section.advisories : undefined;
  const named = typeof advisories === 'object' && advisories !== null && 'file' in advisories ? advisories.file : undefined;
  return typeof named === 'string' ? resolve(folder, named) : defaultAdvisories();
}
