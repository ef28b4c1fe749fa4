import { closeSync, readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { failed, pieceBytes, pieces, place, type Ring } from './pipe-ring.ts';

// the thread that reads ahead of who judges (`object-pipe.ts`): it is sent descriptors, and reads each to its end
const { control, memory }: Ring = workerData;
const views = Array.from({ length: pieces }, (_one, number) => new Uint8Array(memory, number * pieceBytes, pieceBytes));

parentPort?.on('message', (descriptor: number) => {
  const isStopped = (): boolean => Atomics.load(control, place.stop) === 1;
  for (let size = 1, piece = 0; size > 0; piece++) {
    // at most all pieces are ahead of the one who takes them
    for (let taken = Atomics.load(control, place.taken); piece - taken >= pieces && !isStopped(); taken = Atomics.load(control, place.taken)) Atomics.wait(control, place.taken, taken);
    if (isStopped()) break;
    size = read(descriptor, views[piece % pieces] ?? new Uint8Array(0));
    Atomics.store(control, place.sizes + (piece % pieces), size);
    Atomics.store(control, place.written, piece + 1);
    Atomics.notify(control, place.written);
  }
  // closed by who reads it, so that its number is nothing else's meanwhile
  closeSync(descriptor);
});

function read(descriptor: number, into: Uint8Array): number {
  try {
    return readSync(descriptor, into, 0, into.length, null);
  } catch {
    return failed;
  }
}
