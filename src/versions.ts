import { VersionError } from './versions/error.ts';
import type { Order } from './versions/order.ts';
import { inInterval } from './versions/interval.ts';
import { schemeOf } from './versions/registry.ts';
import type { Scheme } from './versions/scheme.ts';
import { formatVers, parseVers, versTest } from './versions/vers.ts';

export { VersionError } from './versions/error.ts';
export type { Order } from './versions/order.ts';
export { formatPurl, parsePurl, type PackageUrl, type PackageUrlParts } from './versions/purl.ts';

/** A range in an ecosystem's own syntax, and whose. */
export interface NativeVersionRange {
  /** A `vers:` type or package-URL type, such as `npm` or `maven`. */
  readonly scheme: string;
  readonly range: string;
}

/**
 * Compares two versions of a scheme: -1 if the first is lower, 1 if it is higher.
 * The order is total: what is no version of the scheme is lower than all that are. Throws a `VersionError` for an unknown scheme.
 */
export function compareVersions(scheme: string, a: string, b: string): Order {
  return knownScheme(scheme, a).compare(a, b);
}

/**
 * True if the version lies in the range: a `vers:` URI, or the ecosystem's own syntax with its scheme.
 * Throws a `VersionError` for an unknown scheme and for a range that cannot be read.
 */
export function versionInRange(range: string | NativeVersionRange, version: string, scheme?: string): boolean {
  return rangeTest(range, scheme)(version);
}

/** How a range is to be read. */
export interface RangeOptions {
  /** `included`: pre-releases between the bounds count though the range does not name one, as whoever forbids a range will mean it. */
  readonly preReleases?: 'as-named' | 'included';
}

/** Reads a range once for many versions; throws as `versionInRange` does. */
export function rangeTest(range: string | NativeVersionRange, scheme?: string, options: RangeOptions = {}): (version: string) => boolean {
  const text = typeof range === 'string' ? range : range.range;
  const name = typeof range === 'string' ? scheme : range.scheme;
  if (text.startsWith('vers:')) {
    const vers = parseVers(text);
    if (typeof vers === 'string') throw new VersionError('vers', text, vers);
    return versTest(vers, knownScheme(vers.type, text));
  }
  if (name === undefined) throw new VersionError('', text, 'a range that is no vers: URI needs a scheme');
  const known = knownScheme(name, text);
  const native = known.range(text);
  if (native === undefined) throw new VersionError(name, text, 'not a range of this scheme');
  if (options.preReleases === 'included' && native.containsPre !== undefined) return native.containsPre;
  return native.contains ?? ((version) => native.intervals.some((one) => inInterval(known.compare, one, version)));
}

/**
 * Turns a range in an ecosystem's own syntax into a `vers:` URI, sorted and without redundant constraints; `vers:none/*` if it allows nothing.
 * Throws a `VersionError` for an unknown scheme and for a range that cannot be read.
 */
export function nativeToVers(scheme: string, range: string): string {
  const known = knownScheme(scheme, range);
  const native = known.range(range);
  if (native === undefined) throw new VersionError(scheme, range, 'not a range of this scheme');
  return formatVers(known, native.intervals);
}

function knownScheme(name: string, text: string): Scheme {
  const scheme = schemeOf(name);
  if (scheme === undefined) throw new VersionError(name, text, 'unknown version scheme');
  return scheme;
}
