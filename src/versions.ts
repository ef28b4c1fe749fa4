import { VersionError } from './versions/error.ts';
import type { Order } from './versions/order.ts';
import { inInterval } from './versions/interval.ts';
import { schemeOf } from './versions/registry.ts';
import type { Scheme } from './versions/scheme.ts';
import { formatVers, normaliseVers, parseVers, versProblems, versTest, type Vers } from './versions/vers.ts';

export { VersionError } from './versions/error.ts';
export type { Order } from './versions/order.ts';
export type { Constraint, Vers } from './versions/vers.ts';
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

/** Reads a `vers:` URI of any type, its constraints in their order. Throws a `VersionError` if it is none. */
export function parseVersRange(uri: string): Vers {
  const vers = parseVers(uri);
  if (typeof vers === 'string') throw new VersionError('vers', uri, vers);
  return vers;
}

/**
 * What the specification says against a `vers:` URI: empty if it is valid. Order and repetition are judged for types whose order is known.
 * Source: VERS, 5.4 "VERS validation rules".
 */
export function versRangeProblems(uri: string): readonly string[] {
  const vers = parseVers(uri);
  if (typeof vers === 'string') return [vers];
  if ((vers.type === 'all' || vers.type === 'none') && vers.constraints.length > 0) return [`vers:${vers.type}/* is the only range of its type`];
  const scheme = schemeOf(vers.type);
  return scheme === undefined ? [] : versProblems(vers, scheme.compare);
}

/** The canonical form of a `vers:` URI: sorted, without what is repeated or covered by a neighbour. Throws a `VersionError` if it is none or of an unknown type. */
export function normaliseVersRange(uri: string): string {
  const vers = parseVersRange(uri);
  return normaliseVers(vers, knownScheme(vers.type, uri));
}

function knownScheme(name: string, text: string): Scheme {
  const scheme = schemeOf(name);
  if (scheme === undefined) throw new VersionError(name, text, 'unknown version scheme');
  return scheme;
}
