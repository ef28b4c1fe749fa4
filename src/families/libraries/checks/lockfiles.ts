import type { Batch, LibraryCheck, LibraryFinding } from '../check.ts';
import { dependenciesOf } from '../check.ts';
import type { PackageDocument } from '../document.ts';
import { lockfileManagers, lockfilesOf } from '../managers.ts';
import { flagAt, mapAt, textsAt, type Plain } from '../policy/plain.ts';
import { sayList } from '../say.ts';
import { folderPrefix } from '../../../formats/repository-path.ts';

/** Lockfiles of a package manager that the project does not use. */
export const wrongManager: LibraryCheck = async (batch, section) =>
  batch.documents.flatMap((document): LibraryFinding[] => {
    const own = lockfileManagers.get(document.reader);
    if (own === undefined) return [];
    const wanted = wantedManagers(batch, document, own.ecosystem, section);
    if (wanted === undefined || wanted.managers.includes(own.manager)) return [];
    return [atTop(document, `wrong manager ${own.manager}`, `this lockfile is ${own.manager}'s, and ${wanted.where} says ${sayList(wanted.managers)}`)];
  });

/** Folders with the lockfiles of several managers: only one of them is true. */
export const severalLockfiles: LibraryCheck = async (batch, section) => {
  if (flagAt(mapAt(section, 'lockfile'), 'single') === false) return [];
  return batch.documents.flatMap((document): LibraryFinding[] => {
    const own = lockfileManagers.get(document.reader);
    if (own === undefined || wantedManagers(batch, document, own.ecosystem, section) !== undefined) return [];
    const others = lockfileNames(batch, folderPrefix(document.source.path)).filter(({ name, ecosystem, manager }) => ecosystem === own.ecosystem && manager !== own.manager && !document.source.path.endsWith(`/${name}`));
    if (others.length === 0) return [];
    return [atTop(document, `several ${others.map(({ name }) => name).join(' ')}`, `${others.map(({ name }) => name).join(' and ')} ${others.length === 1 ? 'stands' : 'stand'} beside this lockfile: only one of them is what gets installed`)];
  });
};

/** Manifests without a lockfile, where the policy requires one. */
export const missingLockfile: LibraryCheck = async (batch, section) => {
  if (flagAt(mapAt(section, 'lockfile'), 'required') !== true) return [];
  const findings: LibraryFinding[] = [];
  for (const document of batch.documents) {
    const wanted = lockfilesOf.get(document.reader);
    if (wanted === undefined || [...dependenciesOf([document])].length === 0) continue;
    if (!hasLockfile(batch, document.source.path, wanted)) findings.push(atTop(document, 'no lockfile', 'no lockfile in this folder or above holds what this manifest asks for'));
  }
  return findings;
};

function hasLockfile(batch: Batch, path: string, wanted: readonly string[]): boolean {
  let folder = folderPrefix(path);
  for (let step = 0; step < 12; step++) {
    if (batch.project.files.list(folder.slice(0, -1)).some((name) => wanted.includes(batch.readerOf(folder + name) ?? ''))) return true;
    if (folder === '') return false;
    folder = folderPrefix(folder.slice(0, -1));
  }
  return false;
}

interface Wanted {
  readonly managers: readonly string[];
  readonly where: string;
}

/** What the policy, or the manifest beside a lockfile, says about the manager. */
function wantedManagers({ project }: Batch, document: PackageDocument, ecosystem: string, section: Plain): Wanted | undefined {
  const managers = textsAt(mapAt(mapAt(section, 'lockfile'), 'managers'), ecosystem);
  if (managers !== undefined) return { managers, where: 'the policy' };
  if (ecosystem !== 'npm') return undefined;
  const text = project.files.readText(`${folderPrefix(document.source.path)}package.json`);
  // corepack's field; `name@version+hash`
  const named = text === undefined ? undefined : /"packageManager"\s{0,20}:\s{0,20}"([a-z]{2,10})@/.exec(text)?.[1];
  return named === undefined ? undefined : { managers: [named], where: '"packageManager" in package.json' };
}

function lockfileNames(batch: Batch, folder: string): readonly { readonly name: string; readonly ecosystem: string; readonly manager: string }[] {
  return batch.project.files.list(folder.slice(0, -1)).flatMap((name) => {
    const reader = batch.readerOf(name);
    const found = reader === undefined ? undefined : lockfileManagers.get(reader);
    return found === undefined ? [] : [{ name, ...found }];
  });
}

function atTop(document: PackageDocument, identity: string, message: string): LibraryFinding {
  const line = document.source.text.search(/\S/);
  const start = Math.max(0, line);
  const end = document.source.text.indexOf('\n', start);
  return { path: document.source.path, start, end: Math.min(end < 0 ? document.source.text.length : end, start + 80), message, identity };
}
