import { basenameOf } from '../repository-path.ts';
/** The name of each reader, as `readPackages` takes it. */
export type PackageReaderName =
  | 'npm-manifest' | 'npm-lock' | 'pnpm-lock' | 'pnpm-workspace' | 'yarn-lock' | 'bun-lock' | 'binary-lock' | 'deno-manifest' | 'deno-lock'
  | 'requirements' | 'pyproject' | 'poetry-lock' | 'pdm-lock' | 'uv-lock' | 'pylock' | 'pipfile' | 'pipfile-lock' | 'setup-cfg' | 'setup-py' | 'python-script'
  | 'conda-environment' | 'conda-lock' | 'conda-explicit' | 'pixi-lock'
  | 'go-mod' | 'go-sum' | 'go-vendor' | 'cargo-manifest' | 'cargo-lock' | 'gemfile' | 'gemfile-lock' | 'gemspec' | 'composer-manifest' | 'composer-lock'
  | 'maven-pom' | 'gradle-lock' | 'gradle-catalog' | 'gradle-verification' | 'gradle-build'
  | 'dotnet-project' | 'packages-config' | 'nuget-lock' | 'dotnet-assets' | 'paket-dependencies' | 'paket-lock'
  | 'pubspec' | 'pubspec-lock' | 'dart-packages' | 'mix-manifest' | 'mix-lock' | 'rebar-lock' | 'gleam-manifest' | 'gleam-lock'
  | 'swift-manifest' | 'swift-lock' | 'podfile' | 'podfile-lock' | 'cartfile' | 'conan-lock' | 'conanfile'
  | 'nuspec' | 'dotnet-tools' | 'python-metadata' | 'conda-meta' | 'cpan-meta' | 'cpanfile'
  | 'stack-manifest' | 'stack-lock' | 'cabal-freeze' | 'cabal-manifest' | 'renv-lock' | 'r-description' | 'julia-manifest' | 'julia-lock' | 'opam' | 'rockspec'
  | 'github-actions' | 'pre-commit' | 'terraform' | 'terraform-lock' | 'helm-chart' | 'dockerfile' | 'cyclonedx' | 'spdx';

/** Files that are known by their whole name. A Map, because a path may say `constructor`. */
const names: ReadonlyMap<string, PackageReaderName> = new Map<string, PackageReaderName>([
  ['package.json', 'npm-manifest'],
  ['package-lock.json', 'npm-lock'],
  ['npm-shrinkwrap.json', 'npm-lock'],
  ['.package-lock.json', 'npm-lock'],
  ['pnpm-lock.yaml', 'pnpm-lock'],
  ['pnpm-workspace.yaml', 'pnpm-workspace'],
  ['.yarnrc.yml', 'pnpm-workspace'],
  ['yarn.lock', 'yarn-lock'],
  ['bun.lock', 'bun-lock'],
  ['bun.lockb', 'binary-lock'],
  ['deno.json', 'deno-manifest'],
  ['deno.jsonc', 'deno-manifest'],
  ['import_map.json', 'deno-manifest'],
  ['deno.lock', 'deno-lock'],
  ['pyproject.toml', 'pyproject'],
  ['poetry.lock', 'poetry-lock'],
  ['pdm.lock', 'pdm-lock'],
  ['uv.lock', 'uv-lock'],
  ['pylock.toml', 'pylock'],
  ['Pipfile', 'pipfile'],
  ['Pipfile.lock', 'pipfile-lock'],
  ['setup.cfg', 'setup-cfg'],
  ['setup.py', 'setup-py'],
  ['environment.yml', 'conda-environment'],
  ['environment.yaml', 'conda-environment'],
  ['conda-lock.yml', 'conda-lock'],
  ['conda-lock.yaml', 'conda-lock'],
  ['pixi.lock', 'pixi-lock'],
  ['go.mod', 'go-mod'],
  ['go.work', 'go-mod'],
  ['go.sum', 'go-sum'],
  ['go.work.sum', 'go-sum'],
  ['Cargo.toml', 'cargo-manifest'],
  ['Cargo.lock', 'cargo-lock'],
  ['Gemfile', 'gemfile'],
  ['gems.rb', 'gemfile'],
  ['Gemfile.lock', 'gemfile-lock'],
  ['gems.locked', 'gemfile-lock'],
  ['composer.json', 'composer-manifest'],
  ['composer.lock', 'composer-lock'],
  ['pom.xml', 'maven-pom'],
  ['gradle.lockfile', 'gradle-lock'],
  ['buildscript-gradle.lockfile', 'gradle-lock'],
  ['settings-gradle.lockfile', 'gradle-lock'],
  ['verification-metadata.xml', 'gradle-verification'],
  ['packages.config', 'packages-config'],
  ['packages.lock.json', 'nuget-lock'],
  ['project.assets.json', 'dotnet-assets'],
  ['Directory.Packages.props', 'dotnet-project'],
  ['Directory.Build.props', 'dotnet-project'],
  ['Directory.Build.targets', 'dotnet-project'],
  ['paket.dependencies', 'paket-dependencies'],
  ['paket.lock', 'paket-lock'],
  ['pubspec.yaml', 'pubspec'],
  ['pubspec.lock', 'pubspec-lock'],
  ['package_config.json', 'dart-packages'],
  ['mix.exs', 'mix-manifest'],
  ['mix.lock', 'mix-lock'],
  ['rebar.lock', 'rebar-lock'],
  ['gleam.toml', 'gleam-manifest'],
  ['manifest.toml', 'gleam-lock'],
  ['Package.swift', 'swift-manifest'],
  ['Package.resolved', 'swift-lock'],
  ['Podfile', 'podfile'],
  ['Podfile.lock', 'podfile-lock'],
  ['Cartfile', 'cartfile'],
  ['Cartfile.private', 'cartfile'],
  ['Cartfile.resolved', 'cartfile'],
  ['conan.lock', 'conan-lock'],
  ['conanfile.txt', 'conanfile'],
  ['conanfile.py', 'conanfile'],
  ['stack.yaml', 'stack-manifest'],
  ['stack.yaml.lock', 'stack-lock'],
  ['cabal.project.freeze', 'cabal-freeze'],
  ['renv.lock', 'renv-lock'],
  ['Project.toml', 'julia-manifest'],
  ['JuliaProject.toml', 'julia-manifest'],
  ['Manifest.toml', 'julia-lock'],
  ['JuliaManifest.toml', 'julia-lock'],
  ['opam', 'opam'],
  ['cpanfile', 'cpanfile'],
  ['dotnet-tools.json', 'dotnet-tools'],
  ['action.yml', 'github-actions'],
  ['action.yaml', 'github-actions'],
  ['.pre-commit-config.yaml', 'pre-commit'],
  ['.pre-commit-config.yml', 'pre-commit'],
  ['.terraform.lock.hcl', 'terraform-lock'],
  ['Chart.yaml', 'helm-chart'],
  ['Chart.lock', 'helm-chart'],
  ['Dockerfile', 'dockerfile'],
  ['Containerfile', 'dockerfile'],
  ['dockerfile', 'dockerfile'],
  ['containerfile', 'dockerfile'],
  ['bom.json', 'cyclonedx'],
  ['bom.xml', 'cyclonedx'],
]);

/** Files that are known by their ending. */
const endings: readonly (readonly [string, PackageReaderName])[] = [
  ['.versions.toml', 'gradle-catalog'],
  ['.gradle', 'gradle-build'],
  ['.gradle.kts', 'gradle-build'],
  ['.csproj', 'dotnet-project'],
  ['.fsproj', 'dotnet-project'],
  ['.vbproj', 'dotnet-project'],
  ['.props', 'dotnet-project'],
  ['.targets', 'dotnet-project'],
  ['.nuspec', 'nuspec'],
  ['.pom', 'maven-pom'],
  ['.deps.json', 'dotnet-assets'],
  ['.egg-info', 'python-metadata'],
  ['.gemspec', 'gemspec'],
  ['.opam', 'opam'],
  ['.opam.locked', 'opam'],
  ['.opam.template', 'opam'],
  ['.cabal', 'cabal-manifest'],
  ['.rockspec', 'rockspec'],
  ['.tf', 'terraform'],
  ['.tofu', 'terraform'],
  ['.cdx.json', 'cyclonedx'],
  ['.cdx.xml', 'cyclonedx'],
  ['.spdx', 'spdx'],
  ['.spdx.json', 'spdx'],
  ['.spdx3.json', 'spdx'],
  ['.dockerfile', 'dockerfile'],
];

/** Basenames and paths that need a pattern. */
const patterns: readonly (readonly [RegExp, PackageReaderName])[] = [
  [/(?:^|\/)(?:[\w.-]{0,100}[-_.])?(?:requirements?|constraints?)(?:[-_.][\w.-]{0,100})?\.(?:txt|in|pip)$/i, 'requirements'],
  [/(?:^|\/)requirements\/[^/]{1,100}\.(?:txt|in|pip)$/i, 'requirements'],
  [/(?:^|\/)pylock\.[^/.]{1,100}\.toml$/, 'pylock'],
  [/(?:^|\/)pnpm-lock\.[^/]{1,100}\.yaml$/, 'pnpm-lock'],
  [/(?:^|\/)[^/]{0,100}conda-lock[^/]{0,100}\.ya?ml$/, 'conda-lock'],
  [/(?:^|\/)[^/]{1,200}\.(?:dist-info\/METADATA|egg-info\/PKG-INFO)$|(?:^|\/)EGG-INFO\/PKG-INFO$/, 'python-metadata'],
  [/(?:^|\/)conda-meta\/[^/]{1,200}\.json$/, 'conda-meta'],
  [/(?:^|\/)\.cpanm?\/(?:[^/]{1,200}\/){1,20}META\.(?:json|yml)$/, 'cpan-meta'],
  [/(?:^|\/)\.mvn\/extensions\.xml$/, 'maven-pom'],
  [/(?:^|\/)vendor\/modules\.txt$/, 'go-vendor'],
  [/(?:^|\/)gradle\/dependency-locks\/[^/]{1,200}\.lockfile$/, 'gradle-lock'],
  [/(?:^|\/)Gemfile\.[\w.-]{1,60}\.lock$/, 'gemfile-lock'],
  [/(?:^|\/)\.(?:github|gitea|forgejo)\/workflows\/[^/]{1,200}\.ya?ml$/, 'github-actions'],
  [/(?:^|\/)(?:Dockerfile|Containerfile)[.-][\w.-]{1,100}$/i, 'dockerfile'],
  [/(?:^|\/)[\w-]{1,100}-environment\.ya?ml$/, 'conda-environment'],
  [/(?:^|\/)Manifest-v\d[\d.]{0,10}\.toml$/, 'julia-lock'],
];

/**
 * The reader for a file, by its path; `head` (its first kilobytes) decides where the name alone does not:
 * `requirements.yaml` of Helm, DESCRIPTION of R, Python scripts with PEP 723 headers, bills of materials under any name.
 * Loads no reader.
 */
export function detectPackageFile(path: string, head = ''): PackageReaderName | undefined {
  const name = basenameOf(path);
  const known = names.get(name);
  if (known !== undefined) return known;
  const dot = name.indexOf('.');
  if (dot > 0 || name.startsWith('.')) {
    for (const [ending, reader] of endings) if (name.endsWith(ending) && name.length > ending.length) return reader;
  }
  for (const [pattern, reader] of patterns) if (pattern.test(path)) return reader;
  return head === '' ? undefined : byContent(name, head.slice(0, 4096));
}

function byContent(name: string, head: string): PackageReaderName | undefined {
  if (/^requirements\.(?:yaml|lock)$/.test(name) && /^dependencies:/m.test(head)) return 'helm-chart';
  if (/^META\.(?:json|yml)$/.test(name) && /^\s{0,10}["']?meta-spec["']?\s{0,5}:/m.test(head)) return 'cpan-meta';
  if (/^(?:METADATA|PKG-INFO)$/.test(name) && /^Metadata-Version: /m.test(head)) return 'python-metadata';
  if (name === 'DESCRIPTION' && /^Package: /m.test(head)) return 'r-description';
  if (name.endsWith('.py') && /^# \/\/\/ script[ \t]{0,20}\r?$/m.test(head)) return 'python-script';
  if (name.endsWith('.json') || name.endsWith('.xml')) {
    if (/"bomFormat"\s{0,20}:\s{0,20}"CycloneDX"|cyclonedx\.org\/schema\/bom\//.test(head)) return 'cyclonedx';
    if (/"spdxVersion"\s{0,20}:\s{0,20}"SPDX-|spdx\.org\/rdf\/3/.test(head)) return 'spdx';
    if (/"lockfileVersion"\s{0,20}:\s{0,20}[123]\b/.test(head) && /"packages"|"dependencies"/.test(head)) return 'npm-lock';
  }
  // a parent, or what `mvn -f` is given, may have any name
  if (name.endsWith('.xml') && /<project\b[^>]{0,500}maven\.apache\.org\/POM\//.test(head)) return 'maven-pom';
  if (name.endsWith('.txt') && /^@EXPLICIT\s{0,20}$/m.test(head)) return 'conda-explicit';
  return undefined;
}
