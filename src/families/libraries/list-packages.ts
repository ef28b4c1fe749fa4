import { namedVersion } from '../../formats/packages/named-version.ts';
import { fullNameOf } from '../../formats/packages/package-name.ts';
import { purlOf } from '../../formats/packages/purl-of.ts';
import type { PackageRecord } from '../../formats/packages/record.ts';
import { positionAt, sourceText, type SourceText } from '../../formats/place.ts';
import type { InventoryPackage } from '../../model/inventory.ts';
import type { PackageDocument } from './document.ts';

/**
 * The packages of a document as an inventory lists them. A package that the document describes (`project`) is listed where
 * its own file says that it is a package of its ecosystem: lockfiles, package.json and gemspecs.
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
  const listsProject = reader === 'npm-manifest' || reader === 'gemspec' || (reading.kind === 'lockfile' && reader !== 'uv-lock');
  return reading.packages
    .filter((record) => record.project !== true || listsProject)
    .map((record): InventoryPackage => {
      const at = sourceOf(record);
      const version = record.version ?? namedVersion(record.range);
      return {
        kind: 'package',
        purl: purlOf({ ...record, version }),
        name: record.written ?? fullNameOf(record),
        version: version ?? '',
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
