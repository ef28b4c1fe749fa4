import type { Expression } from '../../formats/hcl/ast.ts';
import type { MapValue, Value } from '../value.ts';
import { attributeValue, blocksValue } from './body.ts';
import type { Declarations } from './declarations.ts';
import type { ModuleBlock } from './read-files.ts';
import type { Scope } from './scope.ts';
import { mapWithin } from './values.ts';

/** Tags that each provider configuration (`aws`, `aws.west`) gives to all of its resources. */
export type Providers = ReadonlyMap<string, () => Value | undefined>;

/** The provider configurations of a module: its own over those it was handed. */
export function providersOf({ providers }: Declarations, passed: Providers, scope: Scope): Providers {
  const found = new Map(passed);
  for (const block of providers) {
    const alias = literal(block.attributes.get('alias')?.attribute.value);
    const name = block.labels[0] ?? '';
    let tags: { readonly value: Value | undefined } | undefined;
    found.set(alias === undefined ? name : `${name}.${alias}`, () => (tags ??= { value: tagsOf(block, scope) }).value);
  }
  return found;
}

/** The configurations that a call hands down: all that have no alias, and those its `providers` names. */
export function passedProviders(call: ModuleBlock, own: Providers): Providers {
  const passed = new Map([...own].filter(([name]) => !name.includes('.')));
  const given = call.attributes.get('providers')?.attribute.value;
  if (given?.kind !== 'object') return passed;
  for (const { key, value } of given.entries) {
    const [inside, outside] = [providerName(key), providerName(value)];
    const found = outside === undefined ? undefined : own.get(outside);
    if (inside === undefined) continue;
    if (found === undefined) passed.delete(inside);
    else passed.set(inside, found);
  }
  return passed;
}

/** The properties of a resource with its provider's default tags under its own. */
export function withDefaultTags(type: string, block: ModuleBlock, properties: MapValue, providers: Providers): MapValue {
  const provider = block.attributes.get('provider')?.attribute.value;
  const defaults = providers.get((provider === undefined ? undefined : providerName(provider)) ?? type.slice(0, type.indexOf('_')))?.();
  const name = type.startsWith('aws_') ? 'tags' : type.startsWith('google_') ? 'labels' : undefined;
  if (defaults === undefined || name === undefined) return properties;
  const own = properties.entries.get(name);
  if (own !== undefined && own.kind !== 'map') return properties;
  if (defaults.kind !== 'map') return own === undefined ? { ...properties, entries: new Map([...properties.entries, [name, defaults]]) } : { ...properties, entries: new Map([...properties.entries, [name, { ...own, open: true }]]) };
  const merged = mapWithin(new Map([...defaults.entries, ...(own?.entries ?? [])]), own?.at ?? block.head, defaults.open === true || own?.open === true);
  return { ...properties, entries: new Map([...properties.entries, [name, merged]]) };
}

function tagsOf(block: ModuleBlock, scope: Scope): Value | undefined {
  const labels = block.attributes.get('default_labels');
  if (labels !== undefined) return attributeValue(labels, scope);
  const blocks = block.blocks.filter(({ block: inner }) => inner.type === 'default_tags');
  if (blocks.length === 0) return undefined;
  const value = blocksValue(blocks, scope);
  const [first] = value.kind === 'list' ? value.items : [];
  return first?.kind === 'map' ? first.entries.get('tags') : value.kind === 'unknown' ? value : undefined;
}

function providerName(expression: Expression): string | undefined {
  if (expression.kind === 'attribute' && expression.target.kind === 'variable') return `${expression.target.name}.${expression.name}`;
  return expression.kind === 'variable' ? expression.name : literal(expression);
}

function literal(expression: Expression | undefined): string | undefined {
  return expression?.kind === 'literal' && typeof expression.value === 'string' ? expression.value : undefined;
}
