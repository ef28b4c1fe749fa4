import { describe, expect, it } from 'vitest';
import { isNearMiss, shapesOf, spellsWord } from '../../../src/families/credentials/shape.ts';

describe('the shapes of a pattern', () => {
  it.each([
    ['a class with a count', '[a-z0-9]{32}', [[32, 32, '']]],
    ['a literal start', 'sk_live_[A-Za-z0-9]{10,20}', [[18, 28, 'sk_live_']]],
    ['alternatives', '[A-Z]{4}|ab\\-[0-9a-f]{2}', [[4, 4, ''], [5, 5, 'ab-']]],
    ['groups and optional parts', '(?:a|bcd){2}x?', [[2, 7, '']]],
    ['no bound', 'k[^\\]]+', [[2, 501, 'k']]],
    ['what is looked at and not taken', '(?=x{9})\\b[a-z]{3}(?!y)', [[3, 3, '']]],
    ['alternatives within a group', '(?:[a-z]{3}|[a-z]{5})-z', [[5, 7, '']]],
  ])('%s', (_name, pattern, expected) => {
    expect(shapesOf(pattern).map(({ least, most, prefix }) => [least, most, prefix])).toEqual(expected);
  });
});

describe('a damaged value', () => {
  const shapes = shapesOf('[0-9a-f]{8}|tok_[A-Za-z0-9]{20}');
  it.each([
    ['of the same length and another alphabet', 'zz34qr78', true],
    ['that begins as the provider\'s do', 'tok_12', true],
    ['of another length, which may be another format', 'ab12cd34ef56', false],
  ])('%s', (_name, value, expected) => {
    expect(isNearMiss(value, shapes)).toBe(expected);
  });
});

describe('a word that a pattern spells out', () => {
  it.each([
    ['a prefix', 'Mid\\-server\\-[a-z]{4}', true],
    ['classes alone', '[abc]{3}\\w[A-Za-z]{20}', false],
    ['what must not stand there', '(?!(?:app|tbl)x$)[a-z]{17}', false],
  ])('%s', (_name, pattern, expected) => {
    expect(spellsWord(pattern)).toBe(expected);
  });
});
