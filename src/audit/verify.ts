import { createReadStream } from 'node:fs';
import { AuditError } from './audit-error.ts';
import { readHead, type Head } from './head.ts';
import { digestOf, firstPrevious, parseRecord, type AuditRecord } from './record.ts';

/** Something that is wrong with a log. */
export interface LogProblem {
  readonly kind: 'changed' | 'removed' | 'reordered' | 'not-a-record' | 'cut' | 'torn' | 'head';
  /** 1-based line in the log; 0 for the head file. */
  readonly line: number;
  readonly message: string;
}

export interface Verification {
  readonly records: number;
  readonly problems: readonly LogProblem[];
  /** What is not wrong but worth saying. */
  readonly remarks: readonly string[];
  /** The record of an earlier log that this one says it goes on with. */
  readonly continues?: AuditRecord['continues'];
  /** The last record here. */
  readonly last?: { readonly seq: number; readonly hash: string };
}

/** A line longer than this is no record; records are bounded when they are written. */
const maxLineBytes = 64 * 1024 * 1024;

/**
 * Reads lines of bytes with bounded memory; the last one is marked when no line feed ends it.
 */
async function* readLines(path: string): AsyncGenerator<{ readonly line: Buffer; readonly isWhole: boolean; readonly end: number }> {
  let parts: Buffer[] = [];
  let length = 0;
  let offset = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) {
    if (!Buffer.isBuffer(chunk)) continue;
    let at = 0;
    for (;;) {
      const end = chunk.indexOf(10, at);
      if (end === -1) break;
      offset += end + 1 - at;
      yield { line: parts.length === 0 ? chunk.subarray(at, end) : Buffer.concat([...parts, chunk.subarray(at, end)]), isWhole: true, end: offset };
      parts = [];
      length = 0;
      at = end + 1;
    }
    if (at < chunk.length) {
      offset += chunk.length - at;
      length += chunk.length - at;
      if (length > maxLineBytes) throw new AuditError(`${path} holds a line of more than ${maxLineBytes} bytes`);
      parts.push(chunk.subarray(at));
    }
  }
  if (length > 0) yield { line: Buffer.concat(parts), isWhole: false, end: offset };
}

/**
 * Checks every record of a log, their order and their end. Finds any byte changed, any record removed, added or
 * moved, and, by the head file, records cut off the end. Without a key a forger who rewrites the log and its head from
 * some record on cannot be found; with one he can. Throws when the log cannot be read.
 */
export async function verifyLog(path: string, options: { readonly key?: Buffer } = {}): Promise<Verification> {
  const problems: LogProblem[] = [];
  const remarks: string[] = [];
  let head: Head | undefined;
  try {
    head = readHead(path, options.key);
  } catch (error) {
    problems.push({ kind: 'head', line: 0, message: error instanceof Error ? error.message : String(error) });
  }
  let number = 0;
  let records = 0;
  let seq = 0;
  let previous = firstPrevious;
  let size = 0;
  let beyond = 0;
  let continues: AuditRecord['continues'];
  let headSeen = false;
  const add = (kind: LogProblem['kind'], message: string): void => {
    // one problem a line says enough, and a log of garbage must not fill memory
    if (problems.length < 1000) problems.push({ kind, line: number, message });
  };
  for await (const { line, isWhole, end } of readLines(path)) {
    number++;
    if (!isWhole) {
      add('torn', 'the last record is not whole; the next append puts it aside');
      break;
    }
    const parsed = parseRecord(line);
    if (parsed === undefined) {
      add('not-a-record', 'this line is not a record');
      continue;
    }
    const { record, body } = parsed;
    records++;
    if (record.hash !== digestOf(body, options.key)) add('changed', `record ${record.seq} was changed, or written with another key`);
    else if (record.seq !== seq + 1) add(record.seq <= seq ? 'reordered' : 'removed', describeGap(seq, record.seq));
    else if (record.prev !== previous) add('changed', `record ${record.seq} does not continue the record before it`);
    if (seq === 0) continues = record.continues;
    seq = record.seq;
    previous = record.hash;
    size = end;
    if (head !== undefined && end === head.size) {
      headSeen = true;
      if (record.seq !== head.seq || record.hash !== head.hash) add('changed', `the head names another record ${head.seq}`);
    } else if (head !== undefined && end > head.size) beyond++;
  }
  if (head === undefined && problems.length === 0 && records > 1) problems.push({ kind: 'head', line: 0, message: 'the head file is missing: whether records were cut off the end cannot be known' });
  if (head !== undefined) {
    if (size < head.size) problems.push({ kind: 'cut', line: number, message: `records were cut off the end: the head names record ${head.seq}, the last one here is ${seq}` });
    else if (!headSeen && head.size > 0) add('changed', 'no record ends where the head says');
    if (beyond > 0) remarks.push(`${beyond === 1 ? 'the last record is' : `the last ${beyond} records are`} not in the head yet, as after a kill or a power cut; the next append takes them in`);
  }
  return { records, problems, remarks, ...(continues === undefined ? {} : { continues }), ...(seq === 0 ? {} : { last: { seq, hash: previous } }) };
}

function describeGap(last: number, next: number): string {
  if (next <= last) return `record ${next} stands after record ${last}`;
  return next === last + 2 ? `record ${last + 1} is missing` : `records ${last + 1} to ${next - 1} are missing`;
}

/** Which records `listLog` gives. All conditions must hold. */
export interface LogFilter {
  /** ISO 8601 instants, inclusive. */
  readonly since?: string;
  readonly until?: string;
  /** Part of the pusher's name, id or e-mail, in any case. */
  readonly pusher?: string;
  /** Full name of a ref, or its start with a `*` at the end. */
  readonly ref?: string;
  readonly verdict?: string;
  readonly check?: string;
  readonly fingerprint?: string;
  readonly repository?: string;
}

/** Streams the records that a filter lets through, oldest first. Lines that are no records are left out: `verifyLog` names them. */
export async function* listLog(path: string, filter: LogFilter = {}): AsyncGenerator<AuditRecord> {
  for await (const { line, isWhole } of readLines(path)) {
    const record = isWhole ? parseRecord(line)?.record : undefined;
    if (record !== undefined && matches(record, filter)) yield record;
  }
}

function matches(record: AuditRecord, filter: LogFilter): boolean {
  const { since, until, pusher, ref, verdict, check, fingerprint, repository } = filter;
  if (since !== undefined && Date.parse(record.time) < Date.parse(since)) return false;
  if (until !== undefined && Date.parse(record.time) > Date.parse(until)) return false;
  if (verdict !== undefined && record.verdict !== verdict) return false;
  if (repository !== undefined && record.repository !== repository) return false;
  if (pusher !== undefined && ![record.pusher?.name, record.pusher?.id, record.pusher?.email].some((one) => one?.toLowerCase().includes(pusher.toLowerCase()) === true)) return false;
  if (ref !== undefined && record.refs?.some((one) => (ref.endsWith('*') ? one.ref.startsWith(ref.slice(0, -1)) : one.ref === ref)) !== true) return false;
  if (check !== undefined && record.findings?.some((one) => one.check === check || one.check.startsWith(`${check}/`)) !== true) return false;
  return fingerprint === undefined || record.findings?.some((one) => one.fingerprint.startsWith(fingerprint)) === true;
}
