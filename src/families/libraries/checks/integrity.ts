import type { PackageReaderName } from '../../../formats/packages/detect.ts';
import type { PackageRecord } from '../../../formats/packages/record.ts';
import { dependenciesOf, type LibraryCheck, type LibraryFinding, type Named } from '../check.ts';
import type { PackageDocument } from '../document.ts';
import { switched } from '../policy/entry.ts';
import { flagAt, textsAt, valueAt, type Plain } from '../policy/plain.ts';
import { clip, findingAt, sayPackage } from '../say.ts';
import { disguised, sourceOf } from '../source-of.ts';

/** Lockfiles that write a hash for every package of a registry. */
const hashing: ReadonlySet<PackageReaderName> = new Set<PackageReaderName>(['npm-lock', 'pnpm-lock', 'yarn-lock', 'bun-lock', 'poetry-lock', 'pdm-lock', 'uv-lock', 'pylock', 'pipfile-lock', 'cargo-lock', 'go-sum', 'terraform-lock', 'gleam-lock', 'mix-lock', 'nuget-lock', 'deno-lock', 'pixi-lock', 'pubspec-lock']);

/** Packages of a lockfile without a hash, where the others have one or the policy requires it. */
export const missingHash: LibraryCheck = async ({ documents }, section) => {
  const isRequired = requiresHash(section);
  return documents.flatMap((document): LibraryFinding[] => {
    if (!hashing.has(document.reader) && !isHashedRequirements(document)) return [];
    if (document.reading.packages.every(({ integrity }) => integrity !== undefined && integrity !== '')) return [];
    const from = [...dependenciesOf([document])].filter(({ record }) => shouldHaveHash(record, document));
    const without = from.filter((named) => (named.record.integrity === undefined || named.record.integrity === '') && sha1Fragment(named) === undefined);
    // a lockfile of an old format, or written with hashes turned off, has none at all
    if (without.length === 0 || (!isRequired && without.length * 2 > from.length)) return [];
    return without.map((named) => findingAt(named, 'no hash', `${sayPackage(named.record)} has no hash, so whatever its address answers is installed`, { severity: isRequired ? 'high' : 'medium' }));
  });
};

/** Hashes that can be forged. */
export const weakHash: LibraryCheck = async ({ documents }, section) => {
  const settings = switched(section, 'integrity');
  // old lockfiles are full of them, and only whoever asks for hashes wants to hear it
  if (settings === undefined) return [];
  const weak = textsAt(settings, 'weak') ?? ['sha1', 'md5'];
  const findings: LibraryFinding[] = [];
  for (const named of dependenciesOf(documents.filter(({ reader }) => hashing.has(reader) || reader === 'requirements'))) {
    const written = named.record.integrity ?? sha1Fragment(named);
    const name = /^([a-z]{1,10}\d{0,4})[-:]/i.exec(written ?? '')?.[1]?.toLowerCase();
    if (name !== undefined && weak.includes(name)) findings.push(findingAt(named, `weak hash ${name}`, `${sayPackage(named.record)} is held by ${name.toUpperCase()}, which can be forged`));
  }
  return findings;
};

/** Packages whose archive is another package, or another version. */
export const otherPackage: LibraryCheck = async ({ documents }) => {
  const findings: LibraryFinding[] = [];
  for (const named of dependenciesOf(documents)) {
    const archive = disguised(named.record);
    if (archive !== undefined) findings.push(findingAt(named, `other ${archive.name}@${archive.version}`, `the lockfile says ${sayPackage(named.record)}, and the archive that it names is ${clip(archive.name)} ${clip(archive.version)}`));
  }
  return findings;
};

function requiresHash(section: Plain): boolean {
  if (valueAt(section, 'integrity') === 'required') return true;
  const settings = switched(section, 'integrity');
  return settings !== undefined && (flagAt(settings, 'required') ?? valueAt(section, 'integrity') === true);
}

/** pip demands a hash of every requirement as soon as one has it. Source: pip docs, secure installs. */
function isHashedRequirements({ reader, reading }: PackageDocument): boolean {
  return reader === 'requirements' && reading.packages.some((record) => record.integrity !== undefined);
}

function shouldHaveHash(record: PackageRecord, { reader }: PackageDocument): boolean {
  const { kind } = sourceOf(record);
  if (kind === 'git' || kind === 'local') return false;
  // an npm entry without an address is bundled in another package, or the lockfile leaves addresses out
  if (reader === 'npm-lock') return kind !== 'unsaid';
  if (reader === 'cargo-lock' || reader === 'mix-lock') return kind === 'registry';
  // Yarn writes no hash of what is for another system than that of whoever wrote the lockfile
  return record.version !== undefined && !(reader === 'yarn-lock' && record.conditional === true);
}

/** Yarn 1 writes SHA-1 behind the address where it has nothing better. */
function sha1Fragment({ record, document }: Named): string | undefined {
  return document.reader === 'yarn-lock' && record.integrity === undefined && /#[0-9a-f]{40}$/.test(record.resolved ?? '') && sourceOf(record).kind !== 'git' ? 'sha1:' : undefined;
}
