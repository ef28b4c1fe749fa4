import type { ListValue, MapValue, Value } from '../value.ts';

/** What the tag of a value says, where it has one. */
export type TagOf = (value: Value) => string | undefined;

/** Levels of maps that are merged into one another. */
const maxDepth = 20;

/** Lists that are replaced, not appended to. Source: compose-spec, 13-merge.md, "Shell commands". */
const replaced: ReadonlySet<string> = new Set(['command', 'entrypoint', 'test']);

/** Lists of `NAME=value` that may as well be maps, and are merged by name. */
const named: ReadonlySet<string> = new Set(['environment', 'labels', 'annotations', 'args', 'sysctls', 'extra_hosts', 'driver_opts']);

/** Lists whose items name a place in the container or a reference: a later item with the same one takes the earlier one's place. */
const unique: Readonly<Record<string, (value: Value) => string | undefined>> = {
  volumes: targetOf,
  devices: targetOf,
  secrets: targetOf,
  configs: targetOf,
};

/** Lists that may as well be maps from a name to nothing or to settings. */
const keyed: ReadonlySet<string> = new Set(['depends_on', 'networks']);

/** Lays a map over another as Compose does when a service extends another or a file overrides another. */
export function mergeMaps(base: MapValue, over: MapValue, tagOf: TagOf, depth = 0): MapValue {
  const entries = new Map(base.entries);
  for (const [key, value] of over.entries) {
    const tag = tagOf(value);
    if (tag === '!reset') entries.delete(key);
    else {
      const below = entries.get(key);
      const merged = below === undefined || tag === '!override' || depth >= maxDepth ? value : mergeValues(key, below, value, tagOf, depth + 1);
      entries.set(key, merged);
    }
  }
  return { kind: 'map', entries, ...(base.open === true || over.open === true ? { open: true } : {}), at: over.at };
}

function mergeValues(key: string, below: Value, above: Value, tagOf: TagOf, depth: number): Value {
  if (above.kind === 'known' && above.value === null) return below;
  if (named.has(key)) {
    const [under, over] = [namedMap(below), namedMap(above)];
    if (under !== undefined && over !== undefined) return mergeMaps(under, over, tagOf, depth);
  }
  if (keyed.has(key)) {
    const [under, over] = [keyedMap(below), keyedMap(above)];
    if (under !== undefined && over !== undefined) return mergeMaps(under, over, tagOf, depth);
  }
  if (below.kind === 'map' && above.kind === 'map') return mergeMaps(below, above, tagOf, depth);
  if (below.kind === 'list' && above.kind === 'list' && !replaced.has(key)) return mergeLists(below, above, unique[key]);
  return above;
}

function mergeLists(below: ListValue, above: ListValue, keyOf: ((value: Value) => string | undefined) | undefined): ListValue {
  const taken = new Set(keyOf === undefined ? [] : above.items.map(keyOf).filter((key) => key !== undefined));
  const kept = below.items.filter((item) => item.kind === 'map' || keyOf !== undefined || !above.items.some((other) => isSame(item, other)));
  const under = keyOf === undefined ? kept : kept.filter((item) => !taken.has(keyOf(item) ?? '\0'));
  return { kind: 'list', items: [...under, ...above.items], at: above.at };
}

function isSame(one: Value, other: Value): boolean {
  return one.kind === 'known' && other.kind === 'known' && one.value === other.value;
}

function targetOf(value: Value): string | undefined {
  if (value.kind === 'map') {
    const target = value.entries.get('target') ?? value.entries.get('source');
    return target?.kind === 'known' ? String(target.value) : undefined;
  }
  if (value.kind !== 'known') return undefined;
  const text = String(value.value);
  const parts = text.replace(/^[A-Za-z]:[\\/]/, '').split(':');
  return parts[1] ?? parts[0];
}

/** `environment` and its like as a map, whichever way they are written; undefined when they are neither list nor map. */
export function namedMap(value: Value | undefined): MapValue | undefined {
  if (value?.kind === 'map') return value;
  if (value?.kind !== 'list') return undefined;
  const entries = new Map<string, Value>();
  let open = value.open === true;
  for (const item of value.items) {
    const text = item.kind === 'known' ? String(item.value) : item.kind === 'unknown' ? item.parts?.[0] : undefined;
    const equals = text?.indexOf('=') ?? -1;
    if (text === undefined || text === null) open = true;
    else if (item.kind === 'unknown') {
      if (equals < 0) open = true;
      else entries.set(text.slice(0, equals), { ...item, parts: [text.slice(equals + 1), ...(item.parts ?? []).slice(1)].filter((part) => part !== '') });
    } else if (equals < 0) entries.set(text, { kind: 'known', value: null, provenance: 'written', at: item.at });
    else entries.set(text.slice(0, equals), { kind: 'known', value: text.slice(equals + 1), provenance: 'written', at: item.at });
  }
  return { kind: 'map', entries, ...(open ? { open } : {}), at: value.at };
}

/** `depends_on` and `networks` as a map, whichever way they are written. */
export function keyedMap(value: Value | undefined): MapValue | undefined {
  if (value?.kind === 'map') return value;
  if (value?.kind !== 'list') return undefined;
  const entries = new Map<string, Value>();
  let open = value.open === true;
  for (const item of value.items) {
    if (item.kind === 'known' && item.value !== null) entries.set(String(item.value), item);
    else open = true;
  }
  return { kind: 'map', entries, ...(open ? { open } : {}), at: value.at };
}
