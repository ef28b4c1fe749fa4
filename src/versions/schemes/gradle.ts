import { readBracketRange } from '../brackets.ts';
import { between, everything, inInterval, type Interval } from '../interval.ts';
import { compareDigits, compareLists, compareText, isDigitCode, type Order, sign, totalOrder } from '../order.ts';
import type { NativeRange, Scheme } from '../scheme.ts';
import { nextNumber } from '../semver.ts';

/** Words with a meaning of their own, in their order; other words come after `dev` and before `rc`. */
const ranks: ReadonlyMap<string, number> = new Map([['dev', 0], ['rc', 2], ['snapshot', 3], ['final', 4], ['ga', 5], ['release', 6], ['sp', 7]]);
/** The end of a version: above every word, below every number. */
const end = '';

function rank(part: string): number {
  if (part === end) return 8;
  return isDigitCode(part.charCodeAt(0)) ? 9 : ranks.get(part.toLowerCase()) ?? 1;
}

function comparePart(a: string, b: string): Order {
  const left = rank(a);
  return sign(left - rank(b)) || (left === 9 ? compareDigits(a, b) : left === 1 ? compareText(a, b) : 0);
}

function parse(text: string): string[] | undefined {
  return text.trim() === '' ? undefined : text.match(/\d+|[^\d.+_-]+/g) ?? [];
}

const compare = totalOrder(parse, (a, b) => compareLists(a, b, comparePart, end));

/** Gradle (and Ivy). Source: Gradle's user manual, "Declaring Versions and Ranges": version ordering and version declarations. */
export const gradle: Scheme = { name: 'gradle', compare, range };

function range(text: string): NativeRange | undefined {
  const plain = text.trim();
  if (plain === '+' || plain.startsWith('latest.')) return { intervals: [everything] };
  const prefix = /^(\d+(?:\.\d+)*)\.?\+$/.exec(plain)?.[1];
  if (prefix !== undefined) {
    const numbers = prefix.split('.');
    const next = [...numbers.slice(0, -1), nextNumber(numbers.at(-1) ?? '0')].join('.');
    return { intervals: [between(prefix, next)], contains: (version) => version === prefix || version.startsWith(`${prefix}.`) || version.startsWith(`${prefix}-`) };
  }
  const read = readBracketRange(plain.replace(/!!.*$/, ''), compare, '=');
  return read === undefined ? undefined : { ...read, contains: (version) => read.intervals.some((one) => inInterval(compare, one, version) && !startsUpper(one, version)) };
}

/** An upper end that is left out takes everything along that begins with it: [1,2) has no 2.0-rc1. */
function startsUpper({ upper }: Interval, version: string): boolean {
  if (upper === undefined || upper.inclusive) return false;
  const numbers = upper.version.replace(/(?:\.0+)+$/, '');
  return new RegExp(`^${numbers.replace(/[^\w]/g, '\\$&')}(?:\\.0+)*(?:$|[-.+_a-zA-Z])`).test(version) && !/^\.?[1-9]/.test(version.slice(numbers.length));
}
