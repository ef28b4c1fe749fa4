import { fullNameOf } from '../../../formats/packages/package-name.ts';
import type { PackageRecord } from '../../../formats/packages/record.ts';
import { dependenciesOf, type LibraryCheck, type LibraryFinding, type Named } from '../check.ts';
import { sayChain } from '../chain.ts';
import { lockedBeside } from '../locked.ts';
import { switched } from '../policy/entry.ts';
import { textsAt, type Plain } from '../policy/plain.ts';
import { matchesAny } from '../policy/purl-list.ts';
import { foldedPath } from '../policy/purl-pattern.ts';
import { clip, findingAt, sayPackage } from '../say.ts';

/** Packages that another version may stand for tomorrow: neither the manifest nor a lockfile holds them. */
export const unpinned: LibraryCheck = async (batch, section) => {
  const settings = switched(section, 'unpinned');
  if (settings === undefined) return [];
  const isAsked = selection(settings);
  const findings: LibraryFinding[] = [];
  for (const named of dependenciesOf(batch.documents)) {
    const { record, document } = named;
    if (document.reading.kind !== 'manifest' || record.direct === false || record.scope === 'peer' || !isAsked(record)) continue;
    const why = looseness(named);
    if (why === undefined || (await lockedBeside(batch, named)) !== undefined) continue;
    findings.push(findingAt(named, 'unpinned', `${sayPackage(record)} ${why}`));
  }
  return findings;
};

/** Why a record is not one version for ever; undefined when it is, or comes from this repository. */
function looseness({ record, document }: Named): string | undefined {
  const written = record.resolved ?? '';
  if (/^(?:workspace|file|link|portal):|^\.{0,2}\/|^~\//.test(`${record.range ?? ''}`) || /^(?:file:|link:|\.{0,2}\/)/.test(written)) return undefined;
  if (document.reader === 'github-actions' || document.reader === 'pre-commit') {
    const version = record.version ?? '';
    if (record.ecosystem === 'docker') return undefined;
    return /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(version) || (document.reader === 'pre-commit' && record.ecosystem === 'pypi') ? undefined : `names a ${version === '' ? 'repository' : 'tag or branch'}, which can be moved to another commit`;
  }
  if (record.version !== undefined && record.version !== '') return undefined;
  if (/#[0-9a-f]{40}/.test(written) || /@[0-9a-f]{40}\b/.test(written)) return undefined;
  if (record.range === undefined || /^(?:\*|latest|x|)$/.test(record.range.trim())) return 'has no version: any may come';
  return 'is a range, and no lockfile holds what it resolves to';
}

/** Packages of which a lockfile has several versions. */
export const duplicate: LibraryCheck = async ({ documents }, section) => {
  const settings = switched(section, 'duplicates');
  if (settings === undefined) return [];
  const isAsked = selection(settings);
  return documents.flatMap((document): LibraryFinding[] => {
    if (document.reading.kind !== 'lockfile' || document.reader === 'go-sum') return [];
    const byName = new Map<string, PackageRecord[]>();
    for (const { record } of dependenciesOf([document])) {
      if (record.version === undefined || !isAsked(record)) continue;
      const key = `${record.ecosystem}/${foldedPath(record)}`;
      const list = byName.get(key);
      if (list === undefined) byName.set(key, [record]);
      else if (list.every((one) => one.version !== record.version)) list.push(record);
    }
    // every version but the first is a second one; the first line of each is where it came in
    return [...byName.values()].flatMap((list) => list.slice(1).map((record) => findingAt({ record, document }, `duplicate of ${list[0]?.version ?? ''}`, `${clip(fullNameOf(record))} comes in ${list.length} versions, ${list.map((one) => one.version).join(' and ')}${sayChain(document, record)}`)));
  });
};

function selection(settings: Plain): (record: PackageRecord) => boolean {
  const only = textsAt(settings, 'only');
  const isOnly = only === undefined ? () => true : matchesAny(only);
  const isAllowed = matchesAny(textsAt(settings, 'allow') ?? []);
  return (record) => isOnly(record) && !isAllowed(record);
}
