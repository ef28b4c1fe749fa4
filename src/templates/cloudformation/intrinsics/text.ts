import type { DataNode } from '../../../formats/node.ts';
import type { Place } from '../../../formats/place.ts';
import { mentioning } from '../../mentions.ts';
import type { Value } from '../../value.ts';
import { isKnown, plain } from '../equal.ts';
import { argumentsOf, note, withLocal, type Intrinsic, type Scope } from '../scope.ts';
import { known, piecesOf, textOf, textOfPieces, unknown, unknownText, whyOf, type Result } from '../values.ts';
import { attribute, refer } from './reference.ts';

/** Functions that make texts. */
export const textFunctions: readonly (readonly [string, Intrinsic])[] = [
  ['Fn::Sub', substitute],
  ['Fn::Join', join],
  // what the machine gets is what checks ask about, so the text stays as it is written
  ['Fn::Base64', (argument, { scope }) => scope.evaluate(argument, scope)],
  ['Fn::ToJsonString', toJson],
];

function substitute(argument: DataNode, { scope, at }: { readonly scope: Scope; readonly at: Place }): Result {
  const [template, variables] = argumentsOf(argument);
  const value = template === undefined ? undefined : scope.evaluate(template, scope);
  const text = textOf(value);
  if (text === undefined) return value?.kind === 'unknown' ? { ...value, at } : unknownText('a text that is computed', at);
  let inner = scope;
  if (variables?.kind === 'map') {
    for (const { key, value: node } of variables.entries) {
      const bound = scope.evaluate(node, scope);
      if (bound !== undefined) inner = withLocal(inner, String(key.value), bound);
    }
  }
  const pieces: Result[] = [];
  let last = 0;
  for (const match of text.matchAll(/\$\{([^{}]{0,300})\}/g)) {
    pieces.push(known(text.slice(last, match.index), at));
    last = match.index + match[0].length;
    const name = (match[1] ?? '').trim();
    if (name.startsWith('!')) pieces.push(known(`\${${name.slice(1)}}`, at));
    else pieces.push(named(name, inner, at));
  }
  pieces.push(known(text.slice(last), at));
  return assembled(pieces, at);
}

function named(name: string, scope: Scope, at: Place): Result {
  if (scope.locals.has(name) || scope.parameters.has(name)) return refer(name, scope, at);
  const dot = name.indexOf('.');
  if (dot >= 0) return attribute(name.slice(0, dot), name.slice(dot + 1), scope, at);
  return refer(name, scope, at);
}

/** A text of values one after the other. One lone reference stays the reference it is. */
function assembled(values: readonly Result[], at: Place): Value {
  const filled = values.filter((value) => textOf(value) !== '');
  const [only] = filled;
  if (filled.length === 1 && only?.kind === 'unknown') return { ...only, at };
  return mentioning(textOfPieces(values.flatMap((value) => piecesOf(value) ?? [null]), whyOf(values), at), values);
}

function join(argument: DataNode, { scope, at }: { readonly scope: Scope; readonly at: Place }): Result {
  const [delimiter, list] = argumentsOf(argument).map((one) => scope.evaluate(one, scope));
  const between = textOf(delimiter);
  if (between === undefined || list === undefined) {
    if (delimiter?.kind !== 'unknown') note(scope, 'syntax', 'Fn::Join takes a delimiter and a list', at);
    return unknownText('a text that is computed', at);
  }
  if (list.kind !== 'list') return unknownText(whyOf([list]), at);
  const values: Result[] = [];
  list.items.forEach((item, index) => {
    if (index > 0) values.push(known(between, at));
    values.push(item);
  });
  if (list.open !== true) return assembled(values, at);
  return unknownText(whyOf(values), at);
}

function toJson(argument: DataNode, { scope, at }: { readonly scope: Scope; readonly at: Place }): Result {
  const value = scope.evaluate(argument, scope);
  return isKnown(value) ? known(JSON.stringify(plain(value)), at) : value === undefined ? undefined : unknown(whyOf([value]), at);
}
