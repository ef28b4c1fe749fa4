import { union } from '../interval.ts';
import type { NativeRange, Scheme } from '../scheme.ts';
import { compareSemverText, nodeRange, normaliseSemver } from './npm.ts';

/** Julia packages: a version alone means `^`, and a comma is "or". Source: Pkg.jl's manual, "Compatibility". */
export const julia: Scheme = { name: 'julia', compare: compareSemverText, normalise: normaliseSemver, range };

function range(text: string): NativeRange | undefined {
  const found = text.replaceAll('≥', '>=').split(',').map((part) => nodeRange(part, '^'));
  return found.every((one) => one !== undefined) ? { intervals: union(compareSemverText, found.flatMap(({ intervals }) => intervals)) } : undefined;
}
