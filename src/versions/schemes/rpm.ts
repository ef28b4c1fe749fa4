import { readPlainRange } from '../comparators.ts';
import { compareDigits, compareText, isDigitCode, isDigitOrLetterCode, isDigits, type Order, runEnd, totalOrder } from '../order.ts';
import type { Scheme } from '../scheme.ts';

/** Epoch, version, release of RPM and pacman; the release is undefined if none is written. */
export interface EpochVersionRelease {
  readonly epoch: string;
  readonly version: string;
  readonly release: string | undefined;
}

/** Reads `[epoch:]version[-release]`; undefined if there is no version. */
export function parseEpochVersionRelease(text: string): EpochVersionRelease | undefined {
  const trimmed = text.trim();
  const colon = trimmed.indexOf(':');
  const hasEpoch = colon !== -1 && isDigits(trimmed.slice(0, colon));
  const rest = hasEpoch ? trimmed.slice(colon + 1) : trimmed;
  const dash = rest.lastIndexOf('-');
  const version = dash === -1 ? rest : rest.slice(0, dash);
  if (version === '') return undefined;
  return { epoch: hasEpoch ? trimmed.slice(0, colon) : '0', version, release: dash === -1 ? undefined : rest.slice(dash + 1) };
}

/**
 * The comparison of `rpmvercmp`: runs of digits and of letters in turns, everything else only separates,
 * `~` is before the end of the text, `^` after it but before anything else.
 */
function compareSegments(a: string, b: string, hasMarks = true): Order {
  if (a === b) return 0;
  let left = 0;
  let right = 0;
  for (;;) {
    left = skipSeparators(a, left, hasMarks);
    right = skipSeparators(b, right, hasMarks);
    const mark = hasMarks ? compareMarks(a[left], b[right]) : 'none';
    if (mark === 'both') {
      left++;
      right++;
      continue;
    }
    if (mark !== 'none') return mark;
    if (left >= a.length || right >= b.length) break;
    const isNumber = isDigitCode(a.charCodeAt(left));
    const leftEnd = runEnd(a, left, isNumber);
    const rightEnd = runEnd(b, right, isNumber);
    // a run of digits is newer than one of letters
    if (rightEnd === right) return isNumber ? 1 : -1;
    const order = isNumber ? compareDigits(a.slice(left, leftEnd), b.slice(right, rightEnd)) : compareText(a.slice(left, leftEnd), b.slice(right, rightEnd));
    if (order !== 0) return order;
    left = leftEnd;
    right = rightEnd;
  }
  if (left >= a.length && right >= b.length) return 0;
  return left < a.length ? 1 : -1;
}

function compareMarks(a: string | undefined, b: string | undefined): Order | 'both' | 'none' {
  if (a === '~' || b === '~') return a === b ? 'both' : a === '~' ? -1 : 1;
  if (a !== '^' && b !== '^') return 'none';
  if (a === b) return 'both';
  if (a === undefined) return -1;
  if (b === undefined) return 1;
  return a === '^' ? -1 : 1;
}

function skipSeparators(text: string, from: number, hasMarks: boolean): number {
  let at = from;
  while (at < text.length && !isDigitOrLetterCode(text.charCodeAt(at)) && !(hasMarks && (text[at] === '~' || text[at] === '^'))) at++;
  return at;
}

const compare = totalOrder(parseEpochVersionRelease, (a, b) => compareDigits(a.epoch, b.epoch) || compareSegments(a.version, b.version) || compareSegments(a.release ?? '', b.release ?? ''));

/** Red Hat, Fedora, SUSE and others. Source: the RPM manual, "Dependencies", and rpmvercmp's tests. */
export const rpm: Scheme = { name: 'rpm', compare, range: (text) => readPlainRange(text, compare) };
