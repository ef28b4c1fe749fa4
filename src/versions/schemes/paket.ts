import { allOf, only, plainComparator } from '../comparators.ts';
import { between, intervalOf, type Interval } from '../interval.ts';
import { compareDigits, compareLists, totalOrder } from '../order.ts';
import type { NativeRange, Scheme } from '../scheme.ts';
import { comparePre, nextNumber, parseSemver, type Semver } from '../semver.ts';

/** `prerelease` as a label is lower than every other. */
function comparable({ numbers, pre, build }: Semver): Semver {
  return { numbers, pre: pre[0] === 'prerelease' ? ['0', ...pre] : pre, build };
}

const compare = totalOrder((text: string) => { const version = parseSemver(text); return version === undefined ? undefined : comparable(version); }, (a, b) => compareLists(a.numbers, b.numbers, compareDigits, '0') || comparePre(a.pre, b.pre));

/** Packages of Paket: bounds, then the labels of pre-releases that are taken. Source: Paket's documentation, "Version constraints" and "PreReleases". */
export const paket: Scheme = { name: 'paket', compare, range };

const term = /^\s*(~>|[<>]=?|={0,2})\s*(\d[\w.+-]*)/;

function range(text: string): NativeRange | undefined {
  let rest = text.trim().replace(/^[!@]/, '');
  const intervals: Interval[] = [];
  // labels that the bounds themselves carry are taken too
  const labels = new Set<string>();
  for (let match = term.exec(rest); match !== null; match = term.exec(rest)) {
    const [whole, operator = '', version = ''] = match;
    const parsed = parseSemver(version);
    if (parsed === undefined) return undefined;
    const label = labelOf(parsed.pre);
    if (label !== undefined) labels.add(label);
    const comparator = plainComparator(operator);
    if (operator === '~>') intervals.push(twiddle(version, parsed));
    else if (comparator !== undefined && comparator !== '!=') intervals.push(intervalOf(comparator, version));
    rest = rest.slice(whole.length);
  }
  const words = rest.split(/\s+/).filter((word) => word !== '');
  if (intervals.length === 0 || words.some((word) => !/^[A-Za-z][\w-]*$/.test(word))) return undefined;
  const isAny = words.length === 1 && words[0]?.toLowerCase() === 'prerelease';
  for (const word of words) labels.add(word);
  const containsPre = (version: string): boolean => isPreInside(version, intervals);
  return {
    intervals: allOf(compare, intervals.map(only)),
    containsPre,
    contains(version) {
      const label = labelOf(parseSemver(version)?.pre ?? []);
      const isPre = version.split('+', 1)[0]?.includes('-') === true;
      return (!isPre || isAny || (label !== undefined && labels.has(label))) && containsPre(version);
    },
  };
}

function labelOf(pre: readonly string[]): string | undefined {
  return /[A-Za-z]+/.exec(pre.join('.'))?.[0];
}

/** The last number but one rises; a single number rises itself. */
function twiddle(version: string, { numbers }: Semver): Interval {
  const index = Math.max(numbers.length - 2, 0);
  return between(version, [...numbers.slice(0, index), nextNumber(numbers[index] ?? '0')].join('.'));
}

/** Pre-releases count as their release against a bound that has none: 1.2.3-alpha is in `>= 1.2.3 alpha`. */
function isPreInside(version: string, intervals: readonly Interval[]): boolean {
  const parsed = parseSemver(version);
  if (parsed === undefined) return false;
  const release = parsed.numbers.join('.');
  const against = (bound: string): number => compare(bound.includes('-') ? version : release, bound);
  return intervals.every(({ lower, upper }) => {
    const low = lower === undefined ? 1 : against(lower.version);
    const high = upper === undefined ? -1 : against(upper.version);
    return (low > 0 || (low === 0 && lower?.inclusive !== false)) && (high < 0 || (high === 0 && upper?.inclusive !== false));
  });
}
