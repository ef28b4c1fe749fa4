import { type Comparator, everything, type Interval, intervalOf, meet, union } from './interval.ts';
import { type Compare, isDigitOrLetterCode } from './order.ts';
import type { NativeRange } from './scheme.ts';

/** One part of a native range: an operator (empty for none) and the text after it. */
export interface Term {
  readonly operator: string;
  readonly version: string;
}

/** What a part allows (`within`) or forbids (`without`). */
export interface Clause {
  readonly within: readonly Interval[];
  readonly without: readonly Interval[];
}

const operatorCharacters = new Set('<>=!~^');

/**
 * Cuts a text such as `>= 1.2, < 2` or `>=1.2 <2` into terms. Separators (one character each) end a version;
 * spaces between an operator and its version do not count. Undefined if an operator has no version.
 */
export function readTerms(text: string, separators: string): Term[] | undefined {
  const terms: Term[] = [];
  let at = 0;
  while (at < text.length) {
    if (isGap(text[at], separators)) {
      at++;
      continue;
    }
    const start = at;
    while (at < text.length && operatorCharacters.has(text[at] ?? '')) at++;
    const operator = text.slice(start, at);
    while (isSpace(text[at])) at++;
    const from = at;
    while (at < text.length && !isGap(text[at], separators) && !operatorStarts(text, at)) at++;
    if (at === from) return undefined;
    terms.push({ operator, version: text.slice(from, at) });
  }
  return terms;
}

function isSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\n' || character === '\r';
}

function isGap(character: string | undefined, separators: string): boolean {
  return isSpace(character) || (character !== undefined && separators.includes(character));
}

/** `~` and `=` may stand inside a version (Debian, Python), so may `!` of an epoch; the others start the next term. */
function operatorStarts(text: string, at: number): boolean {
  const character = text[at];
  // RPM writes 1.0^git1
  return character === '<' || character === '>' || (character === '!' && text[at + 1] === '=') || (character === '^' && !isDigitOrLetterCode(text.charCodeAt(at - 1)));
}

/** What a plain comparator allows or forbids. */
export function comparatorClause(comparator: Comparator, version: string): Clause {
  if (comparator === '!=') return { within: [], without: [intervalOf('=', version)] };
  return { within: [intervalOf(comparator, version)], without: [] };
}

/** The clause that allows just this interval. */
export function only(interval: Interval): Clause {
  return { within: [interval], without: [] };
}

/** All clauses at once. */
export function allOf(compare: Compare, clauses: readonly Clause[]): Interval[] {
  return meet(compare, clauses.flatMap(({ within }) => within), clauses.flatMap(({ without }) => without));
}

/** Any of the alternatives. */
function anyOf(compare: Compare, alternatives: readonly (readonly Clause[])[]): Interval[] {
  return union(compare, alternatives.flatMap((clauses) => allOf(compare, clauses)));
}

/**
 * Reads alternatives (split by `||` or `|`) of terms, each by the scheme's own meaning of its operators.
 * Undefined if one of them is none.
 */
export function readRange(text: string, compare: Compare, options: { readonly separators: string; readonly alternatives: RegExp; readonly clause: (term: Term) => Clause | undefined }): Interval[] | undefined {
  const all: Clause[][] = [];
  for (const alternative of text.split(options.alternatives)) {
    const terms = readTerms(alternative, options.separators);
    if (terms === undefined) return undefined;
    const clauses: Clause[] = [];
    for (const term of terms) {
      const clause = options.clause(term);
      if (clause === undefined) return undefined;
      clauses.push(clause);
    }
    all.push(clauses);
  }
  return anyOf(compare, all);
}

/** The comparator that an operator of most ecosystems means; undefined for others. */
export function plainComparator(operator: string): Comparator | undefined {
  return plain.get(operator);
}

const plain: ReadonlyMap<string, Comparator> = new Map([['', '='], ['=', '='], ['==', '='], ['!=', '!='], ['<>', '!='], ['<', '<'], ['<=', '<='], ['>', '>'], ['>=', '>='], ['=<', '<='], ['=>', '>=']]);

/** Reads a range of plain comparators that all apply, separated by commas or spaces, alternatives by `||` or `|`. `*` is every version. */
export function readPlainRange(text: string, compare: Compare, operators: ReadonlyMap<string, Comparator> = plain): NativeRange | undefined {
  if (text.trim() === '*') return { intervals: [everything] };
  const clause = ({ operator, version }: Term) => {
    const comparator = operators.get(operator);
    return comparator === undefined ? undefined : comparatorClause(comparator, version);
  };
  const intervals = readRange(text, compare, { separators: ',', alternatives: /\|\|?/, clause });
  return intervals === undefined ? undefined : { intervals };
}
