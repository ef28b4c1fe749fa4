import { readJson } from '../../formats/json.ts';
import { entry, type MapNode } from '../../formats/node.ts';

/** Puts an entry into a JSON document, with comments or without, at the end of the map that its path leads to. All else stays as it is; an entry that is there stays too. Throws where the document is none, or something on the path is no map. */
export function withEntry(text: string, path: readonly string[], value: unknown): string {
  let map = rootOf(text);
  for (const [depth, key] of path.entries()) {
    const found = entry(map, key);
    if (found === undefined) return inserted(text, map, key, path.slice(depth + 1).reduceRight<unknown>((inner, name) => ({ [name]: inner }), value));
    if (depth === path.length - 1) return text;
    if (found.kind !== 'map') throw new Error(`"${path.slice(0, depth + 1).join('.')}" is no object`);
    map = found;
  }
  return text;
}

/** Takes an entry out again, and with it the maps that it leaves empty. */
export function withoutEntry(text: string, path: readonly string[]): string {
  const key = path.at(-1);
  if (key === undefined) return text;
  const map = path.slice(0, -1).reduce<MapNode | undefined>((above, name) => mapAt(above, name), rootOf(text));
  const at = map?.entries.findIndex((one) => one.key.value === key) ?? -1;
  const own = map?.entries[at];
  if (map === undefined || own === undefined) return text;
  const before = map.entries[at - 1];
  const after = map.entries[at + 1];
  if (before !== undefined) return text.slice(0, before.value.end) + text.slice(own.value.end);
  if (after !== undefined) return text.slice(0, own.key.start) + text.slice(after.key.start);
  return path.length > 1 ? withoutEntry(text, path.slice(0, -1)) : `${text.slice(0, map.start)}{}${text.slice(map.end)}`;
}

function rootOf(text: string): MapNode {
  const { documents, problems } = readJson(text);
  const [root] = documents;
  const [problem] = problems;
  if (problem !== undefined) throw new Error(`line ${text.slice(0, problem.start).split('\n').length}: ${problem.message}`);
  if (root?.kind !== 'map') throw new Error('it is no JSON object');
  return root;
}

function mapAt(map: MapNode | undefined, key: string): MapNode | undefined {
  const found = entry(map, key);
  return found?.kind === 'map' ? found : undefined;
}

function inserted(text: string, map: MapNode, key: string, value: unknown): string {
  const last = map.entries.at(-1);
  const indent = last === undefined ? undefined : indentOf(text, last.key.start);
  const first = rootOf(text).entries[0];
  const unit = first === undefined ? undefined : indentOf(text, first.key.start);
  const lines = `"${key}": ${indent === undefined || unit === undefined ? JSON.stringify(value) : JSON.stringify(value, undefined, unit).replaceAll('\n', `\n${indent}`)}`;
  if (last === undefined) return text.slice(0, map.start + 1) + lines + text.slice(map.start + 1);
  return `${text.slice(0, last.value.end)},${indent === undefined ? ' ' : `\n${indent}`}${lines}${text.slice(last.value.end)}`;
}

/** The blanks before an entry that begins its line; undefined where something else stands before it. */
function indentOf(text: string, start: number): string | undefined {
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  return before.trim() === '' && before !== '' ? before : undefined;
}
