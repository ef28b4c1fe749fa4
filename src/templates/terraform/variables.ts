import type { Place } from '../../formats/place.ts';
import type { Value } from '../value.ts';
import { evaluateSafely } from './expression.ts';
import type { LocatedAttribute, ModuleBlock } from './read-files.ts';
import type { Scope } from './scope.ts';
import { convert } from './types.ts';
import { booleanOf, isNull, Refused, unknown } from './values.ts';

/** Where a module's variables get their values from: the call, or for a root module the variable files. */
export interface Given {
  readonly inputs: ReadonlyMap<string, () => Value>;
  readonly files: ReadonlyMap<string, LocatedAttribute>;
}

/** The value of a declared variable: what it is given, else its default, converted to its type. */
export function variableValue(name: string, block: ModuleBlock, given: Given, scope: Scope): Value {
  const value = givenValue(name, given, scope);
  const nullable = attributeOf(block, 'nullable', scope);
  const fallback = block.attributes.get('default');
  if (value !== undefined && !(isNull(value) && fallback !== undefined && nullable !== undefined && booleanOf(nullable) === false)) return typed(value, block, scope);
  if (fallback === undefined) return unknown(`variable "${name.slice(0, 60)}", which has no default`, block.head);
  return typed(evaluateSafely(fallback.attribute.value, { ...scope, source: fallback.source }), block, scope);
}

function givenValue(name: string, { inputs, files }: Given, scope: Scope): Value | undefined {
  const input = inputs.get(name);
  if (input !== undefined) return input();
  const written = files.get(name);
  return written === undefined ? undefined : evaluateSafely(written.attribute.value, { ...scope, source: written.source, resolve: nothing });
}

function nothing(root: string): never {
  throw new Refused(`a variable file names ${root.slice(0, 60)}`);
}

function attributeOf(block: ModuleBlock, name: string, scope: Scope): Value | undefined {
  const found = block.attributes.get(name);
  return found === undefined ? undefined : evaluateSafely(found.attribute.value, { ...scope, source: found.source });
}

function typed(value: Value, block: ModuleBlock, scope: Scope): Value {
  const type = block.attributes.get('type');
  if (type === undefined) return value;
  return convert(value, type.attribute.value, (expression) => evaluateSafely(expression, { ...scope, source: type.source }));
}

/** A variable that no block declares. */
export function undeclared(name: string, at: Place): Value {
  return unknown(`variable "${name.slice(0, 60)}", which is not declared`, at);
}
