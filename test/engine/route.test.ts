import { expect, it } from 'vitest';
import { familiesFor, routes } from '../../src/engine/route.ts';
import { detectPackageFile } from '../../src/formats/packages/detect.ts';

/** One path of every kind that a reader takes by its name. */
const paths = [
  ...'package.json package-lock.json npm-shrinkwrap.json .package-lock.json pnpm-lock.yaml pnpm-lock.dev.yaml pnpm-workspace.yaml yarn.lock bun.lock bun.lockb deno.json deno.jsonc import_map.json deno.lock'.split(' '),
  ...'requirements.txt dev-requirements.in requirements/dev.pip constraints.txt pyproject.toml poetry.lock pdm.lock uv.lock pylock.toml pylock.dev.toml Pipfile Pipfile.lock setup.cfg setup.py environment.yml my-environment.yaml conda-lock.yml dev.conda-lock.yaml pixi.lock'.split(' '),
  ...'go.mod go.sum go.work .mvn/extensions.xml vendor/modules.txt Cargo.toml Cargo.lock Gemfile gems.rb Gemfile.lock Gemfile.next.lock gems.locked a.gemspec composer.json composer.lock pom.xml gradle.lockfile gradle/dependency-locks/a.lockfile libs.versions.toml verification-metadata.xml build.gradle build.gradle.kts'.split(' '),
  ...'A.csproj A.fsproj A.vbproj packages.config packages.lock.json project.assets.json A.deps.json A.nuspec build/A.props build/A.targets .config/dotnet-tools.json cpanfile go.work.sum a/x-1.dist-info/METADATA x.egg-info/PKG-INFO env/conda-meta/x-1.json Directory.Packages.props Directory.Build.props Directory.Build.targets paket.dependencies paket.lock pubspec.yaml pubspec.lock .dart_tool/package_config.json mix.exs mix.lock rebar.lock gleam.toml manifest.toml'.split(' '),
  ...'Package.swift Package.resolved Podfile Podfile.lock Cartfile Cartfile.private Cartfile.resolved conan.lock conanfile.txt conanfile.py stack.yaml stack.yaml.lock cabal.project.freeze a.cabal renv.lock Project.toml JuliaProject.toml Manifest.toml Manifest-v1.11.toml JuliaManifest.toml opam a.opam a.opam.locked a.opam.template a-1.rockspec'.split(' '),
  ...'.github/workflows/ci.yml .gitea/workflows/ci.yaml action.yml .pre-commit-config.yaml .pre-commit-config.yml main.tf main.tofu .terraform.lock.hcl Chart.yaml Chart.lock Dockerfile Dockerfile.prod a.dockerfile bom.json bom.xml a.cdx.json a.cdx.xml a.spdx a.spdx.json a.spdx3.json'.split(' '),
];

it.each(paths)('%s comes to the family of libraries', (path) => {
  expect(detectPackageFile(path)).toBeDefined();
  expect(familiesFor(path, 0)).toContain('libraries');
});

it.each(['tool.py', 'sbom.json', 'sbom.xml', 'packages.txt'])('%s does when its bytes say that it names packages', (path) => {
  expect(familiesFor(path, 0)).toEqual([]);
  expect(familiesFor(path, routes.packages)).toEqual(['libraries']);
});

it.each(['META.json', 'META.yml', 'METADATA', 'PKG-INFO'])('%s comes to the family of libraries, whose reader looks inside', (path) => {
  expect(familiesFor(path, 0)).toContain('libraries');
});

it.each(['README.md', 'src/index.ts', 'data.json', 'notes.txt', 'main.go', 'config.toml'])('%s comes to no family', (path) => {
  expect(familiesFor(path, 0)).toEqual([]);
});

it('what a package says of itself is no template, though its text may show one', () => {
  expect(familiesFor('x.egg-info/PKG-INFO', routes.cloudformation)).toEqual(['libraries']);
  expect(familiesFor('stack', routes.cloudformation)).toEqual(['infrastructure']);
});
