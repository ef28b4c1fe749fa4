import type { PackageReaderName } from './detect.ts';
import type { PackageReader } from './record.ts';

/** Loads the reader of that name, and nothing else: each format stays in a chunk of its own. */
export async function readPackages(name: PackageReaderName): Promise<PackageReader> {
  switch (name) {
    case 'npm-manifest': return (await import('./npm-manifest.ts')).readNpmManifest;
    case 'npm-lock': return (await import('./npm-lock.ts')).readNpmLock;
    case 'pnpm-lock': return (await import('./pnpm-lock.ts')).readPnpmLock;
    case 'pnpm-workspace': return (await import('./pnpm-workspace.ts')).readPnpmWorkspace;
    case 'yarn-lock': return (await import('./yarn-lock.ts')).readYarnLock;
    case 'bun-lock': return (await import('./bun-lock.ts')).readBunLock;
    case 'binary-lock': return (await import('./unreadable.ts')).readBinaryLock;
    case 'deno-manifest': return (await import('./deno-manifest.ts')).readDenoManifest;
    case 'deno-lock': return (await import('./deno-lock.ts')).readDenoLock;
    case 'requirements': return (await import('./requirements.ts')).readRequirements;
    case 'pyproject': return (await import('./pyproject.ts')).readPyproject;
    case 'poetry-lock': return (await import('./python-lock.ts')).readPoetryLock;
    case 'pdm-lock': return (await import('./python-lock.ts')).readPdmLock;
    case 'uv-lock': return (await import('./python-lock.ts')).readUvLock;
    case 'pylock': return (await import('./python-lock.ts')).readPylock;
    case 'pipfile': return (await import('./pipfile.ts')).readPipfile;
    case 'pipfile-lock': return (await import('./pipfile.ts')).readPipfileLock;
    case 'setup-cfg': return (await import('./setup-cfg.ts')).readSetupCfg;
    case 'setup-py': return (await import('./setup-py.ts')).readSetupPy;
    case 'python-script': return (await import('./python-script.ts')).readPythonScript;
    case 'conda-environment': return (await import('./conda.ts')).readCondaEnvironment;
    case 'conda-lock': return (await import('./conda.ts')).readCondaLock;
    case 'conda-explicit': return (await import('./conda.ts')).readCondaExplicit;
    case 'pixi-lock': return (await import('./pixi-lock.ts')).readPixiLock;
    case 'go-mod': return (await import('./go-mod.ts')).readGoMod;
    case 'go-sum': return (await import('./go-sum.ts')).readGoSum;
    case 'go-vendor': return (await import('./go-vendor.ts')).readGoVendor;
    case 'cargo-manifest': return (await import('./cargo.ts')).readCargoManifest;
    case 'cargo-lock': return (await import('./cargo.ts')).readCargoLock;
    case 'gemfile': return (await import('./gemfile.ts')).readGemfile;
    case 'gemfile-lock': return (await import('./gemfile-lock.ts')).readGemfileLock;
    case 'gemspec': return (await import('./gemspec.ts')).readGemspec;
    case 'composer-manifest': return (await import('./composer.ts')).readComposerManifest;
    case 'composer-lock': return (await import('./composer.ts')).readComposerLock;
    case 'maven-pom': return (await import('./maven-pom.ts')).readMavenPom;
    case 'gradle-lock': return (await import('./gradle.ts')).readGradleLock;
    case 'gradle-catalog': return (await import('./gradle.ts')).readGradleCatalog;
    case 'gradle-verification': return (await import('./gradle.ts')).readGradleVerification;
    case 'gradle-build': return (await import('./gradle-build.ts')).readGradleBuild;
    case 'dotnet-project': return (await import('./nuget.ts')).readDotnetProject;
    case 'packages-config': return (await import('./nuget.ts')).readPackagesConfig;
    case 'nuget-lock': return (await import('./nuget.ts')).readNugetLock;
    case 'dotnet-assets': return (await import('./nuget.ts')).readDotnetAssets;
    case 'nuspec': return (await import('./nuspec.ts')).readNuspec;
    case 'dotnet-tools': return (await import('./nuspec.ts')).readDotnetTools;
    case 'python-metadata': return (await import('./installed-metadata.ts')).readPythonMetadata;
    case 'conda-meta': return (await import('./installed-metadata.ts')).readCondaMeta;
    case 'cpan-meta': return (await import('./installed-metadata.ts')).readCpanMeta;
    case 'cpanfile': return (await import('./cpanfile.ts')).readCpanfile;
    case 'paket-dependencies': return (await import('./paket.ts')).readPaketDependencies;
    case 'paket-lock': return (await import('./paket.ts')).readPaketLock;
    case 'pubspec': return (await import('./pubspec.ts')).readPubspec;
    case 'pubspec-lock': return (await import('./pubspec.ts')).readPubspecLock;
    case 'dart-packages': return (await import('./pubspec.ts')).readDartPackages;
    case 'mix-manifest': return (await import('./hex.ts')).readMixManifest;
    case 'mix-lock': return (await import('./hex.ts')).readMixLock;
    case 'rebar-lock': return (await import('./hex.ts')).readRebarLock;
    case 'gleam-manifest': return (await import('./hex.ts')).readGleamManifest;
    case 'gleam-lock': return (await import('./hex.ts')).readGleamLock;
    case 'swift-manifest': return (await import('./swift.ts')).readSwiftManifest;
    case 'swift-lock': return (await import('./swift.ts')).readPackageResolved;
    case 'podfile': return (await import('./cocoapods.ts')).readPodfile;
    case 'podfile-lock': return (await import('./cocoapods.ts')).readPodfileLock;
    case 'cartfile': return (await import('./cocoapods.ts')).readCartfile;
    case 'conan-lock': return (await import('./conan.ts')).readConanLock;
    case 'conanfile': return (await import('./conan.ts')).readConanfile;
    case 'stack-manifest': return (await import('./haskell.ts')).readStackManifest;
    case 'stack-lock': return (await import('./haskell.ts')).readStackLock;
    case 'cabal-freeze': return (await import('./haskell.ts')).readCabalFreeze;
    case 'cabal-manifest': return (await import('./haskell.ts')).readCabalManifest;
    case 'renv-lock': return (await import('./cran.ts')).readRenvLock;
    case 'r-description': return (await import('./cran.ts')).readRDescription;
    case 'julia-manifest': return (await import('./julia.ts')).readJuliaManifest;
    case 'julia-lock': return (await import('./julia.ts')).readJuliaLock;
    case 'opam': return (await import('./opam.ts')).readOpam;
    case 'rockspec': return (await import('./rockspec.ts')).readRockspec;
    case 'github-actions': return (await import('./github-actions.ts')).readGithubActions;
    case 'pre-commit': return (await import('./pre-commit.ts')).readPreCommit;
    case 'terraform': return (await import('./terraform.ts')).readTerraform;
    case 'terraform-lock': return (await import('./terraform.ts')).readTerraformLock;
    case 'helm-chart': return (await import('./helm-chart.ts')).readHelmChart;
    case 'dockerfile': return (await import('./dockerfile-installs.ts')).readDockerfileInstalls;
    case 'cyclonedx': return (await import('./cyclonedx.ts')).readCyclonedx;
    case 'spdx': return (await import('./spdx.ts')).readSpdx;
    default: return unknownReader(name);
  }
}

function unknownReader(name: never): never {
  throw new Error(`no package reader is called ${String(name)}: add it to read-packages.ts`);
}
