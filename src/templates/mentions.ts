import type { Reference, Value } from './value.ts';

/** References that one text keeps; a longer text mentions more than any check asks about. */
const maxMentions = 50;

/** A text that was put together, with the references of the values in it. */
export function mentioning(text: Value, values: Iterable<Value | undefined>): Value {
  if (text.kind !== 'unknown' && text.kind !== 'known') return text;
  const mentions: Reference[] = [];
  for (const value of values) {
    if (value?.kind !== 'unknown' && value?.kind !== 'known') continue;
    for (const one of value.reference === undefined ? (value.mentions ?? []) : [value.reference]) if (mentions.length < maxMentions) mentions.push(one);
  }
  return mentions.length === 0 ? text : { ...text, mentions };
}
