import { isList, isMap, isUnknown, termOf, textOf, type Item, type MapTerm } from '../../../expressions/term.ts';
import type { Resource } from '../../../templates/value.ts';
import { placeOf } from '../aws/map-properties.ts';
import type { CanonicalResource } from '../canonical.ts';
import type { ArmPaths, ArmRow } from './arm/rows.ts';
import { armRows } from './arm/table.ts';

/**
 * The resources that policies see for one of an ARM template: itself in its own type, and where a row of the table knows
 * it, the same in Terraform's type. There, what the row names and is not written is absent; anything else is unknown.
 */
export function armResources(origin: Resource): readonly CanonicalResource[] {
  const own: CanonicalResource = { type: origin.type, name: origin.name, properties: origin.properties, origin, satellites: [], partial: false };
  const row = armRows[origin.type.toLowerCase()];
  if (row === undefined || !Object.hasOwn(armRows, origin.type.toLowerCase())) return [own];
  const entries = mapped(withDerived(origin.properties), row.paths);
  for (const name of row.absent ?? []) if (!entries.has(name)) entries.set(name, null);
  for (const { name, value, where } of row.defaults ?? []) {
    if (entries.get(name) === null && itemAt(origin.properties, where.split('.')) !== undefined) entries.set(name, value);
  }
  // the graph finds parents and other references in what was written
  entries.set('arm', origin.properties);
  return [own, { type: typeOf(row, origin), name: origin.name, properties: { kind: 'map', entries, open: true, at: origin.at }, origin, satellites: [], partial: true }];
}

function typeOf({ type, typeBy = [] }: ArmRow, { properties }: Resource): string {
  const found = typeBy.find(({ path, has }) => {
    const item = itemAt(properties, path.split('.'));
    return has === undefined ? item !== undefined : textOf(termOf(item))?.toLowerCase().includes(has) === true;
  });
  return found?.type ?? type;
}

/** What Terraform has as an attribute and ARM as a part of one. */
function withDerived(properties: MapTerm): MapTerm {
  const entries = new Map(properties.entries);
  const name = entries.get('name');
  const last = textOf(termOf(name))?.split('/').at(-1);
  if (last !== undefined) entries.set('lastName', last);
  const sku = itemAt(properties, ['sku', 'name']);
  const replication = textOf(termOf(sku))?.split('_').at(-1);
  const at = placeOf(sku);
  if (replication !== undefined) entries.set('replication', at === undefined ? replication : { kind: 'known', value: replication, provenance: 'written', at });
  return { ...properties, entries };
}

function mapped(from: MapTerm, paths: ArmPaths): Map<string, Item> {
  const target = new Map<string, Item>();
  for (const [path, to] of Object.entries(paths)) {
    const item = itemAt(from, path.split('.'));
    if (typeof to === 'string') put(target, to.replace(/^[!?]/, '').split('.'), item === undefined ? undefined : converted(item, to));
    else put(target, to.to.split('.'), item === undefined ? undefined : blocks(item, to.each));
  }
  return target;
}

/** Terraform has a nested block as a list, also where there is one. */
function blocks(item: Item, paths: ArmPaths): Item {
  if (isList(item)) return { ...item, items: item.items.map((one) => (isMap(one) ? block(one, paths) : one)) };
  if (!isMap(item)) return item;
  return { kind: 'list', items: [block(item, paths)], ...(item.at === undefined ? {} : { at: item.at }) };
}

function block(item: MapTerm, paths: ArmPaths): MapTerm {
  return { ...item, entries: mapped(item, paths) };
}

/** The item at a path; keys are told apart without case, as ARM does. */
function itemAt(from: Item, path: readonly string[]): Item | undefined {
  let current: Item | undefined = from;
  for (const segment of path) {
    if (current === undefined) return undefined;
    if (isList(current)) {
      current = current.items[Number(segment)];
      continue;
    }
    if (!isMap(current)) return isUnknown(termOf(current)) ? current : undefined;
    current = current.entries.get(segment) ?? insensitive(current, segment);
  }
  return current;
}

function insensitive({ entries }: MapTerm, name: string): Item | undefined {
  for (const [key, item] of entries) if (key.length === name.length && key.toLowerCase() === name.toLowerCase()) return item;
  return undefined;
}

/** `Enabled` and `Disabled` are booleans in Terraform; `!` before a name means the opposite, `?` that it is there at all. */
function converted(item: Item, to: string): Item {
  if (to.startsWith('?')) return isUnknown(termOf(item)) ? item : withValue(item, true);
  const text = textOf(termOf(item))?.toLowerCase();
  const isSwitch = /(?:enabled|_encrypted|redundant|notifications|admins)$|^!/.test(to);
  const value = text === 'true' || (isSwitch && (text === 'enabled' || text === 'on')) ? true : text === 'false' || (isSwitch && (text === 'disabled' || text === 'off')) ? false : undefined;
  return value === undefined ? item : withValue(item, to.startsWith('!') ? !value : value);
}

function withValue(item: Item, value: boolean): Item {
  const at = placeOf(item);
  return at === undefined ? value : { kind: 'known', value, provenance: 'written', at };
}

function put(target: Map<string, Item>, [first = '', ...rest]: readonly string[], item: Item | undefined): void {
  const present = target.get(first);
  if (rest.length === 0) {
    if (item !== undefined || present === undefined) target.set(first, item ?? null);
    return;
  }
  if (item === undefined) {
    if (present === undefined) target.set(first, null);
    return;
  }
  const inside = new Map(present !== undefined && isMap(present) ? present.entries : []);
  put(inside, rest, item);
  const at = placeOf(item);
  target.set(first, { kind: 'map', entries: inside, ...(at === undefined ? {} : { at }) });
}
