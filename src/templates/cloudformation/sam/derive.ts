import type { MapValue, Resource, Value } from '../../value.ts';
import { known } from '../values.ts';

/** A property that a derived resource has. */
export type Property = readonly [string, Value];

/** A resource that stands for a part of a serverless one: it is found where that one is written. */
export function derived(from: Resource, type: string, suffix: string, properties: readonly Property[]): Resource {
  const { open, openBy } = from.properties;
  return { ...from, type, name: from.name + suffix, properties: { kind: 'map', entries: new Map(properties), ...(open === true ? { open, ...(openBy === undefined ? {} : { openBy }) } : {}), at: from.properties.at } };
}

/** Properties that are the same in both, or go by another name: `Logging` or `['Logging', 'LoggingConfiguration']`. */
export function copied(from: Resource, names: readonly (string | readonly [string, string])[]): readonly Property[] {
  return names.flatMap((name): readonly Property[] => {
    const [own, other] = typeof name === 'string' ? [name, name] : name;
    const value = from.properties.entries.get(own);
    return value === undefined ? [] : [[other, value]];
  });
}

/** The tags, which a serverless resource keeps as a map, as a list. */
export function tagList(from: Resource): readonly Property[] {
  const tags = from.properties.entries.get('Tags');
  if (tags?.kind !== 'map') return tags === undefined ? [] : [['Tags', tags]];
  const items = [...tags.entries].map(([key, value]): Value => mapWith([['Key', known(key, value.at)], ['Value', value]], value.at));
  return [['Tags', { kind: 'list', items, ...(tags.open === true ? { open: true } : {}), at: tags.at }]];
}

/** What the transform sets where nothing is said. */
export function byDefault(value: string, at: Value['at']): Value {
  return { kind: 'known', value, provenance: 'default', at };
}

/** A map of these entries. */
export function mapWith(entries: readonly Property[], at: Value['at']): MapValue {
  return { kind: 'map', entries: new Map(entries), at };
}

/** What refers to a resource of the template. */
export function referenceTo(resource: Resource, attribute: string): Value {
  return { kind: 'unknown', why: `${resource.name}, which the stack makes`, reference: { resource: resource.name, attribute }, at: resource.head };
}
