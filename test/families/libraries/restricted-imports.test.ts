import { describe, expect, it } from 'vitest';
import { prefixTest } from '../../../src/families/libraries/imports/depguard.ts';
import { gitignoreTest } from '../../../src/families/libraries/imports/gitignore.ts';
import { restrictedImports } from '../../../src/families/libraries/imports/restricted-imports.ts';
import { readRestrictedOptions } from '../../../src/families/libraries/imports/restricted-options.ts';
import { readJavascriptImports } from '../../../src/formats/imports/javascript.ts';

/** What the options restrict in a text: the names, or the module where it is restricted as a whole. */
function restricted(options: unknown, text: string): string[] {
  const read = readRestrictedOptions(options);
  if (typeof read === 'string') throw new Error(read);
  const test = restrictedImports(read);
  return readJavascriptImports(text).flatMap((one) => test.uses(one).map(({ name }) => name ?? one.specifier));
}

describe('options of no-restricted-imports', () => {
  it.each([
    [['foo'], 'import "foo"; import "foo/bar"', ['foo']],
    [['foo', { name: 'bar', message: 'use baz' }], 'import a from "bar"', ['bar']],
    [[{ paths: [{ name: 'foo', importNames: ['A'] }] }], 'import { A as B, C } from "foo"', ['A']],
    [[{ paths: [{ name: 'foo', importNames: ['default'] }] }], 'import A, { C } from "foo"', ['default']],
    [[{ paths: [{ name: 'foo', importNames: ['A'] }] }], 'export * from "foo"', ['*']],
    [[{ paths: [{ name: 'foo', importNames: ['A'] }] }], 'const { A, B } = require("foo")', ['A']],
    [[{ paths: [{ name: 'foo', allowImportNames: ['A'] }] }], 'import { A, B } from "foo"', ['B']],
    [[{ paths: [{ name: 'foo', allowTypeImports: true }] }], 'import type { A } from "foo"; import { type B } from "foo"', []],
    [[{ paths: [{ name: 'foo', allowTypeImports: true }] }], 'import { type B, c } from "foo"', ['foo']],
    [[{ paths: [{ name: 'foo', importNames: ['A', 'B'], allowTypeImports: true }] }], 'import { type A, B } from "foo"', ['B']],
    [[{ patterns: ['foo/*', '!foo/bar'] }], 'import "foo/bar"; import "foo/baz"', ['foo/baz']],
    [[{ patterns: [{ group: ['**/relative'], importNamePattern: '^Foo' }] }], 'import { Foo, Bar } from "../a/relative"', ['Foo']],
    [[{ patterns: [{ regex: '^foo/(?!bar)' }] }], 'import "foo/bar"; import "FOO/baz"', ['FOO/baz']],
    [[{ patterns: [{ regex: '^foo', caseSensitive: true }] }], 'import "FOO/baz"', []],
    [[{ patterns: [{ group: ['foo'], allowImportNamePattern: '^use' }] }], 'import { useA, a } from "foo"', ['a']],
    [['fs'], 'require("fs"); import("fs")', ['fs', 'fs']],
    [['__proto__'], 'import "__proto__"', ['__proto__']],
    [[], 'import "toString"', []],
  ])('%j restricts in %s: %j', (options, text, expected) => {
    expect(restricted(options, text)).toEqual(expected);
  });

  it.each([[[{ nam: 'foo' }], /"nam" is not known/], [[{ patterns: [{ group: ['a'], regex: 'a' }] }], /either/], [[{ patterns: [{ regex: '(' }] }], /regular expression/], [[{ paths: [{ name: 'a', importNames: 'x' }] }], /list of names/], [[{ paths: [] }, 'a'], /alone/], [[3], /module name/]])('%j is refused', (options, message) => {
    expect(readRestrictedOptions(options)).toMatch(message);
  });
});

it.each([
  [['foo'], ['foo', 'foo/bar', 'a/foo'], ['food']],
  [['/foo'], ['foo', 'foo/bar'], ['a/foo']],
  [['foo/*'], ['foo/bar', 'foo/bar/baz'], ['foo', 'a/foo/b']],
  [['foo/**'], ['foo/bar', 'foo/a/b'], ['foo']],
  [['**/foo/b?r'], ['foo/bar', 'a/b/foo/bur'], ['foo/b/r']],
  [['a/**/b'], ['a/b', 'a/x/y/b'], ['b', 'a/c']],
  [['foo/', '!foo/bar'], ['foo/bar'], ['foo']],
  [['*-[a-c]', '!x-b'], ['x-a', 'y-b'], ['x-b', 'x-d']],
  [['\\!a', '# no', 'b '], ['!a', 'b'], ['a', '# no']],
  [['../foo'], ['../foo'], ['foo', '../../foo']],
])('gitignore lines %j', (lines, ignored, kept) => {
  const test = gitignoreTest(lines, { caseSensitive: true });
  expect(ignored.filter((path) => !test(path))).toEqual([]);
  expect(kept.filter(test)).toEqual([]);
});

it('gitignore patterns of many stars take no super-linear time', () => {
  const start = performance.now();
  gitignoreTest([`${'*a'.repeat(30)}b`], { caseSensitive: false })('a'.repeat(5000));
  expect(performance.now() - start).toBeLessThan(10_000);
});

describe('lists of depguard', () => {
  it.each([
    [{ deny: [{ pkg: 'github.com/pkg/errors', desc: 'use errors' }] }, ['fmt', 'github.com/pkg/error'], ['github.com/pkg/errors']],
    [{ deny: [{ pkg: 'io/ioutil$' }] }, ['io/ioutil/x'], ['io/ioutil']],
    [{ allow: ['$gostd', 'github.com/acme'] }, ['fmt', 'net/http', 'github.com/acme/x'], ['github.com/other/x']],
    [{ listMode: 'strict' as const, allow: ['a.b/c/d'], deny: [{ pkg: 'a.b/c' }] }, ['a.b/c/d'], ['a.b/c', 'x.y/z']],
    [{ listMode: 'lax' as const, allow: ['a.b/c/d'], deny: [{ pkg: 'a.b/c' }] }, ['a.b/c/d', 'x.y/z'], ['a.b/c']],
  ])('%j', (list, allowed, denied) => {
    const test = prefixTest(list);
    expect(allowed.filter((one) => test(one) !== undefined)).toEqual([]);
    expect(denied.filter((one) => test(one) === undefined)).toEqual([]);
  });
});
