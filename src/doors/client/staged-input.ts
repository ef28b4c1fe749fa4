import { readFileSync } from 'node:fs';
import { GitError } from '../../git/run.ts';
import { parseRawChanges, type RawChange } from '../../git/staged.ts';

/** What the shim asked git while node was starting (`hooks/client/run.sh`). */
export interface StagedInput {
  readonly changes: readonly RawChange[];
  /** Oid of the staged configuration; undefined when none is staged. */
  readonly configurationOid?: string;
}

/**
 * Reads the staged changes from standard input when the shim says that they come there: the output of `diff-index`, its
 * exit code, the index entry of the configuration, its exit code, each as records that end in NUL.
 * Undefined when they do not come there or git failed: then git is asked again, so that its error is said.
 */
export function readStagedInput(): StagedInput | undefined {
  if (process.env['PORTCULLIS_STAGED'] !== 'stdin') return undefined;
  let bytes: Buffer;
  try {
    bytes = readFileSync(0);
  } catch {
    // standard input cannot be read in one go here (a terminal, a socket): git is asked instead
    return undefined;
  }
  return parseStagedInput(bytes);
}

/** Parses what the shim sends. Undefined for anything incomplete. */
export function parseStagedInput(bytes: Buffer): StagedInput | undefined {
  const last = trailer(bytes, bytes.length);
  if (last === undefined || last.code !== 0) return undefined;
  // the entry before the last trailer is one record or none; before it stands the trailer of the changes
  const entryStart = bytes.lastIndexOf('=exit ', Math.max(0, last.start - 1));
  const entryFrom = entryStart < 0 ? -1 : bytes.indexOf(0, entryStart) + 1;
  const first = entryFrom <= 0 ? undefined : trailer(bytes, entryFrom);
  if (first === undefined || first.code !== 0) return undefined;
  const entry = bytes.toString('latin1', first.end, last.start);
  const match = /^(?:\d{6} ([0-9a-f]{40,64}) 0\tportcullis\.yaml\0)?$/.exec(entry);
  if (match === null) return undefined;
  try {
    const changes = parseRawChanges(bytes.subarray(0, first.start));
    return { changes, ...(match[1] === undefined ? {} : { configurationOid: match[1] }) };
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}

/** The record `=exit N` that ends at an offset. */
function trailer(bytes: Buffer, end: number): { code: number; start: number; end: number } | undefined {
  const start = Math.max(0, bytes.lastIndexOf(0, end - 2) + 1);
  const match = /^=exit (\d{1,3})\0$/.exec(bytes.toString('latin1', start, end));
  return match === null ? undefined : { code: Number(match[1]), start, end };
}
