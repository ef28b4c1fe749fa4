import { entry, type DataNode } from '../../../formats/node.ts';
import type { MapValue, Resource, Value } from '../../value.ts';
import { mapOf } from '../evaluate.ts';
import type { Scope } from '../scope.ts';

/** Sections of `Globals` and the types that they speak for (SAM specification, section Globals). */
const sections: Readonly<Record<string, string>> = {
  'AWS::Serverless::Function': 'Function',
  'AWS::Serverless::Api': 'Api',
  'AWS::Serverless::HttpApi': 'HttpApi',
  'AWS::Serverless::SimpleTable': 'SimpleTable',
  'AWS::Serverless::StateMachine': 'StateMachine',
  'AWS::Serverless::LayerVersion': 'LayerVersion',
};

/** Levels of maps that are merged. */
const maxDepth = 20;

/** Writes what `Globals` says into the serverless resources. */
export function mergeGlobals(resources: readonly Resource[], globals: DataNode | undefined, scope: Scope): readonly Resource[] {
  if (globals?.kind !== 'map') return resources;
  const bySection = new Map<string, MapValue>();
  for (const section of Object.values(sections)) {
    const node = entry(globals, section);
    const value = node?.kind === 'map' ? mapOf(node, scope) : undefined;
    if (value?.kind === 'map') bySection.set(section, value);
  }
  return resources.map((one) => {
    const shared = bySection.get(sections[one.type] ?? '');
    if (shared === undefined) return one;
    const merged = merge(shared, one.properties, 0);
    return merged.kind === 'map' ? { ...one, properties: { ...merged, at: one.properties.at } } : one;
  });
}

/** Maps are merged, lists joined, anything else of the resource wins. */
function merge(shared: Value, own: Value, depth: number): Value {
  if (depth > maxDepth) return own;
  if (shared.kind === 'list' && own.kind === 'list') return { kind: 'list', items: [...shared.items, ...own.items], ...(shared.open === true || own.open === true ? { open: true } : {}), at: own.at };
  if (shared.kind !== 'map' || own.kind !== 'map') return own;
  const entries = new Map(shared.entries);
  for (const [key, value] of own.entries) {
    const present = entries.get(key);
    entries.set(key, present === undefined ? value : merge(present, value, depth + 1));
  }
  return { kind: 'map', entries, ...(shared.open === true || own.open === true ? { open: true } : {}), at: own.at };
}
