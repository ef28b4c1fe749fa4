import type { ExpressionFunction } from '../compile.ts';
import { cannotHold, mayEqual } from '../compare.ts';
import { doubtIn, isList, isMap, isUnknown, itemsOf, list, numberOf, termOf, textOf, unknown, type Term, type UnknownTerm } from '../term.ts';
import { linearPattern } from './pattern.ts';

/** Longest text a pattern is tried on; longer ones are unknown, so that no template can make a check slow. */
const maxMatchLength = 4096;

type Row = readonly [string, ExpressionFunction<unknown>];

/** CEL's standard functions over texts, lists and numbers. All of them take null for absent and give false, 0 or null. */
export const standardFunctions: readonly Row[] = [
  ['.startsWith', partial((text, piece) => text.startsWith(piece), (parts, piece) => decidedStart(parts[0] ?? null, piece))],
  ['.endsWith', partial((text, piece) => text.endsWith(piece), (parts, piece) => decidedEnd(parts.at(-1) ?? null, piece))],
  ['.contains', { least: 2, most: 2, lenient: true, call: ([whole = null, piece = null]) => containsPiece(whole, piece) }],
  ['.matches', { least: 2, most: 2, call: ([text = null, pattern = null]) => matches(text, pattern) }],
  ['matches', { least: 2, most: 2, call: ([text = null, pattern = null]) => matches(text, pattern) }],
  ['.lowerAscii', onText((text) => text.toLowerCase())],
  ['.upperAscii', onText((text) => text.toUpperCase())],
  ['.trim', onText((text) => text.trim())],
  ['.split', { least: 2, most: 2, call: ([text = null, separator = null]) => list((textOf(text) ?? '').split(textOf(separator) ?? ',')) }],
  ['.join', { least: 1, most: 2, call: ([items = null, separator = null]) => join(items, textOf(separator) ?? '') }],
  ['.replace', { least: 3, most: 3, call: ([text = null, from = null, to = null]) => textOf(text)?.replaceAll(textOf(from) ?? '\0', textOf(to) ?? '') ?? null }],
  ['size', { least: 1, most: 1, call: ([term = null]) => size(term) }],
  ['.size', { least: 1, most: 1, call: ([term = null]) => size(term) }],
  ['int', { least: 1, most: 1, call: ([term = null]) => whole(term) }],
  ['double', { least: 1, most: 1, call: ([term = null]) => numberOf(term) ?? null }],
  ['string', { least: 1, most: 1, call: ([term = null]) => textOf(term) ?? null }],
  ['bool', { least: 1, most: 1, call: ([term = null]) => textOf(term)?.toLowerCase() === 'true' }],
  // what is surely one text, or one attribute of a resource, is one item though nobody knows which
  ['list', { least: 1, most: 1, lenient: true, call: ([term = null]) => (isList(term) || (isUnknown(term) && term.parts === undefined && term.reference === undefined) ? term : list(itemsOf(term))) }],
  ['surely', { least: 1, most: 1, lenient: true, call: ([term = null]) => !isUnknown(term) && term }],
  ['depends', { least: 1, most: 1, call: ([why = null]) => unknown(textOf(why) ?? 'what is not written') }],
  ['known', { least: 1, most: 1, lenient: true, call: ([term = null]) => !isUnknown(term) }],
  ['isText', { least: 1, most: 1, lenient: true, call: ([term = null]) => typeof term === 'string' }],
];

function onText(change: (text: string) => string): ExpressionFunction<unknown> {
  return {
    least: 1,
    most: 1,
    lenient: true,
    call: ([term = null]) => {
      if (isUnknown(term)) return term.parts === undefined ? term : { ...term, parts: term.parts.map((part) => (part === null ? null : change(part))) };
      const text = textOf(term);
      return text === undefined ? null : change(text);
    },
  };
}

/** A test of a text against a piece that known ends of a partly known text may already decide. */
function partial(test: (text: string, piece: string) => boolean, decide: (parts: readonly (string | null)[], piece: string) => boolean | undefined): ExpressionFunction<unknown> {
  return {
    least: 2,
    most: 2,
    lenient: true,
    call: ([term = null, piece = null]) => {
      if (isUnknown(piece)) return piece;
      const wanted = textOf(piece);
      if (wanted === undefined) return false;
      if (isUnknown(term)) return (term.parts === undefined ? undefined : decide(term.parts, wanted)) ?? (wanted !== '' && cannotHold(term, wanted) ? false : term);
      const text = textOf(term);
      return text !== undefined && test(text, wanted);
    },
  };
}

function decidedStart(first: string | null, piece: string): boolean | undefined {
  if (first === null) return undefined;
  if (first.startsWith(piece)) return true;
  return piece.startsWith(first) ? undefined : false;
}

function decidedEnd(last: string | null, piece: string): boolean | undefined {
  if (last === null) return undefined;
  if (last.endsWith(piece)) return true;
  return piece.endsWith(last) ? undefined : false;
}

function containsPiece(whole: Term, piece: Term): Term {
  if (isUnknown(piece)) return piece;
  if (isUnknown(whole)) {
    const wanted = textOf(piece);
    if (wanted !== undefined && wanted !== '' && cannotHold(whole, wanted)) return false;
    return wanted !== undefined && (whole.parts ?? []).some((part) => part?.includes(wanted) === true) ? true : whole;
  }
  if (isList(whole)) {
    let doubt: UnknownTerm | undefined = whole.open === true ? doubtIn(whole) : undefined;
    for (const item of whole.items) {
      const one = termOf(item);
      if (isUnknown(one)) doubt ??= one.parts !== undefined && typeof piece === 'string' && !mayEqual(one.parts, piece) ? undefined : one;
      else if (textOf(one) !== undefined && textOf(one) === textOf(piece)) return true;
    }
    return doubt ?? false;
  }
  const [text, wanted] = [textOf(whole), textOf(piece)];
  return text !== undefined && wanted !== undefined && text.includes(wanted);
}

const compiled = new Map<string, RegExp>();

function matches(text: Term, pattern: Term): Term {
  const [subject, source] = [textOf(text), textOf(pattern)];
  if (subject === undefined || source === undefined) return false;
  if (subject.length > maxMatchLength) return unknown('a text that is too long to match');
  let expression = compiled.get(source);
  if (expression === undefined) {
    expression = linearPattern(source);
    // patterns come from policy files, but a parameter may make one from data
    if (compiled.size > 2000) compiled.clear();
    compiled.set(source, expression);
  }
  return expression.test(subject);
}

function join(items: Term, separator: string): Term {
  const texts: string[] = [];
  for (const item of itemsOf(items)) {
    const term = termOf(item);
    if (isUnknown(term)) return term;
    texts.push(textOf(term) ?? '');
  }
  return texts.join(separator);
}

function size(term: Term): Term {
  if (isList(term)) return term.open === true ? unknown(term.openBy ?? 'the length of a list that may hold more') : term.items.length;
  if (isMap(term)) return term.open === true ? unknown(term.openBy ?? 'the size of a map that may hold more') : term.entries.size;
  return textOf(term)?.length ?? 0;
}

function whole(term: Term): Term {
  const number = numberOf(term);
  return number === undefined ? null : Math.trunc(number);
}
