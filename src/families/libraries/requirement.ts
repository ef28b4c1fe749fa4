import type { PackageReaderName } from '../../formats/packages/detect.ts';
import { namedVersion } from '../../formats/packages/named-version.ts';
import type { PackageRecord } from '../../formats/packages/record.ts';

/**
 * Manifests whose packages a lockfile of the same manager gives a version to. Bills of materials of other tools leave such
 * entries out; here they are listed and marked. Cargo.toml, deno.json, go.mod, pyproject.toml, project files of .NET and
 * poms are listed as packages there, and here.
 */
const lockedElsewhere: ReadonlySet<PackageReaderName> = new Set<PackageReaderName>([
  'npm-manifest', 'pnpm-workspace', 'pipfile', 'gemspec', 'gemfile', 'composer-manifest', 'nuspec', 'cpanfile', 'pubspec', 'mix-manifest', 'podfile', 'julia-manifest',
]);

/** Files whose entries without a version are folders beside them, members of a workspace, or parts of the language. */
const takesVersionElsewhere: ReadonlySet<PackageReaderName> = new Set<PackageReaderName>(['cargo-manifest', 'gleam-manifest', 'julia-lock', 'dotnet-project', 'pipfile-lock']);

/** Manifests that name, beside what they depend on, what builds them: build back ends, plugins, parents. */
const withBuildTools: ReadonlySet<PackageReaderName> = new Set<PackageReaderName>(['pyproject', 'setup-cfg', 'setup-py', 'maven-pom', 'gradle-build', 'gradle-catalog', 'dotnet-project', 'cargo-manifest']);

function isRemote({ resolved }: PackageRecord): boolean {
  return resolved !== undefined && /^(?:[\w+]{2,12}:\/\/|git@)/.test(resolved);
}

/**
 * Whether an entry only asks for a package, so that an inventory cannot say that this package is there: a manager will
 * choose its version and a lockfile name it, it builds the project and is no part of it, or nothing says which version it is.
 */
export function isRequirement(record: PackageRecord, reader: PackageReaderName): boolean {
  if (record.project === true) return false;
  if (lockedElsewhere.has(reader)) return true;
  if (record.scope === 'build' && withBuildTools.has(reader)) return true;
  // dependencyManagement, [workspace.dependencies] and constraints bring nothing in: they say which version a dependency would have
  if ((reader === 'maven-pom' || reader === 'cargo-manifest') && record.direct !== true) return true;
  if (reader === 'pyproject' && record.direct !== true) return true;
  if (takesVersionElsewhere.has(reader) && record.version === undefined && namedVersion(record.range) === undefined && !isRemote(record)) return true;
  // setup.py is a program: to a name in one of its lists it may join anything
  if (reader === 'setup-py' && record.version === undefined && namedVersion(record.range) === undefined) return true;
  return reader === 'requirements' && record.version === undefined && /\$\{/.test(record.range ?? '');
}
