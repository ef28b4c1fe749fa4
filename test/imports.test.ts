import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';

/** What each room may import from. `import type` counts too: an arrow is an arrow. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  formats: [],
  versions: [],
  templates: ['formats'],
  expressions: ['formats', 'templates'],
  model: ['formats', 'templates'],
  families: ['model', 'formats', 'templates', 'expressions', 'versions'],
  engine: ['families', 'model', 'formats', 'templates', 'expressions', 'versions'],
  git: ['model', 'formats', 'templates'],
  policy: ['model', 'formats', 'templates', 'expressions', 'versions'],
  report: ['model', 'formats'],
  audit: ['model', 'formats'],
  doors: ['engine', 'families', 'git', 'policy', 'report', 'audit', 'model', 'formats', 'templates', 'versions'],
  cli: ['doors', 'engine', 'families', 'git', 'policy', 'report', 'audit', 'model'],
  build: ['doors', 'engine', 'families', 'git', 'policy', 'report', 'audit', 'model', 'formats', 'templates', 'expressions'],
  index: ['doors', 'model'],
  'secretlint-preset': ['doors', 'model'],
};

function files(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? files(join(folder, entry.name)) : entry.name.endsWith('.ts') ? [join(folder, entry.name)] : []));
}

const source = resolve('src');
const imports = files(source).flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/^(?:import|export)\b[^'"\n]*?from '(\.[^']+)'|import\('(\.[^']+)'\)/gm)].map((match) => ({ file, target: resolve(dirname(file), match[1] ?? match[2] ?? '') })),
);
const roomOf = (path: string): string => relative(source, path).split('/')[0]?.replace(/\.ts$/, '') ?? '';

it('imports point down only', () => {
  const wrong = imports
    .filter(({ target }) => target.startsWith(source))
    .filter(({ file, target }) => roomOf(file) !== roomOf(target) && !(rooms[roomOf(file)] ?? []).includes(roomOf(target)))
    .map(({ file, target }) => `${relative(source, file)} imports ${relative(source, target)}`);
  expect(imports.length).toBeGreaterThan(50);
  expect(wrong).toEqual([]);
});

it('families never import each other', () => {
  const familyOf = (path: string): string | undefined => /^families\/([^/]+)\//.exec(relative(source, path))?.[1];
  const wrong = imports.filter(({ file, target }) => familyOf(file) !== undefined && familyOf(target) !== undefined && familyOf(file) !== familyOf(target));
  expect(wrong).toEqual([]);
});

it('nothing imports the generators', () => {
  expect(imports.filter(({ file, target }) => roomOf(target) === 'build' && roomOf(file) !== 'build')).toEqual([]);
});

it('only the command line ends the process', () => {
  const wrong = files(source).filter((file) => roomOf(file) !== 'cli' && roomOf(file) !== 'build' && /process\.exit\(/.test(readFileSync(file, 'utf8')));
  expect(wrong.map((file) => relative(source, file))).toEqual([]);
});

it('families read no clock, network, environment or disk', () => {
  const wrong = files(join(source, 'families')).filter((file) => /node:(?:fs|http|https|net|child_process|dns)|Date\.now|new Date\(\)|process\.env|Math\.random/.test(readFileSync(file, 'utf8')));
  expect(wrong.map((file) => relative(source, file))).toEqual([]);
});
