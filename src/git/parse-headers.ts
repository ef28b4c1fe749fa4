import type { ObjectProblem } from './parse-tree.ts';

/** One header of a commit or tag, with its continuation lines. */
export interface ObjectHeader {
  readonly name: string;
  /** Value as stored; the leading space of continuation lines is taken off. */
  readonly value: Buffer;
  /** Byte offsets of the whole header in the object, without its last line feed. */
  readonly start: number;
  readonly end: number;
}

/** A commit's or tag's bytes, cut into headers and message. */
export interface HeadedObject {
  readonly headers: readonly ObjectHeader[];
  /** Byte offset of the message; the object's length when there is none. */
  readonly messageStart: number;
  readonly problems: readonly ObjectProblem[];
}

/** More headers than this are left in the last one: no commit has them, and each costs memory. */
const maxHeaders = 4096;

/**
 * Cuts an object into headers and message by the rule of git's object format: lines up to the first empty one, a line
 * that starts with a space continues the one before. Never throws; takes any bytes.
 */
export function parseHeaders(bytes: Buffer): HeadedObject {
  const headers: ObjectHeader[] = [];
  const problems: ObjectProblem[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (bytes[at] === 10) return { headers, messageStart: at + 1, problems };
    const start = at;
    let end = lineEnd(bytes, at);
    let continued = false;
    while (bytes[end + 1] === 32 || (headers.length === maxHeaders - 1 && end + 1 < bytes.length && bytes[end + 1] !== 10)) {
      end = lineEnd(bytes, end + 1);
      continued = true;
    }
    headers.push(readHeader(bytes, start, end, continued, problems));
    at = end + 1;
  }
  problems.push({ offset: bytes.length, message: 'no empty line ends the headers' });
  return { headers, messageStart: bytes.length, problems };
}

function readHeader(bytes: Buffer, start: number, end: number, continued: boolean, problems: ObjectProblem[]): ObjectHeader {
  const space = bytes.indexOf(32, start);
  if (space === -1 || space >= end || space === start) {
    problems.push({ offset: start, message: space === start ? 'a continuation of nothing' : 'a header without a value' });
    return { name: '', value: bytes.subarray(start, end), start, end };
  }
  const raw = bytes.subarray(space + 1, end);
  return { name: bytes.toString('latin1', start, Math.min(space, start + 100)), value: continued ? unfold(raw) : raw, start, end };
}

function unfold(raw: Buffer): Buffer {
  const out = Buffer.allocUnsafe(raw.length);
  let length = 0;
  for (let i = 0; i < raw.length; i++) {
    const byte = raw[i] ?? 0;
    out[length++] = byte;
    if (byte === 10 && raw[i + 1] === 32) i++;
  }
  return out.subarray(0, length);
}

function lineEnd(bytes: Buffer, from: number): number {
  const end = bytes.indexOf(10, from);
  return end === -1 ? bytes.length : end;
}
