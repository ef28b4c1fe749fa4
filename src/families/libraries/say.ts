import { fullNameOf } from '../../formats/packages/package-name.ts';
import { purlOf } from '../../formats/packages/purl-of.ts';
import type { PackageRecord } from '../../formats/packages/record.ts';
import type { LibraryFinding, Named } from './check.ts';

/** The package as a sentence names it: its name as written there and its version or range. */
export function sayPackage(record: PackageRecord): string {
  const name = record.written ?? fullNameOf(record);
  const version = record.version ?? record.range;
  const alias = record.alias === undefined ? '' : ` (as ${record.alias})`;
  return `${clip(name)}${version === undefined || version === '' ? '' : ` ${clip(version)}`}${alias}`;
}

/** A finding at the place that names a package. `rule` tells the check's own rules apart. */
export function findingAt({ record, document }: Named, rule: string, message: string, more: Pick<LibraryFinding, 'certainty' | 'severity'> = {}): LibraryFinding {
  const purl = purlOf({ ...record, qualifiers: undefined });
  return {
    path: record.path ?? document.source.path,
    start: record.start,
    end: record.end,
    message,
    // "raised" is new: version and range are part of what was there before
    identity: `${rule}\0${purl}\0${record.version === undefined ? (record.range ?? '') : ''}`,
    resource: purl,
    ...more,
  };
}

/** At most 120 characters of a text that a file wrote. */
export function clip(text: string): string {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

/** Names as a sentence lists them; the rest is counted. */
export function sayList(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).map(clip).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
