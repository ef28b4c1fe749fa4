import type { Entry } from './entry.ts';

/** The questions that entries ask of places, days and versions; what they need is loaded only when some entry asks. */
export interface EntryTests {
  /** False after the last day on which the entry counts. */
  isCurrent(entry: Entry): boolean;
  coversPath(entry: Entry, path: string): boolean;
  /** True for an entry without versions. */
  versionIn(entry: Entry, version: string): boolean;
  /** Whether a manifest's range may resolve to one of the entry's versions, as far as its bounds show. */
  mayMeet(entry: Entry, range: string | undefined): boolean;
}

/** Prepares the tests. Throws VersionError for a range that cannot be read. */
export async function entryTests(entries: readonly Entry[], today: string): Promise<EntryTests> {
  const versions = entries.some((entry) => entry.versions !== undefined) ? await import('./version-test.ts') : undefined;
  const globs = entries.some((entry) => entry.paths.length > 0) ? await import('./path-globs.ts') : undefined;
  const inRange = new Map<Entry, (version: string) => boolean>();
  const onPath = new Map<Entry, (path: string) => boolean>();
  for (const entry of entries) {
    if (entry.versions !== undefined && versions !== undefined) inRange.set(entry, versions.versionTest(entry.versions, entry.pattern.ecosystem));
    if (entry.paths.length > 0 && globs !== undefined) onPath.set(entry, globs.pathGlobs(entry.paths));
  }
  return {
    isCurrent: (entry) => entry.until === undefined || entry.until >= today,
    coversPath: (entry, path) => onPath.get(entry)?.(path) ?? true,
    versionIn: (entry, version) => inRange.get(entry)?.(version) ?? true,
    mayMeet(entry, range) {
      if (entry.versions === undefined || versions === undefined) return true;
      if (range === undefined || range === '' || range === '*' || range === 'latest') return true;
      try {
        const allowed = versions.versionTest(range, entry.pattern.ecosystem);
        return versions.boundsOf(entry.versions).some((bound) => allowed(bound) && (inRange.get(entry)?.(bound) ?? false));
      } catch {
        // a range that cannot be read may hold anything
        return true;
      }
    },
  };
}
