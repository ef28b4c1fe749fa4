import type { ExpressionFunction } from '../compile.ts';
import { isUnknown, unknown, type Item, type MapTerm, type Term } from '../term.ts';
import type { Place } from '../../formats/place.ts';

/** Characters and levels of a JSON text that is read as a document; more is unknown. */
const maxLength = 1_000_000;
const maxDepth = 100;

/** Stands for an unknown piece of a text while it is parsed. A private-use character: no template holds it. */
const hole = '\uE00F';

/**
 * A JSON document that a template gives as text, as a map. What already is a map or list stays. A text known in part is
 * read too: the texts around its unknown pieces become unknown in part. What is no JSON is unknown.
 */
export function documentOf(term: Term, at?: Place): Term {
  const place = at === undefined ? {} : { at };
  if (isUnknown(term)) {
    if (term.parts === undefined) return term;
    return parse(term.parts.map((part) => part ?? hole).join(''), term.why, place) ?? term;
  }
  if (typeof term !== 'string') return term;
  return parse(term, 'a text that is not JSON', place) ?? unknown('a text that is not JSON');
}

/** `json.parse(text)`. */
export const documentFunctions: readonly (readonly [string, ExpressionFunction<unknown>])[] = [
  // json.isDocument(value): a map, a list, a text that is JSON or empty, nothing at all, or not known
  ['json.isDocument', { least: 1, most: 1, lenient: true, call: ([term = null]) => typeof term !== 'string' || term.trim() === '' || !isUnknown(documentOf(term)) }],
  ['json.parse', { least: 1, most: 1, lenient: true, call: ([term = null]) => documentOf(term) }],
];

function parse(text: string, why: string, place: { readonly at?: Place }): Term | undefined {
  if (text.length > maxLength || !/^\s*[[{]/.test(text) || nestsTooDeep(text)) return undefined;
  for (const candidate of text.includes(hole) ? [text, quoteHoles(text)] : [text]) {
    try {
      const parsed: unknown = JSON.parse(candidate);
      return toTerm(parsed, why, place);
    } catch {
      // the next reading is tried; a text that has none is unknown
    }
  }
  return undefined;
}

/** Puts quotes around holes that stand where a value does, not inside a text. */
function quoteHoles(text: string): string {
  let inText = false;
  let result = '';
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (inText && char === '\\') {
      result += char + (text[at + 1] ?? '');
      at++;
      continue;
    }
    if (char === '"') inText = !inText;
    result += char === hole && !inText ? `"${hole}"` : char;
  }
  return result;
}

function nestsTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    // brackets inside texts are counted too: a wrong "too deep" needs a hundred of them in a row
    if (code === 123 || code === 91) depth++;
    else if (code === 125 || code === 93) depth--;
    if (depth > maxDepth) return true;
  }
  return false;
}

function toTerm(value: unknown, why: string, place: { readonly at?: Place }): Term {
  if (typeof value === 'string') return value.includes(hole) ? { kind: 'unknown', why, parts: partsOf(value), ...place } : value;
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  if (Array.isArray(value)) return { kind: 'list', items: value.map((item: unknown) => toTerm(item, why, place)), ...place };
  if (typeof value !== 'object' || value === undefined) return null;
  const entries = new Map<string, Item>();
  for (const [key, item] of Object.entries(value)) entries.set(key, toTerm(item, why, place));
  return { kind: 'map', entries, ...place } satisfies MapTerm;
}

function partsOf(text: string): readonly (string | null)[] {
  return text.split(hole).flatMap((piece, index) => (index === 0 ? [piece] : [null, piece])).filter((piece) => piece !== '');
}
