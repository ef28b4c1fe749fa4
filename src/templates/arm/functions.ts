import type { Place } from '../../formats/place.ts';
import type { Value } from '../value.ts';
import { booleanOf, doubtOf, equal, isNull, known, listOf, mapOf, numberOf, piecesOf, Refused, textOf, textOfPieces, unknown } from '../terraform/values.ts';

/** A function of ARM templates: https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions. */
type ArmFunction = (args: readonly Value[], at: Place) => Value;

/** Functions that need all of their arguments known, by name in lower case. */
const strict: Readonly<Record<string, ArmFunction>> = {
  add: numeric((a, b) => a + b),
  sub: numeric((a, b) => a - b),
  mul: numeric((a, b) => a * b),
  div: numeric((a, b) => (b === 0 ? Number.NaN : Math.trunc(a / b))),
  mod: numeric((a, b) => a % b),
  min: ([first, ...rest], at) => known(Math.min(...numbers(first, rest)), at),
  max: ([first, ...rest], at) => known(Math.max(...numbers(first, rest)), at),
  int: ([value], at) => known(Math.trunc(number(value)), at),
  greater: compared((a, b) => a > b),
  greaterorequals: compared((a, b) => a >= b),
  less: compared((a, b) => a < b),
  lessorequals: compared((a, b) => a <= b),
  not: ([value], at) => known(!truth(value), at),
  tolower: ([value], at) => known(text(value).toLowerCase(), at),
  toupper: ([value], at) => known(text(value).toUpperCase(), at),
  trim: ([value], at) => known(text(value).trim(), at),
  startswith: ([value, start], at) => known(text(value).toLowerCase().startsWith(text(start).toLowerCase()), at),
  endswith: ([value, end], at) => known(text(value).toLowerCase().endsWith(text(end).toLowerCase()), at),
  indexof: ([value, part], at) => known(text(value).toLowerCase().indexOf(text(part).toLowerCase()), at),
  lastindexof: ([value, part], at) => known(text(value).toLowerCase().lastIndexOf(text(part).toLowerCase()), at),
  substring: ([value, start, length], at) => known(text(value).substr(number(start), length === undefined ? undefined : number(length)), at),
  replace: ([value, from, to], at) => known(text(from) === '' ? text(value) : text(value).split(text(from)).join(text(to)), at),
  padleft: ([value, width, fill], at) => known(text(value).padStart(Math.min(1000, number(width)), fill === undefined ? ' ' : text(fill)), at),
  split: ([value, by], at) => listOf(splitBy(text(value), by).map((part) => known(part, at)), at),
  base64: ([value], at) => known(Buffer.from(text(value)).toString('base64'), at),
  base64tostring: ([value], at) => known(Buffer.from(text(value), 'base64').toString('utf8'), at),
  uricomponent: ([value], at) => known(encodeURIComponent(text(value)), at),
  range: ([start, count], at) => listOf(Array.from({ length: Math.min(10_000, Math.max(0, number(count))) }, (_, index) => known(number(start) + index, at)), at),
};

/** Functions of which some arguments, or parts of them, may be unknown. */
const lenient: Readonly<Record<string, ArmFunction>> = {
  concat: (args, at) => (args.some((one) => one.kind === 'list') ? listOf(args.flatMap((one) => (one.kind === 'list' ? one.items : [])), at, args.some(isOpen)) : joined(args, at)),
  format: ([pattern, ...args], at) => formatted(pattern, args, at),
  join: ([list, by], at) => (list?.kind === 'list' && list.open !== true ? joined(list.items.flatMap((item, index) => (index === 0 || by === undefined ? [item] : [by, item])), at) : unknown('a list', at)),
  string: ([value], at) => (value === undefined || value.kind === 'list' || value.kind === 'map' ? unknown('a text', at) : joined([value], at)),
  bool: ([value], at) => {
    const answer = value?.kind === 'known' && typeof value.value === 'number' ? value.value !== 0 : booleanOf(value?.kind === 'known' && typeof value.value === 'string' ? { ...value, value: value.value.toLowerCase() } : value);
    return answer === undefined ? unknown(doubtOf([value]) ?? 'a text that is no boolean', at) : known(answer, at);
  },
  equals: ([left, right], at) => {
    const same = left === undefined || right === undefined ? undefined : equal(left, right);
    return same === undefined ? unknown(doubtOf([left, right]) ?? 'a comparison', at) : known(same, at);
  },
  and: (args, at) => decided(args, false, at),
  or: (args, at) => decided(args, true, at),
  coalesce: (args, at) => args.find((one) => !isNull(one)) ?? known(null, at),
  createarray: (args, at) => listOf(args, at),
  array: ([value], at) => (value === undefined ? listOf([], at) : value.kind === 'list' ? value : listOf([value], at)),
  createobject: (args, at) => {
    const entries = new Map<string, Value>();
    for (let index = 0; index + 1 < args.length; index += 2) {
      const value = args[index + 1];
      if (value !== undefined) entries.set(textOf(args[index]) ?? '', value);
    }
    return mapOf(entries, at);
  },
  empty: ([value], at) => {
    if (value === undefined || isNull(value)) return known(true, at);
    if (value.kind === 'unknown') return value.parts?.some((part) => part !== null) === true || value.reference !== undefined ? known(false, at) : unknown(value.why, at);
    const size = sizeOf(value);
    return isOpen(value) && size === 0 ? unknown('a collection that may hold more', at) : known(size === 0, at);
  },
  length: ([value], at) => (value === undefined || value.kind === 'unknown' || isOpen(value) ? unknown(doubtOf([value]) ?? 'a length', at) : known(sizeOf(value), at)),
  contains: ([container, item], at) => contains(container, item, at),
  first: ([value], at) => (value?.kind === 'list' && value.items[0] !== undefined ? value.items[0] : value?.kind === 'known' ? known((textOf(value) ?? '').slice(0, 1), at) : unknown(doubtOf([value]) ?? 'an item of a list', at)),
  last: ([value], at) => (value?.kind === 'list' && value.open !== true ? (value.items.at(-1) ?? known(null, at)) : value?.kind === 'known' ? known((textOf(value) ?? '').slice(-1), at) : unknown(doubtOf([value]) ?? 'an item of a list', at)),
  take: ([value, count], at) => part(value, at, (size) => [0, Math.max(0, numberOf(count) ?? size)]),
  skip: ([value, count], at) => part(value, at, (size) => [Math.max(0, numberOf(count) ?? 0), size]),
  union: (args, at) => {
    if (args.every((one) => one.kind === 'map')) return mapOf(new Map(args.flatMap((one) => (one.kind === 'map' ? [...one.entries] : []))), at, args.some(isOpen));
    if (!args.every((one) => one.kind === 'list')) return unknown(doubtOf(args) ?? 'a union', at);
    const items: Value[] = [];
    for (const item of args.flatMap((one) => (one.kind === 'list' ? one.items : []))) if (!items.some((other) => equal(other, item) === true)) items.push(item);
    return listOf(items, at, args.some(isOpen));
  },
  json: ([value], at) => {
    const text = textOf(value);
    return text === 'null' || text === '' ? known(null, at) : text === 'true' || text === 'false' ? known(text === 'true', at) : numberOf(value) === undefined ? unknown(doubtOf([value]) ?? 'a JSON text', at) : known(numberOf(value) ?? null, at);
  },
};

/** Calls a function by its name in lower case; undefined when nobody knows it. What it refuses is unknown. */
export function callArm(name: string, args: readonly Value[], at: Place): Value | undefined {
  try {
    if (Object.hasOwn(lenient, name)) return lenient[name]?.(args, at);
    if (!Object.hasOwn(strict, name)) return undefined;
    const doubt = doubtOf(args);
    return doubt === undefined ? strict[name]?.(args, at) : unknown(doubt, at);
  } catch (error) {
    if (error instanceof Refused) return unknown(`an expression that fails (${error.message})`, at);
    throw error;
  }
}

function text(value: Value | undefined): string {
  const found = textOf(value);
  if (found === undefined) throw new Refused('an argument is no text');
  return found;
}

function number(value: Value | undefined): number {
  const found = numberOf(value);
  if (found === undefined) throw new Refused('an argument is no number');
  return found;
}

function truth(value: Value | undefined): boolean {
  const found = booleanOf(value);
  if (found === undefined) throw new Refused('an argument is neither true nor false');
  return found;
}

function numbers(first: Value | undefined, rest: readonly Value[]): readonly number[] {
  return (first?.kind === 'list' ? first.items : [first, ...rest]).map(number);
}

function numeric(compute: (a: number, b: number) => number): ArmFunction {
  return ([a, b], at) => known(compute(number(a), number(b)), at);
}

function compared(holds: (a: number | string, b: number | string) => boolean): ArmFunction {
  return ([a, b], at) => {
    const [left, right] = [numberOf(a), numberOf(b)];
    return known(left !== undefined && right !== undefined ? holds(left, right) : holds(text(a), text(b)), at);
  };
}

function splitBy(value: string, by: Value | undefined): readonly string[] {
  const delimiters = by?.kind === 'list' ? by.items.map(text) : [text(by)];
  return delimiters.reduce<readonly string[]>((parts, delimiter) => (delimiter === '' ? parts : parts.flatMap((one) => one.split(delimiter))), [value]);
}

function joined(args: readonly Value[], at: Place): Value {
  return textOfPieces(args.flatMap((one) => piecesOf(one)), doubtOf(args) ?? 'a part of a text', at);
}

function formatted(pattern: Value | undefined, args: readonly Value[], at: Place): Value {
  const format = textOf(pattern);
  if (format === undefined) return unknown(doubtOf([pattern]) ?? 'a format', at);
  const pieces = format.split(/(\{\d{1,2}(?:[:,][^{}]{0,40})?\})/).map((piece): Value => {
    const index = /^\{(\d{1,2})/.exec(piece)?.[1];
    return index === undefined ? known(piece.replaceAll('{{', '{').replaceAll('}}', '}'), at) : (args[Number(index)] ?? unknown('an argument of a format', at));
  });
  return joined(pieces, at);
}

function decided(args: readonly Value[], deciding: boolean, at: Place): Value {
  let doubt: string | undefined;
  for (const one of args) {
    const answer = booleanOf(one);
    if (answer === deciding) return known(deciding, at);
    if (answer === undefined) doubt ??= doubtOf([one]) ?? 'a condition';
  }
  return doubt === undefined ? known(!deciding, at) : unknown(doubt, at);
}

function contains(container: Value | undefined, item: Value | undefined, at: Place): Value {
  if (container === undefined || item === undefined || container.kind === 'unknown') return unknown(doubtOf([container, item]) ?? 'a collection', at);
  const wanted = textOf(item);
  if (container.kind === 'map') {
    if (wanted === undefined) return unknown(doubtOf([item]) ?? 'a key', at);
    const has = [...container.entries.keys()].some((key) => key.toLowerCase() === wanted.toLowerCase());
    return has || container.open !== true ? known(has, at) : unknown('a map that may hold more', at);
  }
  if (container.kind === 'known') return wanted === undefined ? unknown(doubtOf([item]) ?? 'a text', at) : known((textOf(container) ?? '').includes(wanted), at);
  const answers = container.items.map((one) => equal(one, item));
  if (answers.includes(true)) return known(true, at);
  return answers.includes(undefined) || container.open === true ? unknown(doubtOf([container, item]) ?? 'a list that may hold more', at) : known(false, at);
}

function isOpen(value: Value): boolean {
  return (value.kind === 'list' || value.kind === 'map') && value.open === true;
}

function sizeOf(value: Value): number {
  if (value.kind === 'list') return value.items.length;
  return value.kind === 'map' ? value.entries.size : (textOf(value) ?? '').length;
}

function part(value: Value | undefined, at: Place, bounds: (size: number) => readonly [number, number]): Value {
  if (value?.kind === 'list' && value.open !== true) return listOf(value.items.slice(...bounds(value.items.length)), at);
  const text = textOf(value);
  return text === undefined ? unknown(doubtOf([value]) ?? 'a part', at) : known(text.slice(...bounds(text.length)), at);
}
