import type { FamilyName } from '../model/finding.ts';
import type { RouteMarker } from './registry-format.ts';

/**
 * Families that this version runs. A check of any other family is not packed into the registry, so that no report lists a
 * rule that never ran.
 */
export const runnableFamilies: ReadonlySet<FamilyName> = new Set<FamilyName>(['credentials', 'infrastructure', 'containers']);

/** Bits of what a source's bytes or name say it may be. */
export const routes = {
  cloudformation: 1,
  kubernetes: 2,
  arm: 4,
  terraformPlan: 8,
  compose: 16,
  ecs: 32,
  serverless: 64,
} as const;

const bitNumber = (bit: number): number => Math.log2(bit);

/** Literals that wake a parser. They are part of the prefilter's table, so asking costs nothing. */
export const routeMarkers: readonly RouteMarker[] = [
  { keyword: 'AWSTemplateFormatVersion', route: bitNumber(routes.cloudformation) },
  { keyword: 'AWS::', route: bitNumber(routes.cloudformation) },
  { keyword: 'Alexa::', route: bitNumber(routes.cloudformation) },
  { keyword: 'apiVersion', route: bitNumber(routes.kubernetes) },
  { keyword: 'deploymentTemplate.json', route: bitNumber(routes.arm) },
  { keyword: 'deploymentParameters.json', route: bitNumber(routes.arm) },
  { keyword: '"planned_values"', route: bitNumber(routes.terraformPlan) },
  { keyword: '"resource_changes"', route: bitNumber(routes.terraformPlan) },
  { keyword: 'services:', route: bitNumber(routes.compose) },
  { keyword: 'containerDefinitions', route: bitNumber(routes.ecs) },
];

/** Endings of the data formats that templates are written in. */
const dataEndings = new Set(['yaml', 'yml', 'json', 'jsonc', 'template', 'tpl']);
const terraformEndings = new Set(['tf', 'tofu', 'tfvars']);
const projectEndings = new Set(['csproj', 'fsproj', 'vbproj', 'gemspec', 'podspec', 'cabal', 'nuspec', 'cdx', 'spdx', 'cyclonedx']);

/** Names of manifests and lockfiles; the readers decide exactly (`src/formats/packages/`). */
let packageNames: ReadonlySet<string> | undefined;
const packageNameList =
  'package.json package-lock.json npm-shrinkwrap.json pnpm-lock.yaml pnpm-workspace.yaml yarn.lock bun.lock bun.lockb deno.json deno.jsonc deno.lock .npmrc .yarnrc.yml bunfig.toml ' +
  'pyproject.toml poetry.lock pdm.lock uv.lock pipfile pipfile.lock setup.cfg setup.py environment.yml environment.yaml conda-lock.yml go.mod go.sum modules.txt cargo.toml cargo.lock ' +
  'gemfile gems.rb gemfile.lock gems.locked composer.json composer.lock pom.xml gradle.lockfile buildscript-gradle.lockfile libs.versions.toml verification-metadata.xml build.gradle build.gradle.kts ' +
  'settings.gradle settings.gradle.kts packages.config packages.lock.json directory.packages.props directory.build.props paket.dependencies paket.lock pubspec.yaml pubspec.lock mix.exs mix.lock ' +
  'package.swift package.resolved podfile podfile.lock conan.lock conanfile.txt conanfile.py renv.lock description cabal.project.freeze stack.yaml stack.yaml.lock ' +
  'chart.yaml chart.lock requirements.yaml .pre-commit-config.yaml .terraform.lock.hcl action.yml action.yaml bom.json bom.xml project.assets.json uv.toml global.json';

/**
 * The families beside credentials that want a source, by its name and by the markers its bytes hold.
 * Every commit asks this of every file, so it compares strings only: compiling a regular expression costs more than all of it.
 */
export function familiesFor(path: string, marked: number): readonly FamilyName[] {
  const base = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const dot = base.lastIndexOf('.');
  const ending = dot < 0 ? '' : base.slice(dot + 1);
  const isDockerfile = base.startsWith('dockerfile') || base.startsWith('containerfile') || ending === 'dockerfile' || ending === 'containerfile';
  const isTerraform = terraformEndings.has(ending) || base.endsWith('.tf.json') || base.endsWith('.tofu.json') || base.endsWith('.tfvars.json');
  const isData = dataEndings.has(ending);
  const wanted: FamilyName[] = [];
  const templates = routes.cloudformation | routes.arm | routes.terraformPlan;
  if (isTerraform || ((isData || dot < 0) && (marked & templates) !== 0)) wanted.push('infrastructure');
  const containers = routes.kubernetes | routes.ecs | routes.cloudformation | routes.compose | routes.terraformPlan;
  if (isDockerfile || isTerraform || (isData && ((marked & containers) !== 0 || base.startsWith('compose') || base.startsWith('docker-compose')))) wanted.push('containers');
  if (isDockerfile || wantsLibraries(path, base, ending)) wanted.push('libraries');
  return wanted.filter((family) => runnableFamilies.has(family));
}

function wantsLibraries(path: string, base: string, ending: string): boolean {
  packageNames ??= new Set(packageNameList.split(' '));
  if (packageNames.has(base) || projectEndings.has(ending)) return true;
  if (ending === 'txt' || ending === 'in') return base.includes('requirements') || base.includes('constraints') || path.includes('requirements/');
  if (ending === 'toml') return base.startsWith('pylock');
  if (ending === 'json' || ending === 'xml') return base.includes('.cdx.') || base.includes('.spdx.') || base.endsWith('.deps.json');
  return (ending === 'yml' || ending === 'yaml') && path.includes('.github/workflows/');
}
