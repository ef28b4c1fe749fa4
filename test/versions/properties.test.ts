import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareVersions, nativeToVers, versionInRange } from '../../src/versions.ts';
import { schemeNames, schemeOf } from '../../src/versions/registry.ts';

/** One name for each scheme; the other names share its code. */
const schemes = [...new Map(schemeNames.toReversed().map((name) => [schemeOf(name)?.range, name])).values()].toReversed();

const pieces = ['0', '1', '2', '9', '10', '01', '007', '99999999999999999999', '.', '..', '-', '_', '~', '^', '+', ':', '!', '1:', 'v', 'a', 'b', 'm', 'p', 'z', 'x', '*', 'alpha', 'beta', 'rc', 'RC1', 'dev', '.dev1', 'post', 'snapshot', 'SNAPSHOT', 'ga', 'final', 'sp', '-r1', '_p2', '_alpha', '-0', '-SNAPSHOT', '.post1', 'pre', '#', '@', '\u{10000}', '\uE000', ' '];
const piled = fc.array(fc.constantFrom(...pieces), { minLength: 0, maxLength: 7 }).map((parts) => parts.join(''));
const numbers = fc.array(fc.constantFrom('0', '1', '2', '10', '00', '01'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.'));
const tailed = fc.tuple(numbers, fc.constantFrom('', '-alpha', '-alpha.1', '-rc1', '-1', '-0', '.dev0', 'rc1', 'a1', '.post1', '+b1', '-r1', '_p1', '_rc', '~rc', '~', '^', 'a', '-SNAPSHOT', '.Final', '-sp', '-dev', '.x-dev', '-p1', '-beta2')).map(([front, tail]) => front + tail);
const version = fc.oneof({ weight: 3, arbitrary: tailed }, { weight: 2, arbitrary: piled }, { weight: 1, arbitrary: fc.string({ maxLength: 8 }) });

describe.each(schemes)('versions of %s', (scheme) => {
  it('are equal to themselves, and the other way round is the other order', () => {
    fc.assert(fc.property(version, version, (a, b) => {
      expect(compareVersions(scheme, a, a)).toBe(0);
      expect(compareVersions(scheme, a, b) + compareVersions(scheme, b, a)).toBe(0);
    }), { numRuns: 100 });
  });

  it('have a transitive order', () => {
    // pacman takes a version without a release as equal to it with any, which no order can be
    const whole = scheme === 'alpm' ? version.map((text) => `${text}-1`) : version;
    fc.assert(fc.property(fc.array(whole, { minLength: 3, maxLength: 6 }), (all) => {
      const sorted = all.toSorted((a, b) => compareVersions(scheme, a, b));
      for (let low = 0; low < sorted.length; low++) {
        for (let high = low; high < sorted.length; high++) expect([sorted[low], sorted[high], compareVersions(scheme, sorted[low] ?? '', sorted[high] ?? '')]).not.toContain(1);
      }
    }), { numRuns: 200 });
  });

  it('lie in a vers: range exactly when the comparison says so', () => {
    if (scheme === 'all' || scheme === 'none') return;
    fc.assert(fc.property(numbers, version, (bound, other) => {
      const order = compareVersions(scheme, other, bound);
      expect(versionInRange(`vers:${scheme}/>=${bound}`, other)).toBe(order >= 0);
      expect(versionInRange(`vers:${scheme}/<${bound}`, other)).toBe(order < 0);
      expect(versionInRange(`vers:${scheme}/!=${bound}`, other)).toBe(order !== 0);
      expect(versionInRange(`vers:${scheme}/${bound}`, other)).toBe(order === 0);
    }), { numRuns: 100 });
  });
});

/** Ranges made of two plain bounds in each scheme's own syntax; the versions are releases, so that no rule on pre-releases counts. */
const native: Readonly<Record<string, (low: string, high: string) => string>> = {
  alpm: (low, high) => `>=${low}, <${high}`,
  apk: (low, high) => `>=${low} <${high}`,
  cargo: (low, high) => `>=${low}, <${high}`,
  composer: (low, high) => `>=${low} <${high}`,
  conan: (low, high) => `>=${low} <${high}`,
  conda: (low, high) => `>=${low},<${high}`,
  deb: (low, high) => `>= ${low}, << ${high}`,
  gem: (low, high) => `>= ${low}, < ${high}`,
  hackage: (low, high) => `>=${low} && <${high}`,
  hex: (low, high) => `>= ${low} and < ${high}`,
  maven: (low, high) => `[${low},${high})`,
  npm: (low, high) => `>=${low} <${high}`,
  nuget: (low, high) => `[${low}, ${high})`,
  pub: (low, high) => `>=${low} <${high}`,
  pypi: (low, high) => `>=${low},<${high}`,
  rpm: (low, high) => `>= ${low}, < ${high}`,
  terraform: (low, high) => `>= ${low}, < ${high}`,
};
const release = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 3, maxLength: 3 }).map((parts) => parts.join('.'));

describe.each(Object.entries(native))('native ranges of %s', (scheme, write) => {
  it('say the same as comparisons and as the vers: URI made of them', () => {
    fc.assert(fc.property(release, release, release, (one, two, other) => {
      const order = compareVersions(scheme, one, two);
      const [low, high] = order <= 0 ? [one, two] : [two, one];
      const range = write(low, high);
      const expected = compareVersions(scheme, other, low) >= 0 && compareVersions(scheme, other, high) < 0;
      expect(versionInRange({ scheme, range }, other)).toBe(expected);
      const uri = nativeToVers(scheme, range);
      expect(uri === 'vers:none/*' ? order === 0 : versionInRange(uri, other) === expected).toBe(true);
    }), { numRuns: 200 });
  });
});
