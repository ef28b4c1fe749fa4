import type { Place } from '../../formats/place.ts';
import type { KnownValue, UnknownValue, Value } from '../../templates/value.ts';

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
