import { readJson } from '../../formats/json.ts';
import { entry, type DataNode, type MapNode } from '../../formats/node.ts';
import type { Value } from '../value.ts';
import { memo } from '../terraform/memo.ts';
import { unknown } from '../terraform/values.ts';
import { addLoop, evaluateNode } from './evaluate.ts';
import { note, placeOf, type Scope } from './scope.ts';

/** Values that are given to a template's parameters, by name in lower case. */
export type Given = ReadonlyMap<string, () => Value>;

/** The parameters of a template: what they are given, else their defaults. Names are told apart without case. */
export function parametersOf(root: DataNode, given: Given, scope: () => Scope): Scope['parameter'] {
  const declared = byName(entry(root, 'parameters'));
  return memo<Value | undefined>(
    (asked) => {
      const name = asked.toLowerCase();
      const node = declared.get(name);
      if (node === undefined) return undefined;
      const value = given.get(name)?.();
      if (value !== undefined) return value;
      const fallback = entry(node, 'defaultValue');
      return fallback === undefined ? unknown(`parameter ${asked.slice(0, 100)}, which has no default`, placeOf(node, scope())) : evaluateNode(fallback, scope());
    },
    (name) => cycle(name, declared, scope()),
  );
}

/** The variables of a template, each evaluated when it is first asked for. */
export function variablesOf(root: DataNode, scope: () => Scope): Scope['variable'] {
  const section = entry(root, 'variables');
  const declared = byName(section);
  const loops = entry(section, 'copy');
  return memo<Value | undefined>(
    (asked) => {
      const node = declared.get(asked.toLowerCase());
      if (node !== undefined && asked.toLowerCase() !== 'copy') return evaluateNode(node, scope());
      const made = new Map<string, Value>();
      for (const loop of loops?.kind === 'list' ? loops.items : []) {
        const name = entry(loop, 'name');
        if (name?.kind === 'scalar' && String(name.value).toLowerCase() === asked.toLowerCase()) addLoop(loop, scope(), made);
      }
      return [...made.values()][0];
    },
    (name) => cycle(name, declared, scope()),
  );
}

function cycle(name: string, declared: ReadonlyMap<string, DataNode>, scope: Scope): Value | undefined {
  const node = declared.get(name.toLowerCase());
  if (node === undefined) return undefined;
  note(scope, 'cycle', `${name.slice(0, 100)} depends on itself`, placeOf(node, scope));
  return unknown('a value that depends on itself', placeOf(node, scope));
}

function byName(section: DataNode | undefined): ReadonlyMap<string, DataNode> {
  return new Map((section?.kind === 'map' ? section : noEntries).entries.map(({ key, value }) => [String(key.value).toLowerCase(), value]));
}

const noEntries: MapNode = { kind: 'map', entries: [], start: 0, end: 0 };

/** The values of `NAME.parameters.json` beside `NAME.json`, which the deployment tools take it with. */
export function parameterFile(path: string, scope: Scope): Given {
  const beside = path.replace(/\.jsonc?$/, '.parameters.json');
  const text = beside === path ? undefined : scope.session.files.readText(beside);
  const root = text === undefined ? undefined : readJson(text).documents[0];
  if (text === undefined || root === undefined) return new Map();
  scope.session.inputs.add(beside);
  return givenIn(entry(root, 'parameters'), scope);
}

/** Values of a map of `{value}`; a reference to a key vault is a secret nobody knows. */
export function givenIn(section: DataNode | undefined, scope: Scope): Given {
  const given = new Map<string, () => Value>();
  for (const [name, node] of byName(section)) {
    const value = entry(node, 'value');
    let found: Value | undefined;
    given.set(name, () => (found ??= value === undefined ? unknown(`parameter ${name.slice(0, 100)}, a secret from elsewhere`, placeOf(node, scope)) : evaluateNode(value, scope)));
  }
  return given;
}
