import type { CallExpression, ConditionalExpression, Expression, ForExpression, ObjectExpression, SplatExpression, TemplateExpression, TemplatePart } from '../../formats/hcl/ast.ts';
import type { Place } from '../../formats/place.ts';
import { mentioning } from '../mentions.ts';
import type { Value } from '../value.ts';
import { call } from './functions/call.ts';
import { binary, unary } from './operators.ts';
import { byKey } from './order.ts';
import { maxDepth, maxSteps, note, placeOf, withNames, type Scope, type TraversalStep } from './scope.ts';
import { select } from './select.ts';
import { booleanOf, doubtOf, equal, isNull, isResource, known, listOf, mapOf, piecesOf, Refused, textOf, textOfPieces, unknown } from './values.ts';

/**
 * Evaluates an expression of the Terraform language (https://developer.hashicorp.com/terraform/language/expressions).
 * What depends on an unknown value is unknown. Throws `Refused` for what Terraform refuses.
 */
export function evaluate(expression: Expression, scope: Scope): Value {
  const { session } = scope;
  const at = placeOf(expression, scope);
  if (session.steps >= maxSteps || session.depth >= maxDepth) {
    note(session, { code: 'limit', message: session.depth >= maxDepth ? `is nested deeper than ${maxDepth} levels when evaluated` : 'evaluates to more values than the limit', at: session.depth >= maxDepth ? at : { ...at, end: at.start } });
    return unknown('a part of the module that was not evaluated', at);
  }
  session.steps++;
  session.depth++;
  try {
    return evaluated(expression, scope, at);
  } finally {
    session.depth--;
  }
}

/** Evaluates, turning what Terraform refuses into an unknown value that says so. */
export function evaluateSafely(expression: Expression, scope: Scope): Value {
  try {
    return evaluate(expression, scope);
  } catch (error) {
    if (error instanceof Refused) return unknown(`an expression that fails (${error.message.slice(0, 120)})`, placeOf(expression, scope));
    throw error;
  }
}

function evaluated(expression: Expression, scope: Scope, at: Place): Value {
  switch (expression.kind) {
    case 'literal':
      return known(expression.value, at);
    case 'template':
      return template(expression, scope, at);
    case 'variable':
    case 'attribute':
    case 'index':
      return traversal(expression, scope, at);
    case 'splat':
      return splat(expression, scope, at);
    case 'call':
      return called(expression, scope, at);
    case 'conditional':
      return conditional(expression, scope, at);
    case 'unary':
      return unary(expression.operator, evaluate(expression.operand, scope), at);
    case 'binary':
      return operation(expression, scope, at);
    case 'tuple':
      return listOf(expression.items.map((item) => evaluate(item, scope)), at);
    case 'object':
      return object(expression, scope, at);
    case 'for':
      return loop(expression, scope, at);
  }
}

/** Long chains of one operator lean to the left: they are walked, not recursed into. */
function operation(expression: Expression & { kind: 'binary' }, scope: Scope, at: Place): Value {
  const chain: (Expression & { kind: 'binary' })[] = [];
  let first: Expression = expression;
  while (first.kind === 'binary') {
    chain.push(first);
    first = first.left;
  }
  let value = evaluate(first, scope);
  for (const one of chain.reverse()) value = binary(one.operator, value, () => evaluate(one.right, scope), at);
  return value;
}

/** `a.b["c"].d`: the first steps may be an address, the rest goes into the value. */
function traversal(expression: Expression, scope: Scope, at: Place): Value {
  const chain: Expression[] = [];
  let root: Expression = expression;
  while (root.kind === 'attribute' || root.kind === 'index') {
    chain.push(root);
    root = root.target;
  }
  const steps = chain.reverse().map((one): TraversalStep => (one.kind === 'attribute' ? { name: one.name } : { key: one.kind === 'index' ? evaluate(one.key, scope) : known(null, at) }));
  if (root.kind !== 'variable') return follow(evaluate(root, scope), steps, at);
  const local = scope.names.get(root.name);
  if (local !== undefined) return follow(local, steps, at);
  const { value, used } = scope.resolve(root.name, steps, scope, at);
  return follow(value, steps.slice(used), at);
}

function follow(value: Value, steps: readonly TraversalStep[], at: Place): Value {
  let current = value;
  for (const step of steps) current = select(current, step, at);
  return current;
}

function template(expression: TemplateExpression, scope: Scope, at: Place): Value {
  const [only] = expression.parts;
  if (expression.parts.length === 1 && only?.kind === 'interpolation') return evaluate(only.value, scope);
  const values: Value[] = [];
  collect(expression.parts, scope, values, at);
  return mentioning(textOfPieces(values.flatMap((value) => piecesOf(value)), doubtOf(values) ?? 'a part of a text', at), values);
}

function collect(parts: readonly TemplatePart[], scope: Scope, values: Value[], at: Place): void {
  for (const part of parts) {
    if (part.kind === 'text') values.push(known(part.text, at));
    else if (part.kind === 'interpolation') values.push(interpolated(evaluate(part.value, scope)));
    else if (part.kind === 'if') {
      const condition = evaluate(part.condition, scope);
      const answer = booleanOf(condition);
      if (answer !== undefined) collect(answer ? part.then : part.otherwise, scope, values, at);
      else if (condition.kind === 'unknown') values.push(unknown(condition.why, at));
      else throw new Refused('a condition is neither true nor false');
    } else {
      const collection = evaluate(part.collection, scope);
      const items = itemsIn(collection);
      for (const [key, item] of items) collect(part.parts, withNames(scope, [...(part.key === undefined ? [] : [[part.key, key] as const]), [part.item, item]]), values, at);
      const doubt = openness(collection);
      if (doubt !== undefined) values.push(unknown(doubt, at));
    }
  }
}

function interpolated(value: Value): Value {
  if (value.kind === 'list' || value.kind === 'map') {
    if (isResource(value)) return unknown(value.resource, value.at);
    throw new Refused('a list or map stands in a text');
  }
  if (isNull(value)) throw new Refused('null stands in a text');
  return value;
}

/** Pairs of a collection for a loop: index or key, and item. Nothing for what is unknown. */
export function itemsIn(collection: Value): readonly (readonly [Value, Value])[] {
  if (collection.kind === 'list') {
    const open = collection.open === true;
    return collection.items.map((item, index) => [open ? unknown('the place in a list that may hold more', item.at) : known(index, item.at), item]);
  }
  if (collection.kind === 'map') return [...collection.entries].sort(byKey).map(([key, item]) => [known(key, item.at), item]);
  if (collection.kind === 'unknown') return [];
  throw new Refused('a loop over what is no list or map');
}

/** Why a collection may hold more than it shows. */
export function openness(collection: Value): string | undefined {
  if (collection.kind === 'unknown') return collection.why;
  if (collection.kind === 'known' || collection.open !== true) return undefined;
  if (collection.openBy !== undefined) return collection.openBy;
  return isResource(collection) ? collection.resource : 'a collection that may hold more';
}

function splat({ target, steps }: SplatExpression, scope: Scope, at: Place): Value {
  const value = evaluate(target, scope);
  if (isNull(value)) return listOf([], at);
  const path = steps.map((step): TraversalStep => ('name' in step ? step : { key: evaluate(step.key, scope) }));
  if (value.kind === 'unknown') {
    const inside = path.length === 0 ? undefined : path.at(-1);
    return { ...unknown(value.why, at), ...(value.reference === undefined || inside === undefined || !('name' in inside) ? {} : { reference: { ...value.reference, attribute: inside.name } }) };
  }
  const items = value.kind === 'list' ? value.items : [value];
  return listOf(items.map((item) => follow(item, path, at)), at, value.kind === 'list' && value.open === true);
}

function called(expression: CallExpression, scope: Scope, at: Place): Value {
  return call(expression, { scope, at, evaluate });
}

function conditional({ condition, then, otherwise }: ConditionalExpression, scope: Scope, at: Place): Value {
  const asked = evaluate(condition, scope);
  const answer = booleanOf(asked);
  if (answer !== undefined) return evaluate(answer ? then : otherwise, scope);
  if (asked.kind !== 'unknown') throw new Refused('a condition is neither true nor false');
  return either(attempt(then, scope), attempt(otherwise, scope), asked.why, at);
}

/** A branch that may not be taken may fail. */
function attempt(expression: Expression, scope: Scope): Value | undefined {
  try {
    return evaluate(expression, scope);
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

/** One of two values, nobody knows which. */
function either(left: Value | undefined, right: Value | undefined, why: string, at: Place, depth = 0): Value {
  if (left === undefined || right === undefined) return unknown(why, at);
  if (equal(left, right) === true) return left;
  if (left.kind === 'map' && right.kind === 'map' && depth < 20 && left.entries.size === right.entries.size && left.open !== true && right.open !== true && [...left.entries.keys()].every((key) => right.entries.has(key))) {
    const entries = new Map<string, Value>();
    for (const [key, item] of left.entries) entries.set(key, either(item, right.entries.get(key), why, at, depth + 1));
    return mapOf(entries, at);
  }
  const mayBeAbsent = [left, right].some((one) => isNull(one) || (one.kind === 'unknown' && one.mayBeAbsent === true));
  return { ...unknown(why, at), ...(mayBeAbsent ? { mayBeAbsent } : {}) };
}

function object({ entries }: ObjectExpression, scope: Scope, at: Place): Value {
  const made = new Map<string, Value>();
  let open = false;
  for (const { key, value } of entries) {
    const name = evaluate(key, scope);
    const text = textOf(name);
    if (text !== undefined) made.set(text, evaluate(value, scope));
    else if (name.kind === 'unknown') {
      open = true;
      // it may be the name of one before it
      for (const [before, item] of made) made.set(before, unknown(name.why, item.at));
    } else throw new Refused('a key is no text');
  }
  return mapOf(made, at, open);
}

function loop(expression: ForExpression, scope: Scope, at: Place): Value {
  const collection = evaluate(expression.collection, scope);
  if (collection.kind === 'unknown') return unknown(collection.why, at);
  const pairs = itemsIn(collection);
  let open = openness(collection) !== undefined;
  const items: Value[] = [];
  const entries = new Map<string, Value>();
  const groups = new Map<string, Value[]>();
  for (const [key, item] of pairs) {
    const inner = withNames(scope, [...(expression.key === undefined ? [] : [[expression.key, key] as const]), [expression.item, item]]);
    const wanted = expression.condition === undefined ? true : decided(evaluate(expression.condition, inner));
    if (wanted === false) continue;
    if (wanted === undefined) {
      open = true;
      continue;
    }
    const result = evaluate(expression.result, inner);
    if (expression.resultKey === undefined) {
      items.push(result);
      continue;
    }
    const name = evaluate(expression.resultKey, inner);
    const text = textOf(name);
    if (text === undefined) {
      if (name.kind !== 'unknown') throw new Refused('a key is no text');
      open = true;
    } else if (expression.group) {
      const group = groups.get(text);
      if (group === undefined) groups.set(text, [result]);
      else group.push(result);
    } else if (entries.has(text)) throw new Refused(`two items have the key "${text.slice(0, 60)}"`);
    else entries.set(text, result);
  }
  if (expression.resultKey === undefined) return listOf(items, at, open);
  for (const [key, group] of groups) entries.set(key, listOf(group, at, open));
  return mapOf(entries, at, open);
}

function decided(value: Value): boolean | undefined {
  const answer = booleanOf(value);
  if (answer === undefined && value.kind !== 'unknown') throw new Refused('a condition is neither true nor false');
  return answer;
}
