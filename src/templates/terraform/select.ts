import type { Place } from '../../formats/place.ts';
import { mentioning } from '../mentions.ts';
import type { Value } from '../value.ts';
import type { TraversalStep } from './scope.ts';
import { anyResource, instancesOf, isResource, numberOf, referenced, Refused, textOf, unknown, type ResourceMap } from './values.ts';

/** One step into a value. Throws `Refused` where Terraform finds nothing there. */
export function select(value: Value, step: TraversalStep, at: Place): Value {
  const key = 'name' in step ? undefined : step.key;
  if (key?.kind === 'unknown') return anyOf(value, key.why, at);
  const name = 'name' in step ? step.name : textOf(key);
  if (name === undefined) throw new Refused('an index is no text or number');
  switch (value.kind) {
    case 'unknown':
      return inUnknown(value, name, at);
    case 'map': {
      if (isResource(value)) return attributeOf(value, name, at);
      const found = value.entries.get(name);
      if (found !== undefined) return found;
      const address = value.open === true ? instancesOf(value) : undefined;
      if (address !== undefined) return anyResource(address, at);
      if (value.open === true) return unknown(`"${name.slice(0, 60)}", which may be set elsewhere`, at);
      throw new Refused(`there is no "${name.slice(0, 60)}"`);
    }
    case 'list': {
      const index = key === undefined ? (/^\d+$/.test(name) ? Number(name) : undefined) : numberOf(key);
      if (index === undefined) {
        // an attribute of a list of blocks with one item, as old configurations write
        const [only] = value.items;
        if (only !== undefined && value.items.length === 1 && value.open !== true && only.kind === 'map') return select(only, step, at);
        const address = instancesOf(value);
        // as configurations from before Terraform 0.12 name a resource with `count`
        if (address !== undefined) return referenced({ resource: address, attribute: name }, at);
        throw new Refused('a list has no attributes');
      }
      const found = value.items[index];
      const address = value.open === true ? instancesOf(value) : undefined;
      if (address !== undefined) return found ?? anyResource(address, at);
      // what else it may hold can stand anywhere
      if (value.open === true) return unknown('an item of a list that may hold more', at);
      if (found !== undefined) return found;
      throw new Refused(`there is no item ${index}`);
    }
    case 'known':
      throw new Refused(value.value === null ? 'null has no attributes' : 'a text, number or boolean has no attributes');
  }
}

/** Nobody knows which item it is, but what the items are read from it is read from too. */
function anyOf(value: Value, why: string, at: Place): Value {
  if ((value.kind !== 'list' && value.kind !== 'map') || isResource(value)) return unknown(why, at);
  const address = instancesOf(value);
  if (address !== undefined) return anyResource(address, at);
  return mentioning(unknown(why, at), value.kind === 'list' ? value.items : value.entries.values());
}

/** What is written keeps which resource it was read from: by it, resources are joined. */
function attributeOf(value: ResourceMap, name: string, at: Place): Value {
  const reference = { resource: value.resource, attribute: name };
  const written = value.attribute(name);
  if (value.isModule === true) {
    if (written === undefined) throw new Refused(`there is no output "${name.slice(0, 60)}"`);
    return written;
  }
  if (written === undefined) return referenced(reference, at);
  if (written.kind === 'known') return { reference, ...written };
  return written.kind === 'unknown' && written.reference === undefined ? { ...written, reference } : written;
}

/** What is known of a whole says nothing of a part, but that it is a part of an attribute of a resource. */
function inUnknown(value: Value & { kind: 'unknown' }, name: string, at: Place): Value {
  const { reference } = value;
  return { kind: 'unknown', why: value.why, ...(reference === undefined ? {} : { reference: { resource: reference.resource, attribute: `${reference.attribute}.${name}` } }), at };
}
