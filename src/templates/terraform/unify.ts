import type { Value } from '../value.ts';
import { textOf } from './values.ts';

/** Items of one collection, which all have one type: where texts stand among numbers and booleans, all become texts. */
export function alike(items: readonly Value[]): readonly Value[] {
  const kinds = new Set(items.map((item) => (item.kind === 'known' ? typeof item.value : item.kind)));
  if (!kinds.has('string') || !(kinds.has('number') || kinds.has('boolean')) || kinds.has('list') || kinds.has('map')) return items;
  return items.map((item) => (item.kind === 'known' && item.value !== null ? { ...item, value: textOf(item) ?? item.value } : item));
}
