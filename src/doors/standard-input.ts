import { closeSync, constants, openSync, readSync } from 'node:fs';

/** Everything on standard input. */
export async function readStandardInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** The first line of standard input, and what follows it. */
export interface LineAndRest {
  readonly line: Buffer;
  /** As much as is taken of it, or nothing where it cannot be waited for; whoever writes more is stopped. Throws the signal's reason when that comes first. */
  rest(signal: AbortSignal): Promise<Buffer>;
}

const newline = 10;

/**
 * Reads the first line of a pipe that is standard input, and up to so many bytes in all. Whoever writes the rest does so at
 * once, when it has all of it or that much: only its beginning is waited for. Nothing of node's streams is loaded for
 * it, which takes several milliseconds.
 */
export function readLineAndRest(maxBytes: number): LineAndRest {
  const room = Buffer.allocUnsafeSlow(maxBytes);
  let size = 0;
  const read = (descriptor: number): boolean => {
    const got = size < room.length ? readSync(descriptor, room, size, room.length - size, null) : 0;
    size += got;
    return got > 0;
  };
  let end = -1;
  while (end < 0 && read(0)) end = room.subarray(0, size).indexOf(newline);
  const line = room.subarray(0, end < 0 ? size : end + 1);
  return {
    line,
    async rest(signal) {
      const isThere = size > line.length || (await isBegun(read, signal));
      while (isThere && read(0));
      closeSync(0);
      // the next file that is opened must not be taken for standard input
      openSync('/dev/null', 'r');
      return room.subarray(line.length, size);
    },
  };
}

/** Milliseconds between two looks at a pipe. */
const patienceMs = 1;

/** Waits until something of a pipe, or its end, was read. False where that cannot be asked without being held up by it. */
async function isBegun(read: (descriptor: number) => boolean, signal: AbortSignal): Promise<boolean> {
  let descriptor: number;
  try {
    descriptor = openSync('/proc/self/fd/0', constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return false;
  }
  try {
    for (;;) {
      signal.throwIfAborted();
      try {
        return read(descriptor);
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, patienceMs));
    }
  } finally {
    closeSync(descriptor);
  }
}
