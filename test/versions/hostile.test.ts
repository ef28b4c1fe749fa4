import { expect, it } from 'vitest';
import { compareVersions, formatPurl, nativeToVers, parsePurl, rangeTest, VersionError } from '../../src/versions.ts';
import { schemeNames, schemeOf } from '../../src/versions/registry.ts';
import { normaliseVers, parseVers } from '../../src/versions/vers.ts';

const schemes = [...new Map(schemeNames.toReversed().map((name) => [schemeOf(name)?.range, name])).values()].toReversed();
const pieces = ['1', '1.', '.', '1-', '-', '0', 'a', 'a1', '_alpha', '-r1', '~', '^', '+', '>=1 ', '>=1,', '1||', '1|', '(', '[1,2],', '[', '{1,', '==1.*', ' ', '1.0-beta', '!=1,', '!', '1:', '.post1', '-dev', '1 - 2 ', 'and 1 ', '=', '<', '*', '1.x', 'v', '\u{1F600}', '&&', '1!', '@'];
/** A text that ends in something that no version ends in, so that nothing matches early. */
const hostile = pieces.map((piece) => `${piece.repeat(Math.ceil(12_000 / piece.length))}\u0000`);

function quietly(action: () => unknown): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof VersionError)) throw error;
  }
}

it.each(schemes)('%s takes linear time for long texts', (scheme) => {
  for (const text of hostile) {
    const start = performance.now();
    compareVersions(scheme, text, `${text}1`);
    quietly(() => rangeTest(text, scheme)('1.0'));
    quietly(() => rangeTest('>=1', scheme)(text));
    quietly(() => nativeToVers(scheme, text));
    // 0.02 s on an idle machine; measured linear up to 60,000 characters
    expect([text.slice(0, 20), performance.now() - start < 1500]).toEqual([text.slice(0, 20), true]);
  }
});

it('package URLs and vers: URIs take linear time for long texts', () => {
  for (const piece of [...pieces, '/', '%41', '%', '?a=b&', '#', '@', 'a=b&', '//', '../']) {
    const text = piece.repeat(Math.ceil(12_000 / piece.length));
    const start = performance.now();
    for (const whole of [`pkg:npm/${text}`, `pkg:npm/a@${text}`, `pkg:npm/a?${text}`, `pkg:npm/a#${text}`, `pkg:${text}`]) quietly(() => formatPurl(parsePurl(whole)));
    for (const whole of [`vers:npm/${text}`, `vers:${text}`, `vers:npm/>=1|${text}`]) quietly(() => rangeTest(whole)('1.0.0'));
    const parsed = parseVers(`vers:npm/${Array.from({ length: 3000 }, (_, at) => `>=${at}.0.0`).join('|')}`);
    const npm = schemeOf('npm');
    if (typeof parsed !== 'string' && npm !== undefined) normaliseVers(parsed, npm);
    expect([piece, performance.now() - start < 1500]).toEqual([piece, true]);
  }
});
