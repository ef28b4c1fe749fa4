import { expect, it } from 'vitest';
import { hasDoubt } from '../../../src/families/libraries/imports/doubt.ts';
import { readJavascriptImports } from '../../../src/formats/imports/javascript.ts';

it.each([
  ['import a from "a"; import("b"); require("c"); require.resolve("d")', false],
  ['require( "a" ); require?.("b"); require(`c`)', false],
  ['const load = require;', true],
  ['function f(require) {}', true],
  ['function require(name) {}', true],
  ['const require = createRequire(import.meta.url)', true],
  ['require(name)', true],
  ['require("a" + b)', true],
  ['import(`a/${b}`)', true],
])('tokens leave a doubt in %s: %s', (text, expected) => {
  expect(hasDoubt(text, readJavascriptImports(text), () => false)).toBe(expected);
});

it('an import that a rule cannot settle is doubtful', () => {
  const text = 'import * as a from "a"; import b from "b"';
  expect(hasDoubt(text, readJavascriptImports(text), (one) => one.specifier === 'b')).toBe(true);
});
