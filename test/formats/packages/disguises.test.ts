import { expect, it } from 'vitest';
import { detectPackageFile } from '../../../src/formats/packages/detect.ts';
import { purlOf } from '../../../src/formats/packages/purl-of.ts';
import { readPackages } from '../../../src/formats/packages/read-packages.ts';

/** Ways to ask for a package by other words than its name in the usual place: path, text, package URLs without `pkg:`. */
const rows: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['the address of an archive', 'package.json', '{"dependencies": {"x": "https://registry.npmjs.org/left-pad/-/left-pad-1.3.0.tgz"}}', ['npm/left-pad']],
  ['an address with escapes', 'package.json', '{"dependencies": {"x": "https://npm.acme.org/npm/@acme%2flib/-/lib-1.3.0.tgz", "y": "https://registry.npmjs.org/%6ceft-pad/-/left-pad-1.3.0.tgz"}}', ['npm/%40acme/lib', 'npm/left-pad']],
  ['another archive is what its name says', 'package.json', '{"dependencies": {"x": "https://files.acme.org/left-pad-1.3.0.tgz"}}', ['npm/x']],
  ['a patch of another package', 'package.json', '{"dependencies": {"x": "patch:left-pad@npm%3A1.3.0#~/.yarn/patches/left-pad.patch"}}', ['npm/left-pad@1.3.0']],
  ['a patch of another package in the lockfile', 'yarn.lock', '__metadata:\n  version: 8\n\n"x@patch:left-pad@npm%3A1.3.0#~/a.patch":\n  version: 1.3.0\n  resolution: "x@patch:left-pad@npm%3A1.3.0#~/a.patch::version=1.3.0&hash=abc"\n', ['npm/left-pad@1.3.0']],
  ['a block in one line', 'build.gradle', "dependencies { implementation 'g:a:1.0'; testImplementation group: 'g', name: 'b', version: '2' }\n", ['maven/g/a@1.0', 'maven/g/b@2']],
  ['words of Kotlin', 'build.gradle.kts', 'dependencies {\n  implementation("g", "a", "1.0")\n  println("g", "b", "1.0")\n}\n', ['maven/g/a@1.0']],
  ['a catalogue in the settings', 'settings.gradle.kts', 'versionCatalogs { create("libs") { library("x", "g:a:1.0") } }\n', ['maven/g/a@1.0']],
  ['a name over two lines', 'requirements.txt', 'fla\\\nsk==3.0 \\\n  --hash=sha256:00\n', ['pypi/flask@3.0']],
  ['another name at Hex', 'mix.exs', 'defp deps do\n  [{:x, "~> 1.0", hex: :jason}, {:y, "~> 1.0", hex: "plug"}]\nend\n', ['hex/jason', 'hex/plug']],
  ['a group in one line', 'Gemfile', 'group :test do gem "rack" end\n', ['gem/rack']],
  ['a file that projects import', 'build/Versions.props', '<Project><ItemGroup><PackageReference Include="Acme.Lib" Version="1.0"/></ItemGroup></Project>', ['nuget/Acme.Lib@1.0']],
];

it.each(rows)('%s', async (_name, path, text, expected) => {
  const reader = detectPackageFile(path);
  if (reader === undefined) throw new Error(`no reader for ${path}`);
  expect((await readPackages(reader))(text, path).packages.map(purlOf)).toEqual(expected.map((one) => `pkg:${one}`));
});
