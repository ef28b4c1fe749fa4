import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { alternativesOf, charactersOf, foldAlternatives, foldPattern, type PatternFold } from '../../src/formats/regex.ts';

/** Writes an expression again, with a bracket around all that belongs together. */
const written: PatternFold<string> = {
  empty: '',
  one: (text) => text,
  lookAround: (inner) => `<${inner}>`,
  sequence: (a, b) => a + b,
  either: (a, b) => `${a}|${b}`,
  repeated: (part, least, most) => `(${part})${least}-${most === Number.POSITIVE_INFINITY ? '' : most}`,
};

describe('a regular expression, folded', () => {
  it.each([
    ['abc', 'abc'],
    ['ab?c*d+', 'a(b)0-1(c)0-(d)1-'],
    ['a{3}b{2,}c{1,4}?', '(a)3-3(b)2-(c)1-4'],
    ['a{,3}', 'a{,3}'],
    ['^\\b(?:a|(b)|)$', 'a|b|'],
    ['(?=x{9})(?<!y|z)(?<name>w)', '<(x)9-9><y|z>w'],
    ['[^\\]a[-]{2}', '([^\\]a[-])2-2'],
    ['\\x41{2}\\u00e9?\\.', '(\\x41)2-2(\\u00e9)0-1\\.'],
    ['(a|b){2}|c', '(a|b)2-2|c'],
  ])('%s', (pattern, expected) => {
    expect(foldPattern(pattern, written)).toBe(expected);
  });

  it('says where its alternatives stand', () => {
    expect(foldAlternatives('a|(b|c)|', written).map(({ from, to }) => [from, to])).toEqual([[0, 1], [2, 7], [8, 8]]);
    expect(alternativesOf('a|(b|[|])|\\|')).toEqual(['a', '(b|[|])', '\\|']);
  });
});

test.each([
  ['a', 'a'],
  ['\\.', '.'],
  ['\\d', '0-9'],
  ['[a-cX\\-_]', 'a-cX-_'],
  ['[\\w.]', '0-9A-Z_a-z.'],
  ['[+-9]', '+-9'],
  ['.', undefined],
  ['[^a]', undefined],
  ['[]', undefined],
  ['[a\\s]', undefined],
  ['\\x41', undefined],
  ['\\1', undefined],
])('%s takes the characters %s', (written, expected) => {
  expect(charactersOf(written)?.map(([first, last]) => (first === last ? String.fromCharCode(first) : `${String.fromCharCode(first)}-${String.fromCharCode(last)}`)).join('')).toBe(expected);
});

test('any text ends', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', '\\', '[', ']', '(', ')', '?', ':', '|', '{', '2', ',', '}', '*', '^', '='), maxLength: 40 }), (text) => typeof foldPattern(text, written) === 'string'));
});

test('the lengths are those of what matches', () => {
  const length: PatternFold<{ least: number; most: number }> = {
    empty: { least: 0, most: 0 },
    one: () => ({ least: 1, most: 1 }),
    lookAround: () => ({ least: 0, most: 0 }),
    sequence: (a, b) => ({ least: a.least + b.least, most: a.most + b.most }),
    either: (a, b) => ({ least: Math.min(a.least, b.least), most: Math.max(a.most, b.most) }),
    repeated: (part, least, most) => ({ least: part.least * least, most: part.most === 0 ? 0 : part.most * most }),
  };
  const pattern = fc.letrec((tie) => ({
    one: fc.constantFrom('a', '[ab]', '\\w', '\\x61', '.'),
    repeat: fc.tuple(tie('part'), fc.constantFrom('?', '*', '+', '{2}', '{1,3}', '{2,}')).map(([part, times]) => `(?:${part})${times}`),
    both: fc.tuple(tie('part'), tie('part')).map(([a, b]) => `${a}${b}`),
    either: fc.tuple(tie('part'), tie('part')).map(([a, b]) => `(?:${a}|${b})`),
    part: fc.oneof({ maxDepth: 4, depthSize: 'small' }, tie('one'), tie('repeat'), tie('both'), tie('either')),
  })).part as fc.Arbitrary<string>;
  fc.assert(
    fc.property(pattern, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 }), (source, text) => {
      const { least, most } = foldPattern(source, length);
      const found = new RegExp(source).exec(text)?.[0].length;
      return found === undefined || (found >= least && found <= most);
    }),
  );
});
