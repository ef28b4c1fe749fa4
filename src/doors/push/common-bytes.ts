/** Bytes that are compared one by one before a native comparison is worth its call. */
const few = 48;
/** Bytes of the first native comparison; each further one takes four times as many. */
const firstBlock = 512;

/** Length of the longest common start of what follows two offsets, found with native comparisons. */
export function commonHead(a: Buffer, b: Buffer, fromA = 0, fromB = 0): number {
  const most = Math.min(a.length - fromA, b.length - fromB);
  let low = sameOn(a, b, fromA, fromB, 0, Math.min(few, most));
  if (low < few) return low;
  let high = low;
  for (let block = firstBlock; low < most; block *= 4) {
    high = Math.min(most, low + block);
    if (a.compare(b, fromB + low, fromB + high, fromA + low, fromA + high) !== 0) break;
    low = high;
  }
  while (high - low > few) {
    const middle = (low + high) >> 1;
    if (a.compare(b, fromB + low, fromB + middle, fromA + low, fromA + middle) === 0) low = middle;
    else high = middle;
  }
  return sameOn(a, b, fromA, fromB, low, high);
}

function sameOn(a: Buffer, b: Buffer, fromA: number, fromB: number, from: number, to: number): number {
  let at = from;
  while (at < to && a[fromA + at] === b[fromB + at]) at++;
  return at;
}

/** Length of the longest common end. */
export function commonTail(a: Buffer, b: Buffer): number {
  const most = Math.min(a.length, b.length);
  let low = sameBack(a, b, 0, Math.min(few, most));
  if (low < few) return low;
  let high = low;
  for (let block = firstBlock; low < most; block *= 4) {
    high = Math.min(most, low + block);
    if (a.compare(b, b.length - high, b.length - low, a.length - high, a.length - low) !== 0) break;
    low = high;
  }
  while (high - low > few) {
    const middle = (low + high) >> 1;
    if (a.compare(b, b.length - middle, b.length - low, a.length - middle, a.length - low) === 0) low = middle;
    else high = middle;
  }
  return sameBack(a, b, low, high);
}

function sameBack(a: Buffer, b: Buffer, from: number, to: number): number {
  let at = from;
  while (at < to && a[a.length - 1 - at] === b[b.length - 1 - at]) at++;
  return at;
}
