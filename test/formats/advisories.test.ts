import { describe, expect, it } from 'vitest';
import { isAffectedBy, type Advisory, type AdvisoryRange } from '../../src/formats/advisories/advisory.ts';
import { cvss3Score, cvss4Score, severityOfVector } from '../../src/formats/advisories/cvss.ts';
import { keyOf, openAdvisories, packAdvisories } from '../../src/formats/advisories/data-package.ts';
import { readOsvRecord } from '../../src/formats/advisories/osv.ts';
import { compareVersions } from '../../src/versions.ts';

const advisory = (ranges: readonly AdvisoryRange[], versions: readonly string[] = []): Advisory => ({ id: 'X-1', aliases: [], kind: 'vulnerable', severity: 'high', summary: '', versions, ranges });
const semver = (...events: readonly (readonly ['introduced' | 'fixed' | 'last_affected', string])[]): AdvisoryRange => ({ type: 'SEMVER', events: events.map(([at, version]) => ({ at, version })) });
const npm = (a: string, b: string): number => compareVersions('npm', a, b);

describe('a version', () => {
  it.each([
    ['before the first', '0.9.0', [semver(['introduced', '1.0.0'], ['fixed', '1.2.0'])], false, undefined],
    ['at the first', '1.0.0', [semver(['introduced', '1.0.0'], ['fixed', '1.2.0'])], true, '1.2.0'],
    ['at the fix', '1.2.0', [semver(['introduced', '1.0.0'], ['fixed', '1.2.0'])], false, undefined],
    ['a pre-release of the fix', '1.2.0-rc.1', [semver(['introduced', '1.0.0'], ['fixed', '1.2.0'])], true, '1.2.0'],
    ['with a v', 'v1.1.0', [semver(['introduced', '1.0.0'], ['fixed', '1.2.0'])], true, '1.2.0'],
    ['from nothing on', '0.0.1', [semver(['introduced', '0'])], true, undefined],
    ['the last affected', '1.5.0', [semver(['introduced', '0'], ['last_affected', '1.5.0'])], true, undefined],
    ['after the last affected', '1.5.1', [semver(['introduced', '0'], ['last_affected', '1.5.0'])], false, undefined],
    ['between two lines', '1.9.0', [semver(['introduced', '0'], ['fixed', '1.2.0'], ['introduced', '2.0.0'], ['fixed', '2.0.3'])], false, undefined],
    ['in the second line', '2.0.1', [semver(['introduced', '2.0.0'], ['fixed', '2.0.3'], ['introduced', '0'], ['fixed', '1.2.0'])], true, '2.0.3'],
    ['in none of two ranges', '3.0.0', [semver(['introduced', '0'], ['fixed', '1.0.0']), semver(['introduced', '2.0.0'], ['fixed', '2.1.0'])], false, undefined],
  ] as const)('%s', (_name, version, ranges, isAffected, fixed) => {
    expect(isAffectedBy(advisory(ranges), version, npm)).toEqual({ isAffected, fixed });
  });

  it('is found in a list, and in a range of commits only where it is named', () => {
    expect(isAffectedBy(advisory([], ['1.0.0']), '1.0.0', undefined).isAffected).toBe(true);
    const commits: AdvisoryRange = { type: 'GIT', events: [{ at: 'introduced', version: 'a'.repeat(40) }, { at: 'fixed', version: 'b'.repeat(40) }] };
    expect(isAffectedBy(advisory([commits]), 'a'.repeat(40), npm).isAffected).toBe(true);
    expect(isAffectedBy(advisory([commits]), 'b'.repeat(40), npm).isAffected).toBe(false);
  });
});

it.each([
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8, 'critical'],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', 6.1, 'medium'],
  ['CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', 7.5, 'high'],
  ['CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:L', 1.8, 'low'],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', 0, 'low'],
  ['CVSS:3.1/AV:N', undefined, undefined],
  // the examples that FIRST publishes with the specification
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 9.3, 'critical'],
  ['CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 7.3, 'high'],
  ['CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N', 8.3, 'high'],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N/E:A', 8.7, 'high'],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H/E:A', 10, 'critical'],
  ['CVSS:4.0/AV:L/AC:L/AT:N/PR:L/UI:N/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N', 4.8, 'medium'],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N', 0, 'low'],
  ['CVSS:4.0/AV:N/AC:L', undefined, undefined],
  ['CVSS:4.0/AV:Q/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', undefined, undefined],
  ['', undefined, undefined],
])('%s is %s, %s', (vector, score, severity) => {
  expect(cvss3Score(vector) ?? cvss4Score(vector)).toBe(score);
  expect(severityOfVector(vector)).toBe(severity);
});

describe('an OSV record', () => {
  it('gives one entry a package, with a severity in words before a vector', () => {
    const entries = readOsvRecord({ id: 'GHSA-1', aliases: ['CVE-1', 7], summary: 's', severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }], database_specific: { severity: 'MODERATE' }, affected: [{ package: { ecosystem: 'Maven', name: 'g:a' } }, { package: { ecosystem: 'Nowhere:12', name: 'x' } }] });
    expect(entries?.map(({ ecosystem, path, advisory: one }) => [ecosystem, path, one.severity, one.aliases])).toEqual([['maven', 'g/a', 'medium', ['CVE-1']]]);
  });

  it('of a distribution says of which release', () => {
    const affected = ['Debian:12', 'Alpine:v3.20', 'Ubuntu:22.04:LTS', 'Ubuntu:Pro:18.04:LTS', 'Debian'].map((ecosystem) => ({ package: { ecosystem, name: 'curl' } }));
    expect(readOsvRecord({ id: 'DSA-1', affected })?.map(({ ecosystem, path, advisory: one }) => [ecosystem, path, one.distro])).toEqual([['deb', 'debian/curl', 'debian-12'], ['apk', 'alpine/curl', 'alpine-3.20'], ['deb', 'ubuntu/curl', 'ubuntu-22.04']]);
  });

  it('that was withdrawn gives none', () => {
    expect(readOsvRecord({ id: 'X', withdrawn: '2026-01-01', affected: [{ package: { ecosystem: 'npm', name: 'a' } }] })).toEqual([]);
  });

  it.each([null, [], 'x', {}, { id: 'X' }, { id: 'X', affected: 'a' }])('%j is none', (value) => {
    expect(readOsvRecord(value)).toBeUndefined();
  });

  it('with fields of wrong types is read as far as it goes', () => {
    expect(readOsvRecord({ id: 'X', affected: [null, { package: null }, { package: { ecosystem: 'npm', name: '__proto__' }, ranges: [{ type: 'SEMVER', events: [null, { introduced: 5 }] }, 7], versions: [1] }] })).toMatchObject([{ path: '__proto__', advisory: { ranges: [{ events: [] }], versions: [] } }]);
  });

  it('of a malicious package names it as a whole unless it names versions', () => {
    const record = (more: object): unknown => ({ id: 'MAL-1', affected: [{ package: { ecosystem: 'npm', name: 'a' }, ...more }] });
    expect(readOsvRecord(record({}))?.[0]?.isWhole).toBe(true);
    expect(readOsvRecord(record({ ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }] }] }))?.[0]?.isWhole).toBe(true);
    expect(readOsvRecord(record({ versions: ['1.0.0'] }))?.[0]?.isWhole).toBe(false);
  });
});

describe('a data package', () => {
  const stamp = { built: '2026-01-01', newest: '2026-01-01', sources: ['/x'], records: 1, packages: 500, malicious: 2 };
  const byKey = new Map(Array.from({ length: 500 }, (_, number) => [keyOf('npm', `p${number}`), [{ ...advisory([]), id: `X-${number}` }]]));
  const bytes = packAdvisories(stamp, byKey, new Set([keyOf('npm', 'bad'), keyOf('pypi', 'worse')]));

  it('gives back every package and nothing else', () => {
    const data = openAdvisories(bytes);
    expect(data.stamp).toEqual(stamp);
    for (let number = 0; number < 500; number++) expect(data.advisories('npm', `p${number}`).map(({ id }) => id)).toEqual([`X-${number}`]);
    expect(data.advisories('pypi', 'p1')).toEqual([]);
    expect([data.isMalicious('npm', 'bad'), data.isMalicious('pypi', 'worse'), data.isMalicious('npm', 'worse')]).toEqual([true, true, false]);
  });

  it('is the same for the same data', () => {
    expect(packAdvisories(stamp, new Map([...byKey].reverse()), new Set([keyOf('pypi', 'worse'), keyOf('npm', 'bad')])).equals(bytes)).toBe(true);
  });

  it.each([0, 10, 40, 2000])('cut after %s bytes is refused', (length) => {
    expect(() => openAdvisories(bytes.subarray(0, length))).toThrow(/data package/);
  });
});
