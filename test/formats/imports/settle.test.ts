import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FoundImport } from '../../../src/formats/imports/import-record.ts';
import { readJavascriptImports } from '../../../src/formats/imports/javascript.ts';
import { settleImports } from '../../../src/formats/imports/settle.ts';

function show(found: readonly FoundImport[] | undefined): string[] {
  return (found ?? []).map(({ form, kind, specifier, names, isThroughOther }) => `${form}${isThroughOther === true ? '?' : ''}${kind === 'type' ? ' type' : ''} ${specifier}${names.length === 0 ? '' : ` {${names.map((one) => `${one.kind === 'type' ? 'type ' : ''}${one.name}${one.isErased === true ? ' erased' : ''}${one.isThroughDefault === true ? ' of default' : ''}${one.members === undefined ? '' : ` of ${one.members.join(' ')}`}`).join(', ')}}`}`);
}

describe('what stands for require', () => {
  it.each([
    ['require("a"); module.require("b"); require.resolve("c")', ['require a', 'require b', 'require c']],
    ['const load = require; load("a")', ['require a']],
    ['import { createRequire } from "node:module"; const require = createRequire(import.meta.url); require("a")', ['import node:module {createRequire}', 'require a']],
    ['createRequire(__filename)("a")', ['require a']],
    ['define(["require"], function (require) { require("a"); })', ['require a']],
    ['const load = typeof require === "function" ? require : undefined; load("a")', ['require a']],
    ['function f(require) { require("a"); }', ['require? a']],
    ['(function (require, module) { require("a"); })({}, {})', ['require? a']],
    ['const require = (name) => files[name]; require("a")', ['require? a']],
    ['let load = require; load = other; load("a")', ['require? a']],
    ['const load = (name) => files[name]; load("a"); function other(load) { load("a") }', []],
    ['loader.require("a"); const module = {}; module.require("b")', []],
  ])('%s', (text, expected) => {
    expect(show(settleImports(text, 'a.js'))).toEqual(expected);
  });
});

describe('modules that constants name', () => {
  it.each([
    ['const name = "a" + "/b"; require(name)', ['require a/b']],
    ['const scope = "@s"; import(`${scope}/x`)', ['dynamic @s/x']],
    ['require(fast ? "a" : "b")', ['require a', 'require b']],
    ['import("a" as string)', ['dynamic a']],
    ['let name = "a"; name = other(); require(name)', []],
    ['require(`${name}/x`)', []],
    ['const a = b; const b = a; require(a)', []],
  ])('%s', (text, expected) => {
    expect(show(settleImports(text, 'a.ts'))).toEqual(expected);
  });
});

describe('what is taken of a module', () => {
  it.each([
    ['import * as ns from "a"; ns.one(); ns["two"]; const { three } = ns', ['import a {* of one two three}']],
    ['import * as ns from "a"; hand(ns)', ['import a {*}']],
    ['import * as ns from "a"; export { ns }', ['import a {*}']],
    ['const ns = require("a"); ns.one(); ns.two(); ns.one()', ['require a {one, two}']],
    ['const { one, "two": b, ...rest } = require("a")', ['require a {one, two}']],
    ['let ns; ns = require("a"); ns.one()', ['require a {one}']],
    ['require("a").one(); require("a")["two"]', ['require a {one}', 'require a {two}']],
    ['import("a").then(({ one }) => one())', ['dynamic a {one}']],
    ['import("a").then((ns) => ns.one()).catch(fail)', ['dynamic a {one}']],
    ['const ns = await import("a"); ns.one()', ['dynamic a {one}']],
    ['import ns, { other as o } from "a"; ns.one()', ['import a {default, one of default, other}']],
    ['import ns = require("a"); ns.one()', ['import a {one}']],
    ['import * as UI from "a"; export const x = <UI.One />', ['import a {* of One}']],
  ])('%s', (text, expected) => {
    expect(show(settleImports(text, text.includes('<') ? 'a.tsx' : 'a.ts'))).toEqual(expected);
  });
});

describe('imports that compilers drop', () => {
  it.each([
    ['import { A, b } from "a"; let x: A = b', 'a.ts', ['import a {A erased, b}']],
    ['import { A } from "a"', 'a.ts', ['import a {A}']],
    ['import { A } from "a"; export { A }', 'a.ts', ['import a {A}']],
    ['import { A } from "a"; @d class B { constructor(a: A) {} }', 'a.ts', ['import a {A}']],
    ['import type { A } from "a"; import { type B } from "b"; let x: import("c").D.E', 'a.ts', ['import type a {type A}', 'import b {type B}', 'dynamic type c {type D}']],
    ['import { A } from "a"; A()', 'a.js', ['import a {A}']],
  ])('%s', (text, path, expected) => {
    expect(show(settleImports(text, path))).toEqual(expected);
  });
});

it('what does not parse is left to the tokens', () => {
  expect(settleImports('import { from "a"', 'a.ts')).toBeUndefined();
  expect(settleImports(`${'('.repeat(50_000)}1`, 'a.js')).toBeUndefined();
});

/** What both readers have to agree upon: static imports and literal calls, without what only scopes tell. */
function common(found: readonly FoundImport[]): string[] {
  return found
    .filter(({ form, kind }) => form === 'import' || form === 'export' || kind === 'value')
    .map(({ form, specifier, kind, names, start }) => `${start} ${form} ${kind} ${specifier} ${form === 'import' || form === 'export' ? names.filter((one) => one.isThroughDefault !== true).map((one) => `${one.kind} ${one.name}`).join() : ''}`)
    .toSorted();
}

function* scripts(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* scripts(path);
    else if (/\.[cm]?[jt]s$/.test(entry.name)) yield path;
  }
}

it.each(['src/formats/imports', 'src/engine', 'src/families/libraries', 'node_modules/smol-toml/dist', 'node_modules/@typescript-eslint/scope-manager/dist'])('the parser finds in %s what the tokens find', (folder) => {
  let compared = 0;
  for (const path of scripts(folder)) {
    const text = readFileSync(path, 'utf8');
    if (text.length > 100_000) continue;
    const settled = settleImports(text, path);
    if (settled === undefined) continue;
    const named = settled.filter(({ form }) => form !== 'require' && form !== 'dynamic').concat(settled.filter(({ form, start }) => (form === 'require' || form === 'dynamic') && /["'`]/.test(text[start] ?? '')));
    expect([path, ...common(named)]).toEqual([path, ...common(readJavascriptImports(text))]);
    compared++;
  }
  expect(compared).toBeGreaterThan(0);
});
