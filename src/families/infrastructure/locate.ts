import { isList, isMap, isUnknown, termOf, textOf, type Item } from '../../expressions/term.ts';
import type { Place } from '../../formats/place.ts';
import { placeOf } from './aws/map-properties.ts';
import type { CanonicalResource } from './canonical.ts';

/** Where a finding points, and the property path and value that make it the same finding next time. */
export interface Spot {
  readonly place: Place;
  /** Canonical property path as far as it was written; empty when the finding is about the resource as a whole. */
  readonly path: string;
  readonly value: string;
  /** Name of the resource that the place belongs to: a satellite's when the property is written there. */
  readonly resource: string;
}

/** Levels of a property path. */
const maxDepth = 20;

/**
 * The places of a finding: of the first property path that leads through list items that decided the answer, else of the
 * first that was written; else the nearest parent that was written; else those items; else the head.
 */
export function spotsOf(resource: CanonicalResource, paths: readonly string[], witnesses: readonly Item[]): readonly Spot[] {
  const ways = paths.map((path) => follow(resource.properties, path.split(/\.|(?=\[\])/)));
  const decided = ways.map((found) => throughWitnesses(found, witnesses));
  // a path through what decided the answer before one that is merely written
  const chosen = [...decided.filter((found) => found !== undefined), ...ways.filter((_, index) => decided[index] === undefined)];
  for (const found of chosen) {
    const complete = found.filter((one) => one.complete && isWritten(one.item));
    if (complete.length > 0) return complete.map((one) => spot(resource, one)).filter(isSpot);
  }
  let nearest: Found | undefined;
  for (const one of chosen.flat()) if (one.depth > (nearest?.depth ?? 0) && placeOf(one.item) !== undefined) nearest = one;
  if (nearest !== undefined) {
    const one = spot(resource, nearest);
    if (one !== undefined) return [one];
  }
  if (paths.length === 0) {
    const places = witnesses.flatMap((item) => spot(resource, { item, path: '', depth: 1, complete: true, through: [] }) ?? []).filter((one) => isInside(one.place, resource));
    if (places.length > 0) return places;
  }
  return [{ place: headOf(resource), path: '', value: '', resource: resource.name }];
}

interface Found {
  readonly item: Item;
  readonly path: string;
  readonly depth: number;
  readonly complete: boolean;
  /** Items and properties on the way. */
  readonly through: readonly Item[];
}

function follow(root: Item, segments: readonly string[]): readonly Found[] {
  let current: readonly Found[] = [{ item: root, path: '', depth: 0, complete: false, through: [] }];
  for (const segment of segments.slice(0, maxDepth)) {
    current = current.flatMap((one) => (one.depth < 0 ? [one] : step(one, segment)));
  }
  return current.map((one) => (one.depth < 0 ? { ...one, depth: -one.depth - 1 } : { ...one, complete: true }));
}

/** One step down; what cannot be followed further is kept with a negative depth. */
function step(from: Found, segment: string): readonly Found[] {
  const stuck = { ...from, depth: -from.depth - 1 };
  const { item } = from;
  if (segment === '[]') {
    if (isMap(item)) return [from];
    if (!isList(item)) return [stuck];
    return item.items.map((one, index) => ({ item: one, path: `${from.path}[${index}]`, depth: from.depth + 1, complete: false, through: [...from.through, one] }));
  }
  const map = isList(item) && item.items.length === 1 ? item.items[0] : item;
  const next = map !== undefined && isMap(map) ? map.entries.get(segment) : undefined;
  if (next === undefined) return [stuck];
  return [{ item: next, path: from.path === '' ? segment : `${from.path}.${segment}`, depth: from.depth + 1, complete: false, through: [...from.through, next] }];
}

/** Those of the places found that lie in the innermost of what decided the answer; undefined when none does. */
function throughWitnesses(found: readonly Found[], witnesses: readonly Item[]): readonly Found[] | undefined {
  if (witnesses.length === 0) return undefined;
  const items = new Set(witnesses);
  // a function may hand out copies of the items (normalised statements): they keep their place
  const places = new Set(witnesses.flatMap((item) => placeOf(item) ?? []));
  const isDecided = (item: Item): boolean => typeof item === 'object' && item !== null && (items.has(item) || places.has(placeOf(item) ?? nowhere));
  const depths = found.map((one) => one.through.findLastIndex(isDecided));
  const deepest = depths.reduce((most, depth) => Math.max(most, depth), -1);
  return deepest < 0 ? undefined : found.filter((_, index) => depths[index] === deepest);
}

const nowhere: Place = { source: { path: '', text: '', lineStarts: () => [0] }, start: -1, end: -1 };

function isWritten(item: Item): boolean {
  if (typeof item === 'object' && item !== null && item.kind === 'known') return item.provenance === 'written';
  return placeOf(item) !== undefined;
}

function spot(resource: CanonicalResource, found: Found): Spot | undefined {
  const place = placeOf(found.item);
  if (place === undefined) return undefined;
  const term = termOf(found.item);
  const satellite = resource.satellites.find((one) => holds(one.at, place));
  const value = textOf(term) ?? (isUnknown(term) ? term.why : '');
  return { place: found.depth === 0 ? headOf(resource) : trimmed(resource, place), path: found.path, value, resource: satellite?.name ?? resource.name };
}

/** A satellite as a whole is pointed at by its head, as a resource is. */
function trimmed(resource: CanonicalResource, place: Place): Place {
  const satellite = resource.satellites.find((one) => one.at === place);
  return satellite?.head ?? place;
}

function isSpot(one: Spot | undefined): one is Spot {
  return one !== undefined;
}

function headOf(resource: CanonicalResource): Place {
  return resource.origin.head;
}

function isInside(place: Place, resource: CanonicalResource): boolean {
  return [resource.origin, ...resource.satellites].some((one) => holds(one.at, place));
}

function holds(outer: Place, inner: Place): boolean {
  return outer.source.path === inner.source.path && outer.start <= inner.start && inner.end <= outer.end;
}
