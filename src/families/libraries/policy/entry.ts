import type { PackageRecord } from '../../../formats/packages/record.ts';
import { mapAt, textAt, textsAt, flagAt, valueAt, type Plain } from './plain.ts';
import { foldedPath, foldName, ignoresNamespace, parsePurlPattern, pathMatcher, type PurlPattern } from './purl-pattern.ts';

/** One entry of `libraries: deny` or `allow`. Source: docs/libraries.md. */
export interface Entry {
  /** Its place in the list, 0-based: what tells entries apart when they are counted as used. */
  readonly number: number;
  readonly pattern: PurlPattern;
  /** The package URL as written. */
  readonly written: string;
  readonly versions: string | undefined;
  readonly reason: string;
  readonly useInstead: string | undefined;
  /** The last day on which it counts, as `2027-01-31`. */
  readonly until: string | undefined;
  readonly paths: readonly string[];
  readonly scopes: readonly string[];
  readonly directOnly: boolean;
  /** Packages that may bring it in: folded names, or patterns of package URLs. Undefined when it says nothing. */
  readonly wrappers: readonly string[] | undefined;
}

/** Reads the entries of a list. Throws an Error that names the entry, for parameters that no policy file validated. */
export function entriesOf(lists: readonly Plain[], key: string): readonly Entry[] {
  return lists.map((plain, number) => {
    const written = textAt(plain, 'purl') ?? '';
    const pattern = parsePurlPattern(written);
    if (typeof pattern === 'string') throw new Error(`${key}, entry ${number + 1}: ${pattern}`);
    return {
      number,
      pattern,
      written,
      versions: textAt(plain, 'versions') ?? (pattern.version === undefined ? undefined : `vers:${pattern.ecosystem}/${encodeVersion(pattern.version)}`),
      reason: textAt(plain, 'reason') ?? '',
      useInstead: textAt(plain, 'use-instead'),
      until: textAt(plain, 'until'),
      paths: textsAt(plain, 'paths') ?? [],
      scopes: textsAt(plain, 'scopes') ?? [],
      directOnly: flagAt(plain, 'direct-only') ?? false,
      wrappers: textsAt(plain, 'wrappers'),
    };
  });
}

function encodeVersion(version: string): string {
  return encodeURIComponent(version).replaceAll('%3A', ':');
}

/** Entries by the packages they may be about: an exact name is found without asking the others. */
export interface EntryIndex {
  readonly size: number;
  /** The entries whose package URL matches, in the order they are written. */
  matching(record: PackageRecord): readonly Entry[];
  has(ecosystem: string): boolean;
}

export function indexEntries(entries: readonly Entry[]): EntryIndex {
  const exact = new Map<string, Entry[]>();
  const wild = new Map<string, { entry: Entry; matches: (path: string) => boolean }[]>();
  const ecosystems = new Set<string>();
  for (const entry of entries) {
    const { ecosystem, path, hasWildcard } = entry.pattern;
    ecosystems.add(ecosystem);
    if (hasWildcard || ignoresNamespace(entry.pattern)) push(wild, ecosystem, { entry, matches: pathMatcher(entry.pattern) });
    else push(exact, `${ecosystem}/${path}`, entry);
  }
  return {
    size: entries.length,
    has: (ecosystem) => ecosystems.has(ecosystem),
    matching(record) {
      if (!ecosystems.has(record.ecosystem)) return [];
      const path = foldedPath(record);
      const found = exact.get(`${record.ecosystem}/${path}`) ?? [];
      const others = wild.get(record.ecosystem);
      if (others === undefined) return found;
      return [...found, ...others.filter(({ matches }) => matches(path)).map(({ entry }) => entry)].sort((a, b) => a.number - b.number);
    },
  };
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** Whether a package that stands as a parent is one of the wrappers: a name of its ecosystem, or a package URL. */
export function isWrapper(wrappers: readonly string[], ecosystem: string, parent: string): boolean {
  const path = foldName(ecosystem, ecosystem === 'maven' ? parent.replace(':', '/') : parent);
  return wrappers.some((written) => {
    const pattern = written.startsWith('pkg:') ? parsePurlPattern(written) : parsePurlPattern(`pkg:${ecosystem}/${(ecosystem === 'maven' ? written.replace(':', '/') : written).replace(/^@/, '%40')}`);
    return typeof pattern !== 'string' && pattern.ecosystem === ecosystem && pathMatcher(pattern)(path);
  });
}

/** `libraries: allow-only`: true, false, or the ecosystems whose list of allowed packages is complete. */
export function allowOnly(section: Plain): boolean | readonly string[] | undefined {
  const value = valueAt(section, 'allow-only');
  return typeof value === 'boolean' ? value : textsAt(section, 'allow-only');
}

/** The mapping under a key that may also be `true`, `deny` or `required`: then it is on with its defaults. */
export function switched(section: Plain, key: string): Plain | undefined {
  const value = valueAt(section, key);
  if (value === undefined || value === null || value === false || value === 'off' || value === 'allow') return undefined;
  return mapAt(section, key);
}
