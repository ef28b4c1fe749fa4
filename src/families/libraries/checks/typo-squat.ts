import { fullNameOf } from '../../../formats/packages/package-name.ts';
import type { PackageRecord } from '../../../formats/packages/record.ts';
import { dependenciesOf, type LibraryCheck, type LibraryFinding, type Named } from '../check.ts';
import type { PackageDocument } from '../document.ts';
import { mapAt, textsAt } from '../policy/plain.ts';
import { matchesAny } from '../policy/purl-list.ts';
import { foldedPath } from '../policy/purl-pattern.ts';
import { findingAt, sayPackage } from '../say.ts';
import { nearby, slippedFrom, type KnownNames } from '../typo-squats/nearest.ts';
import type { Slip } from '../typo-squats/slip.ts';

/** Slips between two names of one project that hardly come about by meaning both. */
const telling: ReadonlySet<Slip> = new Set<Slip>(['look-alikes', 'separators', 'two letters swapped', 'a letter doubled']);

/** Packages that the project asks for by a name one slip away from a well-known one, or from another that it uses. */
export const typoSquat: LibraryCheck = async ({ documents }, section) => {
  const isKnown = matchesAny(textsAt(mapAt(section, 'typo-squats'), 'known') ?? []);
  const findings: LibraryFinding[] = [];
  // the lockfiles of a monorepo name the same packages again and again
  const near = new Map<string, ReturnType<typeof slippedFrom>>();
  const lists = new Map<string, KnownNames | undefined>();
  for (const document of documents) {
    const judged = new Set<string>();
    const asked = [...dependenciesOf([document])].filter(({ record }) => isAsked(record));
    for (const named of asked) {
      const { record } = named;
      const path = foldedPath(record);
      const key = `${record.ecosystem} ${path}`;
      if (judged.has(key)) continue;
      judged.add(key);
      // a list is waited for once: a large lockfile names hundreds of thousands of packages
      if (!lists.has(record.ecosystem)) lists.set(record.ecosystem, await namesOf(record.ecosystem));
      const names = lists.get(record.ecosystem);
      if (names?.known.has(path) === true || isKnown(record)) continue;
      if (names !== undefined && !near.has(key)) near.set(key, slippedFrom(path, nearby(path, names)));
      const found = near.get(key) ?? besideOf(named, path, asked, document);
      if (found !== undefined) findings.push(findingAt({ record: { ...record, version: undefined, range: undefined }, document }, `near ${found.target}`, `${sayPackage({ ...record, version: undefined, range: undefined })} is one slip away from ${found.target} (${found.slip}): is that the package you mean?`, { certainty: 'unsure' }));
    }
  }
  return findings;
};

/** What people type: not what other packages bring in, and nothing that comes from this repository or by its address. */
function isAsked({ direct, resolved, range, project }: PackageRecord): boolean {
  return direct !== false && project !== true && !/^(?:workspace|file|link|portal|catalog):|^\.{0,2}\//.test(range ?? '') && !/^(?:git|file|link|\.{0,2}\/)/.test(resolved ?? '');
}

/** Another name that the same document asks for, when it is the earlier of the two and no well-known one. */
function besideOf({ record }: Named, path: string, asked: readonly Named[], document: PackageDocument): { readonly target: string; readonly slip: Slip } | undefined {
  if (document.reading.kind !== 'manifest' || asked.length > 500 || path.length < 6) return undefined;
  const earlier = asked.filter((other) => other.record.ecosystem === record.ecosystem && other.record.start < record.start).map((other) => foldedPath(other.record));
  const found = slippedFrom(path, new Set(earlier));
  return found !== undefined && telling.has(found.slip) && fullNameOf(record) !== found.target ? found : undefined;
}

/** The lists are loaded by ecosystem, with the first package of it. */
async function namesOf(ecosystem: string): Promise<KnownNames | undefined> {
  switch (ecosystem) {
    case 'npm': return (await import('../typo-squats/names/npm.ts')).npm;
    case 'pypi': return (await import('../typo-squats/names/pypi.ts')).pypi;
    case 'cargo':
    case 'gem':
    case 'composer':
    case 'nuget':
    case 'golang': return (await import('../typo-squats/names/others.ts')).others.get(ecosystem);
    default: return undefined;
  }
}
