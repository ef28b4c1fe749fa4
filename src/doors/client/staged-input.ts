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
  const changesEnd = endOfChanges(bytes);
  const first = trailerAt(bytes, changesEnd);
  if (first === undefined) return undefined;
  const entry = /^\d{6} ([0-9a-f]{40,64}) 0\tportcullis\.yaml\0/.exec(bytes.toString('latin1', first, first + 120));
  const last = trailerAt(bytes, first + (entry?.[0].length ?? 0));
  if (last !== bytes.length) return undefined;
  try {
    const changes = parseRawChanges(bytes.subarray(0, changesEnd));
    return { changes, ...(entry?.[1] === undefined ? {} : { configurationOid: entry[1] }) };
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}

/** Changes are pairs of records: one that starts with a colon, and the path, which may hold anything but NUL. */
function endOfChanges(bytes: Buffer): number {
  let at = 0;
  while (bytes[at] === 58) {
    const head = bytes.indexOf(0, at);
    const path = head < 0 ? -1 : bytes.indexOf(0, head + 1);
    if (path < 0) return bytes.length;
    at = path + 1;
  }
  return at;
}

/** The offset behind the record `=exit 0` at an offset; undefined when another stands there. */
function trailerAt(bytes: Buffer, at: number): number | undefined {
  const record = '=exit 0\0';
  return bytes.toString('latin1', at, at + record.length) === record ? at + record.length : undefined;
}
