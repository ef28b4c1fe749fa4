import type { Place } from '../../../formats/place.ts';
import type { Value } from '../../value.ts';
import { rounded } from '../operators.ts';
import { byKey } from '../order.ts';
import { alike } from '../unify.ts';
import { doubtOf, equal, isNull, isResource, known, listOf, mapOf, numberOf, Refused, textOf, unknown } from '../values.ts';
import { listArgument, mapArgument, numberArgument, row, setOf, textArgument, wholeArgument, type FunctionRow } from './function.ts';

/** Items that one call makes at most. */
const maxItems = 100_000;

/** Functions over lists, sets and maps. */
export const collectionFunctions: readonly FunctionRow[] = [
  row('alltrue', 1, 'nothing', ([list], at) => quantified(list, at, false)),
  row('anytrue', 1, 'nothing', ([list], at) => quantified(list, at, true)),
  row('chunklist', 2, 'top', ([list, size], at) => {
    const { items } = listArgument(list);
    const length = wholeArgument(size);
    if (length < 0) throw new Refused('a size is negative');
    if (length === 0) return listOf(items.length === 0 ? [] : [listOf(items, at)], at);
    return listOf(Array.from({ length: Math.ceil(items.length / length) }, (_, index) => listOf(items.slice(index * length, (index + 1) * length), at)), at);
  }),
  row('coalesce', [1, 1000], 'nothing', (args, at) => {
    for (const arg of args) {
      if (arg.kind === 'unknown' && surelyWritten(arg)) return arg;
      if (arg.kind === 'unknown') return unknown(arg.why, at);
      if (!isNull(arg) && textOf(arg) !== '') return arg;
    }
    throw new Refused('no argument has a value');
  }),
  row('coalescelist', [1, 1000], 'nothing', (args, at) => {
    for (const arg of args) {
      if (arg.kind === 'unknown') return unknown(arg.why, at);
      if (isNull(arg)) continue;
      const { items, open } = listArgument(arg);
      if (items.length > 0) return arg;
      if (open === true) return unknown('a list that may hold items', at);
    }
    throw new Refused('no argument has items');
  }),
  row('compact', 1, 'nothing', ([list], at) => {
    if (list?.kind === 'unknown') return unknown(list.why, at);
    const { items, open } = listArgument(list);
    const kept = items.filter((item) => !isNull(item) && textOf(item) !== '');
    const sure = kept.filter((item) => item.kind !== 'unknown' || surelyWritten(item));
    return listOf(sure, at, open === true || sure.length < kept.length);
  }),
  row('concat', [1, 1000], 'nothing', (args, at) => {
    const items: Value[] = [];
    let open = false;
    for (const arg of args) {
      if (arg.kind === 'unknown') open = true;
      else {
        items.push(...bounded(listArgument(arg).items));
        open ||= listArgument(arg).open === true;
      }
    }
    return listOf(bounded(items), at, open);
  }),
  row('contains', 2, 'nothing', ([list, wanted], at) => {
    if (list?.kind === 'unknown') return unknown(list.why, at);
    const { items, open } = listArgument(list);
    // a number is no text, however it is written
    const answers = items.map((item) => (item.kind === 'known' && wanted?.kind === 'known' && typeof item.value !== typeof wanted.value ? false : equalTexts(item, wanted)));
    if (answers.includes(true)) return known(true, at);
    if (open === true || answers.includes(undefined)) return unknown(doubtOf([list, wanted]) ?? 'a list that may hold more', at);
    return known(false, at);
  }),
  row('distinct', 1, 'nothing', ([list], at) => {
    if (isInDoubt(list)) return certainOf(list, at);
    const kept: Value[] = [];
    const texts = new Set<unknown>();
    for (const item of alike(listArgument(list).items)) {
      if (item.kind === 'known') {
        if (texts.has(item.value)) continue;
        texts.add(item.value);
      } else if (kept.length > 2000 || kept.some((one) => one.kind === item.kind && equal(one, item) === true)) continue;
      kept.push(item);
    }
    return listOf(kept, at);
  }),
  row('element', 2, 'top', ([list, index], at) => {
    const { items } = listArgument(list);
    const at_ = wholeArgument(index);
    if (items.length === 0) throw new Refused('the list has no items');
    return items[((at_ % items.length) + items.length) % items.length] ?? unknown('an item', at);
  }),
  row('flatten', 1, 'nothing', ([list], at) => {
    if (list?.kind === 'unknown') return unknown(list.why, at);
    const items: Value[] = [];
    const open = flattened(listArgument(list), items, 0);
    return listOf(items, at, open);
  }),
  row('index', 2, 'all', ([list, wanted], at) => {
    const found = listArgument(list).items.findIndex((item) => wanted !== undefined && equal(item, wanted) === true);
    if (found < 0) throw new Refused('the item is not in the list');
    return known(found, at);
  }),
  row('keys', 1, 'nothing', ([map], at) => {
    if (map?.kind === 'unknown') return unknown(map.why, at);
    const { entries, open } = mapArgument(map);
    return listOf([...entries.keys()].sort().map((key) => known(key, at)), at, open === true);
  }),
  row('length', 1, 'nothing', ([value], at) => {
    if (value === undefined || value.kind === 'unknown') return unknown(value?.why ?? 'a length', at);
    if (value.kind === 'known') return known(charactersOf(textArgument(value)), at);
    if (value.open === true) return unknown(isResource(value) ? value.resource : 'a collection that may hold more', at);
    return known(value.kind === 'list' ? value.items.length : value.entries.size, at);
  }),
  row('list', [0, 1000], 'nothing', (args, at) => listOf(args, at)),
  row('lookup', [2, 3], 'nothing', ([map, key, fallback], at) => {
    if (map?.kind === 'unknown' || key?.kind === 'unknown') return unknown(doubtOf([map, key]) ?? 'an entry', at);
    const { entries, open } = mapArgument(map);
    const found = entries.get(textArgument(key));
    if (found !== undefined) return found;
    if (open === true) return unknown(`"${textArgument(key)}", which may be set elsewhere`, at);
    if (fallback === undefined) throw new Refused(`there is no "${textArgument(key)}"`);
    return fallback;
  }),
  row('map', [0, 1000], 'top', (args, at) => {
    const entries = new Map<string, Value>();
    for (let index = 0; index + 1 < args.length; index += 2) entries.set(textArgument(args[index]), args[index + 1] ?? known(null, at));
    return mapOf(entries, at);
  }),
  row('matchkeys', 3, 'all', ([values, keys, wanted], at) => {
    const names = listArgument(keys).items;
    const kept = listArgument(values).items.filter((_, index) => listArgument(wanted).items.some((one) => equal(one, names[index] ?? one) === true && names[index] !== undefined));
    return listOf(kept, at);
  }),
  row('merge', [0, 1000], 'nothing', (args, at) => {
    const entries = new Map<string, Value>();
    let open = false;
    for (const arg of args) {
      if (isNull(arg)) continue;
      if (arg.kind === 'unknown' || (arg.kind === 'map' && arg.open === true)) {
        open = true;
        // what comes later may replace what came before
        for (const [key, value] of entries) entries.set(key, unknown(arg.kind === 'unknown' ? arg.why : `"${key}", which may be set elsewhere`, value.at));
        if (arg.kind === 'unknown') continue;
      }
      for (const [key, value] of mapArgument(arg).entries) entries.set(key, value);
    }
    return mapOf(entries, at, open);
  }),
  row('one', 1, 'nothing', ([list], at) => {
    if (list === undefined || list.kind === 'unknown') return unknown(list?.why ?? 'an item', at);
    const { items, open } = listArgument(list);
    if (items.length > 1) throw new Refused('the list has more than one item');
    if (open === true) return items[0] ?? { ...unknown('a list that may hold an item', at), mayBeAbsent: true };
    return items[0] ?? known(null, at);
  }),
  row('range', [1, 3], 'all', (args, at) => {
    const [first = 0, second, third] = args.map(numberArgument);
    const [start, limit] = second === undefined ? [0, first] : [first, second];
    const step = third ?? (limit < start ? -1 : 1);
    if (step === 0 || (limit > start && step < 0) || (limit < start && step > 0)) throw new Refused('a range does not lead to its end');
    const length = Math.ceil((limit - start) / step);
    // Terraform's own limit
    if (length > 1024) throw new Refused('a range has more than 1024 items');
    return listOf(Array.from({ length: Math.max(0, length) }, (_, index) => known(start + index * step, at)), at);
  }),
  row('reverse', 1, 'nothing', ([list], at) => {
    if (list?.kind === 'unknown') return unknown(list.why, at);
    const { items, open } = listArgument(list);
    return listOf([...items].reverse(), at, open === true);
  }),
  row('setintersection', [1, 1000], 'all', (args, at) => {
    const [first, ...others] = args.map((arg) => listArgument(arg).items);
    const texts = others.map((items) => new Set(items.map(textOf)));
    return setOf((first ?? []).filter((item) => texts.every((set) => set.has(textOf(item)))), at);
  }),
  row('setproduct', [1, 100], 'top', (args, at) => {
    let rows: readonly (readonly Value[])[] = [[]];
    for (const arg of args) {
      const { items } = listArgument(arg);
      if (rows.length * items.length > maxItems) throw new Refused('a product has too many items');
      rows = rows.flatMap((made) => items.map((item) => [...made, item]));
    }
    return listOf(rows.map((made) => listOf(made, at)), at);
  }),
  row('setsubtract', 2, 'all', ([from, without], at) => {
    const gone = new Set(listArgument(without).items.map(textOf));
    return setOf(listArgument(from).items.filter((item) => !gone.has(textOf(item))), at);
  }),
  row('setunion', [1, 1000], 'nothing', (args, at) => {
    const lists = args.filter((arg) => arg.kind !== 'unknown').map(listArgument);
    return setOf(bounded(lists.flatMap(({ items }) => items)), at, lists.length < args.length || lists.some(({ open }) => open === true));
  }),
  row('slice', 3, 'top', ([list, from, to], at) => {
    const { items } = listArgument(list);
    const [start, end] = [wholeArgument(from), wholeArgument(to)];
    if (start < 0 || end < start || end > items.length) throw new Refused('a slice reaches beyond its list');
    return listOf(items.slice(start, end), at);
  }),
  row('sort', 1, 'nothing', ([list], at) => isInDoubt(list) ? certainOf(list, at) : listOf(listArgument(list).items.map(textArgument).sort().map((text) => known(text, at)), at)),
  row('sum', 1, 'all', ([list], at) => {
    const { items } = listArgument(list);
    if (items.length === 0) throw new Refused('a sum of nothing');
    return known(items.reduce((sum, item) => rounded(sum + numberArgument(item)), 0), at);
  }),
  row('transpose', 1, 'all', ([map], at) => {
    const made = new Map<string, Value[]>();
    for (const [key, list] of [...mapArgument(map).entries].sort(byKey)) {
      for (const item of listArgument(list).items) made.set(textArgument(item), [...(made.get(textArgument(item)) ?? []), known(key, at)]);
    }
    return mapOf(new Map([...made].map(([key, items]) => [key, listOf(items, at)])), at);
  }),
  row('values', 1, 'nothing', ([map], at) => {
    if (map?.kind === 'unknown') return unknown(map.why, at);
    const { entries, open } = mapArgument(map);
    return listOf([...entries].sort(byKey).map(([, value]) => value), at, open === true);
  }),
  row('zipmap', 2, 'top', ([keys, values], at) => {
    const items = listArgument(values).items;
    const names = listArgument(keys).items;
    if (items.length !== names.length) throw new Refused('keys and values differ in number');
    const entries = new Map<string, Value>();
    let doubt: string | undefined;
    names.forEach((name, index) => {
      const text = textOf(name);
      if (text !== undefined) entries.set(text, items[index] ?? known(null, at));
      else {
        doubt = doubtOf([name]) ?? 'a key';
        for (const [key, item] of entries) entries.set(key, unknown(doubt, item.at));
      }
    });
    return mapOf(entries, at, doubt !== undefined);
  }),
];

function bounded(items: readonly Value[]): readonly Value[] {
  if (items.length > maxItems) throw new Refused('a list has too many items');
  return items;
}

/** A text that was put together around unknown pieces is not empty, and not null. */
function surelyWritten(value: Value): boolean {
  return value.kind === 'unknown' && value.mayBeAbsent !== true && (value.reference !== undefined || value.parts?.some((part) => part !== null) === true);
}

function isInDoubt(list: Value | undefined): list is Value {
  return list !== undefined && doubtOf([list]) !== undefined;
}

/** What a list that is not known whole holds for sure, in no order that can be told. */
function certainOf(list: Value, at: Place): Value {
  if (list.kind === 'unknown') return unknown(list.why, at);
  const { items } = listArgument(list);
  return listOf(items.filter((item) => doubtOf([item]) === undefined), at, true);
}

function quantified(list: Value | undefined, at: Place, deciding: boolean): Value {
  if (list === undefined || list.kind === 'unknown') return unknown(list?.why ?? 'a list', at);
  const { items, open } = listArgument(list);
  if (items.some((item) => textOf(item) === String(deciding) || (!deciding && isNull(item)))) return known(deciding, at);
  const doubt = doubtOf(items);
  if (doubt !== undefined || open === true) return unknown(doubt ?? 'a list that may hold more', at);
  return known(!deciding, at);
}

/** Terraform converts both sides of `contains` to one type. */
function equalTexts(item: Value, wanted: Value | undefined): boolean | undefined {
  if (wanted === undefined) return false;
  const [left, right] = [textOf(item), textOf(wanted)];
  if (left !== undefined && right !== undefined) return left === right || (numberOf(item) !== undefined && numberOf(item) === numberOf(wanted));
  return equal(item, wanted);
}

function flattened(list: Value & { kind: 'list' }, items: Value[], depth: number): boolean {
  let open = list.open === true;
  if (depth > 50 || items.length > maxItems) throw new Refused('a list is nested too deeply');
  for (const item of list.items) {
    if (item.kind === 'list') open = flattened(item, items, depth + 1) || open;
    // an unknown item may be a list of any length
    else if (item.kind === 'unknown' && item.parts === undefined && item.reference === undefined) open = true;
    else items.push(item);
  }
  return open;
}

/** Characters as readers see them: Terraform counts grapheme clusters. */
function charactersOf(text: string): number {
  if (/^[\x20-\x7e\n\t]*$/.test(text)) return text.length;
  let count = 0;
  for (const _ of new Intl.Segmenter('en').segment(text)) count++;
  return count;
}
