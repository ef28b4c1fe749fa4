import type { ExpressionFunction } from '../../expressions/compile.ts';
import { isList, isMap, isUnknown, itemsOf, list, termOf, textOf, type Item, type ListTerm, type MapTerm, type Term } from '../../expressions/term.ts';
import { resourceSchema } from './aws/schema.ts';
import type { Reference } from '../../templates/value.ts';
import type { CanonicalResource } from './canonical.ts';

/** Levels of a resource that are searched for references. */
const maxDepth = 40;

/** Resources of a template that are joined; where many have one name, they grow with the square of these. */
const maxEdges = 200_000;

/** Which resources of a template are joined: by reference, or by equal names under a property that names the other's kind. */
export interface Graph {
  /** Resources of a type that refer to any of these or are referred to by them; open where one may, by an unknown value. */
  related(resources: Term, type: string): ListTerm;
  /** All resources of a type in the template. */
  all(type: string): ListTerm;
  /** Whether a value is an attribute of a resource of a type. */
  refersTo(value: Term, type: string): boolean;
  /** The properties of the resource that a reference names; null when the template has none of that name. */
  named(name: string): MapTerm | null;
  /** The resource whose properties these are. */
  owner(properties: Term): CanonicalResource | undefined;
}

/** Makes the graph of a template. Edges are found on the first question that needs them. */
export function graphOf(resources: readonly CanonicalResource[]): Graph {
  const byProperties = new Map<unknown, CanonicalResource>(resources.map((one) => [one.properties, one]));
  const byType = new Map<string, CanonicalResource[]>();
  for (const one of resources) {
    const present = byType.get(one.type);
    if (present === undefined) byType.set(one.type, [one]);
    else present.push(one);
  }
  let links: Links | undefined;
  let byOrigin: Map<string, CanonicalResource> | undefined;
  const originNames = (): Map<string, CanonicalResource> => {
    const names = new Map<string, CanonicalResource>();
    for (const one of resources) for (const { name } of [one.origin, ...one.satellites]) if (!names.has(name)) names.set(name, one);
    return names;
  };
  return {
    all: (type) => list((byType.get(type) ?? []).filter((one) => one.origin.isOffByDefault !== true).map((one) => one.properties)),
    refersTo(value, type) {
      links ??= linksOf(resources);
      const found = links;
      return isUnknown(value) && readFrom(value).some(({ resource }) => found.named(resource).some((one) => one.type === type));
    },
    named: (name) => (byOrigin ??= originNames()).get(name)?.properties ?? null,
    owner: (properties) => byProperties.get(properties),
    related(subjects, type) {
      links ??= linksOf(resources);
      const found = new Set<CanonicalResource>();
      let openBy = links.isLimited ? 'more resources of one name than are told apart' : undefined;
      for (const item of itemsOf(subjects)) {
        const subject = byProperties.get(termOf(item));
        if (subject === undefined) continue;
        for (const other of links.edges.get(subject) ?? []) if (other.type === type && isThereWith(other, subject)) found.add(other);
        const doubtful = openBy === undefined ? links.mayBelongTo(type, subject.type).find((one) => one !== subject && !found.has(one)) : undefined;
        if (doubtful !== undefined) openBy = `what ${doubtful.name} belongs to, which is not known`;
      }
      return list([...found].map((one) => one.properties), openBy !== undefined, openBy);
    },
  };
}

/** Functions of the `graph` namespace. */
export const graphFunctions: readonly (readonly [string, ExpressionFunction<Graph>])[] = [
  ['graph.related', { least: 2, most: 2, lenient: true, call: ([resource = null, type = null], graph) => graph.related(resource, textOf(type) ?? '') }],
  ['graph.all', { least: 1, most: 1, call: ([type = null], graph) => graph.all(textOf(type) ?? '') }],
  ['graph.refersTo', { least: 2, most: 2, lenient: true, call: ([value = null, type = null], graph) => graph.refersTo(value, textOf(type) ?? '') }],
  // a reference to a resource that the template does not have
  ['graph.dangling', { least: 1, most: 1, lenient: true, call: ([value = null], graph) => isUnknown(value) && value.reference !== undefined && graph.named(value.reference.resource) === null }],
  // the resource that a value refers to
  ['graph.target', { least: 1, most: 1, lenient: true, call: ([value = null], graph) => (isUnknown(value) && value.reference !== undefined ? graph.named(value.reference.resource) : null) }],
  ['graph.name', { least: 1, most: 1, lenient: true, call: ([resource = null], graph) => graph.owner(resource)?.name ?? null }],
  ['graph.type', { least: 1, most: 1, lenient: true, call: ([resource = null], graph) => graph.owner(resource)?.type ?? null }],
];

/** What the defaults of parameters leave out counts only for what they leave out as well. */
function isThereWith(other: CanonicalResource, subject: CanonicalResource): boolean {
  return other.origin.isOffByDefault !== true || subject.origin.isOffByDefault === true;
}

interface Links {
  /** The resources that a reference names. */
  readonly named: (address: string) => readonly CanonicalResource[];
  readonly edges: ReadonlyMap<CanonicalResource, ReadonlySet<CanonicalResource>>;
  /** Resources of a type with a property that may name one of another type, whose value is unknown and refers to nothing in the template. */
  readonly mayBelongTo: (type: string, to: string) => readonly CanonicalResource[];
  /** True once edges were left out. */
  readonly isLimited: boolean;
}

function linksOf(resources: readonly CanonicalResource[]): Links {
  const byAddress = new Map<string, CanonicalResource[]>();
  const byName = new Map<string, Map<string, CanonicalResource[]>>();
  const add = (map: Map<string, CanonicalResource[]>, key: string, one: CanonicalResource): void => {
    const present = map.get(key);
    if (present === undefined) map.set(key, [one]);
    // a resource comes with all its names at once
    else if (present.at(-1) !== one) present.push(one);
  };
  for (const one of resources) {
    for (const origin of [one.origin, ...one.satellites]) {
      add(byAddress, origin.name, one);
      if (withoutIndex(origin.name) !== origin.name) add(byAddress, withoutIndex(origin.name), one);
    }
    for (const property of resourceSchema(one.type)?.identifiers ?? terraformIdentifiers) {
      const name = textOf(termOf(one.properties.entries.get(property)));
      if (name !== undefined) add(byName.get(name) ?? byName.set(name, new Map()).get(name) ?? new Map(), one.type, one);
    }
  }
  const named = (address: string): readonly CanonicalResource[] => byAddress.get(address) ?? byAddress.get(withoutIndex(address)) ?? [];
  const edges = new Map<CanonicalResource, Set<CanonicalResource>>();
  const doubts = new Map<CanonicalResource, Set<string>>();
  let joined = 0;
  const join = (one: CanonicalResource, other: CanonicalResource): void => {
    if (one === other || joined++ > maxEdges) return;
    for (const [from, to] of [[one, other], [other, one]] as const) {
      const present = edges.get(from);
      if (present === undefined) edges.set(from, new Set([to]));
      else present.add(to);
    }
  };
  const mayNameKind = memoByPair(mayName);
  for (const one of resources) {
    walk(one.properties, '', 0, (item, key) => {
      const term = termOf(item);
      const references = readFrom(item);
      let isFound = false;
      for (const { resource } of references) {
        for (const other of named(resource)) {
          join(one, other);
          isFound = true;
        }
      }
      // what is read from one resource names that one, whichever others have the same name
      if (isFound) return;
      if (isUnknown(term)) {
        if (references.length === 0) (doubts.get(one) ?? doubts.set(one, new Set()).get(one))?.add(key);
        return;
      }
      const text = textOf(term);
      if (text === undefined) return;
      for (const [type, others] of byName.get(text) ?? []) {
        if (joined > maxEdges || !mayNameKind(key, type)) continue;
        for (const other of others) join(one, other);
      }
    });
  }
  const mayBelongTo = memoByPair((type, to) => [...doubts].flatMap(([one, keys]) => (one.type === type && [...keys].some((key) => mayName(key, to)) ? [one] : [])));
  return { named, edges, mayBelongTo, isLimited: joined > maxEdges };
}

function memoByPair<T>(make: (one: string, other: string) => T): (one: string, other: string) => T {
  const known = new Map<string, T>();
  return (one, other) => {
    const key = `${one}\0${other}`;
    const found = known.get(key) ?? make(one, other);
    known.set(key, found);
    return found;
  };
}

/** By what other resources name one of a Terraform type. */
const terraformIdentifiers: readonly string[] = ['name'];

/** Whether a property may name a resource of a type: `BucketName` an AWS::S3::Bucket, `storage_account_id` an azurerm_storage_account. */
function mayName(property: string, type: string): boolean {
  const key = property.toLowerCase();
  if (type.includes('::')) return key.includes((type.split('::').at(-1) ?? type).toLowerCase());
  const word = key.replace(/_(?:ids?|names?|self_links?|arns?)$/, '');
  return type.endsWith(`_${word}`) || /(?:^|_)resource$/.test(word);
}

/** The attributes of other resources that a value is, was read from, or was put together of. */
function readFrom(item: Item): readonly Reference[] {
  if (typeof item !== 'object' || item === null || (item.kind !== 'known' && item.kind !== 'unknown')) return [];
  if (item.reference !== undefined) return [item.reference];
  return item.mentions ?? [];
}

function withoutIndex(address: string): string {
  return address.endsWith(']') ? address.slice(0, address.lastIndexOf('[')) : address;
}

function walk(item: Item, key: string, depth: number, visit: (item: Item, key: string) => void): void {
  if (depth > maxDepth) return;
  if (isMap(item)) for (const [name, value] of (item as MapTerm).entries) walk(value, name, depth + 1, visit);
  else if (isList(item)) for (const value of item.items) walk(value, key, depth + 1, visit);
  else visit(item, key);
}
