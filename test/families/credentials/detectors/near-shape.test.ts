import { describe, expect, it } from 'vitest';
import { nearShape } from '../../../../src/families/credentials/detectors/near-shape.ts';
import { expandSample } from '../../../../src/families/credentials/samples.ts';

function isFound(text: string, keyword: string, isEveryday: boolean): boolean {
  const bytes = Buffer.from(expandSample(text), 'latin1');
  const keywordStart = bytes.indexOf(keyword);
  const detect = nearShape({ pattern: '[0-9a-f]{64}', flags: '', isId: false, isEveryday, after: 320 });
  return detect({ bytes, keywordStart, keywordEnd: keywordStart + keyword.length, path: 'a.txt' }).length > 0;
}

describe('a value beside a provider whose name is a word of every day', () => {
  it.each([
    ['counts with a word for credential after the name', 'daily_key = "{hex:64}"', 'daily', true],
    ['counts with a word for credential before the name', '// the token of daily\ndaily: "{hex:64}"', 'daily', true],
    ['counts where the keyword holds such a word', 'dailytoken = "{hex:64}"', 'dailytoken', true],
    ['does not count without one', 'daily: "{hex:64}"', 'daily', false],
  ])('%s', (_name, text, keyword, expected) => {
    expect(isFound(text, keyword, true)).toBe(expected);
  });

  it('counts without such a word where the name is nobody else\'s', () => {
    expect(isFound('daily: "{hex:64}"', 'daily', false)).toBe(true);
  });
});
