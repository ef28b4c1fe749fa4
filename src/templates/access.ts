import type { Value } from './value.ts';

/** The value under a key; undefined when it is absent, null or the whole is no map. */
export function fieldOf(value: Value | undefined, key: string): Value | undefined {
  const found = value?.kind === 'map' ? value.entries.get(key) : undefined;
  return found?.kind === 'known' && found.value === null ? undefined : found;
}

/** The text of a known scalar. */
export function scalarText(value: Value | undefined): string | undefined {
  return value?.kind === 'known' && value.value !== null ? String(value.value) : undefined;
}
