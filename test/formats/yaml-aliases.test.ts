import { expect, it } from 'vitest';
import type { DataNode } from '../../src/formats/node.ts';
import { readYaml } from '../../src/formats/yaml.ts';

/** The plain value of a node. */
function plain(node: DataNode): unknown {
  if (node.kind === 'map') return Object.fromEntries(node.entries.map(({ key, value }) => [String(key.value), plain(value)]));
  return node.kind === 'list' ? node.items.map(plain) : node.value;
}

it.each([
  ['of a list in lines', 'x: &s {u: v}\ny:\n  - *s\n  - w\n', { x: { u: 'v' }, y: [{ u: 'v' }, 'w'] }],
  ['of a list in brackets', 'x: &s {u: v}\ny: [*s]\n', { x: { u: 'v' }, y: [{ u: 'v' }] }],
  ['of a mapping', 'x: &s\n  u: v\ny: *s\n', { x: { u: 'v' }, y: { u: 'v' } }],
  ['for a list', 'x: &s [u, v]\ny:\n  - *s\n', { x: ['u', 'v'], y: [['u', 'v']] }],
  ['for a word', 'x: &s u\ny:\n  - *s\n', { x: 'u', y: ['u'] }],
])('an alias stands for its node: an item %s', (_name, text, expected) => {
  const { documents, problems } = readYaml(text);
  expect(problems).toEqual([]);
  expect(documents.map(plain)).toEqual([expected]);
});
