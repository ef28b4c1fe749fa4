import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { mayEndZip, packedKind } from '../../formats/archives/kind.ts';

/** Bytes read at once; a multiple of four, so that no character of UTF-32 is cut in two. */
const pieceBytes = 1024 * 1024;

/** How long is waited for a pipe that has nothing to read yet. */
const pauseMs = 5;

/** An open file, or standard input, in pieces of one buffer, each valid until the next is asked for. An error ends it. */
export function* piecesOfFile(file: number, onError: (error: unknown) => void): Generator<Buffer, void, undefined> {
  const buffer = Buffer.allocUnsafe(pieceBytes);
  for (;;) {
    let length = 0;
    try {
      for (let read = -1; length < pieceBytes && read !== 0; length += read) read = readSome(file, buffer, length);
    } catch (error) {
      onError(error);
      return;
    }
    if (length > 0) yield buffer.subarray(0, length);
    if (length < pieceBytes) return;
  }
}

/** Reads on; waits where a pipe that does not block has nothing yet. The end of a pipe is an error on Windows. */
function readSome(file: number, buffer: Buffer, at: number): number {
  for (;;) {
    try {
      return readSync(file, buffer, at, pieceBytes - at, null);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
    }
  }
}

/** Whether a file is packed, by its first bytes and its last: what is in it can be seen only as a whole. */
export function isPacked(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(512);
    const tail = Buffer.alloc(22);
    readSync(file, head, 0, head.length, 0);
    readSync(file, tail, 0, tail.length, Math.max(0, fstatSync(file).size - tail.length));
    return packedKind(head) !== undefined || mayEndZip(tail);
  } finally {
    closeSync(file);
  }
}
