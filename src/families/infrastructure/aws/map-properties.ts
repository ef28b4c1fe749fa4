import { documentOf } from '../../../expressions/functions/document.ts';
import { isList, isMap, isUnknown, termOf, type Item, type MapTerm } from '../../../expressions/term.ts';
import type { Place } from '../../../formats/place.ts';
import type { ResourceSchema, StructureSchema, TypeCode } from './schema.ts';
import type { TypeMapping } from './mapping/table.ts';

/** Levels of blocks that are mapped; Terraform's deepest schema (WAF rules) has fewer. */
const maxDepth = 24;

/** What mapping a resource's properties needs. */
export interface MappingContext {
  readonly mapping: TypeMapping;
  readonly schema: ResourceSchema | undefined;
  /** Replaces an item before it is mapped: a reference to a policy document by the document. */
  readonly resolve: (item: Item) => Item;
}

/** Maps Terraform's attributes and blocks to the canonical names and shapes. */
export function mapProperties(terraform: MapTerm, context: MappingContext): Map<string, Item> {
  const mapped = mapEntries(terraform, '', context.schema, context, 0);
  wrap(mapped, context.mapping.wrap);
  for (const [path, table] of Object.entries(context.mapping.values ?? {})) respell(mapped, path.split('.'), table);
  context.mapping.adjust?.(mapped, terraform);
  return mapped;
}

function wrap(mapped: Map<string, Item>, wanted: TypeMapping['wrap']): void {
  if (wanted === undefined) return;
  const inside = new Map([...mapped].filter(([name]) => !wanted.except.includes(name)));
  for (const name of inside.keys()) mapped.delete(name);
  mapped.set(wanted.at, { kind: 'map', entries: inside });
}

function mapEntries(block: MapTerm, path: string, structure: StructureSchema | undefined, context: MappingContext, depth: number): Map<string, Item> {
  const target = new Map<string, Item>();
  if (depth > maxDepth) return target;
  for (const [key, item] of block.entries) {
    const here = path === '' ? key : `${path}.${key}`;
    const given = context.mapping.rename?.[here];
    const term = termOf(item);
    if (given === null || (term === null && !isKnownNull(item))) continue;
    if (given === '') {
      lift(target, item, here, structure, context, depth);
      continue;
    }
    const property = given === undefined ? propertyFor(key, item, structure) : undefined;
    // a type that CloudFormation does not have keeps its own names
    const name = given ?? property?.name ?? (context.mapping.type.includes('::') ? pascal(key) : key);
    const segments = name.split('.');
    const type = property?.type ?? typeAt(segments, structure, context.schema);
    put(target, segments, mapItem(context.resolve(item), type, here, context, depth));
  }
  return target;
}

function isKnownNull(item: Item): boolean {
  return typeof item === 'object' && item !== null && item.kind === 'known';
}

/** Puts the content of a block into its parent. */
function lift(target: Map<string, Item>, item: Item, path: string, structure: StructureSchema | undefined, context: MappingContext, depth: number): void {
  const block = isList(item) && item.items.length === 1 ? item.items[0] : item;
  if (block === undefined || !isMap(block)) return;
  for (const [name, value] of mapEntries(block, path, structure, context, depth + 1)) target.set(name, value);
}

function propertyFor(key: string, item: Item, structure: StructureSchema | undefined): { name: string; type: TypeCode } | undefined {
  const found = structure?.find(key);
  if (found !== undefined) return found;
  // repeated blocks are singular in Terraform: `cors_rule` for CorsRules
  const plural = isList(item) ? structure?.find(`${key}s`) : undefined;
  return plural?.type.startsWith('[') === true ? plural : undefined;
}

function mapItem(item: Item, type: TypeCode | undefined, path: string, context: MappingContext, depth: number): Item {
  if (type !== undefined && /^\[#Tag$|^\[\w+\/#Tag$/.test(type) && isMap(item)) return tagList(item);
  const isDocument = type?.includes('j') === true && !type.includes('#');
  if (isDocument) {
    const document = asDocument(item);
    if (document !== undefined) return document;
  }
  const structure = structureOf(type, context.schema);
  const single = type !== undefined && (type.startsWith('#') || isDocument);
  if (isList(item)) {
    if (single && item.items.length === 1 && item.open !== true) {
      const only = item.items[0];
      if (only !== undefined) return mapItem(only, type, path, context, depth + 1);
    }
    return { ...item, items: item.items.map((one) => mapItem(context.resolve(one), type?.startsWith('[') === true ? type.slice(1) : type, path, context, depth + 1)) };
  }
  if (isMap(item)) {
    // a map of free keys keeps them
    if (type?.startsWith('{') === true || isDocument) return item;
    const map: MapTerm = { ...item, entries: mapEntries(item, path, structure, context, depth + 1) };
    return type?.startsWith('[') === true ? { kind: 'list', items: [map], ...(item.at === undefined ? {} : { at: item.at }) } : map;
  }
  return item;
}

function asDocument(item: Item): Item | undefined {
  const term = termOf(item);
  if (typeof term !== 'string' && !(isUnknown(term) && term.parts !== undefined)) return undefined;
  const document = documentOf(term, placeOf(item));
  return isMap(document) || isList(document) ? document : undefined;
}

function structureOf(type: TypeCode | undefined, schema: ResourceSchema | undefined): StructureSchema | undefined {
  const name = type === undefined ? undefined : /#(\w+)/.exec(type)?.[1];
  return name === undefined ? undefined : schema?.structure(name);
}

function typeAt(segments: readonly string[], structure: StructureSchema | undefined, schema: ResourceSchema | undefined): TypeCode | undefined {
  let current = structure;
  let type: TypeCode | undefined;
  for (const segment of segments) {
    type = current?.properties.get(segment)?.type;
    current = structureOf(type, schema);
  }
  return type;
}

function tagList(tags: MapTerm): Item {
  const items = [...tags.entries].map(([key, value]): Item => {
    const at = placeOf(value);
    return { kind: 'map', entries: new Map<string, Item>([['Key', key], ['Value', value]]), ...(at === undefined ? {} : { at }) };
  });
  return { kind: 'list', items, ...(tags.open === true ? { open: true } : {}), ...(tags.at === undefined ? {} : { at: tags.at }) };
}

/** Where an item stands in a file, if it stands in one. */
export function placeOf(item: Item | undefined): Place | undefined {
  return typeof item === 'object' && item !== null ? item.at : undefined;
}

/** Sets a property by path, making the maps on the way; into a list of one it goes into its item. */
export function put(target: Map<string, Item>, segments: readonly string[], item: Item): void {
  const [first = '', ...rest] = segments;
  if (rest.length === 0) {
    const present = target.get(first);
    // the same list written as several blocks or attributes grows
    if (present !== undefined && isList(present) && isList(item)) target.set(first, { ...present, items: [...present.items, ...item.items] });
    else target.set(first, item);
    return;
  }
  const present = target.get(first);
  const inside = new Map(present !== undefined && isMap(present) ? present.entries : []);
  put(inside, rest, item);
  const at = present !== undefined && isMap(present) ? present.at : placeOf(item);
  target.set(first, { kind: 'map', entries: inside, ...(at === undefined ? {} : { at }) });
}

/** The canonical spelling of an attribute that the schema does not have. */
function pascal(name: string): string {
  return name.replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function respell(entries: Map<string, Item>, segments: readonly string[], table: Readonly<Record<string, string | number | boolean>>): void {
  const [first = '', ...rest] = segments;
  const item = entries.get(first);
  if (item === undefined) return;
  entries.set(first, respelled(item, rest, table));
}

function respelled(item: Item, segments: readonly string[], table: Readonly<Record<string, string | number | boolean>>): Item {
  if (isList(item)) return { ...item, items: item.items.map((one) => respelled(one, segments, table)) };
  if (segments.length > 0) {
    if (!isMap(item)) return item;
    const inside = new Map(item.entries);
    respell(inside, segments, table);
    return { ...item, entries: inside };
  }
  const text = termOf(item);
  const value = typeof text === 'object' ? undefined : table[String(text)];
  if (value === undefined) return item;
  return typeof item === 'object' && item !== null && item.kind === 'known' ? { ...item, value } : value;
}
