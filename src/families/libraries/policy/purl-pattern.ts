import type { PackageName } from '../../../formats/packages/record.ts';
import { starPattern } from '../../../formats/star-pattern.ts';
import { basenameOf } from '../../../formats/repository-path.ts';

/** A package URL of a policy, whose namespace and name may hold `*`. */
export interface PurlPattern {
  /** The type, lower case: `npm`, `pypi`, `golang` … */
  readonly ecosystem: string;
  /** Namespace and name joined by slashes, folded as `foldName` does. */
  readonly path: string;
  /** The version after `@`, where one is written. */
  readonly version: string | undefined;
  readonly hasWildcard: boolean;
}

/**
 * Reads a package URL pattern; a text says what is wrong with it. A star stands for any characters but a slash, two stars
 * for any; a name that is one star by itself stands for every package of the type. The `@` of an npm scope need not be encoded.
 */
export function parsePurlPattern(text: string): PurlPattern | string {
  const match = /^pkg:\/{0,2}([a-z][a-z0-9.-]{0,40})\/(.{1,1000})$/is.exec(text.trim());
  if (match === null) return 'a package URL is "pkg:", a type, a slash and a name: pkg:npm/left-pad';
  const ecosystem = (match[1] ?? '').toLowerCase();
  const rest = match[2] ?? '';
  if (/[?#]/.test(rest)) return 'qualifiers and subpaths of a package URL do not count in a policy';
  const at = rest.lastIndexOf('@');
  const hasVersion = at > 0 && rest[at - 1] !== '/' && !rest.slice(at).includes('/');
  const path = decoded(hasVersion ? rest.slice(0, at) : rest);
  const version = hasVersion ? decoded(rest.slice(at + 1)) : undefined;
  if (path === undefined || (hasVersion && version === undefined)) return 'a % that starts no percent-encoded character';
  // Maven's own way to write a name is not that of package URLs, where nothing would match it
  const written = ecosystem === 'maven' && !path.includes('/') ? path.replace(':', '/') : path;
  const folded = foldName(ecosystem, written.split('/').filter((part) => part !== '').join('/'));
  if (folded === '') return 'a package URL has a name';
  return { ecosystem, path: folded, version: version === '' ? undefined : version, hasWildcard: folded.includes('*') };
}

/** Namespace and name of a package as `PurlPattern.path` spells them. */
export function foldedPath({ ecosystem, namespace, name }: PackageName): string {
  return foldName(ecosystem, namespace === undefined ? name : `${namespace}/${name}`);
}

/** Types whose namespace is a distribution: a policy names `pkg:deb/telnet` and means every one's. */
const distributions = new Set(['deb', 'apk', 'rpm', 'alpm']);

/** Whether a pattern may leave the namespace out. */
export function ignoresNamespace({ ecosystem, path }: PurlPattern): boolean {
  return distributions.has(ecosystem) && !path.includes('/');
}

/** What two spellings of one package have in common: case, and the separators that PyPI and Cargo take as one. */
export function foldName(ecosystem: string, path: string): string {
  const lower = path.toLowerCase();
  if (ecosystem === 'pypi') return lower.replace(/[-_.]+/g, '-');
  return ecosystem === 'cargo' ? lower.replaceAll('_', '-') : lower;
}

/** Compiles the test of a pattern on folded paths of its ecosystem. Linear in the path for every star of the pattern. */
export function pathMatcher(pattern: PurlPattern): (path: string) => boolean {
  if (!pattern.hasWildcard && !ignoresNamespace(pattern)) return (path) => path === pattern.path;
  if (pattern.path === '*' || pattern.path === '**') return () => true;
  if (ignoresNamespace(pattern)) {
    const matches = starPattern(pattern.path);
    return (path) => matches(basenameOf(path));
  }
  const segments = pattern.path.split('/').map((part) => (part === '**' ? part : starPattern(part)));
  return (path) => segmentsMatch(segments, path.split('/'));
}

function segmentsMatch(pattern: readonly ('**' | ((segment: string) => boolean))[], path: readonly string[]): boolean {
  // the positions of the path that the pattern read so far can have come to
  let reached = new Set([0]);
  for (const part of pattern) {
    const next = new Set<number>();
    for (const at of reached) {
      if (part === '**') for (let to = at; to <= path.length; to++) next.add(to);
      else if (at < path.length && part(path[at] ?? '')) next.add(at + 1);
    }
    reached = next;
  }
  return reached.has(path.length);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
