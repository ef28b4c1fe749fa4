import { expect, it } from 'vitest';
import { beginsLikeDockerfile } from '../../src/formats/dockerfile/begins.ts';

it.each<[string, string, boolean]>([
  ['a stage', 'FROM alpine\n', true],
  ['a stage without an end', 'from alpine', true],
  ['a stage with a name and a platform', '# syntax=x\n\n  FROM --platform=linux/amd64 alpine:3 as base \r\nRUN x', true],
  ['a stage that goes on', 'FROM \\\n alpine\n', true],
  ['a stage that goes on after another sign', '# escape=`\nFROM `\n alpine\n', true],
  ['an argument before a stage', '\ufeffARG A=1\nARG B\nFROM $A\n', true],
  ['an argument without a stage', 'ARG A=1\n', false],
  ['Python', 'from os import path\n', false],
  ['Python that goes on', '#!/usr/bin/env python\nimport x\nfrom y import \\\n z\n', false],
  ['a sentence', 'From here on nothing is known\n', false],
  ['SQL', 'SELECT *\nFROM alpine\n', false],
  ['nothing', '', false],
  ['comments only', '# FROM alpine', false],
])('a file that begins with %s: %s', (_name, text, expected) => {
  expect(beginsLikeDockerfile(Buffer.from(text))).toBe(expected);
});

it('is told in linear time', () => {
  const started = performance.now();
  for (const text of ['#\n'.repeat(2_000_000), `FROM ${' '.repeat(1_000_000)}x y`, `FROM ${'--a '.repeat(250_000)}`, `FROM ${'\\'.repeat(1_000_000)}x`, `ARG A\n${' \t'.repeat(2_000_000)}`]) beginsLikeDockerfile(Buffer.from(text));
  expect(performance.now() - started).toBeLessThan(2000);
});
