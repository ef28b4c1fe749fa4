import { rangeTest, VersionError } from '../../../versions.ts';

/**
 * A test of versions of an ecosystem against a range: a `vers:` URI, or the ecosystem's own syntax, which may stand after
 * `vers:TYPE/` where it holds blanks: no `vers:` URI does. Throws VersionError.
 */
export function versionTest(range: string, ecosystem: string): (version: string) => boolean {
  const test = testOf(withoutPrefix(range), ecosystem);
  // go.mod writes v1.2.3, records and many policies 1.2.3
  if (ecosystem === 'golang') return (version) => test(version) || test(version.startsWith('v') ? version.slice(1) : `v${version}`);
  return test;
}

function withoutPrefix(range: string): string {
  return /\s/.test(range.trim()) ? range.replace(/^\s{0,100}vers:[a-z][a-z0-9.-]{0,60}\//i, '') : range;
}

function testOf(range: string, ecosystem: string): (version: string) => boolean {
  try {
    // 2.0.0-beta of what is denied below 3 is denied too
    return rangeTest(range, ecosystem, { preReleases: 'included' });
  } catch (error) {
    // a scheme whose order is not known still has equality
    const exact = error instanceof VersionError ? exactVersions(range) : undefined;
    if (exact === undefined) throw error;
    return (version) => exact.has(version);
  }
}

/** The versions of a range that only lists them; undefined for any other. */
export function exactVersions(range: string): ReadonlySet<string> | undefined {
  const list = /^vers:[a-z][a-z0-9.-]*\/(.+)$/i.exec(range)?.[1] ?? range;
  const parts = list.split('|').map((one) => one.trim().replace(/^=+\s*/, ''));
  if (parts.some((one) => one === '' || !/^[\w.:+~%^-]+$/.test(one) || /^[\^~]|[*]/.test(one))) return undefined;
  return new Set(parts.map((one) => decode(one)));
}

/** The bounds that a `vers:` URI names, for asking whether another range may meet it. */
export function boundsOf(range: string): readonly string[] {
  const list = /^vers:[a-z][a-z0-9.-]*\/(.+)$/i.exec(range)?.[1] ?? range;
  return list
    .replace(/\b(?:and|or)\b/g, ' ')
    .split(/\|\||[|,\s]+/)
    .map((one) => decode(one.replace(/^[<>=!~^]+/, '')))
    .filter((one) => /^v?\d/.test(one))
    .slice(0, 200);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
