import { doubtIn, isList, isMap, isUnknown, numberOf, termOf, unknown, type Item, type Term, type Truth, type UnknownTerm } from './term.ts';

/** Levels of nesting that two values are compared to; deeper ones are unknown. */
const maxDepth = 64;

/**
 * Whether two terms are equal. Numbers and booleans equal the strings that spell them, because templates may write
 * either. A string known in part differs from a literal that its known pieces do not fit.
 */
export function equalTerms(left: Term, right: Term, depth = 0): Truth {
  if (isUnknown(left)) return equalUnknown(left, right);
  if (isUnknown(right)) return equalUnknown(right, left);
  if (left === right) return true;
  if (left === null || right === null) return false;
  if (typeof left !== 'object' && typeof right !== 'object') return equalScalars(left, right);
  if (depth >= maxDepth) return unknown('a value that is nested too deep');
  if (isList(left) && isList(right)) {
    if (left.open === true || right.open === true) return doubtIn(left.open === true ? left : right);
    if (left.items.length !== right.items.length) return false;
    const other = right.items;
    return every(left.items, (item, index) => equalTerms(termOf(item), termOf(other[index]), depth + 1));
  }
  if (isMap(left) && isMap(right)) {
    if (left.open === true || right.open === true) return doubtIn(left.open === true ? left : right);
    if (left.entries.size !== right.entries.size) return false;
    const other = right.entries;
    return every([...left.entries], ([key, item]) => other.has(key) && equalTerms(termOf(item), termOf(other.get(key)), depth + 1));
  }
  return false;
}

function every<T>(items: readonly T[], holds: (item: T, index: number) => Truth): Truth {
  let doubt: UnknownTerm | undefined;
  for (let index = 0; index < items.length; index++) {
    const item = items[index];
    const truth = item === undefined ? false : holds(item, index);
    if (truth === false) return false;
    if (truth !== true) doubt ??= truth;
  }
  return doubt ?? true;
}

function equalScalars(left: string | number | boolean, right: string | number | boolean): boolean {
  if (typeof left === typeof right) return left === right;
  if (typeof left === 'boolean' || typeof right === 'boolean') return String(left).toLowerCase() === String(right).toLowerCase();
  return numberOf(left) === numberOf(right);
}

function equalUnknown(left: UnknownTerm, right: Term): Truth {
  if (left.reference !== undefined && isUnknown(right) && right.reference !== undefined) {
    const same = left.reference.resource === right.reference.resource && left.reference.attribute === right.reference.attribute;
    if (same) return true;
  }
  if (left.parts !== undefined && typeof right === 'string' && !mayEqual(left.parts, right)) return false;
  if (typeof right === 'string' && cannotHold(left, right)) return false;
  // an attribute of a resource is some id or name, never absent
  if (right === null && (left.reference !== undefined || left.parts !== undefined)) return false;
  return left;
}

/**
 * Whether an unknown text surely neither is nor holds a text: what refers to a resource of the template is an id, a name
 * or an ARN, never a wildcard, an address range or an alias that the provider keeps for itself.
 */
export function cannotHold({ isPlainName, reference }: UnknownTerm, text: string): boolean {
  if (isPlainName === true) return /[*/.:]|^$/.test(text);
  // a data source may well look such an alias up
  if (reference === undefined || /(?:^|\.)data\./.test(reference.resource)) return false;
  return text.includes('*') || /^$|alias\/aws\/|^aws\/|^(?:true|false)$|^(?:\d{1,3}\.){3}\d{1,3}\/\d|^[\da-f:]*::[\da-f:]*\/\d/i.test(text);
}

/** Whether a string of known pieces and holes can be this text. Greedy, left to right: linear in the text. */
export function mayEqual(parts: readonly (string | null)[], text: string): boolean {
  const first = parts[0];
  const last = parts.at(-1);
  if (typeof first === 'string' && !text.startsWith(first)) return false;
  if (typeof last === 'string' && !text.endsWith(last)) return false;
  let at = 0;
  for (const part of parts) {
    if (part === null) continue;
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return true;
}

/** Order of two terms: negative, zero, positive; undefined when one is absent; unknown when they cannot be compared. */
export function orderTerms(left: Term, right: Term): number | undefined | UnknownTerm {
  if (isUnknown(left)) return left;
  if (isUnknown(right)) return right;
  if (left === null || right === null) return undefined;
  const a = numberOf(left);
  const b = numberOf(right);
  if (a !== undefined && b !== undefined) return a - b;
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0;
  return unknown('values that cannot be compared');
}

/** Whether a list holds an item, or a map a key. Nothing is in null. The item of the list that is it goes to `witnesses`. */
export function contains(container: Term, item: Term, witnesses?: Item[]): Truth {
  if (container === null) return false;
  if (isUnknown(container)) return container;
  if (isMap(container)) {
    if (isUnknown(item)) return item;
    const found = typeof item === 'string' && container.entries.has(item);
    return found || container.open !== true ? found : doubtIn(container);
  }
  if (!isList(container)) return equalTerms(container, item);
  let doubt: UnknownTerm | undefined;
  for (const one of container.items) {
    const same = equalTerms(termOf(one), item);
    if (same === true) {
      if (typeof one === 'object') witnesses?.push(one);
      return true;
    }
    if (same !== false) doubt ??= same;
  }
  return doubt ?? (container.open === true ? doubtIn(container) : false);
}
