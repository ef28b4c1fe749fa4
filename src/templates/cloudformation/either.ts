import type { Place } from '../../formats/place.ts';
import type { Value } from '../value.ts';
import { unknown, type Result } from './values.ts';

/** Levels to which two values are compared. */
const maxDepth = 30;

/**
 * What is known of a value that is one of two, nobody knows which: all on which both agree. Where only one of them has a
 * value it may be absent.
 */
export function either(one: Result, other: Result, why: string, at: Place, depth = 0): Result {
  if (one === undefined && other === undefined) return undefined;
  if (one === undefined || other === undefined || depth > maxDepth) return { kind: 'unknown', why, mayBeAbsent: true, at };
  if (one === other) return one;
  if (one.kind === 'known' && other.kind === 'known') {
    if (one.value === other.value || (one.value !== null && other.value !== null && String(one.value) === String(other.value))) return one;
    return isText(one) && isText(other) ? { kind: 'unknown', why, parts: [null], at } : unknown(why, at);
  }
  if (one.kind === 'map' && other.kind === 'map') {
    const entries = new Map<string, Value>();
    for (const key of new Set([...one.entries.keys(), ...other.entries.keys()])) {
      const [left, right] = [one.entries.get(key), other.entries.get(key)];
      const joined = either(left ?? outside(one.open, why, at), right ?? outside(other.open, why, at), why, left?.at ?? right?.at ?? at, depth + 1);
      if (joined !== undefined) entries.set(key, joined);
    }
    return { kind: 'map', entries, ...(one.open === true || other.open === true ? { open: true, openBy: one.openBy ?? other.openBy ?? why } : {}), at };
  }
  if (one.kind === 'list' && other.kind === 'list') {
    const shared = Math.min(one.items.length, other.items.length);
    const items: Value[] = [];
    for (let index = 0; index < shared; index++) {
      const joined = either(one.items[index], other.items[index], why, one.items[index]?.at ?? at, depth + 1);
      if (joined !== undefined) items.push(joined);
    }
    const open = one.open === true || other.open === true || one.items.length !== other.items.length;
    return { kind: 'list', items, ...(open ? { open, openBy: one.openBy ?? other.openBy ?? why } : {}), at };
  }
  return isText(one) && isText(other) ? { kind: 'unknown', why, parts: [null], at } : unknown(why, at);
}

function outside(open: boolean | undefined, why: string, at: Place): Result {
  return open === true ? { kind: 'unknown', why, mayBeAbsent: true, at } : undefined;
}

function isText(value: Value): boolean {
  if (value.kind === 'known') return value.value !== null;
  return value.kind === 'unknown' && value.mayBeAbsent !== true && (value.parts !== undefined || value.reference !== undefined);
}
