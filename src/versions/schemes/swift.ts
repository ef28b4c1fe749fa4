import { only } from '../comparators.ts';
import { between, type Interval, intervalOf } from '../interval.ts';
import { after } from '../partial.ts';
import type { NativeRange, Scheme } from '../scheme.ts';
import { parseSemver } from '../semver.ts';
import { compareSemverText, nodeRange, normaliseSemver } from './npm.ts';

/** Swift packages. Source: SwiftPM's documentation, "Package.Dependency.Requirement". */
export const swift: Scheme = { name: 'swift', compare: compareSemverText, normalise: normaliseSemver, range };

function range(text: string): NativeRange | undefined {
  const plain = text.replace(/"/g, '').trim();
  const bounds = /^(\S+?)\s*(\.\.<|\.\.\.)\s*(\S+)$/.exec(plain);
  if (bounds !== null) {
    const [, from = '', operator, to = ''] = bounds;
    if (!isVersion(from) || !isVersion(to)) return undefined;
    return { intervals: [operator === '..<' ? between(from, to) : { ...intervalOf('>=', from), ...intervalOf('<=', to) }] };
  }
  const call = /^\.?(from|exact|upToNextMajor|upToNextMinor)\s*(?:\(\s*(?:from\s*:)?|:)\s*([^\s)]+)\s*\)?$/.exec(plain);
  if (call === null) return nodeRange(plain, '');
  const version = call[2] ?? '';
  const numbers = parseSemver(version)?.numbers;
  if (numbers === undefined) return undefined;
  const interval: Interval = call[1] === 'exact' ? intervalOf('=', version) : between(version, after(numbers, call[1] === 'upToNextMinor' ? 1 : 0));
  return { intervals: only(interval).within };
}

function isVersion(text: string): boolean {
  return parseSemver(text) !== undefined;
}
