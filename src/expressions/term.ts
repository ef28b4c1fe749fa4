import type { KnownValue, Reference } from '../templates/value.ts';
import type { Place } from '../formats/place.ts';

/**
 * What an expression works on: a template's value without its wrapper. Scalars are plain, unknown values stay what they
 * are, lists and maps are opened one level at a time. `ListValue`, `MapValue` and `UnknownValue` of a template are terms.
 */
export type Term = string | number | boolean | null | UnknownTerm | ListTerm | MapTerm;

/** A value that cannot be known, and what it depends on. */
export interface UnknownTerm {
  readonly kind: 'unknown';
  readonly why: string;
  /** Literal pieces of a string that is known in part, null where an unknown piece stands. */
  readonly parts?: readonly (string | null)[];
  readonly reference?: Reference;
  /** For texts that were put together: what their unknown pieces refer to. */
  readonly mentions?: readonly Reference[];
  /** True when it may as well not have been written. */
  readonly mayBeAbsent?: boolean;
  /** True when it is an account, a region or another name that the provider gives: no wildcard, no address range. */
  readonly isPlainName?: boolean;
  /** Name of the parameter that it is, when whoever can see the stack can read what was given for it. */
  readonly shownParameter?: string;
  readonly at?: Place;
}

export interface ListTerm {
  readonly kind: 'list';
  readonly items: readonly Item[];
  /** True when further unknown items may follow. */
  readonly open?: boolean;
  /** What decides whether more follow, where that is known. */
  readonly openBy?: string;
  readonly at?: Place;
}

export interface MapTerm {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Item>;
  /** True when further unknown keys may exist. */
  readonly open?: boolean;
  /** What decides whether there are more, where that is known. */
  readonly openBy?: string;
  readonly at?: Place;
}

/** What a list or map holds: a term, or a template's scalar with its place. */
export type Item = Term | KnownValue;

/** The answer to a question: yes, no, or what it depends on. */
export type Truth = boolean | UnknownTerm;

/** Takes the wrapper off a template's scalar. */
export function termOf(item: Item | undefined): Term {
  if (item === undefined) return null;
  return typeof item === 'object' && item !== null && item.kind === 'known' ? item.value : item;
}

export function unknown(why: string): UnknownTerm {
  return { kind: 'unknown', why };
}

export function isUnknown(term: Term | Truth): term is UnknownTerm {
  return typeof term === 'object' && term !== null && term.kind === 'unknown';
}

export function isList(term: Item): term is ListTerm {
  return typeof term === 'object' && term !== null && term.kind === 'list';
}

export function isMap(term: Item): term is MapTerm {
  return typeof term === 'object' && term !== null && term.kind === 'map';
}

export function list(items: readonly Item[], open = false, openBy?: string): ListTerm {
  return open ? { kind: 'list', items, open, ...(openBy === undefined ? {} : { openBy }) } : { kind: 'list', items };
}

/** The doubt about what an open list or map may hold beside what is known of it. */
export function doubtIn({ kind, openBy }: ListTerm | MapTerm): UnknownTerm {
  return unknown(openBy ?? `a ${kind} that may hold more`);
}

/**
 * A property of a term. What is absent is null, and so is a property of null, so that a chain over optional
 * properties needs no guards; in a map that may hold more than is known, absence is unknown.
 */
export function select(term: Term, key: string): Term {
  if (term === null) return null;
  // only why it is unknown passes on: what is known of the whole says nothing of a part
  if (isUnknown(term)) return unknown(term.why);
  if (isMap(term)) {
    const found = term.entries.get(key);
    if (found !== undefined) return termOf(found);
    return term.open === true ? unknown(term.openBy ?? `"${key}", which may be set elsewhere`) : null;
  }
  // a block that the schema allows once is written as a list of one by some formats
  if (isList(term) && term.items.length === 1 && term.open !== true) return select(termOf(term.items[0]), key);
  if (isList(term) && term.open === true) return unknown(term.openBy ?? `"${key}" of a list that may hold more`);
  return null;
}

/**
 * Whether a term is true. Null and absence are false; templates may write booleans as strings, so "true" is true.
 * What is no boolean at all is unknown.
 */
export function truthOf(term: Term): Truth {
  if (typeof term === 'boolean') return term;
  if (term === null) return false;
  if (typeof term === 'string') {
    const lower = term.toLowerCase();
    if (lower === 'true') return true;
    if (lower === 'false' || lower === '') return false;
    return unknown('a text where true or false is expected');
  }
  if (typeof term === 'number') return term !== 0;
  if (isUnknown(term)) return term;
  return unknown('a list or map where true or false is expected');
}

/** The number a term stands for: itself, or a string that is written like one; undefined for anything else. */
export function numberOf(term: Term): number | undefined {
  if (typeof term === 'number') return term;
  if (typeof term !== 'string' || term.length > 40 || !/^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?\s*$/.test(term)) return undefined;
  return Number(term);
}

/** The text of a scalar as a template would write it; undefined for lists, maps, null and unknown terms. */
export function textOf(term: Term): string | undefined {
  if (typeof term === 'string') return term;
  return typeof term === 'number' || typeof term === 'boolean' ? String(term) : undefined;
}

/** The items of a list; a single value counts as a list of one, null as none. */
export function itemsOf(term: Term): readonly Item[] {
  if (isList(term)) return term.items;
  return term === null ? [] : [term];
}
