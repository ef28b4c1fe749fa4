import { isList, isMap, isUnknown, termOf, textOf, type Item, type MapTerm } from '../../../expressions/term.ts';
import type { Resource } from '../../../templates/value.ts';
import { placeOf } from '../aws/map-properties.ts';
import type { CanonicalResource } from '../canonical.ts';
import { armRows, type ArmPaths, type ArmRow } from './arm-table.ts';

/**
 * The resources that policies see for one of an ARM template: itself in its own type, and where a row of the table knows
 * it, the same in Terraform's type. There, what the row names and is not written is absent; anything else is unknown.
 */
export function armResources(origin: Resource): readonly CanonicalResource[] {
  const own: CanonicalResource = { type: origin.type, name: origin.name, properties: origin.properties, origin, satellites: [], partial: false };
  const row = armRows[origin.type.toLowerCase()];
  if (row === undefined || !Object.hasOwn(armRows, origin.type.toLowerCase())) return [own];
  const entries = mapped(withDerived(origin.properties), row.paths);
  return [own, { type: typeOf(row, origin), name: origin.name, properties: { kind: 'map', entries, open: true, at: origin.at }, origin, satellites: [], partial: true }];
}

function typeOf({ type, typeBy }: ArmRow, { properties }: Resource): string {
  if (typeBy === undefined) return type;
  return textOf(termOf(itemAt(properties, typeBy.path.split('.'))))?.toLowerCase().includes(typeBy.has) === true ? typeBy.type : type;
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
    if (typeof to === 'string') put(target, to.replace(/^!/, '').split('.'), item === undefined ? undefined : converted(item, to));
    else put(target, to.to.split('.'), item === undefined ? undefined : each(item, to.each));
  }
  return target;
}

function each(item: Item, paths: ArmPaths): Item {
  if (isList(item)) return { ...item, items: item.items.map((one) => each(one, paths)) };
  return isMap(item) ? { ...item, entries: mapped(item, paths) } : item;
}

/** The item at a path; keys are told apart without case, as ARM does. */
function itemAt(from: Item, path: readonly string[]): Item | undefined {
  let current: Item | undefined = from;
  for (const segment of path) {
    if (current === undefined) return undefined;
    if (!isMap(current)) return isUnknown(termOf(current)) ? current : undefined;
    current = current.entries.get(segment) ?? insensitive(current, segment);
  }
  return current;
}

function insensitive({ entries }: MapTerm, name: string): Item | undefined {
  for (const [key, item] of entries) if (key.length === name.length && key.toLowerCase() === name.toLowerCase()) return item;
  return undefined;
}

/** `Enabled` and `Disabled` are booleans in Terraform; a name that begins with `!` means the opposite. */
function converted(item: Item, to: string): Item {
  const text = textOf(termOf(item))?.toLowerCase();
  const isSwitch = /enabled$|^!/.test(to) || text === 'true' || text === 'false';
  const value = text === 'true' || (isSwitch && text === 'enabled') ? true : text === 'false' || (isSwitch && text === 'disabled') ? false : undefined;
  if (value === undefined) return item;
  const answer = to.startsWith('!') ? !value : value;
  return typeof item === 'object' && item !== null && item.kind === 'known' ? { ...item, value: answer } : answer;
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
