import { describe, expect, it } from 'vitest';
import { expandSample } from '../../../src/families/credentials/samples.ts';
import { judge, samples } from './gate.ts';

const between = (token: string, sign: string, ...places: readonly number[]): string => [0, ...places].map((place, i) => token.slice(place, places[i])).join(sign);
const unseen: readonly (readonly [name: string, sign: string])[] = [
  ['a space of no width', '\u200b'],
  ['a joiner', '\u200d'],
  ['a non-joiner', '\u200c'],
  ['a word joiner', '\u2060'],
  ['a byte order mark', '\ufeff'],
  ['a soft hyphen', '\u00ad'],
  ['a grapheme joiner', '\u034f'],
  ['a mark of direction', '\u200f'],
  ['an override of direction', '\u202e'],
  ['an Arabic mark', '\u061c'],
  ['a variation selector', '\ufe0f'],
  ['a Mongolian separator', '\u180e'],
  ['a Khmer vowel that is not shown', '\u17b4'],
  ['a Hangul filler', '\u3164'],
  ['an annotation', '\ufff9'],
  ['a tag', '\u{e0020}'],
  ['three of them', '\u200b\u00ad\ufeff'],
];

describe.each(samples)('a token of %s', (check, template) => {
  it.each(unseen)('is found when %s stands in it', async (name, sign) => {
    const token = expandSample(template, name);
    for (const places of [[2], [14], [2, 14, 20], [...token].map((_one, i) => i + 1)]) {
      const text = between(token, sign, ...places);
      const { findings, notChecked } = await judge('a.ts', `const größe = "x";\nconst value = "${text}";\n`);
      expect(findings.map((one) => [one.check.startsWith(check), one.range.startLine, one.range.startColumn, one.layers])).toEqual([[true, 2, 16, ['invisible characters']]]);
      expect(notChecked).toEqual([]);
    }
  });

  it.each([
    ['a.html', '&shy;', ['html', 'invisible characters']],
    ['a.html', '&ZeroWidthSpace;', ['html', 'invisible characters']],
    ['a.html', '&#8203;', ['html', 'invisible characters']],
    ['a.html', '&#x00000200B;', ['html', 'invisible characters']],
    ['a.json', '\\u200b', ['escapes', 'invisible characters']],
  ] as const)('is found in %s when %s stands in it', async (path, sign, layers) => {
    const token = expandSample(template, sign);
    for (const place of path === 'a.html' ? [2, 14] : [14]) {
      const { findings } = await judge(path, `{"value": "${between(token, sign, place)}"}\n`);
      expect(findings.map((one) => [one.check.startsWith(check), one.layers])).toEqual([[true, layers]]);
    }
  });

  it('is found with a soft hyphen of Latin-1, and in UTF-16', async () => {
    const token = expandSample(template, 'latin');
    expect((await judge('a.txt', Buffer.from(`größe\nx = ${between(token, '\xad', 14)}\n`, 'latin1'))).findings.map((one) => one.check.startsWith(check))).toEqual([true]);
    expect((await judge('a.txt', Buffer.from(`\ufeffx = ${between(token, '\u200b', 14)}\n`, 'utf16le'))).findings.map((one) => one.check.startsWith(check))).toEqual([true]);
  });
});

it('characters that nobody sees between words are no sign of anything', async () => {
  const { findings, notChecked } = await judge('a.md', `auto\u00admatic very\u200blong\u200bnames 👩‍💻 ${'co\u00adoperate '.repeat(500)}`);
  expect([findings, notChecked]).toEqual([[], []]);
});
