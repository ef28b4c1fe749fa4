import { describe, expect, it } from 'vitest';
import { compareVersions, nativeToVers, rangeTest, versionInRange } from '../../src/versions.ts';

/** Versions in rising order, from each scheme's own documentation or the reading of its algorithm. */
const rising: Readonly<Record<string, readonly (readonly string[])[]>> = {
  alpm: [['1.0a', '1.0b', '1.0beta', '1.0p', '1.0pre', '1.0rc', '1.0', '1.0.a', '1.0.1'], ['1', '1.0', '1.1', '1.1.1', '1.2', '2.0', '3.0.0'], ['1.5-1', '1.5-2', '1:1.0-1']],
  apk: [['1.0_alpha', '1.0_beta2', '1.0_pre', '1.0_rc1', '1.0', '1.0-r1', '1.0_cvs', '1.0_git', '1.0_p1', '1.0a', '1.01', '1.1', '1.10']],
  cargo: [['1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-beta.2', '1.0.0-beta.11', '1.0.0', '1.0.1']],
  composer: [['dev-main', '1.0-dev', '1.0-alpha1', '1.0-beta1', '1.0-RC1', '1.0', '1.0-patch1', '1.0.1', '1.x-dev', '2.0']],
  conan: [['1.0-', '1.0-pre.1', '1.0', '1.0+1', '1.1', '1.1.1', '1.1.1a', '1.10']],
  conda: [['1.0dev1', '1.0a1', '1.0rc1', '1.0', '1.0.post1', '1.1', '1!0.1']],
  cpan: [['1.002', '1.002003', 'v1.2.4', '1.1', '1.23', '2']],
  cran: [['0.9', '0.9-1', '0.9.2', '1.0', '1.0.0', '1.10-2']],
  datetime: [['2020-01-01T00:00:00Z', '2020-01-01T01:00:00.5Z', '2020-01-01T03:00:00+01:00']],
  deb: [['1.0~rc1', '1.0', '1.0-1', '1.0-1+b1', '1.0.1', '1.10', '1:0.1']],
  ebuild: [['1.0_alpha', '1.0_beta', '1.0_pre', '1.0_rc', '1.0', '1.0-r1', '1.0_p1', '1.0a', '1.1']],
  gem: [['1.0.a', '1.0.a.2', '1.0.b1', '1.0', '1.0.1', '1.9', '1.10']],
  gradle: [['1.0-dev', '1.0-alpha', '1.0-zeta', '1.0-rc', '1.0-SNAPSHOT', '1.0-final', '1.0-ga', '1.0-release', '1.0-sp', '1.0', '1.0.0', '1.1.a', '1.1']],
  'kubernetes-api': [['v11alpha2', 'foo/v1beta1', 'v1beta2', 'v2beta1', 'apps/v1', 'v2', 'v10']],
  github: [['v1.0.0-rc.1', 'v1.0.0', '1.0.1', 'release-2.0']],
  golang: [['v0.0.0-20180101000000-abcdefabcdef', 'v0.0.1', 'v1.0.0-rc1', 'v1.0.0', 'v2.0.0+incompatible'], ['go1.21rc1', 'go1.21rc2', 'go1.21.0', 'go1.21.1']],
  hackage: [['1', '1.0', '1.0.0', '1.0.1', '1.10']],
  hex: [['1.0.0-rc.0', '1.0.0', '1.0.10']],
  intdot: [['1.2', '1.10', '10.234.5.12']],
  maven: [['1-alpha', '1-alpha-2', '1-beta', '1-milestone', '1-rc', '1-SNAPSHOT', '1', '1-sp', '1-foo', '1-1', '1.0.1', '1.1', '1.10']],
  nuget: [['1.0.0-Alpha', '1.0.0-beta', '1.0.0-beta.2', '1.0.0-beta.11', '1.0.0', '1.0.0.1', '1.0.1']],
  openssl: [['0.9.8zh', '1.0.2', '1.0.2a', '1.0.2zg', '1.1.1', '3.0.0-beta1', '3.0.0']],
  opam: [['1.0~beta', '1.0', '1.0.1', '1.10']],
  pub: [['1.0.0-dev.1', '1.0.0', '1.0.0+1', '1.0.0+2', '1.0.1']],
  pypi: [['1.0-bar', '1.0-foo', '1.1-bar', '0.1'], ['1.0.dev1', '1.0a1.dev1', '1.0a1', '1.0b2', '1.0rc1', '1.0', '1.0+local.1', '1.0.post1.dev2', '1.0.post1', '1.1', '1!0.1']],
  rpm: [['1.0~rc1-1', '1.0-1', '1.0^git1-1', '1.0.1-1', '1.10-1', '1:0.1-1']],
};

describe.each(Object.entries(rising))('%s', (scheme, lists) => {
  it.each(lists)('puts %s and what follows in this order', (...versions) => {
    for (let low = 0; low + 1 < versions.length; low++) expect([versions[low], versions[low + 1], compareVersions(scheme, versions[low] ?? '', versions[low + 1] ?? '')]).toContain(-1);
  });
});

const equal: readonly (readonly [string, string, string])[] = [
  ['npm', '1.0.0+a', '1.0.0+b'], ['pypi', '1.0', '1.0.0'], ['pypi', '1.0-ALPHA1', '1.0a1'], ['maven', '1.0.0', '1'], ['maven', '1.0-final', '1'], ['maven', '1-a1', '1-alpha-1'],
  ['maven', '1.0.foo', '1-foo'], ['nuget', '1.0', '1.0.0.0'], ['nuget', '1.0.0-RC', '1.0.0-rc+meta'], ['gem', '1.0.0', '1'], ['gem', '1-b', '1.pre.b'], ['composer', 'v1.0', '1.0.0.0'], ['composer', '1.2.3.#', '1.2.3'], ['composer', '1.2.3#abcdef', '1.2.3'], ['composer', '1.0-b2', '1.0-beta2'],
  ['alpm', '1.0', '1.0-1'], ['conan', '1.0', '1'], ['cpan', '1.2', 'v1.200.0'], ['deb', '1.0-0', '1.0'], ['conda', '1.0', '1'], ['datetime', '2020-01-01T01:00:00+01:00', '2020-01-01T00:00:00Z'],
];

it.each(equal)('%s takes %s and %s as equal', (scheme, a, b) => {
  expect(compareVersions(scheme, a, b)).toBe(0);
});

/** Scheme, range, versions inside, versions outside. */
const ranges: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
  ['npm', '^1.2.3', ['1.2.3', '1.9.0'], ['2.0.0', '1.2.2', '1.3.0-beta']],
  ['npm', '^0.2.3', ['0.2.9'], ['0.3.0']],
  ['npm', '1.2 - 2.3', ['1.2.0', '2.3.9'], ['2.4.0']],
  ['npm', '^1.2.3-beta.2', ['1.2.3-beta.4', '1.2.3'], ['1.2.4-beta.4', '1.2.3-beta.1']],
  ['npm', '1.x || >=3.1', ['1.0.0', '3.1.0'], ['2.0.0', '3.0.9']],
  ['cargo', '1.2', ['1.2.0', '1.9.9'], ['2.0.0', '1.1.9']],
  ['cargo', '=1.2', ['1.2.7'], ['1.3.0']],
  ['cargo', '>=1.2, <1.5', ['1.4.9'], ['1.5.0']],
  ['pypi', '~=2.2', ['2.2', '2.9'], ['3.0', '2.1']],
  ['pypi', '==1.1.*', ['1.1', '1.1.post1', '1.1a1'], ['1.2']],
  ['pypi', '>1.7', ['1.7.1'], ['1.7.0.post1', '1.7+local']],
  ['pypi', '===1.0', ['1.0'], ['1.0.0']],
  ['pypi', '>=1.0', ['1.1', '1.1rc1'], ['1.0rc1']],
  ['pypi', '>=1!2.0, <1!3', ['1!2.5'], ['2.5', '1!3']],
  ['pypi', '>=1.0a1', ['1.1rc1'], ['0.9']],
  ['pypi', '<1.0 || ==2.0', ['0.9', '2.0'], ['1.0', '2.1']],
  ['maven', '(,1.0],[1.2,)', ['1.0', '1.2', '3'], ['1.1']],
  ['maven', '[1.5]', ['1.5', '1.5.0'], ['1.5.1']],
  ['maven', '1.5', ['1.5'], ['1.6']],
  ['maven', '[1.0,2.0)', ['2.0-rc1'], ['2.0', '1.0-alpha']],
  ['nuget', '1.0', ['1.0', '9.0'], ['0.9']],
  ['nuget', '(1.0,)', ['1.0.1'], ['1.0']],
  ['nuget', '1.1.*', ['1.1.0', '1.1.9'], ['1.2.0', '1.1.9-beta']],
  ['nuget', '1.0.0-beta.*', ['1.0.0-beta.3', '1.0.0'], ['1.0.0-alpha', '1.0.1']],
  ['nuget', '*-*', ['0.1.0-alpha', '9.9.9'], []],
  ['nuget', '[1.*,2.0)', ['1.5'], ['2.0']],
  ['gem', '~> 2.0.8', ['2.0.8', '2.0.99'], ['2.1', '2.0.7', '2.1.pre']],
  ['gem', '~> 2', ['2.5'], ['3']],
  ['gem', '>= 1.0, != 1.5, < 2', ['1.4'], ['1.5', '2']],
  ['composer', '~1.2', ['1.2', '1.9'], ['2.0', '2.0-beta1']],
  ['composer', '~1.2.3', ['1.2.9'], ['1.3.0']],
  ['composer', '^0.3', ['0.3.9'], ['0.4.0']],
  ['composer', '1.0 - 2.0', ['2.0.9'], ['2.1.0']],
  ['composer', '1.0.*|2.1.*', ['1.0.7', '2.1.0'], ['1.1', '2.2']],
  ['composer', 'dev-main', ['dev-main'], ['dev-next', '1.0']],
  ['pub', '^1.2.3', ['1.9.0'], ['2.0.0', '2.0.0-dev']],
  ['pub', 'any', ['0.0.1'], []],
  ['hex', '~> 2.0', ['2.9.0'], ['3.0.0', '3.0.0-rc.1']],
  ['hex', '>= 1.0.0 and < 1.5.0 or == 2.0.0', ['1.2.0', '2.0.0'], ['1.5.0']],
  ['hackage', '^>=1.2.3', ['1.2.3', '1.2.9'], ['1.3', '1.2.2']],
  ['hackage', '(>=1 && <2) || ==3.1.*', ['1.5', '3.1.7'], ['2.0', '3.2']],
  ['conan', '~1.2', ['1.2.9'], ['1.3', '1.3-pre', '1.2-pre']],
  ['conan', '^1.2.3', ['1.9'], ['2', '2-pre']],
  ['conan', '1.2.*', ['1.2.5'], ['1.3', '1.20']],
  ['rpm', '>= 1.0^git1', ['1.0^git2'], ['1.0']],
  ['conan', '>1 <2, include_prerelease', ['1.5-rc'], ['2-rc']],
  ['cpan', '>= 1.2, != 1.5, < 2.0', ['1.3'], ['1.5', '2.0']],
  ['cpan', '1.2', ['1.3'], ['1.1']],
  ['cran', '(>= 1.2)', ['1.2.1'], ['1.1']],
  ['deb', '(<< 1.0)', ['0.9', '1.0~rc1'], ['1.0']],
  ['gradle', '[1.0,2.0[', ['1.0', '1.9'], ['2.0', '2.0-rc1', '0.9']],
  ['gradle', '1.2.+', ['1.2', '1.2.3', '1.2-rc'], ['1.20', '1.3']],
  ['gradle', '1.5!!1.4', ['1.5'], ['1.4']],
  ['elm', '1.0.0 <= v < 2.0.0', ['1.5.0'], ['2.0.0']],
  ['paket', '~> 1.2 alpha', ['1.9.9', '1.3.0-alpha1'], ['2.0.0', '1.3.0-beta1']],
  ['paket', '>= 1.2.3 prerelease', ['1.2.3-rc1', '2.0.0-xyz'], ['1.2.2']],
  ['terraform', '~> 4.0', ['4.9.0'], ['5.0.0', '4.5.0-beta']],
  ['terraform', '~> 4.0.1, != 4.0.5', ['4.0.9'], ['4.1.0', '4.0.5']],
  ['swift', '"1.0.0"..<"2.0.0"', ['1.9.9'], ['2.0.0']],
  ['swift', '.upToNextMinor(from: "1.2.3")', ['1.2.9'], ['1.3.0']],
  ['swift', 'from: "1.2.3"', ['1.9.0'], ['2.0.0']],
  ['julia', '1.2, 3', ['1.9.0', '3.1.0'], ['2.0.0']],
  ['opam', '>= "1.0" & < "2.0"', ['1.5'], ['2.0']],
  ['conda', '1.2.*', ['1.2.3', '1.2rc1'], ['1.3']],
  ['conda', '>=1.2,<2|3.0', ['1.9', '3.0'], ['2.0', '3.1']],
  ['apk', '~1.2', ['1.2.3', '1.2_rc1'], ['1.3']],
  ['ebuild', '~1.2.3', ['1.2.3-r4'], ['1.2.3_p1']],
  ['nginx', '0.8.40+, 0.7.52-0.8.39', ['0.8.41', '0.7.60'], ['0.9.1']],
  ['openssl', '3.0.0, 1.0.1b', ['1.0.1b'], ['1.0.1a']],
  ['vers', 'vers:deb/>=1.0|<2.0', ['1.5'], ['2.0']],
];

it.each(ranges)('%s %s', (scheme, range, inside, outside) => {
  const test = (version: string) => (scheme === 'vers' ? versionInRange(range, version) : versionInRange({ scheme, range }, version));
  expect(inside.filter((version) => !test(version))).toEqual([]);
  expect(outside.filter(test)).toEqual([]);
});

it('counts pre-releases between the bounds where the asker says so', () => {
  const test = (scheme: string, range: string) => rangeTest(range, scheme, { preReleases: 'included' });
  expect(['1.3.0-beta', '2.0.0-beta', '1.2.3-rc.1'].filter(test('npm', '^1.2.3'))).toEqual(['1.3.0-beta']);
  expect(['1.3.0-beta', '2.0.0'].filter(test('cargo', '<2.0.0'))).toEqual(['1.3.0-beta']);
  expect(['1.5-rc', '2-rc'].filter(test('conan', '>1 <2'))).toEqual(['1.5-rc']);
  expect(['1.5.0-rc', '2.0.0-rc'].filter(test('terraform', '~> 1.2'))).toEqual(['1.5.0-rc']);
});

it.each([
  ['npm', '^1.1.7 || >= 2.0.1', 'vers:npm/>=1.1.7|<2.0.0|>=2.0.1'],
  ['npm', '*', 'vers:npm/*'],
  ['semver', '^1.2.3', 'vers:semver/>=1.2.3|<2.0.0'],
  ['mattermost', '>= 3.1.1, < 3.2.0', 'vers:mattermost/>=3.1.1|<3.2.0'],
  ['packagist', '1.0.0', 'vers:composer/1.0.0'],
  ['gem', '~> 3.5.0', 'vers:gem/>=3.5.0|<3.6'],
  ['pypi', '>=1.0a1,<1.0.5||>=1.1b1,<1.1.1', 'vers:pypi/>=1.0a1|<1.0.5|>=1.1b1|<1.1.1'],
  ['pypi', '!=5', 'vers:pypi/!=5'],
  ['nuget', '[1.0.0, 2.0.0)', 'vers:nuget/>=1.0.0|<2.0.0'],
  ['maven', '(,1.1),(1.1,)', 'vers:maven/!=1.1'],
  ['conan', '~1.2', 'vers:conan/>=1.2|<1.3-'],
  ['nginx', 'none', 'vers:none/*'],
  ['deb', '(>> 1:1.0)', 'vers:deb/>1:1.0'],
])('%s %s is %s', (scheme, range, uri) => {
  expect(nativeToVers(scheme, range)).toBe(uri);
});

it.each([['maven', '[1.0'], ['maven', '>=1'], ['nuget', '[1.0,2.0'], ['pub', '~>1'], ['hackage', '>=1 &&'], ['hackage', '((1'], ['gem', '~> x'], ['hex', '~> 2'], ['composer', '>=foo'], ['conan', '~='], ['nope', '1']])('%s refuses %s', (scheme, range) => {
  expect(() => versionInRange({ scheme, range }, '1.0')).toThrow();
});
