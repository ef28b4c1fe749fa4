import { expect, test } from 'vitest';
import { hasShapeOf } from '../../../src/formats/packages/lock-shape.ts';

test.each([
  ['{"a": 1}', true],
  ['\ufeff // why\n /* and * how */ /**/\n{', true],
  ['// {\n[]', false],
  ['/* { */', false],
  ['<html>', false],
  ['', true],
])('%j is an object of JSON: %s', (text, expected) => {
  expect(hasShapeOf('bun-lock', text)).toBe(expected);
});

test.each(['//a ', '\ufeff', '/**/', '/* ', '\n', '//\n'])('repetitions of %j are told apart in linear time', (unit) => {
  const started = performance.now();
  hasShapeOf('npm-manifest', `${unit.repeat(200_000)}x`);
  expect(performance.now() - started).toBeLessThan(2000);
});
