import type { UnknownValue } from '../value.ts';
import { piecesOf, textOf, unknown, type Result, type Truth } from './values.ts';
import type { Place } from '../../formats/place.ts';

/** The texts an unknown value can be, where the template lists them (`AllowedValues`). */
export type Candidates = WeakMap<UnknownValue, ReadonlySet<string>>;

/** Whether two values are the same text, as `Fn::Equals` compares. */
export function sameText(one: Result, other: Result, candidates: Candidates, at: Place): Truth {
  const [left, right] = [textOf(one), textOf(other)];
  if (left !== undefined && right !== undefined) return left === right;
  const doubt = one?.kind === 'unknown' ? one : other?.kind === 'unknown' ? other : undefined;
  if (doubt === undefined) return JSON.stringify(plain(one)) === JSON.stringify(plain(other)) || hasUnknown(one) || hasUnknown(other) ? unknown('a comparison of lists or maps', at) : false;
  const facing = doubt === one ? other : one;
  const text = textOf(facing);
  if (text === undefined) return doubt;
  if (candidates.get(doubt)?.has(text) === false) return false;
  return mayBe(piecesOf(doubt) ?? [null], text) ? doubt : false;
}

function mayBe(pieces: readonly (string | null)[], text: string): boolean {
  const [first, last] = [pieces[0], pieces.at(-1)];
  if (typeof first === 'string' && !text.startsWith(first)) return false;
  if (typeof last === 'string' && !text.endsWith(last)) return false;
  let at = 0;
  for (const piece of pieces) {
    if (piece === null) continue;
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return true;
}

function hasUnknown(value: Result, depth = 0): boolean {
  if (value === undefined || depth > 20) return true;
  if (value.kind === 'list') return value.open === true || value.items.some((item) => hasUnknown(item, depth + 1));
  if (value.kind === 'map') return value.open === true || [...value.entries.values()].some((item) => hasUnknown(item, depth + 1));
  return value.kind === 'unknown';
}

/** Plain data of a value without unknown parts, for comparing and for JSON text. */
export function plain(value: Result, depth = 0): unknown {
  if (value === undefined || depth > 60) return null;
  if (value.kind === 'known') return value.value;
  if (value.kind === 'list') return value.items.map((item) => plain(item, depth + 1));
  // entries, not an object: a key named __proto__ stays a key
  if (value.kind === 'map') return Object.fromEntries([...value.entries].map(([key, item]) => [key, plain(item, depth + 1)]));
  return null;
}

/** Whether everything in a value is known. */
export function isKnown(value: Result): boolean {
  return !hasUnknown(value);
}
