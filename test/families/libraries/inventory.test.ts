import { expect, it } from 'vitest';
import { readDocument } from '../../../src/families/libraries/document.ts';
import { listPackages } from '../../../src/families/libraries/list-packages.ts';
import { renderCyclonedx } from '../../../src/report/cyclonedx.ts';
import type { InventoryPackage } from '../../../src/model/inventory.ts';

async function list(path: string, text: string, files: Readonly<Record<string, string>> = {}): Promise<readonly InventoryPackage[]> {
  const readText = (name: string): string | undefined => files[name];
  const document = await readDocument(path, text, { readText, list: () => Object.keys(files) });
  return document === undefined ? [] : listPackages(document, readText);
}

const rows: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['a manifest lists what it pins and what it ranges over', 'package.json', '{\n"dependencies": {\n"a": "1.2.3",\n"@s/b": "^2"\n}}', ['pkg:npm/a@1.2.3:3', 'pkg:npm/%40s/b@2.0.0:4']],
  ['a manifest lists its own package', 'package.json', '{"name": "own",\n"version": "1.0.0"}', ['pkg:npm/own@1.0.0:1']],
  ['a requirement without a version has none', 'requirements.txt', 'flask\nDjango>=4\nrequests>=2,<3\n', ['pkg:pypi/flask:1', 'pkg:pypi/django@4:2', 'pkg:pypi/requests:3']],
  ['a rockspec lists its own package', 'lib/luarocks/rocks-5.4/lpeg/1.1.0-2/lpeg-1.1.0-2.rockspec', 'package = "LPeg"\nversion = "1.1.0-2"\n', ['pkg:luarocks/lpeg@1.1.0-2:1']],
  ['the platform of a gem is no part of its version', 'bom.json', '{"bomFormat": "CycloneDX", "components": [\n{"type": "library", "name": "nokogiri", "version": "1.18.3-x86_64-linux-gnu", "purl": "pkg:gem/nokogiri@1.18.3-x86_64-linux-gnu"}]}', ['pkg:gem/nokogiri@1.18.3?platform=x86_64-linux-gnu:2']],
  ['a lock of Pipenv that pins nothing has no version', 'Pipfile.lock', '{"default": {\n"flask": {"version": ">=1"}}}', ['pkg:pypi/flask:2']],
  ['Go modules carry the v of go.mod', 'go.mod', 'module m\nrequire golang.org/x/net v0.1.0\n', ['pkg:golang/golang.org/x/net@v0.1.0:2']],
  ['a file that names no packages gives none', 'README.md', 'flask\n', []],
];

it.each(rows)('%s', async (_name, path, text, expected) => {
  expect((await list(path, text)).map((one) => `${one.purl}:${one.line}`)).toEqual(expected);
});

it.each(['package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', 'Gemfile.lock', 'composer.lock', 'mix.lock', 'Podfile.lock', 'pubspec.lock', 'cabal.project.freeze', 'conan.lock', 'renv.lock', 'Cargo.lock', 'go.sum'])('an error page under the name of %s is reported', async (path) => {
  const document = await readDocument(path, '<!DOCTYPE html>\n<html>404</html>\n');
  expect(document?.reading.problems).not.toEqual([]);
});

it.each([['yarn.lock', '# yarn lockfile v1\n'], ['yarn.lock', ''], ['pnpm-lock.yaml', "lockfileVersion: '9.0'\n"], ['package-lock.json', '{"lockfileVersion": 3, "packages": {}}'], ['Gemfile.lock', 'GEM\n  specs:\n\nPLATFORMS\n'], ['mix.lock', '%{\n}\n'], ['bun.lock', '// none\n{"lockfileVersion": 1, "packages": {}}']])('a lockfile of nothing is none: %s', async (path, text) => {
  const document = await readDocument(path, text);
  expect(document?.reading.problems).toEqual([]);
});

it('a package from an included file stands in that file', async () => {
  const [one] = await list('requirements.txt', '-r more.txt\n', { 'more.txt': '\nflask==3\n' });
  expect(one).toMatchObject({ path: 'more.txt', line: 2, version: '3', direct: true });
});

const kinds: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['what a lockfile has to resolve', 'package.json', '{"name": "own", "version": "1.0.0", "dependencies": {"a": "^1.0.0"}}', ['requirement pkg:npm/a@1.0.0', 'package pkg:npm/own@1.0.0']],
  ['what a gem needs', 'app.gemspec', 'Gem::Specification.new do |s|\n  s.name = "app"\n  s.version = "2.0.0"\n  s.add_dependency "rack", "~> 3.0"\nend\n', ['requirement pkg:gem/rack@3.0', 'package pkg:gem/app@2.0.0']],
  ['what builds a Python package', 'pyproject.toml', '[build-system]\nrequires = ["hatchling"]\n[project]\nname = "own"\ndependencies = ["flask>=3.0", "numpy"]\n', ['requirement pkg:pypi/hatchling', 'package pkg:pypi/flask@3.0', 'package pkg:pypi/numpy']],
  ['a bare name of a program', 'setup.py', "from setuptools import setup\nsetup(install_requires=['numpy>1', 'flask>=3.0', 'flask'])\n", ['requirement pkg:pypi/numpy', 'package pkg:pypi/flask@3.0']],
  ['a version that the environment sets', 'requirements.txt', 'flask==${FLASK}\nnumpy\n', ['requirement pkg:pypi/flask', 'package pkg:pypi/numpy']],
  ['a plugin of a version catalogue', 'gradle/libs.versions.toml', '[libraries]\nguava = "com.google.guava:guava:33.0.0-jre"\n[plugins]\nversions = { id = "com.acme.versions", version = "0.45.0" }\n', ['package pkg:maven/com.google.guava/guava@33.0.0-jre', 'requirement pkg:maven/com.acme.versions/com.acme.versions.gradle.plugin@0.45.0']],
  ['a plugin of a pom', 'pom.xml', '<project><groupId>g</groupId><artifactId>a</artifactId><dependencies><dependency><groupId>g</groupId><artifactId>b</artifactId><version>1</version></dependency></dependencies><build><plugins><plugin><groupId>g</groupId><artifactId>p</artifactId><version>2</version></plugin></plugins></build></project>', ['package pkg:maven/g/b@1', 'requirement pkg:maven/g/p@2']],
  ['what only says a version', 'pom.xml', '<project><dependencyManagement><dependencies><dependency><groupId>g</groupId><artifactId>m</artifactId><version>1</version></dependency></dependencies></dependencyManagement><dependencies><dependency><groupId>g</groupId><artifactId>b</artifactId><version>2</version></dependency></dependencies></project>', ['package pkg:maven/g/b@2', 'requirement pkg:maven/g/m@1']],
  ['a crate of the workspace', 'Cargo.toml', '[package]\nname = "own"\nversion = "1.0.0"\n[dependencies]\nserde = "1.0"\nlocal = { path = "../local" }\nshared = { workspace = true }\nfetched = { git = "https://github.com/acme/fetched" }\n[workspace.dependencies]\nunused = "3.1"\n', ['package pkg:cargo/serde@1.0', 'requirement pkg:cargo/local', 'requirement pkg:cargo/shared', 'package pkg:cargo/fetched', 'requirement pkg:cargo/unused@3.1', 'package pkg:cargo/own@1.0.0']],
  ['a constraint', 'pyproject.toml', '[project]\nname = "own"\ndependencies = ["flask>=3.0"]\n[tool.uv]\nconstraint-dependencies = ["urllib3<2"]\n', ['package pkg:pypi/flask@3.0', 'requirement pkg:pypi/urllib3']],
  ['what only another system would install', 'Pipfile.lock', '{"default": {"click": {"version": "==8.1.7"}, "colorama": {"version": "*"}}}', ['package pkg:pypi/click@8.1.7', 'requirement pkg:pypi/colorama']],
  ['a module of the language', 'Manifest.toml', 'manifest_format = "2.0"\n[[deps.Base64]]\nuuid = "2a0f44e3-6c83-55bd-87e4-b1978d98bd5f"\n[[deps.JSON]]\nuuid = "682c06a0-de6a-54ab-a142-c8b1cf79cde6"\nversion = "0.21.4"\n', ['requirement pkg:julia/Base64?uuid=2a0f44e3-6c83-55bd-87e4-b1978d98bd5f', 'package pkg:julia/JSON@0.21.4?uuid=682c06a0-de6a-54ab-a142-c8b1cf79cde6']],
];

it.each([
  ['the root of Yarn\'s workspaces', 'yarn.lock', '__metadata:\n  version: 8\n\n"app@workspace:.":\n  version: 0.0.0-use.local\n  resolution: "app@workspace:."\n\n"ms@npm:^2":\n  version: 2.1.3\n  resolution: "ms@npm:2.1.3"\n', ['pkg:npm/ms@2.1.3']],
  ['a virtual project of uv, which is never built', 'uv.lock', 'version = 1\n[[package]]\nname = "app"\nversion = "0.1.0"\nsource = { virtual = "." }\n[[package]]\nname = "lib_x"\nversion = "0.2.0"\nsource = { editable = "lib" }\n', ['pkg:pypi/lib-x@0.2.0']],
  ['the conanfile of a lockfile', 'conan.lock', '{"graph_lock": {"nodes": {"0": {"ref": "app/1.0", "requires": ["1"], "path": "conanfile.py"}, "1": {"ref": "zlib/1.3"}}}, "version": "0.4"}', ['pkg:conan/zlib@1.3']],
  ['a folder without a version', 'pylock.toml', "lock-version = '1.0'\n[[packages]]\nname = 'app'\ndirectory = { path = '.' }\n[[packages]]\nname = 'attrs'\nversion = '25.1.0'\n", ['pkg:pypi/attrs@25.1.0']],
])('%s is not listed', async (_name, path, text, expected) => {
  expect((await list(path, text)).map((one) => one.purl)).toEqual(expected);
});

it('a package is named as its lockfile spells it', async () => {
  expect(await list('pdm.lock', '[[package]]\nname = "typing_extensions"\nversion = "4.1"\n')).toMatchObject([{ name: 'typing_extensions', purl: 'pkg:pypi/typing-extensions@4.1' }]);
});

it.each(kinds)('%s is a requirement, and no package', async (_name, path, text, expected) => {
  expect((await list(path, text)).map((one) => `${one.kind} ${one.purl}`)).toEqual(expected);
});

it.each([
  ['an extension of an editor', '{"name": "own", "version": "1.0.0", "engines": {"vscode": "^1.90.0"}}'],
  ['a package of Unity', '{"name": "com.acme.own", "version": "1.0.0", "unity": "2022.3"}'],
  ['an application without a version', '{"name": "own", "private": true}'],
])('%s is no package of npm', async (_name, text) => {
  expect(await list('package.json', text)).toEqual([]);
});

it('a bill of materials leaves out what is asked for where it says what is there', () => {
  const there: InventoryPackage = { kind: 'package', purl: 'pkg:npm/a@1.2.0', name: 'a', version: '1.2.0', type: 'npm', path: 'package-lock.json', line: 1, direct: true, scope: null };
  const asked: InventoryPackage = { ...there, kind: 'requirement', purl: 'pkg:npm/a@1.0.0', version: '1.0.0', range: '^1.0.0', path: 'package.json' };
  const alone: InventoryPackage = { ...asked, purl: 'pkg:npm/b@2.0.0', name: 'b', version: '2.0.0', range: '^2.0.0' };
  const bill: unknown = JSON.parse(renderCyclonedx({ packages: [asked, there, alone], resources: [], problems: [] }, { toolVersion: '1' }));
  expect(bill).toMatchObject({ components: [{ purl: 'pkg:npm/a@1.2.0' }, { purl: 'pkg:npm/b@2.0.0', properties: [{ name: 'portcullis:requirement', value: '^2.0.0' }] }] });
});

it('a bill of materials names a package once, with every place that names it', () => {
  const one: InventoryPackage = { kind: 'package', purl: 'pkg:npm/%40s/b@2', name: '@s/b', version: '2', type: 'npm', path: 'a', line: 1, direct: true, scope: 'dev' };
  const bill: unknown = JSON.parse(renderCyclonedx({ packages: [one, { ...one, path: 'c', line: 7 }], resources: [], problems: [] }, { toolVersion: '1' }));
  expect(bill).toMatchObject({
    specVersion: '1.6',
    components: [{ group: '@s', name: 'b', version: '2', scope: 'excluded', evidence: { occurrences: [{ location: 'a', line: 1 }, { location: 'c', line: 7 }] } }],
  });
});
