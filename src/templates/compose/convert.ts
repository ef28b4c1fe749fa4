import type { DataNode, MapNode, ScalarNode } from '../../formats/node.ts';
import type { Place, SourceText } from '../../formats/place.ts';
import type { KnownValue, MapValue, UnknownValue, Value } from '../value.ts';
import { interpolate } from './interpolate.ts';

/** Values with what their tags say about merging: `!reset` takes the value below away, `!override` replaces it. */
export interface Converted {
  readonly root: MapValue;
  readonly tags: WeakMap<Value, string>;
  /** Places of the keys of a map, by the map and the key. */
  keyOf(map: MapValue, key: string): Place | undefined;
}

/** Turns a Compose document into values with places, variables put in. Nodes that aliases share become one shared value. */
export function convertCompose(root: MapNode, source: SourceText, variables: ReadonlyMap<string, string>): Converted {
  const shared = new Map<DataNode, Value>();
  const tags = new WeakMap<Value, string>();
  const keys = new WeakMap<MapValue, ReadonlyMap<string, Place>>();
  const placeOf = ({ start, end }: DataNode): Place => ({ source, start, end });
  const value = (node: DataNode): Value => {
    const known = shared.get(node);
    if (known !== undefined) return known;
    const made = node.kind === 'scalar' ? scalar(node, placeOf(node), variables) : node.kind === 'map' ? map(node) : ({ kind: 'list', items: node.items.map(value), at: placeOf(node) } satisfies Value);
    shared.set(node, made);
    if (node.tag !== undefined) tags.set(made, node.tag);
    return made;
  };
  const map = (node: MapNode): MapValue => {
    const entries = new Map<string, Value>();
    const places = new Map<string, Place>();
    for (const { key, value: inner } of node.entries) {
      const name = String(key.value);
      entries.set(name, value(inner));
      places.set(name, placeOf(key));
    }
    const made: MapValue = { kind: 'map', entries, at: placeOf(node) };
    keys.set(made, places);
    return made;
  };
  return { root: map(root), tags, keyOf: (one, key) => keys.get(one)?.get(key) };
}

function scalar(node: ScalarNode, at: Place, variables: ReadonlyMap<string, string>): KnownValue | UnknownValue {
  const { value } = node;
  if (typeof value !== 'string') return { kind: 'known', value: typeof value === 'bigint' ? Number(value) : value, provenance: 'written', at };
  if (!value.includes('$')) return { kind: 'known', value, provenance: 'written', at };
  const { parts, why } = interpolate(value, variables);
  const [only] = parts;
  if (why === undefined && parts.length === 1 && typeof only === 'string') return { kind: 'known', value: only, provenance: 'written', at };
  return { kind: 'unknown', why: why ?? 'a variable', parts, at };
}
