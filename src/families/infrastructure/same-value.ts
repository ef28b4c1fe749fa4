import { isList, isMap, type Item } from '../../expressions/term.ts';
import type { Place } from '../../formats/place.ts';
import type { Reference, Resource } from '../../templates/value.ts';

/** What two versions of a resource are compared by. */
export interface Comparison {
  /** The blocks that each version is written in, in the same order. */
  readonly blocks: readonly (readonly [Resource, Resource])[];
  /** Whether what a reference names is there in one version and not in the other. */
  readonly isMoved: (reference: Reference) => boolean;
  /** Values that may still be compared; when none is left, nothing counts as the same. */
  readonly budget: { left: number };
}

/** Levels of values that are compared. */
const maxDepth = 100;

/**
 * Whether two values are the same to every check: known or not for the same reason, in the same order, and written at the
 * same place of their block, or both outside of it in the same file.
 */
export function isSame(a: Item | undefined, b: Item | undefined, by: Comparison, depth = 0): boolean {
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return a === b;
  if (by.budget.left-- <= 0 || depth > maxDepth) return false;
  if (!isSamePlace(a.at, b.at, by)) return false;
  if (isMap(a)) {
    if (!isMap(b) || a.open !== b.open || a.openBy !== b.openBy || a.entries.size !== b.entries.size) return false;
    const others = b.entries[Symbol.iterator]();
    for (const [key, value] of a.entries) {
      const other = others.next().value;
      if (other === undefined || other[0] !== key || !isSame(value, other[1], by, depth + 1)) return false;
    }
    return true;
  }
  if (isList(a)) {
    return isList(b) && a.open === b.open && a.openBy === b.openBy && a.items.length === b.items.length && a.items.every((item, index) => isSame(item, b.items[index], by, depth + 1));
  }
  if (isMap(b) || isList(b)) return false;
  if (!isSameReference(a.reference, b.reference, by) || !isSameList(a.mentions, b.mentions, (one, other) => isSameReference(one, other, by))) return false;
  if (a.kind === 'known') return b.kind === 'known' && a.value === b.value && a.provenance === b.provenance;
  return (
    b.kind === 'unknown' &&
    a.why === b.why &&
    a.mayBeAbsent === b.mayBeAbsent &&
    a.isPlainName === b.isPlainName &&
    a.shownParameter === b.shownParameter &&
    isSameList(a.parts, b.parts, (one, other) => one === other)
  );
}

function isSameReference(a: Reference | undefined, b: Reference | undefined, by: Comparison): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.resource === b.resource && a.attribute === b.attribute && !by.isMoved(a);
}

function isSameList<T>(a: readonly T[] | undefined, b: readonly T[] | undefined, isEqual: (one: T, other: T) => boolean): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.length === b.length && a.every((one, index) => {
    const other = b[index];
    return other !== undefined && isEqual(one, other);
  });
}

function isSamePlace(a: Place | undefined, b: Place | undefined, { blocks }: Comparison): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.source.path !== b.source.path) return false;
  for (const [one, other] of blocks) {
    const isIn = holds(one.at, a);
    if (isIn !== holds(other.at, b)) return false;
    if (isIn) return a.start - one.at.start === b.start - other.at.start && a.end - a.start === b.end - b.start;
  }
  return true;
}

function holds(block: Place, place: Place): boolean {
  return block.source.path === place.source.path && block.start <= place.start && place.end <= block.end;
}
