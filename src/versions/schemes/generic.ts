import { readPlainRange } from '../comparators.ts';
import { intervalOf } from '../interval.ts';
import { compareDigits, compareLists, compareNatural, compareText, totalOrder } from '../order.ts';
import type { Scheme } from '../scheme.ts';
import { comparePre } from '../semver.ts';

/** Texts by their bytes, without any normalisation. Source: VERS, generic types. */
export const lexicographic: Scheme = { name: 'lexicographic', compare: compareText, range: (text) => readPlainRange(text, compareText) };

/** Numbers between dots; all from the first other character on does not count. */
function parseIntdot(text: string): string[] | undefined {
  const found = /^[0-9.]+/.exec(text)?.[0];
  return found?.split('.');
}

const compareIntdot = totalOrder(parseIntdot, (a, b) => compareLists(a, b, compareDigits, ''));

/** Integers between dots, of any count. Source: VERS, generic types. */
export const intdot: Scheme = { name: 'intdot', compare: compareIntdot, range: (text) => readPlainRange(text, compareIntdot) };

/** Milliseconds and the digits below them, in UTC. */
function parseTime(text: string): { readonly seconds: number; readonly fraction: string } | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?\s?([Zz]|[+-]\d\d:?\d\d)?)?$/.exec(text.trim());
  if (match === null) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map((part) => Number(part ?? 0));
  const zone = match[8] ?? 'Z';
  const sign = zone.startsWith('-') ? -1 : 1;
  const offset = zone.toUpperCase() === 'Z' ? 0 : sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)));
  const seconds = Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - offset * 60;
  return { seconds, fraction: (match[7] ?? '').replace(/0{1,20}$/, '') };
}

const compareTime = totalOrder(parseTime, (a, b) => (a.seconds < b.seconds ? -1 : a.seconds > b.seconds ? 1 : compareText(a.fraction, b.fraction)));

/** Time stamps. Source: RFC 3339, section 5.6, and VERS, generic types. */
export const datetime: Scheme = { name: 'datetime', compare: compareTime, range: (text) => readPlainRange(text, compareTime) };

/** Words that name a release before the final one. */
const preWords = new Set(['a', 'alpha', 'b', 'beta', 'c', 'cr', 'dev', 'm', 'milestone', 'pre', 'preview', 'rc', 'snapshot']);

/** Numbers, then what a pre-release word starts. */
function parseGeneric(text: string): { readonly main: readonly string[]; readonly pre: readonly string[] } | undefined {
  const parts = text.trim().toLowerCase().replace(/^v(?=\d)/, '').split('+', 1)[0]?.match(/\d+|[a-z]+/g) ?? [];
  if (parts.length === 0) return undefined;
  const at = parts.findIndex((part) => preWords.has(part));
  return at === -1 ? { main: parts, pre: [] } : { main: parts.slice(0, at), pre: parts.slice(at) };
}

const compareMain = totalOrder(parseGeneric, (a, b) => compareLists(a.main, b.main, compareNatural, '0') || comparePre(a.pre, b.pre));

/** Versions of no particular scheme: numbers and words in turns; alpha, beta, rc and the like come before the release. */
export const generic: Scheme = { name: 'generic', compare: compareMain, range: (text) => readPlainRange(text, compareMain) };

/** Every version (`vers:all/*`); what is compared is compared as in `generic`. */
export const all: Scheme = { name: 'all', compare: compareMain, range: (text) => readPlainRange(text, compareMain) };

/** No version at all (`vers:none/*`). */
export const none: Scheme = { name: 'none', compare: compareMain, range: () => ({ intervals: [] }) };




/** Names without an order, such as digests: a range is one name. They are sorted by their bytes, so that lists have one order. */
export const exact: Scheme = { name: 'exact', compare: compareText, range: (text) => ({ intervals: [intervalOf('=', text)] }) };
