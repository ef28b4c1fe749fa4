import { describe, expect, it } from 'vitest';
import { judge, judged, npmLock, type Case } from './judge.ts';

const manifest = (dependencies: string): string => `{\n"dependencies": {\n${dependencies}\n}}`;
const graph = npmLock({ a: '1' }, { a: { version: '1.0.0', dependencies: { b: '*' } }, b: { version: '1.0.0', dependencies: { bad: '*' } }, bad: { version: '2.0.0' } });

const rows: readonly (readonly [string, Case, readonly string[]])[] = [
  ['a name is denied on its line', { files: { 'package.json': manifest('"ok": "1.0.0",\n"bad": "1.0.0"') }, libraries: '{deny: [{purl: pkg:npm/bad, reason: r}]}' }, ['denied package.json:4']],
  ['a name that only begins alike is not', { files: { 'package.json': manifest('"bad-er": "1.0.0"') }, libraries: '{deny: [{purl: pkg:npm/bad, reason: r}]}' }, []],
  ['a scope is part of the name', { files: { 'package.json': manifest('"@x/bad": "1.0.0"') }, libraries: '{deny: [{purl: pkg:npm/bad, reason: r}]}' }, []],
  ['an alias does not hide the package', { files: { 'package.json': manifest('"good": "npm:bad@1.0.0"') }, libraries: '{deny: [{purl: pkg:npm/bad, reason: r}]}' }, ['denied package.json:3']],
  ['a star is one part of the name', { files: { 'package.json': manifest('"@x/a": "1.0.0",\n"@y/a": "1.0.0"') }, libraries: '{deny: [{purl: "pkg:npm/@x/*", reason: r}]}' }, ['denied package.json:3']],
  ['PyPI takes separators and case as one', { files: { 'requirements.txt': 'My_Pkg.Name==1\n' }, libraries: '{deny: [{purl: pkg:pypi/my-pkg-name, reason: r}]}' }, ['denied requirements.txt:1']],
  ['a version in the range is denied', { files: { 'package.json': manifest('"bad": "1.4.0"') }, libraries: '{deny: [{purl: pkg:npm/bad, versions: "vers:npm/>=1.0.0|<1.5.0", reason: r}]}' }, ['denied package.json:3']],
  ["an ecosystem's own range after the prefix is read as such", { files: { 'gleam.toml': '[dependencies]\ngleeunit = ">= 1.2.0 and < 2.0.0"\n' }, libraries: '{deny: [{purl: pkg:hex/gleeunit, versions: "vers:hex/>= 1.0.0 and < 2.0.0", reason: r}]}' }, ['denied gleam.toml:2']],
  ["and outside of it nothing is denied", { files: { 'gleam.toml': '[dependencies]\ngleeunit = ">= 2.0.0 and < 3.0.0"\n' }, libraries: '{deny: [{purl: pkg:hex/gleeunit, versions: "vers:hex/>= 1.0.0 and < 2.0.0", reason: r}]}' }, []],
  ['a version outside is not', { files: { 'package.json': manifest('"bad": "1.5.0"') }, libraries: '{deny: [{purl: pkg:npm/bad, versions: "vers:npm/>=1.0.0|<1.5.0", reason: r}]}' }, []],
  ['a range in the ecosystem\'s own syntax is read', { files: { 'requirements.txt': 'bad==1.4\n' }, libraries: '{deny: [{purl: pkg:pypi/bad, versions: ">=1.0,<1.5", reason: r}]}' }, ['denied requirements.txt:1']],
  ['a version after the @ of a package URL counts', { files: { 'package.json': manifest('"bad": "1.4.0"') }, libraries: '{deny: [{purl: "pkg:npm/bad@1.4.0", reason: r}]}' }, ['denied package.json:3']],
  ['a range that may resolve to a denied version is unsure', { files: { 'package.json': manifest('"bad": "^1.0.0"') }, libraries: '{deny: [{purl: pkg:npm/bad, versions: "vers:npm/1.4.0", reason: r}]}' }, ['denied? package.json:3']],
  ['a range that cannot is not', { files: { 'package.json': manifest('"bad": "^2.0.0"') }, libraries: '{deny: [{purl: pkg:npm/bad, versions: "vers:npm/1.4.0", reason: r}]}' }, []],
  ['what a lockfile above says of a range counts', { files: { 'web/package.json': manifest('"bad": "^1.0.0"') }, beside: { 'package-lock.json': npmLock({ bad: '^1.0.0' }, { bad: { version: '1.5.0' } }) }, libraries: '{deny: [{purl: pkg:npm/bad, versions: "<1.5.0", reason: r}]}' }, []],
  ['an entry ends with its day', { files: { 'package.json': manifest('"bad": "1.0.0"') }, libraries: '{deny: [{purl: pkg:npm/bad, reason: r, until: "2026-05-31"}]}' }, []],
  ['and counts on it', { files: { 'package.json': manifest('"bad": "1.0.0"') }, libraries: '{deny: [{purl: pkg:npm/bad, reason: r, until: "2026-06-01"}]}' }, ['denied package.json:3']],
  ['paths bound an entry', { files: { 'web/package.json': manifest('"bad": "1.0.0"'), 'tools/package.json': manifest('"bad": "1.0.0"') }, libraries: '{deny: [{purl: pkg:npm/bad, reason: r, paths: ["web/**"]}]}' }, ['denied web/package.json:3']],
  ['scopes bound an entry', { files: { 'package.json': '{\n"dependencies": {"bad": "1"},\n"devDependencies": {"bad": "1"}}' }, libraries: '{deny: [{purl: pkg:npm/bad, reason: r, scopes: [runtime]}]}' }, ['denied package.json:2']],
  ['a transitive package is denied on its line of the lockfile', { files: { 'package-lock.json': graph }, libraries: '{deny: [{purl: pkg:npm/bad, reason: r}]}' }, ['denied package-lock.json:5']],
  ['but not where the entry is about direct ones', { files: { 'package-lock.json': graph }, libraries: '{deny: [{purl: pkg:npm/bad, reason: r, direct-only: true}]}' }, []],
  ['a wrapper may bring it in', { files: { 'package-lock.json': graph }, libraries: '{deny: [{purl: pkg:npm/bad, reason: r, wrappers: [b]}]}' }, []],
  ['its wrapper\'s wrapper may not', { files: { 'package-lock.json': graph }, libraries: '{deny: [{purl: pkg:npm/bad, reason: r, wrappers: [a]}]}' }, ['denied package-lock.json:5']],
  ['nor the project itself', { files: { 'package.json': manifest('"bad": "1.0.0"') }, libraries: '{deny: [{purl: pkg:npm/bad, reason: r, wrappers: [b]}]}' }, ['denied package.json:3']],
  ['a file without a graph leaves wrappers unsure', { files: { 'go.sum': 'example.com/bad v1.0.0 h1:AAAA=\n' }, libraries: '{deny: [{purl: pkg:golang/example.com/bad, reason: r, wrappers: [example.com/b]}]}' }, ['denied? go.sum:1']],
  ['Go versions are found with and without their v', { files: { 'go.mod': 'module m\n\nrequire example.com/bad v1.2.3\n' }, libraries: '{deny: [{purl: pkg:golang/example.com/bad, versions: "vers:golang/v1.2.3", reason: r}]}' }, ['denied go.mod:3']],
  ['a Dockerfile\'s installs are judged', { files: { Dockerfile: 'FROM alpine:3\nRUN apk add telnet && npm i -g bad@1\n' }, libraries: '{deny: [{purl: pkg:apk/telnet, reason: r}, {purl: pkg:npm/bad, reason: r}]}' }, ['denied Dockerfile:2', 'denied Dockerfile:2']],
  ['Maven\'s own colon is read too', { files: { 'gradle.lockfile': 'log4j:log4j:1.2.17=runtimeClasspath\n' }, libraries: '{deny: [{purl: "pkg:maven/log4j:log4j", reason: r}]}' }, ['denied gradle.lockfile:1']],
  ['the metadata of a wheel in the tree is judged', { files: { 'vendor/bad-1.0.dist-info/METADATA': 'Metadata-Version: 2.1\nName: bad\nVersion: 1.0\n' }, libraries: '{deny: [{purl: pkg:pypi/bad, reason: r}]}' }, ['denied vendor/bad-1.0.dist-info/METADATA:2']],
  ['a copy of a denied package is one', { files: { 'vendor/bad/package.json': '{"name": "bad", "version": "1.0.0"}' }, libraries: '{deny: [{purl: pkg:npm/bad, reason: r}]}' }, ['denied vendor/bad/package.json:1']],
  ['an allow entry makes an exception', { files: { 'package.json': manifest('"bad": "1.4.0",\n"bad-two": "1.0.0"') }, libraries: '{deny: [{purl: "pkg:npm/bad*", reason: r}], allow: [{purl: pkg:npm/bad, versions: "1.4.0", reason: e}]}' }, ['denied package.json:4']],
  ['an exception ends', { files: { 'package.json': manifest('"bad": "1.4.0"') }, libraries: '{deny: [{purl: pkg:npm/bad, reason: r}], allow: [{purl: pkg:npm/bad, reason: e, until: "2026-01-01"}]}' }, ['denied package.json:3']],
  ['a list of allowed packages is complete for its ecosystem', { files: { 'package.json': manifest('"a": "1.0.0",\n"b": "1.0.0"'), 'requirements.txt': 'c==1\n' }, libraries: '{allow: [{purl: pkg:npm/a, reason: e}]}' }, ['not-allowed package.json:4']],
  ['unless it says otherwise', { files: { 'package.json': manifest('"b": "1.0.0"') }, libraries: '{allow-only: false, allow: [{purl: pkg:npm/a, reason: e}]}' }, []],
  ['names that objects have are names', { files: { 'package.json': manifest('"constructor": "1.0.0",\n"__proto__": "1.0.0"') }, libraries: '{deny: [{purl: pkg:npm/constructor, reason: r}, {purl: pkg:npm/__proto__, reason: r}]}' }, ['denied package.json:3', 'denied package.json:4']],
];

it.each(rows)('%s', async (_name, one, expected) => {
  expect((await judged(one)).filter((text) => /^(?:denied|not-allowed)/.test(text))).toEqual(expected);
});

describe('a finding', () => {
  it('names reason, chain and replacement', async () => {
    const [finding] = await judge({ files: { 'package-lock.json': graph }, libraries: '{deny: [{purl: pkg:npm/bad, reason: it mines., use-instead: good}]}' });
    expect(finding?.message).toBe('bad 2.0.0 is denied: it mines, brought in by a › b. Use good instead');
    expect(finding?.resource).toBe('pkg:npm/bad@2.0.0');
  });

  it('is another one for another version, and the same one on another line', async () => {
    const libraries = '{deny: [{purl: pkg:npm/bad, reason: r}]}';
    const print = async (text: string): Promise<string | undefined> => (await judge({ files: { 'package.json': manifest(text) }, libraries }))[0]?.fingerprint;
    expect(await print('"bad": "1.0.0"')).toBe(await print('"x": "1.0.0",\n"bad": "1.0.0"'));
    expect(await print('"bad": "1.0.0"')).not.toBe(await print('"bad": "1.0.1"'));
  });

  it('is found although the graph is a circle', async () => {
    const circle = npmLock({}, { a: { version: '1.0.0', dependencies: { b: '*' } }, b: { version: '1.0.0', dependencies: { a: '*' } } });
    expect(await judged({ files: { 'package-lock.json': circle }, libraries: '{deny: [{purl: pkg:npm/b, reason: r}]}' })).toContain('denied package-lock.json:4');
  });
});

it.each([
  ['{deny: [{purl: left-pad, reason: r}]}', /portcullis\.yaml:1: "left-pad" is not a package URL/],
  ['{deny: [{purl: pkg:npm/a}]}', /needs a reason/],
  ['{deni: []}', /unknown key "deni" in libraries \(did you mean "deny"\?\)/],
  ['{deny: [{purl: pkg:npm/a, reason: r, version: "1"}]}', /unknown key "version".*did you mean "versions"/],
  ['{deny: [{purl: pkg:npm/a, reason: r, until: soon}]}', /"soon" is not a date/],
  ['{deny: [{purl: pkg:npm/a, reason: r, scopes: [runtme]}]}', /"runtme" is not a scope/],
])('%s is refused with its line', async (libraries, expected) => {
  await expect(judge({ files: {}, libraries })).rejects.toThrow(expected);
});

it.each([
  ['a shorthand of npm', 'package.json', '{"dependencies": {\n"x": "Evil/Action"\n}}', ['denied package.json:2']],
  ['an archive of the repository', 'package.json', '{"dependencies": {\n"x": "https://codeload.github.com/evil/action/tar.gz/main"\n}}', ['denied package.json:2']],
  ['a source of uv', 'pyproject.toml', '[project]\nname = "a"\nversion = "1"\ndependencies = ["x @ git+https://github.com/evil/action.git@v1"]\n', ['denied pyproject.toml:4']],
  ['a gem', 'Gemfile', 'gem "x", github: "evil/action"\n', ['denied Gemfile:1']],
  ['a replaced crate', 'Cargo.toml', '[patch.crates-io]\nserde = { git = "https://github.com/evil/action" }\n', ['denied Cargo.toml:2']],
  ['another repository of the owner', 'package.json', '{"dependencies": {\n"x": "evil/other"\n}}', []],
  ['the name without the repository', 'package.json', '{"dependencies": {\n"action": "1.0.0"\n}}', []],
])('a denied repository is denied as the source of a package too: %s', async (_name, path, text, expected) => {
  const found = await judged({ files: { [path]: text }, libraries: '{deny: [{purl: pkg:github/evil/action, reason: r}]}' });
  expect(found.filter((one) => one.startsWith('denied '))).toEqual(expected);
});

it('an exception for the package holds for its repository', async () => {
  const libraries = '{deny: [{purl: "pkg:github/evil/*", reason: r}], allow: [{purl: pkg:npm/x}], allow-only: false}';
  expect(await judged({ files: { 'package.json': '{"dependencies": {\n"x": "evil/action"\n}}' }, libraries })).not.toContain('denied package.json:2');
});
