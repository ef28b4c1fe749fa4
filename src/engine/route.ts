import type { FamilyName } from '../model/finding.ts';
import type { RouteMarker } from './registry-format.ts';
import { escapeSigns } from '../formats/escaped-text.ts';
import { basenameOf } from '../formats/repository-path.ts';

/**
 * Families that this version runs. A check of any other family is not packed into the registry, so that no report lists a
 * rule that never ran.
 */
export const runnableFamilies: ReadonlySet<FamilyName> = new Set<FamilyName>(['credentials', 'infrastructure', 'containers', 'libraries', 'change-control']);

/** Bits of what a source's bytes or name say it may be. */
export const routes = {
  cloudformation: 1,
  kubernetes: 2,
  arm: 4,
  terraformPlan: 8,
  compose: 16,
  ecs: 32,
  serverless: 64,
  packages: 128,
  escaped: 256,
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
  { keyword: '- op:', route: bitNumber(routes.kubernetes) },
  { keyword: '"op":', route: bitNumber(routes.kubernetes) },
  ...['services:', 'services :', '"services"', "'services'", '? services'].map((keyword) => ({ keyword, route: bitNumber(routes.compose) })),
  { keyword: 'containerDefinitions', route: bitNumber(routes.ecs) },
  ...['# /// script', '"bomFormat"', 'cyclonedx.org/schema/bom', '"spdxVersion"', 'spdx.org/rdf/3', 'maven.apache.org/POM/', '"lockfileVersion"', '@EXPLICIT'].map((keyword) => ({ keyword, route: bitNumber(routes.packages) })),
  // any of the above may stand behind escapes; what looks at the bytes next resolves them
  ...escapeSigns.map((keyword) => ({ keyword, route: bitNumber(routes.escaped) })),
];

/** Endings of the data formats that templates are written in. */
const dataEndings = new Set(['yaml', 'yml', 'json', 'jsonc', 'template', 'tpl', 'cfn', 'cform']);
const terraformEndings = new Set(['tf', 'tofu', 'tfvars']);
const projectEndings = new Set(['csproj', 'fsproj', 'vbproj', 'gemspec', 'cabal', 'spdx', 'gradle', 'lockfile', 'opam', 'rockspec', 'nuspec', 'props', 'targets', 'pom', 'egg-info']);

/** Names of manifests and lockfiles; the readers decide exactly (`src/formats/packages/`). */
let packageNames: ReadonlySet<string> | undefined;
const packageNameList =
  'package.json package-lock.json npm-shrinkwrap.json pnpm-lock.yaml pnpm-workspace.yaml yarn.lock bun.lock bun.lockb deno.json deno.jsonc deno.lock import_map.json .package-lock.json .npmrc .yarnrc .yarnrc.yml bunfig.toml ' +
  'pyproject.toml poetry.lock pdm.lock uv.lock pipfile pipfile.lock setup.cfg setup.py environment.yml environment.yaml pixi.lock pip.conf pip.ini go.mod go.sum modules.txt cargo.toml cargo.lock ' +
  'gemfile gems.rb gemfile.lock gems.locked composer.json composer.lock pom.xml verification-metadata.xml ' +
  'packages.config packages.lock.json directory.packages.props directory.build.props directory.build.targets paket.dependencies paket.lock pubspec.yaml pubspec.lock mix.exs mix.lock rebar.lock gleam.toml manifest.toml ' +
  'package.swift package.resolved podfile podfile.lock cartfile cartfile.private cartfile.resolved conan.lock conanfile.txt conanfile.py renv.lock description cabal.project.freeze stack.yaml stack.yaml.lock project.toml juliaproject.toml juliamanifest.toml ' +
  'chart.yaml chart.lock requirements.yaml requirements.lock .pre-commit-config.yaml .pre-commit-config.yml .terraform.lock.hcl action.yml action.yaml bom.json bom.xml project.assets.json uv.toml opam cpanfile meta.json meta.yml metadata pkg-info dotnet-tools.json package_config.json go.work.sum go.work extensions.xml portcullis.yaml';

/**
 * The families beside credentials that want a source, by its name and by the markers its bytes hold.
 * Every commit asks this of every file, so it compares strings only: compiling a regular expression costs more than all of it.
 */
export function familiesFor(path: string, marked: number): readonly FamilyName[] {
  const base = basenameOf(path).toLowerCase();
  const dot = base.lastIndexOf('.');
  const ending = dot < 0 ? '' : base.slice(dot + 1);
  const isDockerfile = base.startsWith('dockerfile') || base.startsWith('containerfile') || ending === 'dockerfile' || ending === 'containerfile';
  const isTerraform = terraformEndings.has(ending) || base.endsWith('.tf.json') || base.endsWith('.tofu.json') || base.endsWith('.tfvars.json');
  const isData = dataEndings.has(ending);
  const wanted: FamilyName[] = [];
  const templates = routes.cloudformation | routes.arm | routes.terraformPlan | routes.ecs | (isData ? routes.escaped : 0);
  if (isTerraform || ((marked & templates) !== 0 && (isData || ending === 'txt' || (dot < 0 && !isPackageName(base))))) wanted.push('infrastructure');
  const containers = routes.kubernetes | routes.ecs | routes.cloudformation | routes.compose | routes.terraformPlan | routes.escaped;
  if (isDockerfile || isTerraform || (isData && ((marked & containers) !== 0 || base.startsWith('compose') || base.startsWith('docker-compose'))) || isInput(base) || ((ending === 'yaml' || ending === 'yml') && path.includes('templates/'))) wanted.push('containers');
  if (isDockerfile || isTerraform || wantsLibraries(path, base, ending, (marked & routes.packages) !== 0)) wanted.push('libraries');
  return wanted.filter((family) => runnableFamilies.has(family));
}

/** Kustomizations and the inputs of charts and Compose files, which may hold no marker: what uses them is judged again. A chart's template may hold none either. */
function isInput(base: string): boolean {
  return base === 'kustomization.yaml' || base === 'kustomization.yml' || base === 'kustomization' || base === 'values.yaml' || base === 'values.yml' || base === '.env' || (base.startsWith('_') && base.endsWith('.tpl'));
}

function isPackageName(base: string): boolean {
  packageNames ??= new Set(packageNameList.split(' '));
  return packageNames.has(base);
}

function wantsLibraries(path: string, base: string, ending: string, isMarked: boolean): boolean {
  if (isPackageName(base) || projectEndings.has(ending)) return true;
  switch (ending) {
    case 'txt':
    case 'in':
    case 'pip':
      return base.includes('requirement') || base.includes('constraint') || path.includes('requirements/') || (ending === 'txt' && isMarked);
    case 'toml':
      return base.startsWith('pylock') || base.startsWith('manifest-v') || base.endsWith('.versions.toml');
    case 'json':
    case 'xml':
      return isMarked || base.includes('.cdx.') || base.includes('.spdx') || base.endsWith('.deps.json') || path.includes('conda-meta/');
    case 'py':
      return isMarked;
    case 'kts':
      return base.endsWith('.gradle.kts');
    case 'lock':
      return base.startsWith('gemfile.');
    case 'locked':
    case 'template':
      return base.includes('.opam.');
    case 'yml':
    case 'yaml':
      return path.includes('/workflows/') || base.includes('conda-lock') || base.startsWith('pnpm-lock.') || base.includes('-environment.');
    default:
      return false;
  }
}
