import type { Expression } from '../../formats/hcl/ast.ts';
import type { Value } from '../value.ts';
import { setOf } from './functions/function.ts';
import { booleanOf, isNull, known, listOf, mapOf, numberOf, textOf } from './values.ts';

/** Levels of a type that are followed. */
const maxDepth = 30;

type Evaluate = (expression: Expression) => Value;

/**
 * Converts a value to a type constraint (https://developer.hashicorp.com/terraform/language/expressions/type-constraints),
 * filling in the defaults of `optional` attributes. What does not fit is left as it is: Terraform itself will refuse it.
 */
export function convert(value: Value, type: Expression, evaluate: Evaluate = () => known(null, value.at), depth = 0): Value {
  if (isNull(value) || value.kind === 'unknown' || depth > maxDepth) return value;
  if (type.kind === 'literal' && typeof type.value === 'string') return primitive(value, type.value);
  if (type.kind === 'variable') return primitive(value, type.name);
  if (type.kind !== 'call') return value;
  const [inner] = type.args;
  if (inner === undefined) return value;
  switch (type.name) {
    case 'list':
    case 'set': {
      if (value.kind !== 'list') return value;
      const items = value.items.map((item) => convert(item, inner, evaluate, depth + 1));
      return type.name === 'set' ? setOf(items, value.at, value.open === true) : listOf(items, value.at, value.open === true);
    }
    case 'map':
      if (value.kind !== 'map') return value;
      return mapOf(new Map([...value.entries].map(([key, item]) => [key, convert(item, inner, evaluate, depth + 1)])), value.at, value.open === true);
    case 'tuple':
      if (value.kind !== 'list' || inner.kind !== 'tuple') return value;
      return listOf(value.items.map((item, index) => (inner.items[index] === undefined ? item : convert(item, inner.items[index], evaluate, depth + 1))), value.at, value.open === true);
    case 'object':
      return inner.kind === 'object' && value.kind === 'map' ? objectOf(value, inner, evaluate, depth) : value;
    case 'optional':
      return convert(value, inner, evaluate, depth + 1);
    default:
      return value;
  }
}

function primitive(value: Value, name: string): Value {
  if (value.kind !== 'known') return value;
  const converted = name === 'string' ? textOf(value) : name === 'number' ? numberOf(value) : name === 'bool' ? booleanOf(value) : undefined;
  return converted === undefined || converted === value.value ? value : { ...value, value: converted };
}

function objectOf(value: Value & { kind: 'map' }, type: Expression & { kind: 'object' }, evaluate: Evaluate, depth: number): Value {
  // a whole resource given to an object keeps its computed attributes
  if (value.open === true) return value;
  const entries = new Map<string, Value>();
  for (const { key, value: wanted } of type.entries) {
    const name = key.kind === 'literal' ? String(key.value) : '';
    const given = value.entries.get(name);
    const optional = wanted.kind === 'call' && wanted.name === 'optional';
    const fallback = optional ? wanted.args[1] : undefined;
    if (given !== undefined && !(isNull(given) && optional)) entries.set(name, convert(given, wanted, evaluate, depth + 1));
    else if (fallback !== undefined) entries.set(name, convert(evaluate(fallback), wanted, evaluate, depth + 1));
    else entries.set(name, known(null, value.at));
  }
  return mapOf(entries, value.at);
}
