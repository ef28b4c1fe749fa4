import type { Writable } from 'node:stream';

/** Writes to a process and waits while its pipe is full. Resolves also when the process has gone; its exit code says why. */
export async function writeAndWait(stream: Writable, bytes: string | Buffer): Promise<void> {
  if (stream.destroyed || stream.write(bytes)) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      stream.off('drain', done);
      stream.off('close', done);
      stream.off('error', done);
      resolve();
    };
    stream.on('drain', done).on('close', done).on('error', done);
  });
}
