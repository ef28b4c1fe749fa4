import { isMap, type Item } from '../../../expressions/term.ts';
import type { Place } from '../../../formats/place.ts';

/**
 * Writes what the provider does by default into properties that do not say it, with provenance `default` and the place
 * of the resource's head. A list in the way keeps what it holds.
 */
export function defaultsInto(entries: Map<string, Item>, defaults: Readonly<Record<string, string | number | boolean>>, head: Place): void {
  for (const [path, value] of Object.entries(defaults)) setDefault(entries, path.split('.'), value, head);
}

function setDefault(entries: Map<string, Item>, segments: readonly string[], value: string | number | boolean, head: Place): void {
  const [first = '', ...rest] = segments;
  const present = entries.get(first);
  if (rest.length === 0) {
    if (present === undefined) entries.set(first, { kind: 'known', value, provenance: 'default', at: head });
    return;
  }
  if (present !== undefined && !isMap(present)) return;
  const inside = new Map(present?.entries ?? []);
  setDefault(inside, rest, value, head);
  // a structure that was not written keeps no place: a finding in it points at the resource
  entries.set(first, present === undefined ? { kind: 'map', entries: inside } : { ...present, entries: inside });
}
