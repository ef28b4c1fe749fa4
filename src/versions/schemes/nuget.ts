import { readBracketRange } from '../brackets.ts';
import { between, everything, inInterval, type Interval } from '../interval.ts';
import { compareDigits, compareLists, totalOrder } from '../order.ts';
import type { NativeRange, Scheme } from '../scheme.ts';
import { comparePre, nextNumber, parseSemver } from '../semver.ts';

/** NuGet compares up to four numbers and ignores the case of pre-release labels. */
const compare = totalOrder((text: string) => parseSemver(text.toLowerCase()), (a, b) => compareLists(a.numbers, b.numbers, compareDigits, '0') || comparePre(a.pre, b.pre));

/** .NET packages. Source: NuGet's reference, "Package versioning": normalised version numbers, version ranges, floating versions. */
export const nuget: Scheme = { name: 'nuget', compare, range };

function range(text: string): NativeRange | undefined {
  const trimmed = text.trim();
  if (!trimmed.includes('*')) return isPlain(trimmed) ? readBracketRange(trimmed, compare, '>=') : undefined;
  const bracket = /^\[\s*([^,\s]+)\s*,\s*([^,\s]*)\s*([\])])$/.exec(trimmed);
  const floating = readFloating(bracket?.[1] ?? trimmed);
  if (floating === undefined || bracket === null || bracket[2] === '') return floating;
  const upper = { version: bracket[2] ?? '', inclusive: bracket[3] === ']' };
  const intervals: Interval[] = floating.intervals.map((one) => ({ ...one, upper }));
  const containsPre = (version: string) => intervals.some((one) => inInterval(compare, one, version));
  return { intervals, containsPre, contains: (version) => floating.contains(version) && containsPre(version) };
}

function isPlain(text: string): boolean {
  return /^[[(]/.test(text) || parseSemver(text) !== undefined;
}

/** `*`, `1.*`, `1.0.*-*`, `1.0.0-beta.*`: pre-releases only where the float stands in them. */
function readFloating(text: string): (NativeRange & { readonly contains: (version: string) => boolean }) | undefined {
  const match = /^((?:\d+\.)*)(?:(\*)|(\d+))(?:-([0-9a-z.-]*)\*)?$/i.exec(text);
  if (match === null) return undefined;
  const [, front = '', star, last, label] = match;
  if (star === undefined && label === undefined) return undefined;
  const numbers = [...front.split('.').slice(0, -1), ...(last === undefined ? [] : [last])];
  const interval = star === undefined ? prefixed(numbers, label ?? '') : floor(numbers, label);
  const allowsPre = label !== undefined;
  return {
    intervals: [interval],
    containsPre: (version) => inInterval(compare, interval, version) && hasLabel(version, label ?? '', star === undefined),
    contains: (version) => (allowsPre || !version.split('+', 1)[0]?.includes('-')) && inInterval(compare, interval, version) && hasLabel(version, label ?? '', star === undefined),
  };
}

function floor(numbers: readonly string[], label: string | undefined): Interval {
  if (numbers.length === 0) return everything;
  const lower = label === undefined ? numbers.join('.') : `${numbers.join('.')}-${label === '' ? '0' : label}`;
  return between(lower, [...numbers.slice(0, -1), nextNumber(numbers.at(-1) ?? '0')].join('.') + (label === undefined ? '' : '-0'));
}

/** `1.0.0-beta.*`: from the first such label up to the release, which a float may reach too. */
function prefixed(numbers: readonly string[], label: string): Interval {
  const release = numbers.join('.');
  return { lower: { version: `${release}-${label === '' ? '0' : label.replace(/\.$/, '')}`, inclusive: true }, upper: { version: release, inclusive: true } };
}

function hasLabel(version: string, label: string, isPreFloat: boolean): boolean {
  if (!isPreFloat || label === '') return true;
  const core = version.split('+', 1)[0]?.toLowerCase() ?? '';
  const dash = core.indexOf('-');
  return dash === -1 || core.slice(dash + 1).startsWith(label.toLowerCase());
}
