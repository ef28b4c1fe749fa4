import { expect, it } from 'vitest';
import { readDocument } from '../../../src/families/libraries/document.ts';
import { listPackages } from '../../../src/families/libraries/list-packages.ts';
import { renderCyclonedx } from '../../../src/report/cyclonedx.ts';
import type { InventoryPackage } from '../../../src/model/inventory.ts';

async function list(path: string, text: string, files: Readonly<Record<string, string>> = {}): Promise<readonly InventoryPackage[]> {
  const readText = (name: string): string | undefined => files[name];
  const document = await readDocument(path, text, { readText, list: () => Object.keys(files) });
  return document === undefined ? [] : listPackages(document, readText);
}

const rows: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['a manifest lists what it pins and what it ranges over', 'package.json', '{\n"dependencies": {\n"a": "1.2.3",\n"@s/b": "^2"\n}}', ['pkg:npm/a@1.2.3:3', 'pkg:npm/%40s/b@2:4']],
  ['a manifest lists its own package', 'package.json', '{"name": "own",\n"version": "1.0.0"}', ['pkg:npm/own@1.0.0:1']],
  ['a requirement without a version has none', 'requirements.txt', 'flask\nDjango>=4,<5\n', ['pkg:pypi/flask:1', 'pkg:pypi/django@4:2']],
  ['Go modules carry the v of go.mod', 'go.mod', 'module m\nrequire golang.org/x/net v0.1.0\n', ['pkg:golang/golang.org/x/net@v0.1.0:2']],
  ['a file that names no packages gives none', 'README.md', 'flask\n', []],
];

it.each(rows)('%s', async (_name, path, text, expected) => {
  expect((await list(path, text)).map((one) => `${one.purl}:${one.line}`)).toEqual(expected);
});

it('a package from an included file stands in that file', async () => {
  const [one] = await list('requirements.txt', '-r more.txt\n', { 'more.txt': '\nflask==3\n' });
  expect(one).toMatchObject({ path: 'more.txt', line: 2, version: '3', direct: true });
});

it('a bill of materials names a package once, with every place that names it', () => {
  const one: InventoryPackage = { kind: 'package', purl: 'pkg:npm/%40s/b@2', name: '@s/b', version: '2', type: 'npm', path: 'a', line: 1, direct: true, scope: 'dev' };
  const bill: unknown = JSON.parse(renderCyclonedx({ packages: [one, { ...one, path: 'c', line: 7 }], resources: [], problems: [] }, { toolVersion: '1' }));
  expect(bill).toMatchObject({
    specVersion: '1.6',
    components: [{ group: '@s', name: 'b', version: '2', scope: 'excluded', evidence: { occurrences: [{ location: 'a', line: 1 }, { location: 'c', line: 7 }] } }],
  });
});
