import type { Place } from '../../formats/place.ts';
import type { MapValue, Value } from '../value.ts';
import { attributeValue, blocksValue, grouped } from './body.ts';
import { computedAttribute } from './computed.ts';
import type { Expansion, Instance } from './instances.ts';
import { memo } from './memo.ts';
import type { LocatedBlock, ModuleBlock } from './read-files.ts';
import { note, withNames, type Scope } from './scope.ts';
import { isNull, listWithin, mapWithin, resourceValue, unknown, withInstancesOf, type ResourceMap } from './values.ts';

/** Arguments that mean something to Terraform itself, not to the provider. */
const meta: ReadonlySet<string> = new Set(['count', 'for_each', 'provider', 'providers', 'depends_on', 'lifecycle', 'provisioner', 'connection', 'source', 'version']);

/** Arguments of Terraform's own that a resource, unlike a module, may have for itself. */
const ofModules: ReadonlySet<string> = new Set(['source', 'version', 'providers']);

/** An instance of a block, and the value that stands for it in expressions. */
export interface Made {
  readonly instance: Instance;
  readonly value: ResourceMap;
}

/** Makes the value of one instance of a resource or data source; its attributes are evaluated when asked for. */
export function makeInstance(block: ModuleBlock, instance: Instance, address: string, outer: Scope): Made {
  const scope = instance.names.length === 0 ? outer : withNames(outer, instance.names);
  const groups = grouped(block.blocks.filter(({ block: inner }) => isOwn(nameOf(inner), block)));
  const attribute = memo<Value | undefined>(
    (name) => written(name, { block, groups, scope }),
    (name) => {
      note(scope.session, { code: 'cycle', message: `${address.slice(0, 100)}.${name.slice(0, 60)} depends on itself`, at: block.head });
      return unknown('a value that depends on itself', block.head);
    },
  );
  const entries = (): MapValue['entries'] => {
    const found = new Map<string, Value>();
    for (const name of [...block.attributes.keys(), ...groups.keys()]) {
      const value = attribute(name);
      if (value !== undefined) found.set(name, value);
    }
    return found;
  };
  const seen = (name: string): Value | undefined => {
    const value = attribute(name) ?? computedAttribute(block, name, attribute, scope);
    return value !== undefined && groups.has(name) ? withComputed(value, address) : value;
  };
  return { instance, value: resourceValue(address, block.at, { attribute: seen, entries }) };
}

/** Blocks of a resource have attributes that the provider computes (`identity[0].principal_id`), as the resource has. */
function withComputed(blocks: Value, address: string): Value {
  if (blocks.kind !== 'list') return blocks;
  const items = blocks.items.map((item) => (item.kind === 'map' ? resourceValue(address, item.at, { attribute: (name) => item.entries.get(name), entries: () => item.entries }) : item));
  return { ...blocks, items };
}

function nameOf({ type, labels }: LocatedBlock['block']): string {
  return type === 'dynamic' ? (labels[0] ?? type) : type;
}

/** Whether an argument is the resource's own, not Terraform's. */
export function isOwn(name: string, { type }: ModuleBlock): boolean {
  return !meta.has(name) || (type !== 'module' && ofModules.has(name));
}

function written(name: string, { block, groups, scope }: { block: ModuleBlock; groups: ReadonlyMap<string, readonly LocatedBlock[]>; scope: Scope }): Value | undefined {
  const attribute = block.attributes.get(name);
  if (attribute !== undefined && isOwn(name, block)) {
    const value = attributeValue(attribute, scope);
    return isNull(value) ? undefined : value;
  }
  const blocks = groups.get(name);
  if (blocks === undefined) return undefined;
  const value = blocksValue(blocks, scope);
  // dynamic blocks of nothing are no block
  const isNothing = value.kind === 'list' && value.items.length === 0 && value.open !== true;
  return isNothing ? undefined : value;
}

/** The address of an instance: `aws_instance.web[0]`, `aws_instance.web["a"]`. */
export function addressOf(base: string, { key }: Instance): string {
  if (key === undefined) return base;
  return typeof key === 'number' ? `${base}[${key}]` : `${base}["${key.slice(0, 200)}"]`;
}

/** The value of a whole block as its `count` or `for_each` makes it: a resource, a list or a map of them. */
export function collected(expansion: Expansion, values: readonly ResourceMap[], base: string, at: Place): Value {
  const [first] = values;
  if (expansion.by === 'nothing' && first !== undefined) return first;
  if (expansion.by === 'count') return withInstancesOf(listWithin(values, at, expansion.open), base);
  const entries = new Map<string, Value>();
  expansion.instances.forEach(({ key }, index) => {
    const value = values[index];
    if (key !== undefined && value !== undefined) entries.set(String(key), value);
  });
  return withInstancesOf(mapWithin(entries, at, expansion.open), base);
}
