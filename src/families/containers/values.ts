import type { Place } from '../../formats/place.ts';
import type { KnownValue, MapValue, UnknownValue, Value } from '../../templates/value.ts';

/** A value that a container's field is derived to, at the place it is derived from. */
export function known(value: string | number | boolean | null, at: Place): KnownValue {
  return { kind: 'known', value, provenance: 'written', at };
}

/** A value that depends on something, at the place where that is written. */
export function unknownAt(why: string, at: Place): UnknownValue {
  return { kind: 'unknown', why, at };
}

/** Whether a scalar is one text, as a value with its place; undefined when it is absent. */
export function isText(value: Value | undefined, text: string): Value | undefined {
  if (value === undefined) return undefined;
  if (value.kind === 'known') return known(String(value.value) === text, value.at);
  return value.kind === 'unknown' ? unknownAt(value.why, value.at) : known(false, value.at);
}

/** Capability names in upper case without `CAP_`, each at its place. */
export function capabilities(list: Value | undefined): Value | undefined {
  if (list?.kind !== 'list') return list;
  return { ...list, items: list.items.map((item) => (item.kind === 'known' ? { ...item, value: String(item.value).toUpperCase().replace(/^CAP_/, '') } : item)) };
}

/** Gives the keys of maps our names, `{ ours: theirs }`; `read` finds a value under a format's key. */
export function renamer(read: (map: MapValue, key: string) => Value | undefined): {
  readonly renamed: (map: MapValue, names: Readonly<Record<string, string>>) => MapValue;
  /** The same for the maps of a list. */
  readonly mapped: (list: Value | undefined, names: Readonly<Record<string, string>>) => Value | undefined;
} {
  const renamed = (map: MapValue, names: Readonly<Record<string, string>>): MapValue => {
    const entries = new Map<string, Value>();
    for (const [ours, theirs] of Object.entries(names)) {
      const value = read(map, theirs);
      if (value !== undefined) entries.set(ours, value);
    }
    return { kind: 'map', entries, ...(map.open === true ? { open: true } : {}), at: map.at };
  };
  return {
    renamed,
    mapped: (list, names) => (list?.kind !== 'list' ? list : { ...list, items: list.items.map((item) => (item.kind === 'map' ? renamed(item, names) : item)) }),
  };
}
