import { largeSource } from '../../engine/windows.ts';
import { mayEndZip, packedKind } from '../../formats/archives/kind.ts';
import type { Limits } from '../../model/gate-policy.ts';
import type { FileTaker } from './files.ts';
import { piecesOfFile } from './pieces.ts';

/** Most bytes that are kept of what may be for families that judge a file as a whole. */
const longestWhole = 32 * 1024 * 1024;

/**
 * Judges what comes on standard input as a file of this name. A large text that nobody needs as a whole is looked at while
 * it comes, so that what is kept of it does not grow; the credentials family has to be loaded.
 */
export function examineStandardInput(gate: FileTaker, name: string, limits: Limits, file = 0): void {
  const pieces = piecesOfFile(file, (error) => gate.skip(name, 'unreadable', error instanceof Error ? error.message : String(error)));
  const kept: Buffer[] = [];
  const isWhole = gate.mayWant(name);
  let isPacked = false;
  let size = 0;
  for (let next = pieces.next(); next.done !== true; next = pieces.next()) {
    kept.push(Buffer.from(next.value));
    size += next.value.length;
    isPacked ||= kept.length === 1 && packedKind(next.value) !== undefined;
    const most = isPacked || limits.isSet ? limits.maxFileBytes : Math.min(limits.maxFileBytes, isWhole ? longestWhole : largeSource);
    if (size <= most) continue;
    if (isPacked || limits.isSet) skipRest(gate, name, size, pieces, limits);
    else examineOn(gate, name, kept, pieces);
    return;
  }
  gate.examine({ path: name, subject: 'file', bytes: Buffer.concat(kept), isLasting: true });
}

/** Looks at what came and at what is still to come. */
function examineOn(gate: FileTaker, name: string, kept: Buffer[], pieces: Iterable<Buffer>): void {
  let tail = Buffer.alloc(0);
  const all = function* (): Generator<Buffer, void, undefined> {
    for (let piece = kept.shift(); piece !== undefined; piece = kept.shift()) yield piece;
    for (const piece of pieces) {
      tail = Buffer.from(piece.subarray(-22));
      yield piece;
    }
  };
  gate.examinePieces(name, all());
  // a zip may have a program before it
  if (mayEndZip(tail)) gate.skip(name, 'too-large', 'a packed file whose beginning is no packed file; write it to a file and scan that');
}

/** Reads the rest to nowhere, so that who writes it does not fail. */
function skipRest(gate: FileTaker, name: string, before: number, pieces: Iterable<Buffer>, limits: Limits): void {
  let size = before;
  for (const piece of pieces) size += piece.length;
  gate.skip(name, 'too-large', `${size} bytes, the limit is ${limits.maxFileBytes}`);
}
