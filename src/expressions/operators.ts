import { orderTerms } from './compare.ts';
import { doubtIn, isList, isMap, isUnknown, list, numberOf, select, termOf, textOf, unknown, type Term, type Truth } from './term.ts';

/** And, over three values: the right side is asked only when it can matter. */
export function both(left: Truth, right: () => Truth): Truth {
  if (left === false) return false;
  const other = right();
  if (other === false) return false;
  return left === true ? other : left;
}

/** Not, over three values. */
export function not(truth: Truth): Truth {
  return typeof truth === 'boolean' ? !truth : truth;
}

/** Whether two terms stand in an order; what has none is false. */
export function ordered(left: Term, right: Term, holds: (order: number) => boolean): Truth {
  const order = orderTerms(left, right);
  if (order === undefined) return false;
  return typeof order === 'number' ? holds(order) : order;
}

/** A sum of numbers, texts or lists; null of anything else. */
export function add(left: Term, right: Term): Term {
  if (isUnknown(left) || isUnknown(right)) return joined(left, right);
  if (isList(left) || isList(right)) {
    const [a, b] = [isList(left) ? left : list([]), isList(right) ? right : list([])];
    return list([...a.items, ...b.items], a.open === true || b.open === true, a.openBy ?? b.openBy);
  }
  if (typeof left === 'string' && typeof right === 'string') return left + right;
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== undefined && b !== undefined) return a + b;
  const [s, t] = [textOf(left), textOf(right)];
  return s === undefined || t === undefined ? null : s + t;
}

/** A sum with an unknown side: of texts, the known pieces stay known. */
function joined(left: Term, right: Term): Term {
  const why = isUnknown(left) ? left.why : isUnknown(right) ? right.why : '';
  if (isList(left) || isList(right)) return list([...(isList(left) ? left.items : []), ...(isList(right) ? right.items : [])], true, why);
  const [first, second] = [piecesOf(left), piecesOf(right)];
  return first === undefined || second === undefined ? unknown(why) : { kind: 'unknown', why, parts: [...first, ...second] };
}

/** The pieces of what is surely a text; an unknown value may as well be absent, and then so is the sum. */
function piecesOf(term: Term): readonly (string | null)[] | undefined {
  if (isUnknown(term)) return term.parts;
  return typeof term === 'string' ? [term] : undefined;
}

/** Null of what is no number; a division by zero is unknown. */
export function arithmetic(operator: '-' | '*' | '/' | '%', left: Term, right: Term): Term {
  if (isUnknown(left)) return unknown(left.why);
  if (isUnknown(right)) return unknown(right.why);
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a === undefined || b === undefined) return null;
  if (operator === '-') return a - b;
  if (operator === '*') return a * b;
  if (b === 0) return unknown('a division by zero');
  return operator === '/' ? a / b : a % b;
}

/** The negative of a number; null of anything else. */
export function negative(term: Term): Term {
  if (isUnknown(term)) return unknown(term.why);
  const number = numberOf(term);
  return number === undefined ? null : -number;
}

/** An item of a list by its number, or of a map by its key; null when there is none. */
export function itemAt(object: Term, index: Term): Term {
  if (isUnknown(object)) return unknown(object.why);
  if (isUnknown(index)) return unknown(index.why);
  if (isMap(object)) return select(object, textOf(index) ?? '');
  if (!isList(object)) return null;
  const number = numberOf(index);
  const found = number === undefined ? undefined : object.items[number];
  return found === undefined && object.open === true ? doubtIn(object) : termOf(found);
}
