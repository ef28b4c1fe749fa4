import type { DataNode } from '../../../formats/node.ts';
import type { Place } from '../../../formats/place.ts';
import type { Value } from '../../value.ts';
import { either } from '../either.ts';
import { argumentsOf, note, type Intrinsic, type Scope } from '../scope.ts';
import { known, movedTo, piecesOf, textOf, textOfPieces, unknown, unknownText, whyOf, type Result } from '../values.ts';

/** Functions over lists. */
export const listFunctions: readonly (readonly [string, Intrinsic])[] = [
  ['Fn::Select', select],
  ['Fn::Split', split],
  ['Fn::GetAZs', (_argument, { at }) => unknown('the zones of the region', at)],
  ['Fn::Length', length],
];

interface Call {
  readonly scope: Scope;
  readonly at: Place;
}

function select(argument: DataNode, { scope, at }: Call): Result {
  const [index, list] = argumentsOf(argument).map((one) => scope.evaluate(one, scope));
  if (list?.kind !== 'list') return list?.kind === 'unknown' ? unknown(list.why, at) : unknown('an item of what is no list', at);
  const number = Number(textOf(index) ?? Number.NaN);
  if (!Number.isInteger(number)) {
    // nobody knows which: what all items agree on
    const [first, ...rest] = list.items;
    if (index?.kind !== 'unknown' || list.open === true || first === undefined || rest.length > 100) return unknown(whyOf([index]), at);
    return rest.reduce((found: Result, item) => either(found, item, index.why, at), first);
  }
  const found = list.items[number];
  // before an open list's holes the order is not known either
  if (found !== undefined && list.open !== true) return movedTo(found, at);
  if (list.open === true) return unknown(whyOf([found]), at);
  note(scope, 'syntax', `Fn::Select asks for item ${number} of ${list.items.length}`, at);
  return unknown('an item that the list does not have', at);
}

function split(argument: DataNode, { scope, at }: Call): Result {
  const [delimiter, text] = argumentsOf(argument).map((one) => scope.evaluate(one, scope));
  const between = textOf(delimiter);
  const pieces = piecesOf(text);
  if (between === undefined || between === '' || pieces === undefined) return unknown(whyOf([delimiter, text]), at);
  const whole = textOf(text);
  if (whole !== undefined) return { kind: 'list', items: whole.split(between).map((one) => known(one, at)), at };
  return splitPieces(pieces, between, whyOf([text]), at);
}

/** A text known in part: the items before its first hole are known, what follows is not. */
function splitPieces(pieces: readonly (string | null)[], between: string, why: string, at: Place): Value {
  const [first] = pieces;
  if (typeof first !== 'string') return unknown(why, at);
  const items: Value[] = first.split(between).slice(0, -1).map((one) => known(one, at));
  if (items.length === 0) return unknown(why, at);
  return { kind: 'list', items, open: true, at };
}

function length(argument: DataNode, { scope, at }: Call): Result {
  const list = scope.evaluate(argument, scope);
  if (list?.kind === 'list' && list.open !== true) return known(list.items.length, at);
  return unknownText(whyOf([list]), at);
}

/** A list of texts from one text, as `CommaDelimitedList` parameters are given. */
export function commaSeparated(text: string, at: Place): Value {
  return { kind: 'list', items: text === '' ? [] : text.split(',').map((one) => textOfPieces([one.trim()], '', at)), at };
}
