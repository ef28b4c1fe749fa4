import type { PackageReaderName } from '../../../formats/packages/detect.ts';
import { fullNameOf } from '../../../formats/packages/package-name.ts';
import type { PackageRecord } from '../../../formats/packages/record.ts';
import type { Batch, LibraryCheck, LibraryFinding } from '../check.ts';
import type { PackageDocument } from '../document.ts';
import { lockfilesIn } from '../locked.ts';
import { lockfileManagers, lockfilesOf } from '../managers.ts';
import { flagAt, mapAt } from '../policy/plain.ts';
import { foldedPath } from '../policy/purl-pattern.ts';
import { clip, sayPackage } from '../say.ts';
import { folderPrefix } from '../../../formats/repository-path.ts';

/** Manifests that name every direct package under the name that the lockfile has it under. */
const comparable: ReadonlySet<PackageReaderName> = new Set<PackageReaderName>(['npm-manifest', 'pyproject', 'pipfile', 'cargo-manifest', 'gemfile', 'composer-manifest', 'pubspec']);

/** Lockfiles that say which of their packages the project asks for. */
const saysDirect: ReadonlySet<PackageReaderName> = new Set<PackageReaderName>(['npm-lock', 'pnpm-lock', 'gemfile-lock', 'pubspec-lock']);

/** Manifests and lockfiles in one folder of which one was changed without the other. */
export const outOfStep: LibraryCheck = async (batch, section) => {
  const said = flagAt(mapAt(section, 'lockfile'), 'in-step');
  if (said === false) return [];
  const { versionTest } = await import('../policy/version-test.ts');
  const findings: LibraryFinding[] = [];
  const judged = new Set<string>();
  for (const document of batch.documents) {
    for (const [manifest, lockfile] of await pairsOf(batch, document)) {
      const key = `${manifest.source.path}\0${lockfile.source.path}`;
      if (judged.has(key) || lockfile.reading.problems.length > 0 || manifest.reading.problems.length > 0) continue;
      judged.add(key);
      for (const finding of compare(manifest, lockfile, versionTest)) findings.push(said === true ? { ...finding, severity: 'high' } : finding);
    }
  }
  return findings;
};

/** Manifest and lockfile in the folder of a document that is one of them. Two managers' lockfiles are another check's business. */
async function pairsOf(batch: Batch, document: PackageDocument): Promise<readonly (readonly [PackageDocument, PackageDocument])[]> {
  const folder = folderPrefix(document.source.path);
  const isManifest = comparable.has(document.reader);
  if (!isManifest && document.reading.kind !== 'lockfile') return [];
  const lockfiles = (await lockfilesIn(batch, folder)).filter(({ reader }) => reader !== 'deno-lock');
  const manifests = isManifest ? [document] : await manifestsIn(batch, folder);
  return manifests.flatMap((manifest) => {
    const own = lockfiles.filter(({ reader }) => lockfilesOf.get(manifest.reader)?.includes(reader) === true);
    const managers = new Set(own.map(({ reader }) => lockfileManagers.get(reader)?.manager ?? reader));
    return managers.size === 1 ? own.filter((lockfile) => lockfile === document || isManifest).map((lockfile) => [manifest, lockfile] as const) : [];
  });
}

async function manifestsIn(batch: Batch, folder: string): Promise<readonly PackageDocument[]> {
  const found: PackageDocument[] = [];
  for (const name of ['package.json', 'pyproject.toml', 'Pipfile', 'Cargo.toml', 'Gemfile', 'composer.json', 'pubspec.yaml']) {
    const manifest = await batch.read(folder + name);
    if (manifest !== undefined) found.push(manifest);
  }
  return found;
}

type VersionTest = (range: string, ecosystem: string) => (version: string) => boolean;

function* compare(manifest: PackageDocument, lockfile: PackageDocument, versionTest: VersionTest): Generator<LibraryFinding> {
  const locked = new Map<string, PackageRecord[]>();
  for (const record of lockfile.reading.packages) push(locked, foldedPath(record), record);
  for (const record of lockfile.reading.packages) if (record.alias !== undefined) push(locked, record.alias.toLowerCase(), record);
  const asked = manifest.reading.packages.filter(isComparable);
  // overrides change what a range resolves to
  const isOverridden = /"(?:overrides|resolutions)"/.test(manifest.source.text);
  for (const record of asked) {
    const found = locked.get(foldedPath(record));
    if (found === undefined) {
      if (record.scope !== 'optional' && record.conditional !== true && !isLocal(record)) yield atRecord(manifest, record, `missing ${fullNameOf(record)}`, `${sayPackage(record)} is asked for here, and ${nameOf(lockfile)} does not have it: it was not written anew after the change`);
    } else if (!isOverridden && !meets(record, found, versionTest)) {
      yield atRecord(manifest, record, `range ${fullNameOf(record)} ${record.range ?? ''}`, `${sayPackage(record)} is asked for here, and ${nameOf(lockfile)} has ${clip(found.map((one) => one.version ?? '').join(', '))}`);
    }
  }
  if (!saysDirect.has(lockfile.reader) || hasWorkspaces(manifest, lockfile)) return;
  const names = new Set(manifest.reading.packages.flatMap((record) => [foldedPath(record), ...(record.alias === undefined ? [] : [record.alias.toLowerCase()])]));
  for (const record of lockfile.reading.packages) {
    if (record.direct !== true || record.project === true || isLocal(record) || names.has(foldedPath(record)) || (record.alias !== undefined && names.has(record.alias.toLowerCase()))) continue;
    yield atRecord(lockfile, record, `unasked ${fullNameOf(record)}`, `${sayPackage(record)} stands here as something the project asks for, and ${nameOf(manifest)} does not ask for it`);
  }
}

function isComparable(record: PackageRecord): boolean {
  if (record.project === true || record.direct !== true || record.path !== undefined) return false;
  if (record.scope === 'peer' || record.scope === 'build') return false;
  if (record.ecosystem === 'pypi' && record.name === 'python') return false;
  return record.ecosystem !== 'composer' || record.namespace !== undefined;
}

/** Whether some locked version meets the range, as far as both can be read. */
function meets(record: PackageRecord, locked: readonly PackageRecord[], versionTest: VersionTest): boolean {
  const range = record.range ?? record.version;
  if (range === undefined || record.resolved !== undefined || !/\d/.test(range) || /^[a-z]+:/i.test(range) || /[@{$]/.test(range)) return true;
  if (locked.some((one) => one.version === undefined || one.project === true)) return true;
  try {
    const test = versionTest(range, record.ecosystem);
    return locked.some((one) => test(one.version ?? ''));
  } catch {
    // a range in a syntax that is not known says nothing
    return true;
  }
}

/** With workspaces a lockfile's direct packages are those of every member. */
function hasWorkspaces(manifest: PackageDocument, lockfile: PackageDocument): boolean {
  return /"workspaces"/.test(manifest.source.text) || lockfile.reading.packages.some((record) => record.project === true) || hasImporters(lockfile.source.text);
}

/** Whether a pnpm-lock.yaml has an importer beside the root's. */
function hasImporters(text: string): boolean {
  const start = text.startsWith('importers:') ? 0 : text.indexOf('\nimporters:');
  if (start < 0) return false;
  for (const line of text.slice(start + 11, start + 200_000).split('\n').slice(1)) {
    if (/^\S/.test(line)) return false;
    if (/^ {2}\S/.test(line) && !/^ {2}['"]?\.['"]?:/.test(line)) return true;
  }
  return false;
}

function isLocal({ range, resolved }: PackageRecord): boolean {
  return /^(?:workspace|file|link|portal|catalog):|^\.{0,2}\//.test(range ?? '') || /^(?:file:|link:|\.{0,2}\/)/.test(resolved ?? '');
}

function atRecord(document: PackageDocument, record: PackageRecord, identity: string, message: string): LibraryFinding {
  return { path: document.source.path, start: record.start, end: record.end, message, identity };
}

function nameOf({ source }: PackageDocument): string {
  return source.path.slice(source.path.lastIndexOf('/') + 1);
}

function push(map: Map<string, PackageRecord[]>, key: string, record: PackageRecord): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [record]);
  else list.push(record);
}
