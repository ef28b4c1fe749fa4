import type { PackageReaderName } from '../../formats/packages/detect.ts';
import { namedVersion } from '../../formats/packages/named-version.ts';
import { fullNameOf } from '../../formats/packages/package-name.ts';
import { purlOf } from '../../formats/packages/purl-of.ts';
import type { PackageRecord } from '../../formats/packages/record.ts';
import { positionAt, sourceText, type SourceText } from '../../formats/place.ts';
import type { InventoryPackage } from '../../model/inventory.ts';
import type { PackageDocument } from './document.ts';
import { isRequirement } from './requirement.ts';

/** Manifests that say name and version of a package of their ecosystem. */
const describesPackage: ReadonlySet<PackageReaderName> = new Set<PackageReaderName>(['npm-manifest', 'gemspec', 'cargo-manifest', 'julia-manifest', 'nuspec', 'rockspec']);

/**
 * The packages of a document as an inventory lists them. A package that the document describes (`project`) is listed where
 * its own file says that it is a package of its ecosystem: lockfiles, package.json, gemspecs, Cargo.toml and Project.toml.
 * A bare name beside an entry of the same package with a version is not listed.
 * `textOf` gives the files that a record may point into (included requirements files).
 */
export function listPackages(document: PackageDocument, textOf: (path: string) => string | undefined): readonly InventoryPackage[] {
  const { source, reader, reading } = document;
  const others = new Map<string, SourceText>();
  const sourceOf = (record: PackageRecord): SourceText => {
    if (record.path === undefined || record.path === source.path) return source;
    let other = others.get(record.path);
    if (other === undefined) others.set(record.path, (other = sourceText(record.path, textOf(record.path) ?? '')));
    return other;
  };
  const listed = reading.packages.filter((record) => record.project !== true || listsProject(record, document));
  return (reading.kind === 'manifest' ? withoutRepeats(listed) : listed).map((record): InventoryPackage => {
    const at = sourceOf(record);
    const version = record.version ?? versionOfRange(record, reader);
    return {
      kind: isRequirement(record, reader) ? 'requirement' : 'package',
      purl: purlOf({ ...record, version }),
      name: record.written ?? fullNameOf(record),
      version: version ?? '',
      ...(record.range === undefined || record.range === version ? {} : { range: record.range }),
      type: record.ecosystem,
      path: at.path,
      line: positionAt(at, record.start).line,
      direct: record.direct ?? null,
      scope: record.scope ?? null,
      ...(record.licence === undefined ? {} : { licence: record.licence }),
      ...(record.integrity === undefined ? {} : { integrity: record.integrity }),
      ...(record.project === true ? { project: true } : {}),
    };
  });
}

/** The version that is listed for a range; none where pip has an upper bound to stay below, and three numbers for npm. */
function versionOfRange({ ecosystem, range }: PackageRecord, reader: PackageReaderName): string | undefined {
  if (reader === 'requirements' && range?.includes(',') === true) return undefined;
  const named = namedVersion(range);
  return named !== undefined && ecosystem === 'npm' && /^\d+(?:\.\d+)?$/.test(named) ? `${named}${named.includes('.') ? '' : '.0'}.0` : named;
}

/** A manifest without a version is that of an application; a gemspec's may be computed. */
function listsProject({ version, consumer }: PackageRecord, { reader, reading }: PackageDocument): boolean {
  if (consumer === true) return false;
  if (reading.kind === 'lockfile') return version !== undefined;
  return describesPackage.has(reader) && (version !== undefined || reader === 'gemspec');
}

/** Bare names that the same document also names with a version or range say nothing more, unless they come from elsewhere. */
function withoutRepeats(records: readonly PackageRecord[]): readonly PackageRecord[] {
  const said = new Set(records.filter((one) => one.version !== undefined || one.range !== undefined).map(keyOf));
  return records.filter((one) => one.version !== undefined || one.range !== undefined || one.resolved !== undefined || one.project === true || !said.has(keyOf(one)));
}

function keyOf(record: PackageRecord): string {
  return `${record.ecosystem} ${fullNameOf(record)} ${record.subpath ?? ''}`;
}
