import { loadSchemas } from '../../../src/families/infrastructure/aws/schema.ts';
import { schemaFiles } from '../../../src/families/infrastructure/aws/schemas/index.ts';
import { sourceText, type Place } from '../../../src/formats/place.ts';
import type { EvaluatedTemplate, MapValue, Resource, TemplateFormat, UnknownValue, Value } from '../../../src/templates/value.ts';

const source = sourceText('main.tf', 'x'.repeat(1000));
let next = 0;

function place(): Place {
  next = (next + 1) % 900;
  return { source, start: next, end: next + 1 };
}

/** An unknown value of a template, for tests. */
export function unknownValue(why: string, more: Partial<UnknownValue> = {}): UnknownValue {
  return { kind: 'unknown', why, at: place(), ...more };
}

/** A reference to an attribute of another resource. */
export function reference(resource: string, attribute = 'id'): UnknownValue {
  return unknownValue(`${resource}.${attribute}`, { reference: { resource, attribute } });
}

/** Plain data as a template's value; unknown values may stand in it. */
function value(data: unknown): Value {
  if (isUnknownValue(data)) return data;
  const at = place();
  if (Array.isArray(data)) return { kind: 'list', items: data.map(value), at };
  if (typeof data === 'object' && data !== null) return { kind: 'map', entries: new Map(Object.entries(data).map(([key, item]) => [key, value(item)])), at };
  return { kind: 'known', value: typeof data === 'string' || typeof data === 'number' || typeof data === 'boolean' ? data : null, provenance: 'written', at };
}

function isUnknownValue(data: unknown): data is UnknownValue {
  return typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'unknown';
}

/** A resource with these properties. */
export function resource(type: string, name: string, properties: object, format: TemplateFormat = 'terraform'): Resource {
  const map = value(properties);
  const empty: MapValue = { kind: 'map', entries: new Map(), at: place() };
  return { type, name, format, properties: map.kind === 'map' ? map : empty, attributes: new Map(), at: { source, start: 0, end: 1000 }, head: place() };
}

/** A template of these resources. */
export function template(resources: readonly Resource[], data: readonly Resource[] = []): EvaluatedTemplate {
  return { format: resources[0]?.format ?? 'terraform', path: 'main.tf', resources, data, problems: [], inputs: ['main.tf'] };
}

/** A term back as plain data, for comparing; unknown values as `{unknown: why}`. */
export function plain(item: unknown): unknown {
  if (typeof item !== 'object' || item === null || !('kind' in item)) return item;
  if (item.kind === 'known' && 'value' in item) return item.value;
  if (item.kind === 'unknown' && 'why' in item) return { unknown: item.why };
  if (item.kind === 'list' && 'items' in item && Array.isArray(item.items)) return item.items.map(plain);
  if ('entries' in item && item.entries instanceof Map) return Object.fromEntries([...item.entries].map(([key, one]) => [key, plain(one)]));
  return undefined;
}

/** Loads the schemas of every resource type, for tests that bring templates into the model by themselves. */
export async function loadAllSchemas(): Promise<void> {
  const types = schemaFiles.flatMap(({ types: services }) => services.split(' ').map((text) => text.split(':')));
  await loadSchemas(types.flatMap(([service = '', names = '']) => names.split(',').map((name) => `AWS::${service}::${name}`)));
}
