import { originOf, originOfEnd, type MappedText } from '../mapped-text.ts';
import type { Argument } from './syntax.ts';

/** What a body that begins with `[` is: the strings of a JSON array, a JSON array of other things, or no JSON. */
export type StringArray = { readonly kind: 'strings'; readonly items: readonly Argument[] } | { readonly kind: 'mixed' } | { readonly kind: 'none' };

/** Reads an exec form. The platform's JSON parser decides what is JSON; the strings' places are found afterwards. */
export function readStringArray(body: MappedText): StringArray {
  if (!body.text.startsWith('[')) return { kind: 'none' };
  let values: unknown;
  try {
    values = JSON.parse(body.text);
  } catch {
    return { kind: 'none' };
  }
  if (!Array.isArray(values)) return { kind: 'none' };
  const items: Argument[] = [];
  let at = 1;
  for (const value of values) {
    if (typeof value !== 'string') return { kind: 'mixed' };
    const open = body.text.indexOf('"', at);
    let close = open + 1;
    while (close < body.text.length && body.text[close] !== '"') close += body.text[close] === '\\' ? 2 : 1;
    items.push({ text: value, start: originOf(body, open), end: originOfEnd(body, close + 1) });
    at = close + 1;
  }
  return { kind: 'strings', items };
}
