import type { PackageUrl } from './purl.ts';

/** What the definition of a package-URL type adds to the general rules. */
export interface PurlType {
  readonly namespace?: 'required' | 'none';
  readonly normalise?: (parts: PackageUrl) => PackageUrl;
  /** Why the parts are not allowed; undefined if they are. */
  readonly problem?: (parts: PackageUrl) => string | undefined;
}

const lowerName = (parts: PackageUrl): PackageUrl => ({ ...parts, name: parts.name.toLowerCase() });
const lowerBoth = (parts: PackageUrl): PackageUrl => ({ ...lowerName(parts), namespace: parts.namespace?.toLowerCase() ?? null });

/** The rules of each type that has some. Source: the type definitions of the Package-URL specification. */
export const purlTypes: ReadonlyMap<string, PurlType> = new Map<string, PurlType>([
  ['npm', { normalise: lowerBoth }],
  ['pypi', { namespace: 'none', normalise: (parts) => ({ ...parts, name: parts.name.toLowerCase().replaceAll('_', '-') }) }],
]);
