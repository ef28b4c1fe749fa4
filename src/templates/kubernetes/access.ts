import type { MapValue, Value } from '../value.ts';

/** The text under a key, when it is known. */
export function textAt(value: Value | undefined, key: string): string | undefined {
  const found = value?.kind === 'map' ? value.entries.get(key) : undefined;
  return found?.kind === 'known' && found.value !== null ? String(found.value) : undefined;
}

/** The map under a key. */
export function mapAt(value: Value | undefined, key: string): MapValue | undefined {
  const found = value?.kind === 'map' ? value.entries.get(key) : undefined;
  return found?.kind === 'map' ? found : undefined;
}

/** The items under a key; none when there is no list. */
export function itemsAt(value: Value | undefined, key: string): readonly Value[] {
  const found = value?.kind === 'map' ? value.entries.get(key) : undefined;
  return found?.kind === 'list' ? found.items : [];
}
