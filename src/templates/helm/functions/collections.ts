import { isList, isMap, isUnknown, merged, type Data } from '../data.ts';
import { printed } from '../print.ts';
import { isEmpty, lenient, numberOf, strict, type FunctionEntry } from './function.ts';

/** Items that a function may make. */
const maxItems = 10_000;

/** A function whose first argument must be a list or map that is known; its items may be unknown. */
function over(name: string, call: (container: Data, args: readonly Data[]) => Data): FunctionEntry {
  return lenient(name, (args) => (isUnknown(args[0]) ? args[0] : call(args[0], args.slice(1))));
}

const items = (data: Data): readonly Data[] => (isList(data) ? data : []);
const entries = (data: Data): ReadonlyMap<string, Data> => (isMap(data) ? data : new Map());

/** Functions over lists and maps. As in Go, `set` changes its map, and whoever else holds it sees that. */
export const collectionFunctions: readonly FunctionEntry[] = [
  lenient('list', (args) => args),
  lenient('tuple', (args) => args),
  lenient('dict', (args, { holes }) => new Map(pairs(args).map(([key, value]) => [printed(key, holes), value]))),
  over('get', (map, [key]) => entries(map).get(String(key)) ?? ''),
  lenient('set', ([map, key, value], { holes }) => {
    if (map instanceof Map) map.set(printed(key, holes), value);
    return map;
  }),
  over('hasKey', (map, [key]) => entries(map).has(String(key))),
  lenient('keys', (args) => unknownAmong(args) ?? args.flatMap((map) => [...entries(map).keys()])),
  lenient('values', (args) => unknownAmong(args) ?? args.flatMap((map) => [...entries(map).values()])),
  over('pick', (map, names) => new Map([...entries(map)].filter(([key]) => names.includes(key)))),
  over('omit', (map, names) => new Map([...entries(map)].filter(([key]) => !names.includes(key)))),
  over('unset', (map, [name]) => new Map([...entries(map)].filter(([key]) => key !== name))),
  ...['merge', 'mustMerge'].map((name) => lenient(name, (args) => unknownAmong(args) ?? args.reduceRight((under: ReadonlyMap<string, Data>, map) => merged(under, entries(map)), new Map()))),
  ...['mergeOverwrite', 'mustMergeOverwrite'].map((name) => lenient(name, (args) => unknownAmong(args) ?? args.reduce((under: ReadonlyMap<string, Data>, map) => merged(under, entries(map)), new Map()))),
  over('deepCopy', (value) => value),
  over('mustDeepCopy', (value) => value),
  lenient('dig', (args) => {
    const [container, fallback] = [args.at(-1), args.at(-2)];
    let current: Data = container;
    for (const key of args.slice(0, -2)) {
      if (isUnknown(current)) return current;
      current = isMap(current) ? current.get(String(key)) : undefined;
    }
    return current ?? fallback;
  }),
  over('first', (list) => items(list)[0]),
  over('last', (list) => items(list).at(-1)),
  over('rest', (list) => items(list).slice(1)),
  over('initial', (list) => items(list).slice(0, -1)),
  over('append', (list, [item]) => [...items(list).slice(0, maxItems), item]),
  over('mustAppend', (list, [item]) => [...items(list).slice(0, maxItems), item]),
  over('prepend', (list, [item]) => [item, ...items(list).slice(0, maxItems)]),
  lenient('concat', (args) => unknownAmong(args) ?? args.flatMap((list) => items(list)).slice(0, maxItems)),
  over('reverse', (list) => items(list).toReversed()),
  over('uniq', (list) => [...new Set(items(list))]),
  over('without', (list, refused) => items(list).filter((one) => !refused.includes(one))),
  lenient('compact', ([list], { holes }) => (isUnknown(list) ? list : items(list).filter((one) => isEmpty(one, holes) !== true))),
  strict('has', ([item, list]) => items(list).includes(item)),
  over('sortAlpha', (list) => items(list).map(String).toSorted()),
  over('len', (value) => (typeof value === 'string' ? Buffer.byteLength(value) : isMap(value) ? value.size : items(value).length)),
  over('index', (container, keys) => {
    let current: Data = container;
    for (const key of keys) {
      if (isUnknown(current)) return current;
      current = isList(current) ? current[numberOf(key)] : isMap(current) ? current.get(String(key)) : undefined;
    }
    return current;
  }),
  over('slice', (list, [from, to]) => (typeof list === 'string' ? list : items(list)).slice(numberOf(from), to === undefined ? undefined : numberOf(to))),
  over('chunk', () => ({ unknown: 'a list cut in chunks' })),
  strict('until', ([end]) => Array.from({ length: Math.max(0, Math.min(maxItems, Math.trunc(numberOf(end)))) }, (_, index) => index)),
  strict('untilStep', ([from, to, step]) => steps(numberOf(from), numberOf(to), numberOf(step))),
];

function pairs(args: readonly Data[]): readonly (readonly [Data, Data])[] {
  return args.flatMap((key, index): readonly (readonly [Data, Data])[] => (index % 2 === 0 ? [[key, args[index + 1]]] : []));
}

function unknownAmong(args: readonly Data[]): Data {
  return args.find(isUnknown);
}

function steps(from: number, to: number, step: number): readonly number[] {
  const result: number[] = [];
  if (step === 0) return result;
  for (let value = from; (step > 0 ? value < to : value > to) && result.length < maxItems; value += step) result.push(value);
  return result;
}
