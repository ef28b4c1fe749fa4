import type { Scheme } from './scheme.ts';
import { npm } from './schemes/npm.ts';
import { pypi } from './schemes/pypi.ts';

const schemes: ReadonlyMap<string, Scheme> = new Map<string, Scheme>([
  ['npm', npm],
  ['pypi', pypi],
]);

/** The scheme of a `vers:` type, a package-URL type or one of their common other names; undefined if unknown. */
export function schemeOf(name: string): Scheme | undefined {
  return schemes.get(name.toLowerCase());
}

/** All names that `schemeOf` knows. */
export const schemeNames: readonly string[] = [...schemes.keys()];
