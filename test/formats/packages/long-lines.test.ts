import { expect, it } from 'vitest';
import { readGemfile } from '../../../src/formats/packages/gemfile.ts';
import { readGradleBuild } from '../../../src/formats/packages/gradle-build.ts';

it.each<[string, () => { readonly packages: readonly unknown[] }, number]>([
  ['coordinates', () => readGradleBuild('"g:a:1.0" '.repeat(90_000), 'build.gradle'), 90_000],
  ['halves of coordinates', () => readGradleBuild('"a.b.c.'.repeat(120_000), 'build.gradle'), 0],
  ['lists that nothing goes through', () => readGemfile('%w[a'.repeat(200_000)), 0],
])('a line of a megabyte of %s is read in linear time', (_what, read, packages) => {
  const started = performance.now();
  expect(read().packages).toHaveLength(packages);
  // some 100 ms alone; it took half a minute when every match looked for the beginning of its line
  expect(performance.now() - started).toBeLessThan(10_000);
});
