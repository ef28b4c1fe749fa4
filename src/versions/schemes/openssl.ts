import { readPlainRange } from '../comparators.ts';
import { compareDigits, compareLists, compareText, sign, totalOrder } from '../order.ts';
import type { Scheme } from '../scheme.ts';
import { comparePre } from '../semver.ts';

interface OpensslVersion {
  readonly numbers: readonly string[];
  /** Patch letters before version 3: none, a to z, za, zb … */
  readonly patch: string;
  readonly pre: readonly string[];
}

const form = /^(\d+(?:\.\d+)*)([a-z]*)(?:-([0-9a-z.-]+))?$/;

/** Reads `1.0.2zg`, `1.1.1-pre9`, `3.0.2`; undefined if it is none. */
function parse(text: string): OpensslVersion | undefined {
  const match = form.exec(text.trim().toLowerCase());
  if (match === null) return undefined;
  return { numbers: (match[1] ?? '').split('.'), patch: match[2] ?? '', pre: match[3] === undefined ? [] : match[3].split(/(?<=[a-z])(?=\d)|\./) };
}

const compare = totalOrder(parse, (a, b) => compareLists(a.numbers, b.numbers, compareDigits, '0')
  || sign(a.patch.length - b.patch.length)
  || compareText(a.patch, b.patch)
  || comparePre(a.pre, b.pre));

/** OpenSSL. Source: its release strategy and vulnerability list, which names single versions, separated by commas. */
export const openssl: Scheme = { name: 'openssl', compare, range };

function range(text: string): ReturnType<Scheme['range']> {
  // a list of versions without operators names each of them
  return /[<>=!]/.test(text) ? readPlainRange(text, compare) : readPlainRange(text.toLowerCase().replaceAll(',', '||'), compare);
}
