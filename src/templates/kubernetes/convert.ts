import type { DataNode, MapNode, ScalarNode } from '../../formats/node.ts';
import type { Place, SourceText } from '../../formats/place.ts';
import type { MapValue, Value } from '../value.ts';

/** Words that Kubernetes' reader (YAML 1.1) takes for booleans and the YAML 1.2 reader for texts, where they stand without quotes. */
const oldBooleans: ReadonlyMap<string, boolean> = new Map<string, boolean>([
  ...['yes', 'Yes', 'YES', 'on', 'On', 'ON'].map((word): [string, boolean] => [word, true]),
  ...['no', 'No', 'NO', 'off', 'Off', 'OFF'].map((word): [string, boolean] => [word, false]),
]);

/** Turns nodes of one text into values with places. Nodes that aliases share become one shared value. */
export interface Converter {
  value(node: DataNode): Value;
  map(node: MapNode): MapValue;
}

/** Makes a converter for a text. `unknownAt` says what a scalar depends on when it is not what the text says (a rendered template's hole). */
export function converter(source: SourceText, unknownAt?: (text: string) => { why: string; parts: readonly (string | null)[] } | undefined, placeAt: (node: DataNode) => Place = ({ start, end }) => ({ source, start, end })): Converter {
  const shared = new Map<DataNode, Value>();
  const value = (node: DataNode): Value => {
    if (node.kind === 'scalar') return scalar(node);
    const known = shared.get(node);
    if (known !== undefined) return known;
    const made = node.kind === 'map' ? map(node) : ({ kind: 'list', items: node.items.map(value), at: placeAt(node) } satisfies Value);
    shared.set(node, made);
    return made;
  };
  const map = (node: MapNode): MapValue => {
    const entries = new Map<string, Value>();
    for (const entry of node.entries) entries.set(String(entry.key.value), value(entry.value));
    return { kind: 'map', entries, at: placeAt(node) };
  };
  const scalar = (node: ScalarNode): Value => {
    const at = placeAt(node);
    const written = typeof node.value === 'bigint' ? Number(node.value) : node.value;
    if (typeof written === 'string') {
      const doubt = unknownAt?.(written);
      if (doubt !== undefined) return { kind: 'unknown', ...doubt, at };
      const old = oldBooleans.get(written);
      if (old !== undefined && node.end - node.start === written.length) return { kind: 'known', value: old, provenance: 'written', at };
    }
    return { kind: 'known', value: written, provenance: 'written', at };
  };
  return { value, map };
}
