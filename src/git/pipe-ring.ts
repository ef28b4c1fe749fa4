/** Pieces that are read ahead, and the bytes of each: what a pipe holds on Linux. Source: pipe(7). */
export const pieces = 32;
export const pieceBytes = 64 * 1024;

/** What the two threads tell each other, as places in an Int32Array; behind them stand the sizes of the pieces. */
export const place = { written: 0, taken: 1, stop: 2, sizes: 3 } as const;

/** A size that says that reading failed. */
export const failed = -1;

/** Memory that one thread fills from a pipe and another looks through. */
export interface Ring {
  readonly control: Int32Array;
  readonly memory: SharedArrayBuffer;
}

/** A ring that holds nothing. */
export function makeRing(): Ring {
  return { control: new Int32Array(new SharedArrayBuffer(4 * (place.sizes + pieces))), memory: new SharedArrayBuffer(pieces * pieceBytes) };
}
