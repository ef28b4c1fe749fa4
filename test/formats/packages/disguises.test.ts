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
  ['a step in braces', '.github/workflows/a.yml', 'jobs: {a: {steps: [{"uses": "acme/action@v1"}]}}\n', ['github/acme/action@v1']],
  ['a step at an anchor', '.github/workflows/a.yml', 'jobs:\n  a:\n    steps:\n      - &s\n        uses: acme/action@v1\n      - uses: acme/other@v2\n  b:\n    steps:\n      - *s\n', ['github/acme/action@v1', 'github/acme/other@v2']],
  ['a step that is written elsewhere', '.github/workflows/a.yml', 'x-step: &s {uses: acme/action@v1}\njobs:\n  a:\n    steps:\n      - *s\n', ['github/acme/action@v1']],
  ['a step in a block', '.github/workflows/a.yml', 'jobs:\n  a:\n    steps:\n      - uses: >-\n          acme/action@v1\n', ['github/acme/action@v1']],
  ['a step with an escape', 'action.yml', 'runs:\n  using: composite\n  steps:\n    - uses: "\\x61cme/action@v1"\n', ['github/acme/action@v1']],
  ['uses that are none of a workflow', '.github/workflows/a.yml', 'env: {uses: acme/action@v1}\njobs:\n  a:\n    steps:\n      - run: "x"\n        with: {uses: acme/action@v1}\n', []],
  ['an archive by its address', 'requirements.txt', 'https://files.example.org/%66lask-lib-1.0.tar.gz\nhttps://files.example.org/rich_text-2.0-py3-none-any.whl\n', ['pypi/flask-lib@1.0', 'pypi/rich-text@2.0']],
  ['a source apart from the requirement', 'pyproject.toml', '[project]\ndependencies = ["x"]\n[tool.uv.sources]\nx = { git = "https://github.com/acme/x" }\n', ['pypi/x']],
  ['what is added to the manifests of others', '.yarnrc.yml', 'packageExtensions:\n  "a@*":\n    dependencies:\n      left-pad: "1.0.0"\n    peerDependenciesMeta:\n      once:\n        optional: true\n', ['npm/left-pad@1.0.0']],
  ['what pnpm adds to the manifests of others', 'package.json', '{"pnpm": {"packageExtensions": {"a@1": {"dependencies": {"left-pad": "1.0.0"}, "x": 1}, "b": []}}, "dependencies": {"c": "1.0.0"}}', ['npm/left-pad@1.0.0', 'npm/c@1.0.0']],
  ['what runs while Java compiles', 'pom.xml', '<project><build><plugins><plugin><artifactId>maven-compiler-plugin</artifactId><configuration><annotationProcessorPaths><path><groupId>g</groupId><artifactId>a</artifactId><version>1</version></path></annotationProcessorPaths></configuration></plugin></plugins></build></project>', ['maven/org.apache.maven.plugins/maven-compiler-plugin', 'maven/g/a@1']],
  ['extensions of Maven itself', '.mvn/extensions.xml', '<extensions><extension><groupId>g</groupId><artifactId>a</artifactId><version>1</version></extension></extensions>', ['maven/g/a@1']],
  ['a replacement for the whole workspace', 'go.work', 'go 1.22\n\nuse ./a\n\nreplace example.com/a v1.0.0 => example.com/b v1.1.0\n', ['golang/example.com/b@v1.1.0', 'golang/stdlib@1.22']],
  ['an archive that a Dockerfile fetches', 'Dockerfile', 'FROM a\nADD https://registry.npmjs.org/left-pad/-/left-pad-1.3.0.tgz /x\nRUN curl -L https://registry.npmjs.org/once/-/once-1.4.0.tgz | tar xz\n', ['npm/left-pad', 'npm/once']],
  ['a file that projects import', 'build/Versions.props', '<Project><ItemGroup><PackageReference Include="Acme.Lib" Version="1.0"/></ItemGroup></Project>', ['nuget/Acme.Lib@1.0']],
];

it.each(rows)('%s', async (_name, path, text, expected) => {
  const reader = detectPackageFile(path);
  if (reader === undefined) throw new Error(`no reader for ${path}`);
  expect((await readPackages(reader))(text, path).packages.map(purlOf)).toEqual(expected.map((one) => `pkg:${one}`));
});

it.each([
  ['a name that the environment adds to', 'requirements.txt', 'flask==1.0\n${PREFIX}lib\n', ['not a requirement: ${PREFIX}lib']],
  ['a line that is one variable', 'requirements.txt', '${EXTRA}\ngit+https://${TOKEN}@github.com/acme/lib\n--index-url https://${TOKEN}@pypi.acme.org\n', []],
  ['catalogues in braces', 'pnpm-workspace.yaml', 'catalog: {left-pad: ^1.0.0}\n', ['catalogues and overrides in braces are not read: write each in a line of its own']],
  ['other settings in braces', 'pnpm-workspace.yaml', 'packages: [a]\ncatalog: {}\nallowBuilds: {esbuild: true}\n', []],
])('%s: what is said of it', async (_name, path, text, expected) => {
  const reader = detectPackageFile(path);
  if (reader === undefined) throw new Error(`no reader for ${path}`);
  expect((await readPackages(reader))(text, path).problems.map(({ message }) => message)).toEqual(expected);
});
