import { expect, it } from 'vitest';
import { importWake } from '../../src/engine/import-wake.ts';

function wakes(section: unknown, path: string, text: string): boolean {
  return importWake(section).wants(path, Buffer.from(text));
}

it.each([
  [{ deny: [{ purl: 'pkg:npm/moment' }] }, 'a.ts', 'import "moment"', true],
  [{ deny: [{ purl: 'pkg:npm/moment' }] }, 'a.ts', 'import "luxon"', false],
  [{ deny: [{ purl: 'pkg:npm/moment' }] }, 'a.py', 'import moment', false],
  [{ deny: [{ purl: 'pkg:npm/%40acme/*' }] }, 'a.ts', 'import "@acme/ui"', true],
  [{ deny: [{ purl: 'pkg:npm/@acme/ui@1' }] }, 'a.ts', 'import "@acme/ui"', true],
  [{ deny: [{ purl: 'pkg:pypi/pyyaml' }] }, 'a.py', 'import yaml', true],
  [{ imports: [{ paths: ['fs'] }] }, 'a.js', 'require("path")', false],
  [{ imports: [{ paths: [{ name: 'fs' }] }] }, 'a.js', 'require("fs")', true],
  [{ imports: [{ patterns: ['a/*'] }] }, 'a.js', 'require("path")', true],
  [{ imports: [{ deny: ['io/ioutil'] }] }, 'a.go', 'import "fmt"', true],
  [{ imports: [{ deny: ['io/ioutil'] }] }, 'a.js', 'import "fmt"', false],
  [{ deny: [{ purl: 'pkg:npm/moment', versions: '<2' }] }, 'a.ts', 'import "moment"', false],
  [{ deny: Array.from({ length: 50 }, (_, at) => ({ purl: `pkg:npm/banned-${at}` })) }, 'a.ts', 'import "moment"', true],
  [{ imports: [{ paths: ['crypto'] }] }, 'a.js', 'require("cr\\x79pto")', true],
  [{ imports: [{ paths: ['crypto'] }] }, 'a.js', 'require("path"); const a = "\\n"', false],
  [undefined, 'a.js', 'require("fs")', false],
  [{ deny: 'nonsense', imports: [3, null] }, 'a.js', 'require("fs")', false],
])('%j, %s: %s', (section, path, text, expected) => {
  expect(wakes(section, path, text)).toBe(expected);
});

it('says by the name alone which files it may want', () => {
  const wake = importWake({ deny: [{ purl: 'pkg:npm/moment' }] });
  expect(['a.ts', 'a.vue', 'a.py', 'constructor', 'README.md'].filter((path) => wake.mayWant(path))).toEqual(['a.ts', 'a.vue']);
});
