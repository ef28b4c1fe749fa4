import type { Place } from '../../../formats/place.ts';
import type { Value } from '../../value.ts';
import { doubtOf, isNull, listOf, numberOf, Refused, textOf } from '../values.ts';

/** A pure function of the Terraform language: https://developer.hashicorp.com/terraform/language/functions. */
export interface TerraformFunction {
  readonly least: number;
  readonly most: number;
  /**
   * How much of the arguments must be known before it is called: `all` of them at any depth, the `top` level (inner
   * values may be unknown), or `nothing`.
   */
  readonly needs: 'all' | 'top' | 'nothing';
  readonly call: (args: readonly Value[], at: Place) => Value;
}

/** A row of a table of functions. */
export type FunctionRow = readonly [string, TerraformFunction];

export function row(name: string, arity: number | readonly [number, number], needs: TerraformFunction['needs'], call: TerraformFunction['call']): FunctionRow {
  const [least, most] = typeof arity === 'number' ? [arity, arity] : arity;
  return [name, { least, most, needs, call }];
}

/** An argument as a text. Throws `Refused`. */
export function textArgument(value: Value | undefined): string {
  const text = textOf(value);
  if (text === undefined) throw new Refused('an argument is no text');
  return text;
}

export function numberArgument(value: Value | undefined): number {
  const number = numberOf(value);
  if (number === undefined) throw new Refused('an argument is no number');
  return number;
}

export function wholeArgument(value: Value | undefined): number {
  const number = numberArgument(value);
  if (!Number.isInteger(number)) throw new Refused('an argument is no whole number');
  return number;
}

export function listArgument(value: Value | undefined): Value & { kind: 'list' } {
  if (value?.kind !== 'list') throw new Refused('an argument is no list');
  return value;
}

export function mapArgument(value: Value | undefined): Value & { kind: 'map' } {
  if (value?.kind !== 'map') throw new Refused('an argument is no map');
  return value;
}

/**
 * Distinct texts in order, as a set of strings is walked. An item that nobody knows may be one of the others: the set is
 * open then. Attributes of different resources are taken to differ.
 */
export function setOf(items: readonly Value[], at: Place, open = false): Value {
  const byText = new Map<string, Value>();
  const others: Value[] = [];
  const references = new Set<string>();
  let isUnsure = open;
  for (const item of items) {
    const text = textOf(item);
    if (text === undefined) {
      if (isNull(item)) continue;
      const reference = item.kind === 'unknown' && item.reference !== undefined ? `${item.reference.resource} ${item.reference.attribute}` : undefined;
      if (reference !== undefined && references.has(reference)) continue;
      if (reference !== undefined) references.add(reference);
      else if (doubtOf([item]) !== undefined) isUnsure = true;
      others.push(item);
    } else if (!byText.has(text)) byText.set(text, item);
  }
  const numeric = [...byText.values()].every((item) => item.kind === 'known' && typeof item.value === 'number');
  const texts = [...byText].sort(([left, a], [right, b]) => (numeric ? (numberOf(a) ?? 0) - (numberOf(b) ?? 0) : left < right ? -1 : left > right ? 1 : 0)).map(([, item]) => item);
  return listOf([...texts, ...others], at, isUnsure);
}
