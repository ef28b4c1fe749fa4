/** Length of the longest common start of what follows two offsets, found with native comparisons. */
export function commonHead(a: Buffer, b: Buffer, fromA = 0, fromB = 0): number {
  let low = 0;
  let high = Math.min(a.length - fromA, b.length - fromB);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (a.compare(b, fromB + low, fromB + middle, fromA + low, fromA + middle) === 0) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Length of the longest common end. */
export function commonTail(a: Buffer, b: Buffer): number {
  let low = 0;
  let high = Math.min(a.length, b.length);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (a.compare(b, b.length - middle, b.length - low, a.length - middle, a.length - low) === 0) low = middle;
    else high = middle - 1;
  }
  return low;
}
