import { entry, textOf, type DataNode, type ListNode, type MapEntry, type MapNode } from '../node.ts';

/** The node at a path of keys, or undefined. */
export function at(node: DataNode | undefined, ...keys: readonly string[]): DataNode | undefined {
  let found = node;
  for (const key of keys) found = entry(found, key);
  return found;
}

/** The string at a path of keys. */
export function textAt(node: DataNode | undefined, ...keys: readonly string[]): string | undefined {
  return textOf(at(node, ...keys));
}

/** Entries of the map at a path of keys; none for anything else. */
export function entriesAt(node: DataNode | undefined, ...keys: readonly string[]): readonly MapEntry[] {
  const found = at(node, ...keys);
  return found?.kind === 'map' ? found.entries : [];
}

/** Items of the list at a path of keys; none for anything else. */
export function itemsAt(node: DataNode | undefined, ...keys: readonly string[]): ListNode['items'] {
  const found = at(node, ...keys);
  return found?.kind === 'list' ? found.items : [];
}

/** Maps in the list at a path of keys: arrays of tables. */
export function tablesAt(node: DataNode | undefined, ...keys: readonly string[]): readonly MapNode[] {
  return itemsAt(node, ...keys).filter((item) => item.kind === 'map');
}

/** The key of an entry as a string. */
export function keyOf(item: MapEntry): string {
  return String(item.key.value);
}
