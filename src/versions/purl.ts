import { VersionError } from './error.ts';
import { purlTypes } from './purl-types.ts';

/** The parts of a package URL. */
export interface PackageUrl {
  readonly type: string;
  readonly namespace: string | null;
  readonly name: string;
  readonly version: string | null;
  /** Sorted by key. */
  readonly qualifiers: Readonly<Record<string, string>> | null;
  readonly subpath: string | null;
}

/** The parts to build a package URL from; what is missing, null or empty is left out. */
export interface PackageUrlParts {
  readonly type: string | null;
  readonly namespace?: string | null | undefined;
  readonly name: string | null;
  readonly version?: string | null | undefined;
  readonly qualifiers?: Readonly<Record<string, string>> | string | null | undefined;
  readonly subpath?: string | null | undefined;
}

/**
 * Reads a package URL and normalises its parts by the rules of its type. Throws a `VersionError` if it is none.
 * Source: the Package-URL specification, "How to parse" and the definitions of the types.
 */
export function parsePurl(text: string): PackageUrl {
  const fail = (reason: string, type = ''): VersionError => new VersionError(type, text, reason);
  const scheme = /^pkg:\/*/i.exec(text);
  if (scheme === null) throw fail('a package URL starts with "pkg:"');
  let rest = text.slice(scheme[0].length);
  const hash = rest.indexOf('#');
  const subpath = hash === -1 ? null : rest.slice(hash + 1);
  rest = hash === -1 ? rest : rest.slice(0, hash);
  const question = rest.indexOf('?');
  const query = question === -1 ? null : rest.slice(question + 1);
  rest = trimSlashes(question === -1 ? rest : rest.slice(0, question));
  const slash = rest.indexOf('/');
  if (slash === -1) throw fail('a package URL has a type, a slash and a name');
  const type = rest.slice(0, slash).toLowerCase();
  rest = trimSlashes(rest.slice(slash + 1));
  // the version starts at the last @ of the last segment; one in an earlier segment is a scope
  const at = rest.lastIndexOf('@');
  const hasVersion = at > rest.lastIndexOf('/');
  if (hasVersion && (at === 0 || rest[at - 1] === '/')) throw fail('a package URL has a name', type);
  const version = hasVersion ? rest.slice(at + 1) : null;
  const path = hasVersion ? rest.slice(0, at) : rest;
  const segments = path.split('/').filter((part) => part !== '');
  const decode = (part: string): string => {
    try {
      return decodeURIComponent(part);
    } catch {
      throw fail('a % that starts no percent-encoded character', type);
    }
  };
  const parts: PackageUrlParts = {
    type,
    namespace: segments.slice(0, -1).map(decode).map((part) => {
      if (part.includes('/')) throw fail('a %2F in a part of the namespace', type);
      return part;
    }).join('/'),
    name: decode(segments.at(-1) ?? ''),
    version: version === null ? null : decode(version),
    qualifiers: query === null ? null : strictQualifiers(query, decode, fail),
    subpath: subpath === null ? null : subpath.split('/').map(decode).join('/'),
  };
  const result = normalise(parts);
  if (typeof result === 'string') throw fail(result, type);
  return result;
}

function trimSlashes(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && text[from] === '/') from++;
  while (to > from && text[to - 1] === '/') to--;
  return text.slice(from, to);
}

/** Qualifiers of a written package URL: each key once (ECMA-427, 5.6.6), in any case (the specification's how-to-parse, and its own tests). */
function strictQualifiers(query: string, decode: (part: string) => string, fail: (reason: string) => VersionError): Record<string, string> {
  const keys = query.split('&').flatMap((pair) => pair.split('=', 1)[0]?.toLowerCase() || []);
  if (new Set(keys).size < keys.length) throw fail('a qualifier key stands twice');
  return readQualifiers(query, decode);
}

function readQualifiers(query: string, decode: (part: string) => string): Record<string, string> {
  const pairs = query.split('&').map((pair) => {
    const equals = pair.indexOf('=');
    return equals === -1 ? [pair, ''] as const : [pair.slice(0, equals), decode(pair.slice(equals + 1))] as const;
  });
  return Object.fromEntries(pairs.filter(([key, value]) => key !== '' && value !== ''));
}

/** Writes a package URL in its canonical form. Throws a `VersionError` if the parts make none. */
export function formatPurl(parts: PackageUrlParts): string {
  const result = normalise(parts);
  if (typeof result === 'string') throw new VersionError(parts.type ?? '', parts.name ?? '', result);
  const { type, namespace, name, version, qualifiers, subpath } = result;
  let text = `pkg:${type}/`;
  if (namespace !== null) text += `${namespace.split('/').map(encode).join('/')}/`;
  text += encode(name);
  if (version !== null) text += `@${encode(version)}`;
  if (qualifiers !== null) text += `?${Object.entries(qualifiers).map(([key, value]) => `${key}=${encode(value)}`).join('&')}`;
  if (subpath !== null) text += `#${subpath.split('/').map(encode).join('/')}`;
  return text;
}

/** Percent-encodes everything but letters, digits and `.-_~:`. */
function encode(part: string): string {
  return encodeURIComponent(part.toWellFormed()).replace(/%3A/g, ':').replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The parts in their normal form, or why they make no package URL. */
function normalise(parts: PackageUrlParts): PackageUrl | string {
  const type = (parts.type ?? '').toLowerCase();
  if (!/^[a-z][a-z0-9.-]*$/.test(type)) return 'the type is letters, digits, dots and dashes, and starts with a letter';
  const qualifiers = normaliseQualifiers(parts.qualifiers ?? null);
  if (typeof qualifiers === 'string') return qualifiers;
  const rules = purlTypes.get(type);
  const plain: PackageUrl = {
    type,
    namespace: (parts.namespace ?? '').split('/').filter((part) => part !== '').join('/') || null,
    name: parts.name ?? '',
    version: parts.version || null,
    qualifiers,
    subpath: (parts.subpath ?? '').split('/').filter((part) => part !== '' && part !== '.' && part !== '..').join('/') || null,
  };
  const result = rules?.normalise?.(plain) ?? plain;
  if (result.name === '') return 'a package URL has a name';
  if (rules?.namespace === 'required' && result.namespace === null) return `a package URL of the type ${type} has a namespace`;
  if (rules?.namespace === 'none' && result.namespace !== null) return `a package URL of the type ${type} has no namespace`;
  if (rules?.requires !== undefined && result.qualifiers?.[rules.requires] === undefined) return `a package URL of the type ${type} has the qualifier ${rules.requires}`;
  return rules?.problem?.(result) ?? result;
}

function normaliseQualifiers(given: Readonly<Record<string, string>> | string | null): Record<string, string> | null | string {
  if (given === null) return null;
  const pairs = typeof given === 'string' ? Object.entries(readQualifiers(given, (part) => part)) : Object.entries(given);
  const kept = new Map<string, string>();
  for (const [key, value] of pairs) {
    if (value === '') continue;
    if (!/^[a-zA-Z][a-zA-Z0-9._-]*$/.test(key)) return 'a qualifier key is letters, digits, dots, dashes and underscores, and starts with a letter';
    kept.set(key.toLowerCase(), value);
  }
  if (kept.size === 0) return null;
  return Object.fromEntries([...kept].sort(([a], [b]) => (a < b ? -1 : 1)));
}
