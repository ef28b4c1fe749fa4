import type { Attribute, Block, Expression } from '../../formats/hcl/ast.ts';
import type { Place, SourceText } from '../../formats/place.ts';
import type { MapValue, Value } from '../value.ts';
import { evaluateSafely, itemsIn, openness } from './expression.ts';
import type { LocatedAttribute, LocatedBlock } from './read-files.ts';
import { placeOf, withNames, type Scope } from './scope.ts';
import { isNull, isResource, known, listWithin, mapOf, mapWithin, placedIn, referenced, Refused, textOf, unknown } from './values.ts';

/** Evaluates an attribute; its value stands where it is written, whatever it comes from. */
export function attributeValue({ attribute, source }: LocatedAttribute, scope: Scope): Value {
  const inner = scope.source === source ? scope : { ...scope, source };
  const { value } = attribute;
  const at = placeOf(value, inner);
  const document = documentOf(value);
  const found = evaluateSafely(document ?? value, inner);
  if (isResource(found)) return referenced({ resource: found.resource, attribute: 'id' }, at);
  return placedIn(found, at);
}

/** A document written by `jsonencode` is kept as a value: its parts then keep their places. */
function documentOf(expression: Expression): Expression | undefined {
  const [argument] = expression.kind === 'call' && expression.name === 'jsonencode' && !expression.spread ? expression.args : [];
  return argument !== undefined && (argument.kind === 'object' || argument.kind === 'tuple') ? argument : undefined;
}

/** Values of nested blocks of one name: a list of maps, unknown when nobody knows whether there are any. */
export function blocksValue(blocks: readonly LocatedBlock[], scope: Scope): Value {
  const items: Value[] = [];
  let doubt: { readonly why: string; readonly at: Place } | undefined;
  for (const { block, source } of blocks) {
    const inner = scope.source === source ? scope : { ...scope, source };
    if (block.type !== 'dynamic') items.push(bodyValue(block, source, inner));
    else doubt = expand(block, inner, items) ?? doubt;
  }
  const at = blocks.length === 1 && blocks[0] !== undefined ? placeOf(blocks[0].block, { ...scope, source: blocks[0].source }) : spanOf(blocks, scope);
  if (doubt === undefined) return listWithin(items, at);
  return items.length === 0 ? { ...unknown(doubt.why, doubt.at), mayBeAbsent: true } : { ...listWithin(items, at, true), openBy: doubt.why };
}

function spanOf(blocks: readonly LocatedBlock[], scope: Scope): Place {
  const [first] = blocks;
  if (first === undefined) return { source: scope.source, start: 0, end: 0 };
  const end = blocks.reduce((last, { block, source }) => (source === first.source ? Math.max(last, block.end) : last), first.block.end);
  return { source: first.source, start: first.block.start, end };
}

/** The attributes and nested blocks of a block; null is as if it were not written. */
function bodyValue(block: Block, source: SourceText, scope: Scope): MapValue {
  const entries = new Map<string, Value>();
  for (const attribute of block.body.attributes) {
    const value = attributeValue({ attribute, source }, scope);
    if (!isNull(value)) entries.set(attribute.name, value);
  }
  for (const [name, group] of grouped(block.body.blocks.map((inner) => ({ block: inner, source })))) entries.set(name, blocksValue(group, scope));
  dropEmpty(entries);
  // the label of a block inside a block says its kind: `backend "s3"`, `provisioner "local-exec"`
  const [label] = block.labels;
  if (label !== undefined && block.type !== 'dynamic' && !entries.has('type')) entries.set('type', known(label, placeOf(block, scope)));
  return mapWithin(entries, placeOf(block, scope));
}

/** A dynamic block of nothing is no block. */
function dropEmpty(entries: Map<string, Value>): void {
  for (const [name, value] of entries) if (value.kind === 'list' && value.items.length === 0 && value.open !== true && isBlockPlace(value)) entries.delete(name);
}

function isBlockPlace({ at }: Value): boolean {
  return at.source.text.startsWith('dynamic', at.start);
}

/** Blocks by the name they stand for. */
export function grouped(blocks: readonly LocatedBlock[]): ReadonlyMap<string, readonly LocatedBlock[]> {
  const groups = new Map<string, LocatedBlock[]>();
  for (const one of blocks) {
    const name = one.block.type === 'dynamic' ? (one.block.labels[0] ?? 'dynamic') : one.block.type;
    const present = groups.get(name);
    if (present === undefined) groups.set(name, [one]);
    else present.push(one);
  }
  return groups;
}

/** Expands a dynamic block; gives why it may make more blocks than it shows. */
function expand(block: Block, scope: Scope, items: Value[]): { readonly why: string; readonly at: Place } | undefined {
  const find = (name: string): Attribute | undefined => block.body.attributes.find((one) => one.name === name);
  const content = block.body.blocks.find((one) => one.type === 'content');
  const forEach = find('for_each');
  if (content === undefined || forEach === undefined) return undefined;
  const collection = evaluateSafely(forEach.value, scope);
  const at = placeOf(forEach.value, scope);
  const name = iteratorOf(find('iterator')?.value) ?? block.labels[0] ?? 'each';
  try {
    for (const [key, value] of isNull(collection) ? [] : itemsIn(collection)) {
      const iterator = mapOf(new Map([['key', key], ['value', value]]), at);
      items.push(bodyValue(content, scope.source, withNames(scope, [[name, iterator]])));
      if (items.length > 2000) return { why: 'more blocks than the limit', at };
    }
  } catch (error) {
    if (error instanceof Refused) return { why: `an expression that fails (${error.message})`, at };
    throw error;
  }
  const doubt = openness(collection);
  return doubt === undefined ? undefined : { why: doubt, at };
}

function iteratorOf(expression: Expression | undefined): string | undefined {
  if (expression?.kind === 'variable') return expression.name;
  return expression?.kind === 'literal' ? textOf(known(expression.value, { source: { path: '', text: '', lineStarts: () => [0] }, start: 0, end: 0 })) : undefined;
}
