import { entry, type DataNode, type MapEntry, type MapNode } from '../../formats/node.ts';
import type { MapValue, Resource, UnknownValue, Value } from '../value.ts';
import { conditionNamed } from './conditions.ts';
import { mapOf, openedBy } from './evaluate.ts';
import { expandEntries, type Expanded } from './for-each.ts';
import { assuming, note, placeOf, type Scope } from './scope.ts';
import { textOf } from './values.ts';

/** Logical ids that a template declares, loops expanded. */
export function declaredNames(entries: readonly Expanded[]): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (list: readonly Expanded[]): void => {
    for (const one of list) {
      if (one.kind === 'entry') names.add(one.name);
      else add(one.body);
    }
  };
  add(entries);
  return names;
}

/** Loops of the `Resources` section expanded. */
export function expandResources(node: DataNode | undefined, scope: Scope): readonly Expanded[] {
  return node?.kind === 'map' ? expandEntries(node.entries, scope) : [];
}

/** Evaluates the resources of a template; one whose condition is false whatever the parameters are is left out. */
export function readResources(entries: readonly Expanded[], scope: Scope): readonly Resource[] {
  const found: Resource[] = [];
  const add = (list: readonly Expanded[], doubt?: UnknownValue): void => {
    for (const one of list) {
      if (one.kind === 'unknown') add(one.body, one.why);
      else {
        const resource = one.name === 'Fn::Transform' ? undefined : readResource(one, { ...one.scope, resources: scope.resources, nested: scope.nested }, doubt);
        if (resource !== undefined) found.push(resource);
      }
    }
  };
  add(entries);
  return found;
}

function readResource(one: Expanded & { kind: 'entry' }, outer: Scope, doubt: UnknownValue | undefined): Resource | undefined {
  const { node, key, name } = one;
  if (node.kind !== 'map') {
    note(outer, 'syntax', `the resource ${name.slice(0, 100)} is not a map`, placeOf(key, outer));
    return undefined;
  }
  const typeNode = entry(node, 'Type');
  const type = typeNode === undefined ? undefined : textOf(outer.evaluate(typeNode, outer));
  if (type === undefined || type === '') {
    note(outer, 'syntax', `the resource ${name.slice(0, 100)} has no Type`, placeOf(key, outer));
    return undefined;
  }
  const condition = entry(node, 'Condition');
  let scope = outer;
  let depends = doubt;
  let isOffByDefault = false;
  if (condition?.kind === 'scalar') {
    const conditionName = String(condition.value);
    const place = placeOf(condition, outer);
    const truth = conditionNamed(conditionName, outer, place);
    if (truth === false) {
      isOffByDefault = conditionNamed(conditionName, { ...outer, ...outer.undecided }, place) !== false;
      if (!isOffByDefault) return undefined;
    }
    if (truth !== true) {
      depends = { kind: 'unknown', why: `condition ${conditionName}, ${truth === false ? 'which the defaults of parameters make false' : `on ${truth.why}`}`, at: place };
      // inside, it exists: so the condition holds
      scope = assuming(outer, conditionName, true);
    }
  }
  const properties = entry(node, 'Properties');
  const macro = entry(node, 'Fn::Transform');
  const at = { ...placeOf(node, scope), start: Math.min(key.start, node.start) };
  return {
    type,
    name: outer.prefix + name,
    format: 'cloudformation',
    properties: {
      ...(propertiesOf(properties, scope) ?? { kind: 'map', entries: new Map(), at }),
      // a macro at the resource may change all of it
      ...(macro === undefined ? {} : { open: true, openBy: openedBy(macro) }),
    },
    attributes: attributesOf(node, scope),
    at,
    head: headOf(key, scope),
    ...(depends === undefined ? {} : { condition: depends }),
    ...(isOffByDefault ? { isOffByDefault } : {}),
  };
}

function propertiesOf(node: DataNode | undefined, scope: Scope): MapValue | undefined {
  if (node === undefined || (node.kind === 'scalar' && node.value === null)) return undefined;
  const value = node.kind === 'map' && node.tag === undefined && !isChoice(node) ? mapOf(node, scope) : scope.evaluate(node, scope);
  if (value?.kind === 'map') return value;
  if (value?.kind === 'unknown') return { kind: 'map', entries: new Map(), open: true, openBy: value.why, at: placeOf(node, scope) };
  note(scope, 'syntax', 'Properties is not a map', placeOf(node, scope));
  return undefined;
}

function isChoice(node: MapNode): boolean {
  const [first] = node.entries;
  return node.entries.length === 1 && first !== undefined && (first.key.value === 'Fn::If' || first.key.value === 'Fn::FindInMap');
}

function attributesOf(node: MapNode, scope: Scope): ReadonlyMap<string, Value> {
  const attributes = new Map<string, Value>();
  for (const { key, value } of node.entries) {
    const name = String(key.value);
    if (name === 'Properties' || name === 'Type' || name === 'Condition') continue;
    const evaluated = scope.evaluate(value, scope);
    if (evaluated !== undefined) attributes.set(name, evaluated);
    if (name === 'DependsOn') missing(value, scope);
  }
  return attributes;
}

function missing(node: DataNode, scope: Scope): void {
  for (const one of node.kind === 'list' ? node.items : [node]) {
    if (one.kind !== 'scalar' || one.tag !== undefined || scope.isTransformed || scope.locals.size > 0 || scope.resources.has(String(one.value))) continue;
    note(scope, 'unknown-reference', `"${String(one.value).slice(0, 100)}" is no resource of this template`, placeOf(one, scope));
  }
}

/** The line that names the resource: its logical id. */
function headOf(key: DataNode, scope: Scope): Resource['head'] {
  return placeOf(key, scope);
}

/** Entries of a section that is a map. */
export function sectionOf(root: DataNode, name: string): readonly MapEntry[] {
  const node = entry(root, name);
  return node?.kind === 'map' ? node.entries : [];
}
