import { isList, isMap, isUnknown, termOf, textOf, type Item, type MapTerm } from '../../expressions/term.ts';
import type { Place } from '../../formats/place.ts';

/** A whole that paths may lead into, but no finding points at: the head stands for it. */
export function unplaced({ kind, entries, open }: MapTerm): MapTerm {
  return { kind, entries, ...(open === true ? { open } : {}) };
}

/** Where a finding points, and what makes it the same finding next time. */
export interface Spot {
  readonly place: Place;
  /** Path below the subject as far as it was written. */
  readonly path: string;
  readonly value: string;
}

/** What places are looked for in. */
export interface Searched {
  /** What paths start from. */
  readonly root: MapTerm;
  /** Where a finding about the whole points. */
  readonly head: Place;
  /** The whole definition. Items that decided an answer count where they stand inside it; absent: wherever they stand. */
  readonly within?: Place;
}

/**
 * The places of a finding: the first of the paths that was written, one through the list items that decided the answer
 * before all others; else the nearest parent that was written; else those items; else the head.
 */
export function spotsIn({ root, head, within }: Searched, paths: readonly string[], witnesses: readonly Item[]): readonly Spot[] {
  const decided = new Set(witnesses);
  const isDecided = (one: Found): boolean => one.through.some((item) => decided.has(item));
  const ways = paths.map((path) => follow(root, path.split(/\.|(?=\[\])/)));
  const chosen = [...ways.map((found) => found.filter(isDecided)), ...ways.filter((found) => !found.some(isDecided))];
  for (const found of chosen) {
    const spots = found.filter((one) => one.complete).flatMap(spotOf);
    if (spots.length > 0) return spots;
  }
  let nearest = chosen.flat().findLast(isDecided);
  if (nearest === undefined) for (const one of chosen.flat()) if (one.depth > (nearest?.depth ?? 0)) nearest = one;
  if (nearest !== undefined) {
    const spots = spotOf(nearest);
    if (spots.length > 0) return spots;
  }
  if (paths.length === 0) {
    const places = witnesses.flatMap((item) => spotOf({ item, path: '', depth: 1, complete: true, through: [] })).filter(({ place }) => within === undefined || isInside(place, within));
    if (places.length > 0) return places;
  }
  return [{ place: head, path: '', value: '' }];
}

interface Found {
  readonly item: Item;
  readonly path: string;
  readonly depth: number;
  readonly complete: boolean;
  readonly through: readonly Item[];
}

/** Findings of one check in one subject. */
const maxSpots = 200;

function follow(root: Item, segments: readonly string[]): readonly Found[] {
  let going: readonly Found[] = [{ item: root, path: '', depth: 0, complete: true, through: [] }];
  const stuck: Found[] = [];
  for (const segment of segments) {
    const next: Found[] = [];
    for (const one of going) {
      const steps = step(one, segment);
      if (steps.length === 0) stuck.push({ ...one, complete: false });
      for (const found of steps) if (next.length < 5000) next.push(found);
    }
    going = next;
  }
  return [...going, ...stuck].slice(0, maxSpots * 20);
}

function step(from: Found, segment: string): readonly Found[] {
  const { item } = from;
  if (segment === '[]') {
    return isList(item) ? item.items.map((one, index) => ({ item: one, path: `${from.path}[${index}]`, depth: from.depth + 1, complete: true, through: [...from.through, one] })) : [];
  }
  const next = isMap(item) ? item.entries.get(segment) : undefined;
  return next === undefined ? [] : [{ item: next, path: from.path === '' ? segment : `${from.path}.${segment}`, depth: from.depth + 1, complete: true, through: from.through }];
}

function spotOf({ item, path }: Found): readonly Spot[] {
  const place = typeof item === 'object' && item !== null ? item.at : undefined;
  if (place === undefined) return [];
  const term = termOf(item);
  // of a list or map its first line says enough
  const short = isList(term) || isMap(term) ? firstLine(place) : place;
  return [{ place: short, path, value: textOf(term) ?? (isUnknown(term) ? term.why : '') }];
}

function firstLine(place: Place): Place {
  const end = place.source.text.indexOf('\n', place.start);
  return end < 0 || end >= place.end ? place : { ...place, end: Math.max(end, place.start) };
}

function isInside(place: Place, whole: Place): boolean {
  return whole.source === place.source && whole.start <= place.start && place.end <= whole.end;
}
