import { readPlainRange } from '../comparators.ts';
import { compareDigits, compareText, isDigitCode, isLetterCode, type Order, runEnd, sign, totalOrder } from '../order.ts';
import type { Scheme } from '../scheme.ts';
import { parseEpochVersionRelease } from './rpm.ts';

/**
 * The comparison of pacman: as rpm's without marks, but separators of different length count,
 * and letters at the end are older than nothing: 1.0rc < 1.0 < 1.0.a < 1.0.1.
 */
function comparePart(a: string, b: string): Order {
  let left = 0;
  let right = 0;
  for (;;) {
    const leftStart = separatorsEnd(a, left);
    const rightStart = separatorsEnd(b, right);
    // pacman does not count separators at the very end, which makes no order of them
    if (leftStart - left !== rightStart - right) return sign(leftStart - left - (rightStart - right));
    left = leftStart;
    right = rightStart;
    if (left >= a.length || right >= b.length) break;
    const isNumber = isDigitCode(a.charCodeAt(left));
    const leftEnd = runEnd(a, left, isNumber);
    const rightEnd = runEnd(b, right, isNumber);
    if (rightEnd === right) return isNumber ? 1 : -1;
    const order = (isNumber ? compareDigits : compareText)(a.slice(left, leftEnd), b.slice(right, rightEnd));
    if (order !== 0) return order;
    left = leftEnd;
    right = rightEnd;
  }
  if (left >= a.length && right >= b.length) return 0;
  if (left >= a.length) return isLetterCode(b.charCodeAt(right)) ? 1 : -1;
  return isLetterCode(a.charCodeAt(left)) ? -1 : 1;
}

function separatorsEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isDigitCode(text.charCodeAt(at)) && !isLetterCode(text.charCodeAt(at))) at++;
  return at;
}

const compare = totalOrder(parseEpochVersionRelease, (a, b) => {
  const order = compareDigits(a.epoch, b.epoch) || comparePart(a.version, b.version);
  if (order !== 0) return order;
  // a dependency without a release means any release
  return a.release === undefined || b.release === undefined ? 0 : comparePart(a.release, b.release);
});

/** Arch Linux. Source: vercmp(8) of pacman. */
export const alpm: Scheme = { name: 'alpm', compare, range: (text) => readPlainRange(text, compare) };
