import type { FamilyName } from '../model/finding.ts';
import type { RouteMarker } from './registry-format.ts';

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

const dataEnding = /\.(?:ya?ml|json|template|tpl|jsonc)$/i;

/**
 * The families beside credentials that want a source, by its name and by the markers its bytes hold.
 * Cheap: string comparisons only, no parser is touched.
 */
export function familiesFor(path: string, marked: number): readonly FamilyName[] {
  const slash = path.lastIndexOf('/');
  const base = path.slice(slash + 1).toLowerCase();
  const wanted: FamilyName[] = [];
  if (wantsInfrastructure(base, marked)) wanted.push('infrastructure');
  if (wantsContainers(base, marked)) wanted.push('containers');
  if (wantsLibraries(path, base)) wanted.push('libraries');
  return wanted;
}

function wantsInfrastructure(base: string, marked: number): boolean {
  if (/\.(?:tf|tofu|tfvars)$|\.(?:tf|tofu|tfvars)\.json$/.test(base)) return true;
  if ((marked & (routes.cloudformation | routes.arm | routes.terraformPlan)) === 0) return false;
  return dataEnding.test(base) || !base.includes('.');
}

function wantsContainers(base: string, marked: number): boolean {
  if (/^(?:dockerfile|containerfile)(?:[.-].*)?$|\.(?:dockerfile|containerfile)$/.test(base)) return true;
  if (/\.(?:tf|tofu)$|\.tf\.json$/.test(base)) return true;
  if (/^(?:docker-)?compose(?:[.-].*)?\.ya?ml$/.test(base)) return true;
  if ((marked & (routes.kubernetes | routes.ecs | routes.cloudformation | routes.compose | routes.terraformPlan)) === 0) return false;
  return dataEnding.test(base);
}

/** Names of manifests and lockfiles; the readers decide exactly (`src/formats/packages/`). */
const packageNames = new Set(
  (
    'package.json package-lock.json npm-shrinkwrap.json pnpm-lock.yaml pnpm-workspace.yaml yarn.lock bun.lock bun.lockb deno.json deno.jsonc deno.lock .npmrc .yarnrc.yml bunfig.toml ' +
    'pyproject.toml poetry.lock pdm.lock uv.lock pipfile pipfile.lock setup.cfg setup.py environment.yml environment.yaml conda-lock.yml go.mod go.sum modules.txt cargo.toml cargo.lock ' +
    'gemfile gems.rb gemfile.lock gems.locked composer.json composer.lock pom.xml gradle.lockfile buildscript-gradle.lockfile libs.versions.toml verification-metadata.xml build.gradle build.gradle.kts ' +
    'settings.gradle settings.gradle.kts packages.config packages.lock.json directory.packages.props directory.build.props paket.dependencies paket.lock pubspec.yaml pubspec.lock mix.exs mix.lock ' +
    'package.swift package.resolved podfile podfile.lock conan.lock conanfile.txt conanfile.py renv.lock description cabal.project.freeze stack.yaml stack.yaml.lock ' +
    'chart.yaml chart.lock requirements.yaml .pre-commit-config.yaml .terraform.lock.hcl action.yml action.yaml bom.json bom.xml project.assets.json uv.toml global.json'
  ).split(' '),
);

function wantsLibraries(path: string, base: string): boolean {
  if (packageNames.has(base)) return true;
  if (/^pylock(?:\..*)?\.toml$|requirements.*\.(?:txt|in)$|constraints.*\.txt$|\.(?:csproj|fsproj|vbproj|gemspec|podspec|cabal|nuspec)$|\.deps\.json$/.test(base)) return true;
  if (/\.(?:cdx|spdx|cyclonedx)(?:\.(?:json|xml))?$/.test(base)) return true;
  if (/requirements\/[^/]*\.(?:txt|in)$/i.test(path) || /\.github\/workflows\/[^/]*\.ya?ml$/i.test(path)) return true;
  if (/^(?:dockerfile|containerfile)(?:[.-].*)?$|\.(?:dockerfile|containerfile)$/.test(base)) return true;
  if (/\.(?:tf|tofu)$/.test(base)) return true;
  return /\.(?:[cm]?[jt]sx?|vue|svelte|py|go|java|kt|rb|rs|cs)$/.test(base);
}
