import type { ListValue, MapValue, Value } from '../value.ts';

/**
 * The fields by which items of lists are told apart, as Kubernetes' types say with `patchMergeKey`. Lists that are not
 * named here are replaced as wholes.
 */
const mergeKeys: ReadonlyMap<string, readonly string[]> = new Map([
  ['containers', ['name']],
  ['initContainers', ['name']],
  ['ephemeralContainers', ['name']],
  ['volumes', ['name']],
  ['env', ['name']],
  ['imagePullSecrets', ['name']],
  ['secrets', ['name']],
  ['ports', ['containerPort', 'port']],
  ['volumeMounts', ['mountPath']],
  ['volumeDevices', ['devicePath']],
  ['hostAliases', ['ip']],
  ['topologySpreadConstraints', ['topologyKey']],
  ['webhooks', ['name']],
]);

/** Levels that are merged. */
const maxDepth = 100;

/**
 * A strategic merge patch over a value: maps are merged, lists by the key of their items, null takes away, and `$patch`
 * is heeded. What the patch writes keeps the patch's place; undefined means that the value is deleted.
 */
export function strategicMerge(target: MapValue, patch: MapValue, depth = 0): MapValue | undefined {
  const directive = directiveOf(patch);
  if (directive === 'delete') return undefined;
  if (directive === 'replace' || depth > maxDepth) return without(patch);
  const entries = new Map(target.entries);
  for (const [key, value] of patch.entries) {
    if (key.startsWith('$')) continue;
    if (value.kind === 'known' && value.value === null) {
      entries.delete(key);
      continue;
    }
    const merged = mergedValue(key, entries.get(key), value, depth);
    if (merged === undefined) entries.delete(key);
    else entries.set(key, merged);
  }
  return { ...target, entries, ...(patch.open === true ? { open: true } : {}) };
}

function mergedValue(key: string, present: Value | undefined, value: Value, depth: number): Value | undefined {
  if (value.kind === 'map') return present?.kind === 'map' ? strategicMerge(present, value, depth + 1) : directiveOf(value) === 'delete' ? undefined : without(value);
  // what says the same again, such as the name of a container, is no change
  if (value.kind === 'known' && present?.kind === 'known' && present.value === value.value) return present;
  const keys = mergeKeys.get(key);
  return value.kind === 'list' && present?.kind === 'list' && keys !== undefined ? mergedList(present, value, keys, depth) : value;
}

function mergedList(present: ListValue, patch: ListValue, keys: readonly string[], depth: number): ListValue {
  if (patch.items.some((item) => item.kind === 'map' && directiveOf(item) === 'replace' && item.entries.size === 1)) {
    return { ...patch, items: patch.items.filter((item) => !(item.kind === 'map' && item.entries.has('$patch'))) };
  }
  const items: Value[] = [...present.items];
  for (const item of patch.items) {
    const id = idOf(item, keys);
    const index = id === undefined ? -1 : items.findIndex((one) => idOf(one, keys) === id);
    const target = items[index];
    if (item.kind !== 'map' || target?.kind !== 'map') {
      if (item.kind !== 'map' || directiveOf(item) !== 'delete') items.push(item.kind === 'map' ? without(item) : item);
      continue;
    }
    const merged = strategicMerge(target, item, depth + 1);
    items.splice(index, 1, ...(merged === undefined ? [] : [merged]));
  }
  return { ...present, items };
}

function idOf(item: Value, keys: readonly string[]): string | undefined {
  if (item.kind !== 'map') return undefined;
  for (const key of keys) {
    const value = item.entries.get(key);
    if (value?.kind === 'known') return `${key}=${String(value.value)}`;
  }
  return undefined;
}

function directiveOf(map: MapValue): string | undefined {
  const directive = map.entries.get('$patch');
  return directive?.kind === 'known' ? String(directive.value) : undefined;
}

/** A map without its directives. */
function without(map: MapValue): MapValue {
  return [...map.entries.keys()].some((key) => key.startsWith('$')) ? { ...map, entries: new Map([...map.entries].filter(([key]) => !key.startsWith('$'))) } : map;
}
