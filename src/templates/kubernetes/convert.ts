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

/** What a reader of rendered templates knows beyond the text. */
export interface Provenance {
  /** Where a span of the text stands in the file. */
  placeAt(start: number, end: number): Place;
  /** What a scalar depends on, when it is not simply what the text says. */
  doubtOf(node: ScalarNode): { readonly why: string; readonly parts?: readonly (string | null)[]; readonly mayBeAbsent?: boolean } | undefined;
  /** Whether a key stands for keys that are not known. */
  isOpen(key: ScalarNode): boolean;
}

/** The provenance of a file that is read as it is. */
export function written(source: SourceText): Provenance {
  return { placeAt: (start, end) => ({ source, start, end }), doubtOf: () => undefined, isOpen: () => false };
}

/** Makes a converter for a text. */
export function converter({ placeAt, doubtOf, isOpen }: Provenance): Converter {
  const shared = new Map<DataNode, Value>();
  const value = (node: DataNode): Value => {
    if (node.kind === 'scalar') return scalar(node);
    const known = shared.get(node);
    if (known !== undefined) return known;
    const made = node.kind === 'map' ? map(node) : ({ kind: 'list', items: node.items.map(value), at: placeAt(node.start, node.end) } satisfies Value);
    shared.set(node, made);
    return made;
  };
  const map = (node: MapNode): MapValue => {
    const entries = new Map<string, Value>();
    let open = false;
    for (const entry of node.entries) {
      if (isOpen(entry.key)) open = true;
      else entries.set(String(entry.key.value), value(entry.value));
    }
    return { kind: 'map', entries, ...(open ? { open } : {}), at: placeAt(node.start, node.end) };
  };
  const scalar = (node: ScalarNode): Value => {
    const at = placeAt(node.start, node.end);
    const doubt = doubtOf(node);
    if (doubt !== undefined) return { kind: 'unknown', ...doubt, at };
    const plain = typeof node.value === 'bigint' ? Number(node.value) : node.value;
    if (typeof plain === 'string') {
      const old = oldBooleans.get(plain);
      if (old !== undefined && node.end - node.start === plain.length) return { kind: 'known', value: old, provenance: 'written', at };
    }
    return { kind: 'known', value: plain, provenance: 'written', at };
  };
  return { value, map };
}
