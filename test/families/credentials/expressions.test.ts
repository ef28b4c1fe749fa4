import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { checkSync } from 'recheck';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { loadCredentials } from '../../../src/engine/loaded.ts';
import { judge } from '../../engine/layers/gate.ts';

/** Expressions that are quadratic by themselves and see a text of bounded length only, with that bound. */
const bounded: ReadonlyMap<string, string> = new Map([
  ['/=+$/', 'what toString("base64") gave, or a value with two signs of padding at most'],
  ["/[^\\s\"'`=:(]*=?$/", 'a sample template of a check'],
  ['/\\[(?:[^\\]\\\\]|\\\\.)*\\]|\\\\./g', 'the pattern of a check'],
  ['/\\s*(?:\\*\\/|-->|#})\\s*$/', 'the reason of a comment, 200 characters'],
]);

function sourceFiles(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? sourceFiles(path) : path.endsWith('.ts') ? [path] : [];
  });
}

/** The expressions that a file of the program writes out. */
function literalsOf(path: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true));
  return found;
}

it('no expression of the program that sees a credential or what is around it is super-linear', () => {
  const unsafe: string[] = [];
  let count = 0;
  for (const path of ['src/families/credentials', 'src/engine'].flatMap(sourceFiles)) {
    for (const literal of literalsOf(path)) {
      count++;
      if (bounded.has(literal)) continue;
      const end = literal.lastIndexOf('/');
      const source = literal.slice(1, end);
      const flags = literal.slice(end + 1).replace(/[dgy]/g, '');
      const proven = checkSync(source, flags, { checker: 'automaton', timeout: 1500 });
      // what the proof cannot be had of (look-around, many alternatives) is attacked instead
      const result = proven.status === 'unknown' ? checkSync(source, flags, { checker: 'fuzz', timeout: 3000, maxAttackStringSize: 5000 }) : proven;
      if (result.status === 'vulnerable') unsafe.push(`${path}: ${literal} ${result.complexity.type}`);
    }
  }
  expect(count).toBeGreaterThan(150);
  expect(unsafe).toEqual([]);
});

/** Keywords of the checks that read bindings, so that values reach every expression there. */
const names = ['password', 'api_key', 'secret', 'token', 'client_secret'];
const binders = ['=', ': ', ', ', ' => ', '("', ' == ', '>'];
const fillers = ['a', 'a_', 'aA', 'a1', 'a.', 'a-', 'Aa_', '=', '\\', '${', '<a', '%41', '{{', '[', '_', 'ab/', '@', ' a', '"', '\t'];

it('a value of any kind bound to a name of any kind is judged in time', async () => {
  await loadCredentials();
  const slow: string[] = [];
  for (const name of names) {
    for (const binder of binders) {
      for (const filler of fillers) {
        for (const quote of ['"', "'", '']) {
          const begin = process.cpuUsage();
          for (const length of [60, 76, 500]) await judge('a.txt', `${name}${binder}${quote}${filler.repeat(Math.ceil(length / filler.length))}!${quote}\n`);
          const { user } = process.cpuUsage(begin);
          if (user > 1_500_000) slow.push(`${name}${binder}${quote}${filler} ${user} µs`);
        }
      }
    }
  }
  expect(slow).toEqual([]);
});
