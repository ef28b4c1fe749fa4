import { describe, expect, it } from 'vitest';
import { findImports } from '../../../src/formats/imports/find-imports.ts';
import { importEcosystem } from '../../../src/formats/imports/source-endings.ts';

/** `form kind specifier [name] {names}` of each import, with `t:` before names that are types. */
async function told(path: string, text: string): Promise<string[]> {
  return (await findImports(path, text)).map(({ form, kind, specifier, name, names }) => `${form} ${kind} ${specifier} [${name ?? ''}] {${names.map((one) => (one.kind === 'type' ? 't:' : '') + one.name).join(' ')}}`);
}

describe('JavaScript and TypeScript', () => {
  it.each([
    ['import "foo"', 'import value foo [foo] {}'],
    ['import a from "foo/bar"', 'import value foo/bar [foo] {default}'],
    ['import a, { b as c, "d" as e } from \'@s/foo/bar\'', 'import value @s/foo/bar [@s/foo] {default b d}'],
    ['import a, * as b from "foo"', 'import value foo [foo] {default *}'],
    ['import{a}from"foo"', 'import value foo [foo] {a}'],
    ['import type { A } from "foo"', 'import type foo [foo] {t:A}'],
    ['import type A from "foo"', 'import type foo [foo] {t:default}'],
    ['import type from "foo"', 'import value foo [foo] {default}'],
    ['import type, { a } from "foo"', 'import value foo [foo] {default a}'],
    ['import type from from "foo"', 'import type foo [foo] {t:default}'],
    ['import { type A, type as as b, type as c, type } from "foo"', 'import value foo [foo] {t:A t:as type type}'],
    ['import x = require("foo")', 'import value foo [foo] {}'],
    ['import type x = require("foo")', 'import type foo [foo] {}'],
    ['export import x = require("foo")', 'import value foo [foo] {}'],
    ['export { a as b } from "foo"', 'export value foo [foo] {a}'],
    ['export * from "foo"', 'export value foo [foo] {*}'],
    ['export * as ns from "foo"', 'export value foo [foo] {*}'],
    ['export type { A } from "foo"', 'export type foo [foo] {t:A}'],
    ['export type * from "foo"', 'export type foo [foo] {t:*}'],
    ['import data from "./a.json" with { type: "json" }', 'import value ./a.json [] {default}'],
    ['import defer * as ns from "foo"', 'import value foo [foo] {*}'],
    ['const { a, b: c = 1 } = require("foo")', 'require value foo [foo] {a b}'],
    ['const x = require("foo").bar', 'require value foo [foo] {bar}'],
    ['require.resolve(`foo`)', 'require value foo [foo] {}'],
    ['const { a } = await import("foo")', 'dynamic value foo [foo] {a}'],
    ['import("foo").then(use)', 'dynamic value foo [foo] {}'],
    ['let a: import("foo").Type', 'dynamic type foo [foo] {t:Type}'],
    ['type A = typeof import("foo")', 'dynamic type foo [foo] {}'],
    ['import.meta.resolve("foo")', 'dynamic value foo [foo] {}'],
    ['require("fo\\x6f")', 'require value foo [foo] {}'],
    ['import a from "npm:lodash@4/fp"', 'import value npm:lodash@4/fp [lodash] {default}'],
    ['import a from "https://esm.sh/v135/@s/p@1"', 'import value https://esm.sh/v135/@s/p@1 [@s/p] {default}'],
    ['import a from "raw-loader!foo/x.txt"', 'import value raw-loader!foo/x.txt [foo] {default}'],
    ['import a from "node:fs"', 'import value node:fs [] {default}'],
    ['import a from "@/components"', 'import value @/components [] {default}'],
    ['declare module "x" {\n  import { A } from "foo";\n}', 'import value foo [foo] {A}'],
    ['const s = `${require("foo")}`', 'require value foo [foo] {}'],
    ['const e = <p>Don\'t</p>;\nimport a from "foo"', 'import value foo [foo] {default}'],
    ['const r = /["\'`]/;\nimport a from "foo"', 'import value foo [foo] {default}'],
    ['if (a) /"/.test(b);\nimport a from "foo"', 'import value foo [foo] {default}'],
    ['#!/usr/bin/env node\nrequire("foo")', 'require value foo [foo] {}'],
  ])('%s', async (text, expected) => {
    expect(await told('a.tsx', text)).toEqual([expected]);
  });

  it.each([
    '// import a from "foo"', '/* require("foo") */', '"import a from \'foo\'"', '`import a from "foo"`', 'a.require("foo")', 'a.import("foo")', 'require(foo)', 'require("foo" + bar)', 'import(`foo/${a}`)', 'import Bar = Foo.Bar',
    'export { a }', 'export default from_("foo")', 'const imports = { from: "foo" }', '<code>import a from "foo"</code>', 'function require(a) {}', 'const a = /require\\("foo"\\)/', 'export const a = "from"', 'import.meta.url',
  ])('%s is no import', async (text) => {
    expect(await told('a.tsx', text)).toEqual([]);
  });

  it('says where the specifier and the names stand', async () => {
    const [one] = await findImports('a.ts', '\n  import {\n    a,\n    b\n  } from "foo"');
    expect([one?.line, one?.column, one?.names.map(({ start }) => start)]).toEqual([5, 10, [16, 23]]);
  });

  it('reads the scripts of components, and nothing else of them', async () => {
    expect(await told('a.vue', '<template>import x from "no"</template>\n<script setup lang="ts">\nimport a from "foo"\n</script>\n<script src="https://unpkg.com/vue@3"></script>\n<script type="application/ld+json">{"a": "require(\'no\')"}</script>')).toEqual(['import value foo [foo] {default}', 'import value https://unpkg.com/vue@3 [vue] {}']);
    expect(await told('a.astro', '---\nimport a from "foo"\n---\n<p>import b from "no"</p>')).toEqual(['import value foo [foo] {default}']);
  });
});

describe('other languages', () => {
  it.each([
    ['a.py', 'import os.path as p, yaml', ['import value os.path [os] {}', 'import value yaml [yaml] {}']],
    ['a.py', 'from a.b import (\n  c as d,  # one\n  e,\n)', ['import value a.b [a] {c e}']],
    ['a.py', 'try: import a\nexcept: pass', ['import value a [a] {}']],
    ['a.py', 'def f():\n    from . import x; import y', ['import value . [] {x}', 'import value y [y] {}']],
    ['a.py', 'if TYPE_CHECKING:\n    import a\nimport b', ['import type a [a] {}', 'import value b [b] {}']],
    ['a.py', 'm = importlib.import_module("yaml.x")', ['dynamic value yaml.x [yaml] {}']],
    ['a.py', '"""\nimport a\n"""\n# import b\nx = "import c"\nimport_ = 1', []],
    ['a.go', 'package a\n\nimport (\n\t"fmt"\n\ty "gopkg.in/yaml.v3" // import "z"\n\t_ `embed`\n)\nimport "C"\nfunc f() { s := "import \\"x\\"" }', ['import value fmt [fmt] {}', 'import value gopkg.in/yaml.v3 [gopkg.in/yaml.v3] {}', 'import value embed [embed] {}']],
    ['a.java', 'package a;\nimport org.apache.log4j.Logger;\nimport static a.b.C.d; import x.Y;\n// import n.O;\nimport java.util.*;', ['import value org.apache.log4j.Logger [org.apache.log4j.Logger] {Logger}', 'import value a.b.C.d [a.b.C.d] {d}', 'import value x.Y [x.Y] {Y}', 'import value java.util [java.util] {*}']],
    ['a.kt', 'import a.b.C as D\n', ['import value a.b.C [a.b.C] {C}']],
    ['a.scala', 'import a.b.{C, D => E, _}\n', ['import value a.b [a.b] {C D *}']],
    ['a.rb', "require 'active_support/all'\nrequire_relative 'x'\nautoload :A, \"foo/a\"\n# require 'no'\n=begin\nrequire 'no'\n=end\nx = <<~EOS\n  require 'no'\nEOS\nrequire('bar') if a\n__END__\nrequire 'no'", ['require value active_support/all [active_support] {}', 'require value foo/a [foo] {}', 'require value bar [bar] {}']],
    ['a.rs', "use serde::{Deserialize, de::Error as E};\npub(crate) use ::tokio::*;\nextern crate foo_bar as f;\nuse crate::x;\n/* /* */ use no::x; */\nlet s = r#\"use no::y;\"#; let c = '\"';\nuse std::io;use rand;", ['import value serde [serde] {Deserialize de}', 'import value tokio [tokio] {*}', 'import value foo_bar [foo_bar] {}', 'import value crate::x [] {x}', 'import value std::io [] {io}', 'import value rand [rand] {}']],
    ['a.cs', 'global using System.Net;\nusing static A.B.C;\nusing J = Newtonsoft.Json.Linq;\nusing (var x = y) { }\nusing var z = w();\n// using No;', ['import value System.Net [System.Net] {}', 'import value A.B.C [A.B.C] {}', 'import value Newtonsoft.Json.Linq [Newtonsoft.Json.Linq] {}']],
    ['a.vb', "Imports System.IO\n' Imports No\nImports J = Newtonsoft.Json", ['import value System.IO [System.IO] {}', 'import value Newtonsoft.Json [Newtonsoft.Json] {}']],
    ['a.fs', 'open System.IO\n(* open No *)\nopen type A.B', ['import value System.IO [System.IO] {}', 'import value A.B [A.B] {}']],
    ['a.php', "<?php\nuse Monolog\\Logger;\nuse GuzzleHttp\\{Client, Psr7\\Request as R};\nuse function A\\b, C\\d;\n$f = function () use ($x) {};\n// use No\\X;", ['import value Monolog\\Logger [Monolog] {Logger}', 'import value GuzzleHttp [GuzzleHttp] {Client Request}', 'import value A\\b [A] {b}', 'import value C\\d [C] {d}']],
    ['a.txt', 'import a', []],
  ])('%s: %s', async (path, text, expected) => {
    expect(await told(path, text)).toEqual(expected);
  });

  it('knows the ecosystem of a file by its name', () => {
    expect(['a/b.mts', 'x.PY', 'constructor', 'a.toString', 'go'].map(importEcosystem)).toEqual(['npm', 'pypi', undefined, undefined, 'golang']);
  });
});
