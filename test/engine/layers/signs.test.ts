import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sign } from '../../../src/engine/layers/sign.ts';
import { layerSigns } from '../../../src/engine/layers/signs.ts';
import { habitsOf, spanSigns } from '../../../src/engine/layers/span-signs.ts';

const labels = 'resource "aws_security_group" "web" {';

test.each([
  ['main.tf', labels, 0],
  ['main.c', 'char *key = "abc" "def";', sign.join],
  ['main.js', 'const key = "abc" + "def";', sign.join],
  ['main.tf', 'key = "\\u0067\\u0068"', sign.backslash],
  ['main.ts', 'const key = compute(5);', 0],
])('the signs of layers in %s, where it says %s', (path, text, expected) => {
  const bytes = Buffer.from(text);
  const word = /key|aws_sec/.exec(text);
  const start = word?.index ?? 0;
  expect(layerSigns(path, bytes, [{ start, end: start + (word?.[0].length ?? 0) }], [{ start: 0, end: bytes.length }])).toBe(expected);
});

describe.each<[string, string, number]>([
  ['a.c', "'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p'", sign.list],
  ['a.js', '["abcdefgh", "ijklmnop"].join("")', sign.list],
  ['a.php', "implode('', ['abcdefgh', 'ijklmnop'])", sign.list],
  ['a.sql', "concat('abcdefgh', 'ijklmnop')", sign.list],
  ['a.js', '[103, 104, 112, 95, 103, 104, 112, 95, 103, 104, 112, 95, 103, 104, 112, 95]', sign.list],
  ['a.js', '"abc" + "def"', sign.join],
  ['a.py', '"abc" "def"', sign.join],
  ['a.sh', 'ab"cd"', sign.shell],
  ['a.js', '\\u0067', sign.backslash],
  ['a.js', '\\u{67}', sign.backslash],
  ['a.js', '\\x67', sign.backslash],
  ['a.js', '\\147\\150', sign.backslash],
  ['a.js', 'abc\\\ndef', sign.backslash],
  ['a.js', 'a%67b', sign.percent],
  ['a.js', 'PRIVATE%20KEY', sign.percent],
  ['a.html', '&#103;', sign.entity],
  ['a.yaml', 'kind: Secret', sign.secret],
  ['a.bin', Array.from('some wide text in it, of forty letters and more', (letter) => `${letter}\0`).join(''), sign.wide],
  ['a.js', Buffer.from('a text of some more words').toString('base64'), sign.run],
])('in %s %j', (path, text, expected) => {
  test('is seen wherever it stands, and nothing else', () => {
    fc.assert(
      fc.property(fc.nat(3000), fc.nat(3000), (before, after) => {
        const bytes = Buffer.from(`${'; \n'.repeat(before).slice(0, before)} ${text} ${'; \n'.repeat(after).slice(0, after)}`, 'latin1');
        expect(spanSigns(habitsOf(path), bytes, { start: 0, end: bytes.length })).toBe(expected);
        expect(spanSigns(habitsOf(path), bytes, { start: before, end: before + text.length + 2 })).toBe(expected);
      }),
      { numRuns: 20 },
    );
  });
});
