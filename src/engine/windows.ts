import type { Range } from '../formats/place.ts';
import { packedKind } from '../formats/archives/kind.ts';
import type { LinesBefore, Source } from '../model/source.ts';
import { isKeyFile } from './layers/key-file.ts';
import { offsetsOf, type Offsets } from './layers/place.ts';

/** Sources above this size are looked at in windows, so that what is kept of them at a time does not grow with them. */
export const largeSource = 8 * 1024 * 1024;

/**
 * Whether a source is looked at in windows. One that is packed has to be read as a whole, and a small change in a large file is looked at by itself.
 */
export function isLarge({ bytes, changed }: Source): boolean {
  if (bytes.length <= largeSource || (changed !== undefined && changed.spans.every(({ start, end }) => end - start < largeSource))) return false;
  return packedKind(bytes) === undefined && !isKeyFile(bytes);
}

/** Bytes that a window owns: what begins in them is found in it. */
const ownBytes = 1024 * 1024;

/** Bytes on either side of them that are seen with them; the farthest that a check looks is a private key's 20,000. */
const overlap = 64 * 1024;

/** A column past this many bytes of its line is counted in bytes (`src/families/credentials/lines.ts`). */
const exactColumns = 65_536;

/** A part of a large text in UTF-8. The bytes are valid until the next window is asked for. */
export interface Window {
  readonly bytes: Buffer;
  /** Offsets of what begins here and in no other window. */
  readonly own: { readonly start: number; readonly end: number };
  readonly before: LinesBefore;
}

/** Cuts a text that comes in pieces into windows that overlap. */
export function* windowsOf(pieces: Iterable<Buffer>): Generator<Window, void, undefined> {
  const buffer = Buffer.allocUnsafe(ownBytes + 2 * overlap);
  let length = 0;
  let start = 0;
  let before: LinesBefore = { lines: 0, bytes: 0, units: 0 };
  for (const piece of pieces) {
    for (let at = 0; at < piece.length; ) {
      if (length === buffer.length) {
        const end = length - overlap;
        yield { bytes: buffer, own: { start, end }, before };
        const from = characterStart(buffer, end - overlap);
        before = countedOn(before, buffer.subarray(0, from));
        buffer.copyWithin(0, from, length);
        length -= from;
        start = end - from;
      }
      const size = Math.min(buffer.length - length, piece.length - at);
      piece.copy(buffer, length, at, at + size);
      length += size;
      at += size;
    }
  }
  if (length > 0) yield { bytes: buffer.subarray(0, length), own: { start, end: length + 1 }, before };
}

/** Bytes of memory as pieces, for a source that is there as a whole. */
export function* piecesOf(bytes: Buffer): Generator<Buffer, void, undefined> {
  for (let at = 0; at < bytes.length; at += ownBytes) yield bytes.subarray(at, at + ownBytes);
}

/** Goes back to where a character of UTF-8 begins, so that none is cut in two; and over a CR, which an LF may follow. */
function characterStart(bytes: Buffer, offset: number): number {
  let at = offset;
  while (offset - at < 4 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at--;
  return bytes[at] === 10 && bytes[at - 1] === 13 ? at - 1 : at;
}

function countedOn(before: LinesBefore, bytes: Buffer): LinesBefore {
  let lines = 0;
  let lineStart = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte !== 10 && !(byte === 13 && bytes[at + 1] !== 10)) continue;
    lines++;
    lineStart = at + 1;
  }
  const size = bytes.length - lineStart;
  const goesOn = lines === 0 ? before : { bytes: 0, units: 0 };
  // past what is counted exactly the number of units is of no use
  const units = goesOn.bytes + size > exactColumns ? 0 : goesOn.units + bytes.toString('utf8', lineStart).length;
  return { lines: before.lines + lines, bytes: goesOn.bytes + size, units };
}

/** Turns regions of a window into regions of the file, and says which the window owns. */
export interface WindowPlaces {
  isOwn(range: Range): boolean;
  inFile(range: Range): Range;
}

/** Places of one window. */
export function windowPlaces({ bytes, own, before }: Window): WindowPlaces {
  const offsets = offsetsOf(bytes);
  const inFile = (line: number, column: number): { line: number; column: number } => (line > 1 ? { line: line + before.lines, column } : { line: 1 + before.lines, column: columnOf(column, before, offsets) });
  return {
    isOwn({ startLine, startColumn }) {
      const at = offsets.offsetOf(startLine, startColumn);
      return at >= own.start && at < own.end;
    },
    inFile({ startLine, startColumn, endLine, endColumn }) {
      const start = inFile(startLine, startColumn);
      const end = inFile(endLine, endColumn);
      return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
    },
  };
}

function columnOf(column: number, before: LinesBefore, offsets: Offsets): number {
  if (before.bytes === 0) return column;
  const offset = column - 1 > exactColumns ? column - 1 : offsets.offsetOf(1, column);
  return before.bytes + offset > exactColumns ? before.bytes + offset + 1 : before.units + column;
}
