import { expect, it } from 'vitest';
import { judged } from './judge.ts';

const moment = `{deny: [{purl: "pkg:npm/moment", reason: "no longer developed"}]}`;
const names = `{imports: [{paths: [{name: "acme", importNames: [banned]}]}]}`;
const types = `{imports: [{paths: [{name: "acme", allowTypeImports: true}]}]}`;

/** Policy, path, text, what a hook says, what a scan says. */
it.each([
  [moment, 'a.js', 'function load(require) {\n  require("moment");\n}\n', ['import-denied a.js:2'], ['import-denied? a.js:2']],
  [moment, 'a.js', 'const name = "moment";\nrequire(name);\n', [], ['import-denied a.js:2']],
  [moment, 'a.js', 'const load = require;\nload("moment");\n', [], ['import-denied a.js:2']],
  [moment, 'a.js', 'import moment from "moment";\n', ['import-denied a.js:1'], ['import-denied a.js:1']],
  [moment, 'a.js', 'const a = <b>require("moment")</b>;\nconst name = other(require);\n', ['import-denied a.js:1'], []],
  [names, 'a.js', 'const acme = require("acme");\nacme.banned();\n', [], ['import-restricted a.js:2']],
  [names, 'a.js', 'const acme = require("acme");\nacme.other();\n', [], []],
  [names, 'a.mjs', 'import * as acme from "acme";\nacme.banned();\n', ['import-restricted a.mjs:1'], ['import-restricted a.mjs:1']],
  [names, 'a.mjs', 'import * as acme from "acme";\nacme.other();\n', ['import-restricted a.mjs:1'], ['import-restricted? a.mjs:1']],
  [names, 'a.mjs', 'import * as acme from "acme";\n', ['import-restricted a.mjs:1'], ['import-restricted a.mjs:1']],
  [names, 'a.mjs', 'import * as acme from "acme";\nhand(acme);\n', ['import-restricted a.mjs:1'], ['import-restricted a.mjs:1']],
  [names, 'a.mjs', 'import acme from "acme";\nacme.banned();\n', [], ['import-restricted? a.mjs:2']],
  [names, 'a.mjs', 'import("acme").then(({ banned }) => banned());\n', [], ['import-restricted a.mjs:1']],
  [types, 'a.ts', 'import { A } from "acme";\nexport const a: A = b;\n', ['import-restricted a.ts:1'], ['import-restricted? a.ts:1']],
  [types, 'a.ts', 'import { A } from "acme";\nexport const a = A;\n', ['import-restricted a.ts:1'], ['import-restricted a.ts:1']],
  [types, 'a.ts', 'import { from "acme";\n', [], []],
] as const)('%s in %s, %s', async (libraries, path, text, hook, scan) => {
  expect(await judged({ files: { [path]: text }, libraries })).toEqual(hook);
  expect(await judged({ files: { [path]: text }, libraries, isThorough: true })).toEqual(scan);
});
