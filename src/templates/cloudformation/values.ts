import type { Place } from '../../formats/place.ts';
import type { KnownValue, UnknownValue, Value } from '../value.ts';

/** What a template can make of a node: a value, or undefined for `AWS::NoValue`. */
export type Result = Value | undefined;

/** Yes, no, or the value on which it depends. */
export type Truth = boolean | UnknownValue;

/** A value that stands in the template. */
export function known(value: KnownValue['value'], at: Place): KnownValue {
  return { kind: 'known', value, provenance: 'written', at };
}

/** A value of which nothing is known. */
export function unknown(why: string, at: Place): UnknownValue {
  return { kind: 'unknown', why, at };
}

/** A value that is surely a text, but nobody knows which. */
export function unknownText(why: string, at: Place): UnknownValue {
  return { kind: 'unknown', why, parts: [null], at };
}

/** The text of a scalar as CloudFormation writes it; undefined for lists, maps, null and what is unknown. */
export function textOf(value: Result): string | undefined {
  return value?.kind === 'known' && value.value !== null ? String(value.value) : undefined;
}

/** The pieces of a text, null for each that is unknown; undefined for what cannot be a text. */
export function piecesOf(value: Result): readonly (string | null)[] | undefined {
  if (value === undefined) return undefined;
  const text = textOf(value);
  if (text !== undefined) return [text];
  return value.kind === 'unknown' ? (value.parts ?? [null]) : undefined;
}

/** A text of pieces: known when all of them are. Neighbouring pieces are joined. */
export function textOfPieces(pieces: readonly (string | null)[], why: string, at: Place): Value {
  const joined: (string | null)[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') joined[joined.length - 1] = last + piece;
    else if (piece !== last && piece !== '') joined.push(piece);
  }
  if (joined.length === 0) return known('', at);
  const [only] = joined;
  if (joined.length === 1 && typeof only === 'string') return known(only, at);
  return { kind: 'unknown', why, parts: joined, at };
}

/** Why the first unknown among values is unknown. */
export function whyOf(values: Iterable<Result>): string {
  for (const value of values) if (value?.kind === 'unknown') return value.why;
  return 'a value that the stack gives';
}

/** The same value, standing elsewhere: a parameter's default where it is used. */
export function movedTo(value: Value, at: Place): Value {
  return { ...value, at };
}
