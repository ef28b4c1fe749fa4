import { describe, expect, it } from 'vitest';
import { detectPackageFile, type PackageReaderName } from '../../../src/formats/packages/detect.ts';
import { purlOf } from '../../../src/formats/packages/purl-of.ts';
import { readPackages } from '../../../src/formats/packages/read-packages.ts';
import type { PackageReading, SiblingFiles } from '../../../src/formats/packages/record.ts';

async function read(name: PackageReaderName, path: string, text: string, files?: SiblingFiles): Promise<PackageReading> {
  return (await readPackages(name))(text, path, files);
}

function messages(reading: PackageReading): string {
  return reading.problems.map((one) => one.message).join('\n');
}

function folder(contents: Record<string, string>): SiblingFiles & { readonly asked: string[] } {
  const asked: string[] = [];
  const map = new Map(Object.entries(contents));
  return {
    asked,
    readText(path) {
      asked.push(path);
      return map.get(path);
    },
    list: () => [],
  };
}

const conflicted: readonly (readonly [PackageReaderName, string, string, number, readonly string[]])[] = [
  ['npm-lock', 'package-lock.json', '{\n  "lockfileVersion": 3,\n  "packages": {\n<<<<<<< HEAD\n    "node_modules/a": { "version": "1.0.0" },\n=======\n    "node_modules/a": { "version": "2.0.0" },\n>>>>>>> topic\n    "node_modules/b": { "version": "1.0.0" }\n  }\n}\n', 4, ['pkg:npm/a@1.0.0', 'pkg:npm/a@2.0.0', 'pkg:npm/b@1.0.0']],
  ['yarn-lock', 'yarn.lock', '# yarn lockfile v1\n\n<<<<<<< HEAD\na@^1:\n  version "1.0.0"\n=======\na@^2:\n  version "2.0.0"\n>>>>>>> topic\n', 3, ['pkg:npm/a@1.0.0', 'pkg:npm/a@2.0.0']],
  ['cargo-lock', 'Cargo.lock', 'version = 4\n<<<<<<< HEAD\n[[package]]\nname = "a"\nversion = "1.0.0"\n=======\n[[package]]\nname = "a"\nversion = "2.0.0"\n>>>>>>> topic\n', 2, ['pkg:cargo/a@1.0.0', 'pkg:cargo/a@2.0.0']],
  ['pnpm-lock', 'pnpm-lock.yaml', "lockfileVersion: '9.0'\n\npackages:\n\n<<<<<<< HEAD\n  a@1.0.0:\n    resolution: {integrity: x}\n=======\n  a@2.0.0:\n    resolution: {integrity: y}\n>>>>>>> topic\n", 5, ['pkg:npm/a@1.0.0', 'pkg:npm/a@2.0.0']],
  ['go-sum', 'go.sum', '<<<<<<< HEAD\na.io/b v1.0.0 h1:x=\n=======\na.io/b v2.0.0 h1:y=\n>>>>>>> topic\n', 1, ['pkg:golang/a.io/b@v1.0.0', 'pkg:golang/a.io/b@v2.0.0']],
  ['gemfile-lock', 'Gemfile.lock', 'GEM\n  specs:\n<<<<<<< HEAD\n    a (1.0)\n=======\n    a (2.0)\n>>>>>>> topic\n', 3, ['pkg:gem/a@1.0', 'pkg:gem/a@2.0']],
  ['requirements', 'requirements.txt', '<<<<<<< HEAD\na==1\n=======\na==2\n>>>>>>> topic\n', 1, ['pkg:pypi/a@1', 'pkg:pypi/a@2']],
  ['bun-lock', 'bun.lock', '{\n"packages": {\n<<<<<<< HEAD\n"a": ["a@1.0.0", "", {}, "sha512-a"],\n=======\n"a": ["a@2.0.0", "", {}, "sha512-b"],\n>>>>>>> topic\n}\n}\n', 3, ['pkg:npm/a@1.0.0', 'pkg:npm/a@2.0.0']],
];

const truncated: readonly (readonly [PackageReaderName, string, string])[] = [
  ['npm-lock', 'package-lock.json', '{ "lockfileVersion": 3, "packages": { "node_modules/a": { "version": "1.0'],
  ['npm-manifest', 'package.json', '{ "dependencies": { "a": "1.0.0"'],
  ['composer-lock', 'composer.lock', '{ "packages": [ { "name": "a/b"'],
  ['cargo-lock', 'Cargo.lock', '[[package]]\nname = "a"\nversion = "1.0.0"\ndependencies = [\n "b",\n'],
  ['maven-pom', 'pom.xml', '<project><dependencies><dependency><artifactId>a</artifactId>'],
  ['terraform-lock', '.terraform.lock.hcl', 'provider "registry.terraform.io/hashicorp/aws" {\n  version = "1.0.0"\n'],
  ['go-mod', 'go.mod', 'module a\nrequire (\n  b.io/c v1.0.0\n'],
  ['yarn-lock', 'yarn.lock', '# yarn lockfile v1\n\n"a@^1":\n  version "1.0'],
  ['yarn-lock', 'yarn.lock', '# yarn lockfile v1\n\n"a@^1":\n'],
  ['pnpm-lock', 'pnpm-lock.yaml', "lockfileVersion: '9.0'\npackages:\n  a@1.0.0:\n    resolution: {integrity: sh"],
  ['gemfile-lock', 'Gemfile.lock', 'GEM\n  specs:\n    rack (3.0'],
  ['podfile-lock', 'Podfile.lock', 'PODS:\n  - Alamofire (5.4'],
  ['pubspec-lock', 'pubspec.lock', 'packages:\n  a:\n    source: hosted\n'],
  ['mix-lock', 'mix.lock', '%{\n  "a": {:hex, :a, "1.0.0"},\n'],
];

const unknown: readonly (readonly [PackageReaderName, string, string])[] = [
  ['npm-lock', 'package-lock.json', '{ "lockfileVersion": 9, "packages": {} }'],
  ['pnpm-lock', 'pnpm-lock.yaml', "lockfileVersion: '12.0'\n"],
  ['yarn-lock', 'yarn.lock', '__metadata:\n  version: 99\n'],
  ['cargo-lock', 'Cargo.lock', 'version = 17\n'],
  ['poetry-lock', 'poetry.lock', '[metadata]\nlock-version = "7.0"\n'],
  ['uv-lock', 'uv.lock', 'version = 8\n'],
  ['deno-lock', 'deno.lock', '{ "version": "40" }'],
  ['bun-lock', 'bun.lock', '{ "lockfileVersion": 44 }'],
];

describe('package documents that cannot be trusted', () => {
  it.each(conflicted)('%s says in which line a merge conflict starts and reads both sides', async (name, path, text, line, purls) => {
    const reading = await read(name, path, text);
    expect(messages(reading)).toContain(`merge conflict marker in line ${line}`);
    expect(reading.packages.map(purlOf)).toEqual(purls);
  });

  it.each(truncated)('%s says that a file is truncated', async (name, path, text) => {
    expect(messages(await read(name, path, text))).toContain('truncated');
  });

  it.each(unknown)('%s says that it does not know a format version', async (name, path, text) => {
    expect(messages(await read(name, path, text))).toContain('not known');
  });

  it.each(['foo==', 'foo>=1,<', 'foo==1=2', 'foo<>1'])('a requirement that pip refuses is reported: %s', async (line) => {
    expect(messages(await read('requirements', 'requirements.txt', `${line} --hash=sha256:aa\n`))).toContain('not a requirement');
  });

  it.each(['package.json', 'pnpm-lock.yaml', 'yarn.lock', 'Gemfile.lock', 'Podfile.lock', 'pubspec.lock', 'go.sum', 'requirements.txt', 'poetry.lock', 'pom.xml', 'mix.lock', 'gradle.lockfile'])('a byte order mark does not hide what %s names', async (path) => {
    const texts: Readonly<Record<string, string>> = { 'package.json': '{"dependencies":{"a":"1"}}', 'pnpm-lock.yaml': "lockfileVersion: '9.0'\npackages:\n  a@1.0.0: {}\n", 'yarn.lock': '# yarn lockfile v1\na@^1:\n  version "1.0"\n', 'Gemfile.lock': 'GEM\n  specs:\n    a (1.0)\n', 'Podfile.lock': 'PODS:\n  - A (1.0)\n', 'pubspec.lock': 'packages:\n  a:\n    version: "1"\n', 'go.sum': 'a.io/b v1.0.0 h1:x=\n', 'requirements.txt': 'a==1\n', 'poetry.lock': '[[package]]\nname = "a"\n', 'pom.xml': '<project><dependencies><dependency><groupId>g</groupId><artifactId>a</artifactId></dependency></dependencies></project>', 'mix.lock': '%{\n"a": {:hex, :a, "1.0.0"},\n}\n', 'gradle.lockfile': 'a:b:1=x\n' };
    const reader = detectPackageFile(path);
    if (reader === undefined) throw new Error(path);
    const reading = await read(reader, path, `\ufeff${texts[path] ?? ''}`);
    expect([reading.packages.length, messages(reading)]).toEqual([1, '']);
  });

  it('an artifact without a groupId is reported', async () => {
    expect(messages(await read('maven-pom', 'pom.xml', '<project><dependencies><dependency><artifactId>a</artifactId></dependency></dependencies></project>'))).toContain('no groupId');
  });

  it('a binary lockfile is reported as not readable', async () => {
    expect(messages(await read('binary-lock', 'bun.lockb', '\0\0'))).toContain('not readable');
  });

  it('an XML entity is neither expanded nor fetched', async () => {
    const bomb = '<!DOCTYPE p [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]><project><dependencies><dependency><groupId>&b;</groupId><artifactId>&c;</artifactId></dependency></dependencies></project>';
    const [found] = (await read('maven-pom', 'pom.xml', bomb)).packages;
    expect(found).toMatchObject({ namespace: '&b;', name: '&c;' });
  });

  it('keys that name prototype members are package names like any other', async () => {
    const text = '{ "dependencies": { "__proto__": "1.0.0", "constructor": "2.0.0", "toString": "3.0.0" } }';
    expect((await read('npm-manifest', 'package.json', text)).packages.map(purlOf)).toEqual(['pkg:npm/__proto__@1.0.0', 'pkg:npm/constructor@2.0.0', 'pkg:npm/toString@3.0.0']);
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
    const toml = '[dependencies]\n__proto__ = "1"\n[dependencies.constructor]\nversion = "2"\n[__proto__]\npolluted = "yes"\n';
    expect((await read('cargo-manifest', 'Cargo.toml', toml)).packages.map((one) => one.name)).toEqual(['__proto__', 'constructor']);
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
  });
});

describe('documents that lead to other files', () => {
  it('requirements include others once, in any circle', async () => {
    const files = folder({ 'a/requirements.txt': '', 'a/base.txt': 'base==1\n-r requirements.txt\n-c limits.txt\n', 'a/limits.txt': 'limit==2\n' });
    const reading = await read('requirements', 'a/requirements.txt', '-r base.txt\ntop==3\n', files);
    expect(reading.packages.map((one) => [purlOf(one), one.path])).toEqual([
      ['pkg:pypi/base@1', 'a/base.txt'],
      ['pkg:pypi/limit@2', 'a/limits.txt'],
      ['pkg:pypi/top@3', undefined],
    ]);
    expect(reading.inputs).toEqual(['a/base.txt', 'a/limits.txt']);
  });

  it('an include that leaves the repository is reported and not read', async () => {
    const files = folder({});
    const reading = await read('requirements', 'a/requirements.txt', '-r ../../etc/passwd\n-r /etc/passwd\n-r missing.txt\n', files);
    expect(reading.problems.map((one) => one.message.replace(/.*(outside the repository|does not exist).*/, '$1'))).toEqual(['outside the repository', 'outside the repository', 'does not exist']);
    expect(files.asked).toEqual(['a/missing.txt']);
  });

  it('a long chain of includes stops', async () => {
    const files: SiblingFiles = { readText: (path) => `-r ${path}x\n-r ${path}y\n`, list: () => [] };
    const reading = await read('requirements', 'r.txt', '-r s.txt\n', files);
    expect(reading.inputs?.length ?? 0).toBeLessThanOrEqual(100);
    expect(messages(reading)).toContain('the rest is not read');
  });

  it('a pom takes properties and versions from its parent and from a BOM in the repository', async () => {
    const files = folder({
      'pom.xml': '<project><groupId>com.acme</groupId><artifactId>parent</artifactId><version>3</version><properties><v>1.1</v></properties><dependencyManagement><dependencies><dependency><groupId>g</groupId><artifactId>b</artifactId><version>${v}</version></dependency><dependency><groupId>com.acme</groupId><artifactId>bom</artifactId><version>3</version><type>pom</type><scope>import</scope></dependency></dependencies></dependencyManagement></project>',
      'bom/pom.xml': '<project><parent><groupId>com.acme</groupId><artifactId>parent</artifactId><version>3</version></parent><artifactId>bom</artifactId><properties><w>2.2</w></properties><dependencyManagement><dependencies><dependency><groupId>g</groupId><artifactId>c</artifactId><version>${w}</version></dependency></dependencies></dependencyManagement></project>',
    });
    const text = '<project><parent><groupId>com.acme</groupId><artifactId>parent</artifactId><version>3</version></parent><artifactId>app</artifactId><dependencies><dependency><groupId>g</groupId><artifactId>b</artifactId></dependency><dependency><groupId>g</groupId><artifactId>c</artifactId></dependency><dependency><groupId>${project.groupId}</groupId><artifactId>d</artifactId><version>${project.version}</version></dependency></dependencies></project>';
    const reading = await read('maven-pom', 'app/pom.xml', text, files);
    expect(reading.packages.map(purlOf)).toEqual(['pkg:maven/g/b@1.1', 'pkg:maven/g/c@2.2', 'pkg:maven/com.acme/d@3', 'pkg:maven/com.acme/parent@3', 'pkg:maven/com.acme/app@3']);
    expect(reading.inputs).toEqual(['pom.xml', 'bom/pom.xml']);
  });

  it('a pom that is its own parent, and properties that name each other, end', async () => {
    const files = folder({ 'pom.xml': '<project><parent><artifactId>a</artifactId><relativePath>b/pom.xml</relativePath></parent><artifactId>a</artifactId></project>', 'b/pom.xml': '<project><parent><artifactId>a</artifactId></parent><artifactId>a</artifactId></project>' });
    const text = '<project><parent><artifactId>a</artifactId></parent><artifactId>a</artifactId><properties><x>${y}</x><y>${x}${x}</y></properties><dependencies><dependency><groupId>g</groupId><artifactId>b</artifactId><version>${x}</version></dependency></dependencies></project>';
    const [found] = (await read('maven-pom', 'b/pom.xml', text, files)).packages;
    expect(found?.version).toBeUndefined();
  });

  it('central versions and gemspec constants come from the files beside', async () => {
    const central = folder({ 'Directory.Packages.props': '<Project><ItemGroup><PackageVersion Include="Serilog" Version="3.1.1" /></ItemGroup></Project>' });
    const project = await read('dotnet-project', 'src/app/app.csproj', '<Project><ItemGroup><PackageReference Include="Serilog" /></ItemGroup></Project>', central);
    expect(project.packages.map(purlOf)).toEqual(['pkg:nuget/Serilog@3.1.1']);
  });

  it.each([
    ["require_relative 'lib/app/version'", "module App\n  VERSION = '1.2.3'.freeze\nend\n", 'App::VERSION'],
    ["require_relative 'lib/app/version' if defined?(App)", "class App\n  VERSION = \"1.2.3\" # now\nend\n", 'App::VERSION'],
    ["require_relative File.join('lib', 'app', 'version')", "VERSION = '1.2.3'\n", 'VERSION.dup'],
    ["require_relative File.join(\n  'lib',\n  'app',\n  'version'\n)", "VERSION = '1.2.3'\n", 'VERSION'],
    ["require File.expand_path('../lib/app/version', __FILE__)", "VERSION = '1.2.3'\n", 'App::VERSION'],
    ["require_relative File.expand_path(File.join('lib', 'app', 'version.rb'), __FILE__)", "VERSION = '1.2.3'\n", 'App::VERSION'],
    ["require 'rubygems' unless defined?(Gem)\nrequire File.dirname(__FILE__) + '/lib/app/version'", "VERSION = '1.2.3'\n", 'App::VERSION'],
    ["$LOAD_PATH.unshift File.expand_path('lib', __dir__)\nrequire 'app/version'", "module App\n  Version = '1.2.3'\nend\n", 'App::Version # of the library'],
    ["load './lib/app/version.rb'", "MAJOR = 1\nMINOR = '2'\nVERSION = [MAJOR, MINOR, 3].join('.')\n", 'App::VERSION.freeze'],
  ])('a gemspec takes its version from the file that it requires: %s', async (required, source, expression) => {
    const lib = folder({ 'gems/app/lib/app/version.rb': source });
    const gem = await read('gemspec', 'gems/app/app.gemspec', `${required}\nGem::Specification.new do |s|\n  s.name = 'app'\n  s.version = ${expression}\nend\n`, lib);
    expect(gem.packages.map(purlOf)).toEqual(['pkg:gem/app@1.2.3']);
  });

  it.each([
    ["require_relative '../../outside'", "VERSION = '1.2.3'\n"],
    ["require_relative 'lib/app/version'", "VERSION = [MAJOR, 2].join('.')\n"],
    ["require_relative 'lib/app/version'", 'VERSION = "1.#{MINOR}"\n'],
    ["require_relative 'lib/app/version'", "VERSION = [VERSION].join('.')\n"],
  ])('a gemspec whose version is computed otherwise has none: %s, %s', async (required, source) => {
    const lib = folder({ 'lib/app/version.rb': source, 'outside.rb': source });
    const gem = await read('gemspec', 'app.gemspec', `${required}\nGem::Specification.new do |s|\n  s.name = 'app'\n  s.version = App::VERSION\nend\n`, lib);
    expect(gem.packages.map((one) => one.version)).toEqual([undefined]);
  });

  it('below go 1.17 the indirect modules come from go.sum', async () => {
    const files = folder({ 'go.sum': 'a.io/b v1.0.0 h1:x=\na.io/b v1.0.0/go.mod h1:y=\nc.io/d v2.0.0 h1:z=\n' });
    const reading = await read('go-mod', 'go.mod', 'module m\n\ngo 1.16\n\nrequire a.io/b v1.0.0\n', files);
    expect(reading.packages.filter((one) => one.project !== true).map((one) => [purlOf(one), one.direct, one.path])).toEqual([
      ['pkg:golang/a.io/b@v1.0.0', true, undefined],
      ['pkg:golang/stdlib@1.16', true, undefined],
      ['pkg:golang/c.io/d@v2.0.0', false, 'go.sum'],
    ]);
  });
});
