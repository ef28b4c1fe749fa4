import { entry, type DataNode } from '../../../formats/node.ts';
import type { Place } from '../../../formats/place.ts';
import { conditionNamed, truthOfNode } from '../conditions.ts';
import { either } from '../either.ts';
import { argumentsOf, assuming, note, placeOf, type Intrinsic, type Scope } from '../scope.ts';
import { known, textOf, unknown, whyOf, type Result, type Truth } from '../values.ts';

/** Functions that choose, and the tests they choose by. */
export const choiceFunctions: readonly (readonly [string, Intrinsic])[] = [
  ['Fn::If', choose],
  ['Fn::FindInMap', findInMap],
  ...['Fn::Equals', 'Fn::And', 'Fn::Or', 'Fn::Not', 'Fn::Contains'].map((name): readonly [string, Intrinsic] => [
    name,
    (argument, { scope, at }) => asValue(truthOfNode({ kind: 'map', entries: [{ key: { kind: 'scalar', value: name, start: argument.start, end: argument.start }, value: argument }], start: argument.start, end: argument.end }, scope), at),
  ]),
  // only as a tag: a plain key `Condition` is a part of policy documents
  ['!Condition', (argument, { scope, at }) => asValue(conditionNamed(String(argument.kind === 'scalar' ? argument.value : ''), scope, at), at)],
];

function asValue(truth: Truth, at: Place): Result {
  return typeof truth === 'boolean' ? known(truth, at) : { ...unknown(truth.why, at) };
}

function choose(argument: DataNode, { scope, at }: { readonly scope: Scope; readonly at: Place }): Result {
  const [condition, yes, no] = argumentsOf(argument);
  if (condition === undefined || yes === undefined || no === undefined) {
    note(scope, 'syntax', 'Fn::If takes a condition and two values', at);
    return unknown('a choice that cannot be read', at);
  }
  const truth = condition.kind === 'scalar' && condition.tag === undefined ? conditionNamed(String(condition.value), scope, placeOf(condition, scope)) : truthOfNode(condition, scope);
  if (truth === true) return scope.evaluate(yes, scope);
  if (truth === false) return scope.evaluate(no, scope);
  const name = condition.kind === 'scalar' ? `condition ${String(condition.value)}, on ` : '';
  const assume = (holds: boolean): Scope => (condition.kind === 'scalar' ? assuming(scope, String(condition.value), holds) : scope);
  return either(scope.evaluate(yes, assume(true)), scope.evaluate(no, assume(false)), `${name}${truth.why}`, at);
}

/** Keys of a mapping over which an unknown key is followed. */
const maxKeys = 500;

function findInMap(argument: DataNode, { scope, at }: { readonly scope: Scope; readonly at: Place }): Result {
  const [mapName, first, second, options] = argumentsOf(argument);
  const fallback = entry(options, 'DefaultValue');
  const otherwise = (): Result => (fallback === undefined ? undefined : scope.evaluate(fallback, scope));
  const [name, one, other] = [mapName, first, second].map((node) => (node === undefined ? undefined : scope.evaluate(node, scope)));
  const mapping = textOf(name) === undefined ? undefined : entry(scope.mappings, textOf(name) ?? '');
  if (mapping?.kind !== 'map') {
    if (textOf(name) !== undefined && !scope.isTransformed && fallback === undefined) note(scope, 'unknown-reference', `there is no mapping "${(textOf(name) ?? '').slice(0, 100)}"`, at);
    return otherwise() ?? unknown(whyOf([name]), at);
  }
  const candidates: DataNode[] = [];
  for (const row of under(mapping, textOf(one))) candidates.push(...under(row, textOf(other)));
  const isCertain = textOf(one) !== undefined && textOf(other) !== undefined;
  if (isCertain && candidates.length === 0 && fallback === undefined) {
    note(scope, 'unknown-reference', `the mapping ${textOf(name) ?? ''} has no ${(textOf(one) ?? '').slice(0, 60)}, ${(textOf(other) ?? '').slice(0, 60)}`, at);
    return unknown('a key that the mapping does not have', at);
  }
  if (candidates.length > maxKeys || (candidates.length === 0 && fallback === undefined)) return unknown(whyOf([one, other]), at);
  const values = candidates.map((node) => scope.evaluate(node, scope));
  if (fallback !== undefined && (!isCertain || values.length === 0)) values.push(otherwise());
  const [start, ...rest] = values;
  return rest.reduce((found, value) => either(found, value, whyOf([one, other]), at), start);
}

function under(node: DataNode, key: string | undefined): readonly DataNode[] {
  if (node.kind !== 'map') return [];
  if (key === undefined) return node.entries.map(({ value }) => value);
  const found = entry(node, key);
  return found === undefined ? [] : [found];
}
