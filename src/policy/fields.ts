import { rangeOf, sourceText, type SourceText } from '../formats/place.ts';
import type { DataNode, MapNode } from '../formats/node.ts';
import { readYaml } from '../formats/yaml.ts';
import { didYouMean, PolicyError } from './errors.ts';

/** Reads typed fields of one mapping of a policy file; everything wrong is a PolicyError that names file and line. */
export interface Fields {
  text(key: string): string | undefined;
  required(key: string): string;
  number(key: string, fallback: number): number;
  flag(key: string, fallback: boolean): boolean;
  /** A list of strings; a single string counts as a list of one. */
  texts(key: string): readonly string[];
  choice<T extends string>(key: string, choices: readonly T[], fallback: T): T;
  map(key: string): Fields | undefined;
  maps(key: string): readonly Fields[];
  plain(key: string): unknown;
  has(key: string): boolean;
  keys(): readonly string[];
  /** File and line of a key: `portcullis.yaml:12`. */
  place(key: string): string;
  /** Fails with this file and the line of the key. */
  fail(key: string | undefined, problem: string): never;
}

/** Opens a YAML file whose root must be a mapping. Throws PolicyError on syntax errors. */
export function openYaml(path: string, text: string): { root: MapNode; source: SourceText } | undefined {
  const source = sourceText(path, text);
  const reading = readYaml(text);
  const problem = reading.problems[0];
  if (problem !== undefined) throw new PolicyError(path, rangeOf({ source, ...problem }).startLine, problem.message);
  const root = reading.documents[0];
  if (root === undefined || (root.kind === 'scalar' && root.value === null)) return undefined;
  if (root.kind !== 'map') throw new PolicyError(path, rangeOf({ source, ...root }).startLine, 'expected a mapping of keys to values');
  return { root, source };
}

/** Wraps a mapping and refuses keys that are not known, with the nearest right one. `known` undefined takes any key. */
export function fieldsOf(source: SourceText, node: MapNode, where: string, known?: readonly string[]): Fields {
  const line = (at: { start: number; end: number }): number => rangeOf({ source, start: at.start, end: at.end }).startLine;
  const values = new Map<string, DataNode>();
  for (const { key, value } of node.entries) {
    const name = String(key.value);
    if (known !== undefined && !known.includes(name)) {
      throw new PolicyError(source.path, line(key), `unknown key "${name}"${where === '' ? '' : ` in ${where}`}${didYouMean(name, known)}`);
    }
    values.set(name, value);
  }
  const fail = (key: string | undefined, problem: string): never => {
    const at = (key === undefined ? undefined : node.entries.find((one) => String(one.key.value) === key)?.key) ?? node;
    throw new PolicyError(source.path, line(at), problem);
  };
  const scalar = (key: string): string | number | boolean | bigint | null | undefined => {
    const value = values.get(key);
    if (value === undefined) return undefined;
    return value.kind === 'scalar' ? value.value : fail(key, `"${key}" must be a single value`);
  };
  const text = (key: string): string | undefined => {
    const value = scalar(key);
    return value === undefined || value === null ? undefined : String(value);
  };
  return {
    text,
    required: (key) => text(key) ?? fail(undefined, `"${key}" is missing${where === '' ? '' : ` in ${where}`}`),
    number(key, fallback) {
      const value = scalar(key);
      if (value === undefined) return fallback;
      return typeof value === 'number' && Number.isFinite(value) ? value : fail(key, `"${key}" must be a number`);
    },
    flag(key, fallback) {
      const value = scalar(key);
      if (value === undefined) return fallback;
      return typeof value === 'boolean' ? value : fail(key, `"${key}" must be true or false`);
    },
    texts(key) {
      const value = values.get(key);
      if (value === undefined) return [];
      if (value.kind === 'scalar') return value.value === null ? [] : [String(value.value)];
      if (value.kind === 'map') return fail(key, `"${key}" must be a list`);
      return value.items.map((item) => (item.kind === 'scalar' ? String(item.value) : fail(key, `"${key}" must be a list of texts`)));
    },
    choice(key, choices, fallback) {
      // YAML reads a bare `off` as text in 1.2 but as false in 1.1
      const written = scalar(key) === false ? 'off' : text(key);
      if (written === undefined) return fallback;
      return choices.find((one) => one === written) ?? fail(key, `"${key}" is "${written}", expected ${choices.join(', ')}${didYouMean(written, choices)}`);
    },
    map(key) {
      const value = values.get(key);
      if (value === undefined || (value.kind === 'scalar' && value.value === null)) return undefined;
      return value.kind === 'map' ? fieldsOf(source, value, key) : fail(key, `"${key}" must be a mapping`);
    },
    maps(key) {
      const value = values.get(key);
      if (value === undefined || (value.kind === 'scalar' && value.value === null)) return [];
      if (value.kind !== 'list') return fail(key, `"${key}" must be a list of mappings`);
      return value.items.map((item) => (item.kind === 'map' ? fieldsOf(source, item, key) : fail(key, `"${key}" must be a list of mappings`)));
    },
    plain: (key) => plainValue(values.get(key)),
    has: (key) => values.has(key),
    place(key) {
      const at = node.entries.find((one) => String(one.key.value) === key)?.key ?? node;
      return `${source.path}:${line(at)}`;
    },
    keys: () => [...values.keys()],
    fail,
  };
}

/** The plain data of a node. Objects have no prototype, so no key can reach one. */
export function plainValue(node: DataNode | undefined): unknown {
  if (node === undefined) return undefined;
  switch (node.kind) {
    case 'scalar':
      return typeof node.value === 'bigint' ? Number(node.value) : node.value;
    case 'list':
      return node.items.map(plainValue);
    case 'map': {
      const plain: Record<string, unknown> = Object.create(null);
      for (const { key, value } of node.entries) plain[String(key.value)] = plainValue(value);
      return plain;
    }
    default:
      return node satisfies never;
  }
}

/** Narrows fields to a known set of keys, with an error that names the nearest right one. */
export function only(fields: Fields, where: string, known: readonly string[]): Fields {
  for (const key of fields.keys()) {
    if (!known.includes(key)) fields.fail(key, `unknown key "${key}" in ${where}${didYouMean(key, known)}`);
  }
  return fields;
}
