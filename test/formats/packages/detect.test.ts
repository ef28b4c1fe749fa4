import { describe, expect, it } from 'vitest';
import { detectPackageFile, type PackageReaderName } from '../../../src/formats/packages/detect.ts';
import { namedVersion } from '../../../src/formats/packages/named-version.ts';
import { golangName, mavenName, npmName, pypiName, repositoryName } from '../../../src/formats/packages/package-name.ts';
import { purlParts } from '../../../src/formats/packages/parse-purl.ts';
import { purlOf } from '../../../src/formats/packages/purl-of.ts';
import { siblingPath } from '../../../src/formats/packages/sibling-path.ts';

const files: readonly (readonly [string, string, PackageReaderName | undefined])[] = [
  ['deep/down/package-lock.json', '', 'npm-lock'],
  ['requirements/dev.txt', '', 'requirements'],
  ['requirements-dev.in', '', 'requirements'],
  ['dev-requirements.txt', '', 'requirements'],
  ['constraints.txt', '', 'requirements'],
  ['notes-on-requirementsengineering.txt', '', undefined],
  ['pylock.dev.toml', '', 'pylock'],
  ['src/App/App.csproj', '', 'dotnet-project'],
  ['.csproj', '', undefined],
  ['build.gradle.kts', '', 'gradle-build'],
  ['gradle/dependency-locks/compile.lockfile', '', 'gradle-lock'],
  ['vendor/modules.txt', '', 'go-vendor'],
  ['docs/modules.txt', '', undefined],
  ['.github/workflows/ci.yaml', '', 'github-actions'],
  ['workflows/ci.yaml', '', undefined],
  ['docker/Dockerfile.prod', '', 'dockerfile'],
  ['web.Dockerfile', '', undefined],
  ['web.dockerfile', '', 'dockerfile'],
  ['constructor', '', undefined],
  ['toString', 'x', undefined],
  ['requirements.yaml', 'dependencies:\n- name: x\n', 'helm-chart'],
  ['sbom.json', '{"bomFormat": "CycloneDX"}', 'cyclonedx'],
  ['sbom.json', '{"spdxVersion": "SPDX-2.3"}', 'spdx'],
  ['tool.py', '# /// script\n# ///\n', 'python-script'],
  ['tool.py', 'print()\n', undefined],
];

describe('telling package files', () => {
  it.each(files)('%s, starting with %j, is read as %s', (path, head, expected) => {
    expect(detectPackageFile(path, head)).toBe(expected);
  });
});

describe('package URLs', () => {
  it.each([
    [npmName('@Acme/Site'), '1.0.0', 'pkg:npm/%40Acme/Site@1.0.0'],
    [npmName('left-pad'), undefined, 'pkg:npm/left-pad'],
    [pypiName('Under_Score'), '1.0+local', 'pkg:pypi/under-score@1.0%2Blocal'],
    [golangName('github.com/BurntSushi/toml'), '1.0.0', 'pkg:golang/github.com/burntsushi/toml@v1.0.0'],
    [golangName('stdlib'), '1.22.0', 'pkg:golang/stdlib@1.22.0'],
    [mavenName('org.acme', 'a b'), '[1]', 'pkg:maven/org.acme/a%20b@%5B1%5D'],
    [npmName('lone\ud800'), '1', 'pkg:npm/lone%EF%BF%BD@1'],
    [repositoryName('git@github.com:Acme/Tool.git'), 'abc', 'pkg:github/acme/tool@abc'],
    [repositoryName('https://git.example.com/a/b/tool.git'), undefined, 'pkg:generic/tool'],
  ])('%j at %s is %s', (name, version, expected) => {
    expect(purlOf({ ...name, version })).toBe(expected);
  });

  it('qualifiers are sorted and empty ones left out', () => {
    expect(purlOf({ ecosystem: 'deb', namespace: 'debian', name: 'curl', version: '1', qualifiers: new Map([['distro', 'bookworm'], ['arch', 'amd64'], ['none', '']]) })).toBe('pkg:deb/debian/curl@1?arch=amd64&distro=bookworm');
  });

  it.each(['pkg:npm/%40a/b@1.0.0', 'pkg:maven/g/a@1?classifier=x&type=zip', 'pkg:golang/a.io/b@v1.0.0', 'pkg:pypi/x'])('%s survives reading and writing', (purl) => {
    const parts = purlParts(purl);
    expect(parts).toBeDefined();
    if (parts !== undefined) expect(purlOf(parts)).toBe(purl);
  });

  it.each(['', 'npm/x', 'pkg:', 'pkg:npm', 'pkg:npm/'])('%j is no package URL', (text) => {
    expect(purlParts(text)).toBeUndefined();
  });
});

describe('the version a range names', () => {
  it.each([
    ['>=1.2,<2', '1.2'],
    ['^1.2.3', '1.2.3'],
    ['~> 7.1', '7.1'],
    ['[1.0,2.0)', '1.0'],
    ['== 2.8.*', undefined],
    ['!= 3.5', undefined],
    ['*', undefined],
    ['latest', undefined],
  ])('%s names %s', (range, expected) => {
    expect(namedVersion(range)).toBe(expected);
  });
});

describe('paths beside a document', () => {
  it.each([
    ['a/b.txt', 'c.txt', 'a/c.txt'],
    ['a/b.txt', '../c.txt', 'c.txt'],
    ['a/b.txt', '../../c.txt', undefined],
    ['a/b.txt', '/etc/passwd', undefined],
    ['a/b.txt', 'C:\\x', undefined],
    ['a/b.txt', 'https://x/y', undefined],
    ['a/b.txt', '..\\c.txt', 'c.txt'],
    ['b.txt', '..', undefined],
  ])('from %s, %s leads to %s', (path, reference, expected) => {
    expect(siblingPath(path, reference)).toBe(expected);
  });
});
