import { entry, type DataNode, type MapNode, type ScalarNode } from '../../formats/node.ts';
import type { Value } from '../value.ts';
import { expandEntries } from './for-each.ts';
import { intrinsics } from './intrinsics/all.ts';
import { note, onlyKey, placeOf, type Intrinsic, type Scope } from './scope.ts';
import { known, unknown, type Result } from './values.ts';

/** Levels of a value that are evaluated. */
const maxDepth = 200;

/** Evaluates a node; undefined is `AWS::NoValue`. What is deeper or larger than the limits is unknown, and is said. */
export function evaluate(node: DataNode, scope: Scope): Result {
  const { session } = scope;
  const at = placeOf(node, scope);
  if (session.budget <= 0 || session.depth >= maxDepth) {
    if (session.budget === 0 || session.depth >= maxDepth) note(scope, 'limit', session.depth >= maxDepth ? 'nested too deeply' : 'the template expands to too many values', at);
    session.budget--;
    return unknown('a part of the template that was not evaluated', at);
  }
  session.budget--;
  session.depth++;
  try {
    return evaluated(node, scope);
  } finally {
    session.depth--;
  }
}

function evaluated(node: DataNode, scope: Scope): Result {
  const at = placeOf(node, scope);
  const call = node.tag === undefined ? undefined : functionOfTag(node.tag);
  if (call !== undefined) return call(withoutTag(node), { scope, at });
  if (node.kind === 'scalar') return known(scalarOf(node, scope), at);
  if (node.kind === 'list') return listOf(node.items, scope, at);
  const key = onlyKey(node);
  const named = key === undefined ? undefined : intrinsics.get(key);
  const argument = node.entries[0]?.value;
  if (named !== undefined && argument !== undefined) return named(argument, { scope, at });
  if (key?.startsWith('Fn::') === true && !key.startsWith('Fn::ForEach')) return unknown(`the function ${key.slice(0, 60)}`, at);
  return mapOf(node, scope);
}

/** Evaluates the entries of a map, loops expanded; where a macro adds entries, or a loop cannot be followed, it is open. */
export function mapOf(node: MapNode, scope: Scope): Value {
  const entries = new Map<string, Value>();
  let openBy: string | undefined;
  for (const one of expandEntries(node.entries, scope)) {
    if (one.kind === 'unknown' || one.name === 'Fn::Transform') {
      openBy ??= one.kind === 'unknown' ? one.why.why : openedBy(one.node);
      continue;
    }
    const value = scope.evaluate(one.node, one.scope);
    if (value !== undefined) entries.set(one.name, value);
  }
  return { kind: 'map', entries, ...(openBy === undefined ? {} : { open: true, openBy }), at: placeOf(node, scope) };
}

/** Why what a `Fn::Transform` stands in may hold more. */
export function openedBy(node: DataNode): string {
  const name = entry(node, 'Name');
  return `the macro ${name?.kind === 'scalar' ? String(name.value).slice(0, 100) : 'of Fn::Transform'}, which is not run`;
}

function listOf(nodes: readonly DataNode[], scope: Scope, at: Value['at']): Value {
  const items: Value[] = [];
  let openBy: string | undefined;
  for (const node of nodes) {
    const item = scope.evaluate(node, scope);
    if (item === undefined) continue;
    // an item that may be absent would be counted: the list may hold it
    if (item.kind === 'unknown' && item.mayBeAbsent === true) openBy ??= item.why;
    else items.push(item);
  }
  return { kind: 'list', items, ...(openBy === undefined ? {} : { open: true, openBy }), at };
}

/** The function of a short tag: `!Ref`, `!GetAtt`, `!Sub` … */
function functionOfTag(tag: string): Intrinsic | undefined {
  const name = tag.slice(1);
  return intrinsics.get(name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`) ?? (name === 'Condition' ? intrinsics.get('!Condition') : undefined);
}

function withoutTag(node: DataNode): DataNode {
  const { tag: _, ...rest } = node;
  return rest;
}

const yes = /^(?:yes|on)$/i;
const no = /^(?:no|off)$/i;

function scalarOf(node: ScalarNode, scope: Scope): string | number | boolean | null {
  const { value } = node;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  // CloudFormation reads YAML 1.1, in which these plain words are booleans
  if (typeof value === 'string' && value.length <= 3 && value.length >= 2 && scope.source.text.charCodeAt(node.start) > 64) {
    if (yes.test(value)) return true;
    if (no.test(value)) return false;
  }
  return value;
}
