import { fullNameOf } from '../../formats/packages/package-name.ts';
import type { Batch, Named } from './check.ts';
import type { PackageDocument } from './document.ts';
import { folderPrefix } from '../../formats/repository-path.ts';

/** Versions by ecosystem and full name, of one lockfile. */
const versionsOf = new WeakMap<PackageDocument, ReadonlyMap<string, readonly string[]>>();

/** Lockfiles that stand beside the manifest or in a folder above it, where workspaces keep theirs. */
const maxFolders = 12;

/**
 * The versions that a lockfile gives to a package that a manifest asks for by a range: from the nearest folder that has
 * a lockfile which knows the package. Undefined when there is none, and for records of a lockfile.
 */
export async function lockedBeside(batch: Batch, { record, document }: Named): Promise<readonly string[] | undefined> {
  if (document.reading.kind !== 'manifest') return undefined;
  const key = `${record.ecosystem} ${fullNameOf(record)}`;
  let folder = folderPrefix(record.path ?? document.source.path);
  for (let step = 0; step < maxFolders; step++) {
    for (const lockfile of await lockfilesIn(batch, folder)) {
      const versions = lockedVersions(lockfile).get(key);
      if (versions !== undefined) return versions;
    }
    if (folder === '') return undefined;
    folder = folderPrefix(folder.slice(0, -1));
  }
  return undefined;
}

/** The lockfiles directly in a folder, which ends in a slash or is empty. */
export async function lockfilesIn(batch: Batch, folder: string): Promise<readonly PackageDocument[]> {
  const found: PackageDocument[] = [];
  const names = batch.project.files.list(folder === '' ? '' : folder.slice(0, -1));
  for (const name of names) {
    const reader = batch.readerOf(name);
    if (reader === undefined || !isLockReader(reader)) continue;
    const document = await batch.read(folder + name);
    if (document !== undefined && document.reading.kind === 'lockfile') found.push(document);
  }
  return found;
}

/** Readers whose documents may be lockfiles, so that manifests are not read for nothing. */
function isLockReader(reader: string): boolean {
  return /lock$|^go-sum$|^cabal-freeze$|^cartfile$|^pylock$/.test(reader);
}

function lockedVersions(lockfile: PackageDocument): ReadonlyMap<string, readonly string[]> {
  const known = versionsOf.get(lockfile);
  if (known !== undefined) return known;
  const versions = new Map<string, string[]>();
  for (const record of lockfile.reading.packages) {
    if (record.version === undefined || record.project === true) continue;
    const key = `${record.ecosystem} ${fullNameOf(record)}`;
    const list = versions.get(key);
    if (list === undefined) versions.set(key, [record.version]);
    else list.push(record.version);
  }
  versionsOf.set(lockfile, versions);
  return versions;
}

