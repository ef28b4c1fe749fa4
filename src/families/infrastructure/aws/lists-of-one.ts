import { isList, isMap, type Item, type MapTerm } from '../../../expressions/term.ts';
import { resourceSchema, type ResourceSchema, type StructureSchema } from './schema.ts';

/** Levels of structures that are looked at. */
const maxDepth = 20;

/**
 * The properties of a CloudFormation resource with a list wherever the schema has a list of structures and one structure
 * was written without brackets: it is judged as what its writer meant. Gives back what it was given where there is none.
 */
export function withListsOfOne(type: string, properties: MapTerm): MapTerm {
  const schema = resourceSchema(type);
  return schema === undefined ? properties : inStructure(properties, schema, schema, 0);
}

function inStructure(map: MapTerm, structure: Pick<StructureSchema, 'properties'>, schema: ResourceSchema, depth: number): MapTerm {
  let entries: Map<string, Item> | undefined;
  if (depth > maxDepth) return map;
  for (const [name, item] of map.entries) {
    if (!isMap(item) && !isList(item)) continue;
    const type = structure.properties.get(name)?.type;
    const found = type === undefined || !type.includes('#') || type.includes('/') || type.startsWith('{') ? item : ofType(item, type, schema, depth);
    if (found !== item) (entries ??= new Map(map.entries)).set(name, found);
  }
  return entries === undefined ? map : { ...map, entries };
}

function ofType(item: Item, type: string, schema: ResourceSchema, depth: number): Item {
  if (isMap(item)) {
    if (type.startsWith('[')) return { kind: 'list', items: [ofType(item, type.slice(1), schema, depth + 1)], ...(item.at === undefined ? {} : { at: item.at }) };
    const structure = schema.structure(type.slice(1));
    return structure === undefined ? item : inStructure(item, structure, schema, depth + 1);
  }
  if (!isList(item) || !type.startsWith('[')) return item;
  let items: Item[] | undefined;
  for (const [index, one] of item.items.entries()) {
    const found = ofType(one, type.slice(1), schema, depth + 1);
    if (found !== one) (items ??= [...item.items])[index] = found;
  }
  return items === undefined ? item : { ...item, items };
}
