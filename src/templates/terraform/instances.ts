import type { Place } from '../../formats/place.ts';
import type { UnknownValue, Value } from '../value.ts';
import { evaluateSafely, itemsIn, openness } from './expression.ts';
import type { ModuleBlock } from './read-files.ts';
import { note, placeOf, type Scope } from './scope.ts';
import { isNull, isResource, known, mapWithin, numberOf, Refused, unknown } from './values.ts';

/** Instances that one block, and all blocks of one evaluation, are expanded to. */
const maxOfBlock = 2_000;
const maxOfAll = 50_000;

/** One of the things that a block with `count` or `for_each` makes. */
export interface Instance {
  /** Index or key; absent without `count` and `for_each`, and where nobody knows it. */
  readonly key?: number | string;
  /** `count` or `each`, for the expressions of the block. */
  readonly names: readonly (readonly [string, Value])[];
  /** Why it may not exist. */
  readonly doubt?: UnknownValue;
}

/** What a block is expanded to. */
export interface Expansion {
  readonly by: 'nothing' | 'count' | 'for_each';
  readonly instances: readonly Instance[];
  /** True when there may be more, or fewer, than these. */
  readonly open: boolean;
}

const single: Expansion = { by: 'nothing', instances: [{ names: [] }], open: false };

/** Expands a resource, data source or module call by its `count` or `for_each`; past the limits the first ones stand for all. */
export function expandBlock(block: ModuleBlock, scope: Scope): Expansion {
  const count = block.attributes.get('count');
  const forEach = block.attributes.get('for_each');
  const attribute = count ?? forEach;
  if (attribute === undefined) return single;
  const inner = { ...scope, source: attribute.source };
  const at = placeOf(attribute.attribute, inner);
  const value = evaluateSafely(attribute.attribute.value, inner);
  return count === undefined ? byKeys(value, at, scope) : byNumber(value, at, scope);
}

function byNumber(value: Value, at: Place, scope: Scope): Expansion {
  const number = isNull(value) ? 1 : numberOf(value);
  if (number === undefined) return { by: 'count', instances: [unsure('count', value.kind === 'unknown' ? value.why : 'a count that is no number', at)], open: true };
  const wanted = Math.max(0, Math.floor(number));
  const most = allowance(wanted, at, scope);
  const instances: Instance[] = [];
  for (let index = 0; index < most; index++) instances.push({ key: index, names: [['count', mapWithin(new Map([['index', known(index, at)]]), at)]] });
  return { by: 'count', instances, open: most < wanted };
}

function byKeys(value: Value, at: Place, scope: Scope): Expansion {
  if (isNull(value) || isResource(value)) return { by: 'for_each', instances: [unsure('each', 'a for_each that is no map or set', at)], open: true };
  try {
    const pairs = itemsIn(value);
    const most = allowance(pairs.length, at, scope);
    const instances: Instance[] = [];
    for (const [index, item] of pairs.slice(0, most)) {
      // of a set, key and value are the item
      const key = value.kind === 'list' ? item : index;
      if (key.kind === 'known' && key.value !== null) instances.push({ key: String(key.value), names: [['each', eachOf(key, item, at)]] });
      else instances.push(unsure('each', key.kind === 'unknown' ? key.why : 'a key of a for_each', at, item));
    }
    const doubt = openness(value);
    if (doubt !== undefined) instances.push(unsure('each', doubt, at));
    return { by: 'for_each', instances, open: doubt !== undefined || most < pairs.length };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { by: 'for_each', instances: [unsure('each', 'a for_each that is no map or set', at)], open: true };
  }
}

function unsure(name: 'count' | 'each', why: string, at: Place, item?: Value): Instance {
  const value = name === 'count' ? mapWithin(new Map([['index', unknown(why, at)]]), at) : eachOf(unknown(why, at), item ?? unknown(why, at), at);
  return { names: [[name, value]], doubt: unknown(why, at) };
}

function eachOf(key: Value, value: Value, at: Place): Value {
  return mapWithin(new Map([['key', key], ['value', value]]), at);
}

/** How many of the wanted instances are made. */
function allowance(wanted: number, at: Place, { session }: Scope): number {
  const most = Math.min(wanted, maxOfBlock, Math.max(1, maxOfAll - session.instances));
  if (most < wanted) note(session, { code: 'limit', message: `makes ${wanted} instances, of which the first ${most} are judged`, at });
  session.instances += most;
  return most;
}
