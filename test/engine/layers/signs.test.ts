import { expect, test } from 'vitest';
import { layerSigns, sign } from '../../../src/engine/layers/signs.ts';

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
