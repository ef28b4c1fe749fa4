import { between, everything, type Interval, intervalOf, union } from '../interval.ts';
import { after } from '../partial.ts';
import type { NativeRange, Scheme } from '../scheme.ts';
import { parseSemver } from '../semver.ts';
import { compareSemverText } from './npm.ts';

/** nginx. Source: nginx.org, "security advisories": lists such as `0.8.40+, 0.7.52-0.8.39`, and the branches of its releases. */
export const nginx: Scheme = { name: 'nginx', compare: compareSemverText, range };

function range(text: string): NativeRange | undefined {
  const found: Interval[] = [];
  for (const part of text.split(',').map((one) => one.trim())) {
    const interval = readPart(part);
    if (interval === undefined) return undefined;
    if (interval !== 'none') found.push(interval);
  }
  return { intervals: union(compareSemverText, found) };
}

function readPart(part: string): Interval | 'none' | undefined {
  if (part === 'all') return everything;
  if (part === 'none') return 'none';
  const [from = '', to, ...more] = part.replace(/^nginx\/(?:Windows-)?/i, '').split('-').map((one) => one.trim());
  const numbers = parseSemver(from.replace(/\+$/, ''))?.numbers;
  if (numbers === undefined || more.length > 0 || (to !== undefined && parseSemver(to) === undefined)) return undefined;
  if (to !== undefined) return { ...intervalOf('>=', from), ...intervalOf('<=', to) };
  if (!from.endsWith('+')) return intervalOf('=', from);
  const first = from.slice(0, -1);
  // an even second number is a stable branch, whose fixes end with it; mainline goes on
  const isStable = Number((numbers[1] ?? '1').slice(-1)) % 2 === 0;
  return isStable ? between(first, after(numbers, 1)) : intervalOf('>=', first);
}
