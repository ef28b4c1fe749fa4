import type { PackageRecord } from '../../../formats/packages/record.ts';
import { foldedPath, parsePurlPattern, pathMatcher, type PurlPattern } from './purl-pattern.ts';

/** A test of records against package URLs; a version behind the @ must be the record's own. */
export function matchesAny(purls: readonly string[]): (record: PackageRecord) => boolean {
  const patterns = purls.flatMap((text) => {
    const pattern = parsePurlPattern(text);
    if (typeof pattern === 'string') throw new Error(`"${text}": ${pattern}`);
    return [{ pattern, matches: pathMatcher(pattern) }];
  });
  return (record) => patterns.some(({ pattern, matches }) => pattern.ecosystem === record.ecosystem && matches(foldedPath(record)) && versionMatches(pattern, record));
}

function versionMatches({ version }: PurlPattern, record: PackageRecord): boolean {
  return version === undefined || version === record.version;
}
