import type { Value } from '../../value.ts';
import { doubtOf, isNull, isResource, known, listOf, mapOf, numberOf, booleanOf, Refused, textOf, unknown, unknownText } from '../values.ts';
import { alike } from '../unify.ts';
import { row, setOf, type FunctionRow } from './function.ts';

/** Functions over types, and those that change nothing but what Terraform shows. */
export const conversionFunctions: readonly FunctionRow[] = [
  row('tostring', 1, 'nothing', ([value], at) => {
    if (value === undefined || isNull(value)) return known(null, at);
    if (value.kind === 'unknown') return value.parts === undefined && value.reference === undefined ? unknownText(value.why, at) : value;
    const text = textOf(value);
    if (text === undefined) throw new Refused('a list or map is no text');
    return known(text, at);
  }),
  row('tonumber', 1, 'top', ([value], at) => (isNull(value) ? known(null, at) : known(numberOf(value) ?? refuse('a number'), at))),
  row('tobool', 1, 'top', ([value], at) => (isNull(value) ? known(null, at) : known(booleanOf(value) ?? refuse('true or false'), at))),
  row('tolist', 1, 'nothing', ([value], at) => asList(value, at)),
  row('toset', 1, 'nothing', ([value], at) => {
    const list = asList(value, at);
    return list.kind === 'list' ? setOf(list.items, at, list.open === true) : list;
  }),
  row('tomap', 1, 'nothing', ([value], at) => {
    if (value === undefined || isNull(value)) return known(null, at);
    if (value.kind === 'unknown') return value;
    if (value.kind !== 'map') return refuse('a map');
    const items = alike([...value.entries.values()]);
    return mapOf(new Map([...value.entries.keys()].map((key, index) => [key, items[index] ?? known(null, at)])), at, value.open === true);
  }),
  row('type', 1, 'all', ([value], at) => known(typeName(value), at)),
  row('convert', 2, 'nothing', ([value], at) => value ?? known(null, at)),
  ...['sensitive', 'nonsensitive', 'ephemeralasnull'].map((name) => row(name, 1, 'nothing', ([value], at) => value ?? known(null, at))),
  row('issensitive', 1, 'nothing', (_, at) => unknown('whether a value is sensitive', at)),
];

function asList(value: Value | undefined, at: Value['at']): Value {
  if (value === undefined || isNull(value)) return known(null, at);
  if (value.kind === 'unknown') return unknown(value.why, at);
  if (value.kind === 'list') return listOf(alike(value.items), at, value.open === true);
  if (value.kind === 'map' && isResource(value)) return unknown(doubtOf([value]) ?? value.resource, at);
  return refuse('a list');
}

function refuse(wanted: string): never {
  throw new Refused(`a value is not ${wanted}`);
}

function typeName(value: Value | undefined): string {
  if (value === undefined) return 'dynamic';
  if (value.kind === 'known') return value.value === null ? 'dynamic' : ({ string: 'string', number: 'number', boolean: 'bool' }[typeof value.value as 'string'] ?? 'dynamic');
  return value.kind === 'list' ? 'tuple' : 'object';
}
