import type { PolicyCheck } from '../../model/check.ts';
import type { Place } from '../../formats/place.ts';
import type { Reference } from '../../templates/value.ts';
import type { CanonicalResource, CanonicalTemplate } from './canonical.ts';
import { typesAsked } from './graph-questions.ts';
import { isSame, type Comparison } from './same-value.ts';

/** What of a template another version of it answers already. */
export interface Unaffected {
  /** Whether a resource, and all that is read from others for it, is the same in the other version. */
  has(resource: CanonicalResource): boolean;
  /** Whether a check of a resource says the same there: none of the resources that it asks about is another. */
  answers(check: PolicyCheck, resource: CanonicalResource): boolean;
}

/** Values compared in a template: a few for every resource that is worth it, and no more than one wants to wait for. */
const maxCompared = 20_000_000;

/**
 * Compares two versions of a template. A resource is unaffected when its text, everything it evaluates to (so what its
 * parameters, variables, locals, mappings and conditions give it) and the presence of what it refers to are the same.
 */
export function unaffectedBy(template: CanonicalTemplate, other: CanonicalTemplate): Unaffected {
  const others = byKey(other.resources);
  const own = byKey(template.resources);
  const names = [namesIn(template), namesIn(other)] as const;
  const isMoved = ({ resource }: Reference): boolean => names[0].has(resource) !== names[1].has(resource);
  const budget = { left: maxCompared };
  const same = new Set<CanonicalResource>();
  const touched = new Set<string>();
  const besides = [typesByPlace(template), typesByPlace(other)] as const;
  const hasSameBeside = (one: CanonicalResource, counterpart: CanonicalResource): boolean => besides[0].get(placeOf(one)) === besides[1].get(placeOf(counterpart));
  const positions = new Map(other.resources.map((one, index) => [one, index]));
  const kept = new Set<CanonicalResource>();
  let last = -1;
  let isReordered = false;
  for (const resource of template.resources) {
    const counterpart = only(others.get(keyOf(resource)));
    if (counterpart === undefined || only(own.get(keyOf(resource))) === undefined || !hasSameBeside(resource, counterpart) || !isUnaffected(resource, counterpart, { isMoved, budget })) {
      touched.add(resource.type);
      continue;
    }
    same.add(resource);
    kept.add(counterpart);
    const position = positions.get(counterpart) ?? -1;
    isReordered ||= position < last;
    last = position;
  }
  for (const resource of other.resources) if (!kept.has(resource)) touched.add(resource.type);
  return {
    has: (resource) => same.has(resource),
    answers(check, resource) {
      if (!same.has(resource)) return false;
      const asked = typesAsked(check);
      if (asked === 'any') return false;
      // what the graph answers with is in the template's order
      return asked.size === 0 || (!isReordered && ![...asked].some((type) => touched.has(type)));
    },
  };
}

function isUnaffected(one: CanonicalResource, other: CanonicalResource, { isMoved, budget }: Pick<Comparison, 'isMoved' | 'budget'>): boolean {
  if (one.partial !== other.partial || one.satellites.length !== other.satellites.length) return false;
  const blocks: (readonly [CanonicalResource['origin'], CanonicalResource['origin']])[] = [[one.origin, other.origin]];
  for (const [index, satellite] of one.satellites.entries()) {
    const counterpart = other.satellites[index];
    if (counterpart === undefined) return false;
    blocks.push([satellite, counterpart]);
  }
  const by: Comparison = { blocks, isMoved, budget };
  return (
    blocks.every(([a, b]) => a.type === b.type && a.name === b.name && a.format === b.format && a.isOffByDefault === b.isOffByDefault && textOf(a.at) === textOf(b.at) && isSame(a.condition, b.condition, by) && isSameMap(a.attributes, b.attributes, by)) &&
    isSame(one.properties, other.properties, by)
  );
}

function isSameMap(a: CanonicalResource['origin']['attributes'], b: CanonicalResource['origin']['attributes'], by: Comparison): boolean {
  return a.size === b.size && [...a].every(([name, value]) => isSame(value, b.get(name), by));
}

function textOf({ source, start, end }: Place): string {
  return source.text.slice(start, end);
}

/** What stands in one place, by the place: a transform makes several resources of one, and what all break is said of the last. */
function typesByPlace({ resources }: CanonicalTemplate): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  for (const resource of resources) types.set(placeOf(resource), `${types.get(placeOf(resource)) ?? ''} ${resource.type}`);
  return types;
}

function placeOf({ origin: { at } }: CanonicalResource): string {
  return `${at.start} ${at.end} ${at.source.path}`;
}

function byKey(resources: readonly CanonicalResource[]): ReadonlyMap<string, readonly CanonicalResource[]> {
  const found = new Map<string, CanonicalResource[]>();
  for (const resource of resources) {
    const present = found.get(keyOf(resource));
    if (present === undefined) found.set(keyOf(resource), [resource]);
    else present.push(resource);
  }
  return found;
}

function keyOf({ type, name }: CanonicalResource): string {
  return `${type}\0${name}`;
}

function only<T>(list: readonly T[] | undefined): T | undefined {
  return list?.length === 1 ? list[0] : undefined;
}

/** Names by which the resources of a template may be referred to, an instance also by its block's. */
function namesIn({ resources }: CanonicalTemplate): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { origin, satellites } of resources) {
    for (const { name } of [origin, ...satellites]) {
      names.add(name);
      names.add(name.replace(/\[[^\]]*\]$/, ''));
    }
  }
  return names;
}
