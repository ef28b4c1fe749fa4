import { documentOf } from '../../../expressions/functions/document.ts';
import { doubtIn, isList, isMap, isUnknown, itemsOf, list, select, termOf, textOf, type Item, type MapTerm, type Term, type Truth, type UnknownTerm } from '../../../expressions/term.ts';
import { placeOf } from '../aws/map-properties.ts';
import { matchesWildcard } from './wildcard.ts';

/** Elements of a statement that may be written as one text or as a list. */
const listElements = ['Action', 'NotAction', 'Resource', 'NotResource'];

/**
 * The statements of a policy document (a map, or JSON text), normalised: actions and resources are always lists,
 * `Effect` is always there. An unknown document gives an open list, so that what is asked of it is unknown.
 */
export function statementsOf(document: Term, at?: Item): Term {
  if (at !== undefined || typeof document !== 'object' || document === null) return readStatements(document, at);
  const present = normalisedDocuments.get(document) ?? readStatements(document, at);
  normalisedDocuments.set(document, present);
  return present;
}

/** Some thirty policies ask of the same document. */
const normalisedDocuments = new WeakMap<object, Term>();

function readStatements(document: Term, at?: Item): Term {
  const read = documentOf(document, placeOf(at));
  // a text that is no JSON allows nothing: it cannot be deployed
  if (isUnknown(read)) return typeof document === 'string' ? list([]) : read;
  if (isList(read)) {
    const parts = read.items.map((item) => statementsOf(termOf(item), item));
    return list(parts.flatMap((part) => (isList(part) ? part.items : [])), read.open === true || parts.some((part) => isUnknown(part) || (isList(part) && part.open === true)));
  }
  if (!isMap(read)) return list([]);
  const statements = select(read, 'Statement');
  if (isUnknown(statements)) return statements;
  const open = (isList(statements) && statements.open === true) || read.open === true;
  return list(itemsOf(statements).map((item) => normalised(item)), open, (isList(statements) ? statements.openBy : undefined) ?? read.openBy ?? 'a document that may hold more statements');
}

function normalised(item: Item): Item {
  if (typeof item !== 'object' || item === null || item.kind !== 'map') return item;
  const entries = new Map(item.entries);
  for (const name of listElements) {
    const element = entries.get(name);
    if (element === undefined || isList(element)) continue;
    const term = termOf(element);
    if (!isUnknown(term) || term.parts !== undefined || term.reference !== undefined) entries.set(name, { kind: 'list', items: [element] });
  }
  const effect = termOf(entries.get('Effect'));
  if (effect === null) entries.set('Effect', 'Allow');
  return { ...item, entries };
}

/** Whether a statement allows (or, asked so, denies). */
export function hasEffect(statement: Term, effect: 'Allow' | 'Deny'): Truth {
  const term = select(statement, 'Effect');
  return isUnknown(term) ? term : textOf(term)?.toLowerCase() === effect.toLowerCase();
}

/** Whether a statement's actions take in an action; a wildcard asked for is met only by a pattern that covers it. */
export function coversAction(statement: Term, action: string): Truth {
  const actions = select(statement, 'Action');
  if (actions !== null) return anyText(actions, (pattern) => matchesWildcard(pattern, action));
  const others = select(statement, 'NotAction');
  if (others === null) return false;
  const excluded = anyText(others, (pattern) => matchesWildcard(pattern, action));
  return typeof excluded === 'boolean' ? !excluded : excluded;
}

/** Whether a statement is about every resource: `*`, or everything but some. */
export function coversAnyResource(statement: Term): Truth {
  const resources = select(statement, 'Resource');
  if (resources !== null) return anyText(resources, (resource) => resource === '*' || /^arn:\*(?::\*)*$/.test(resource) || resource === 'arn:aws:*' );
  return select(statement, 'NotResource') !== null;
}

/** Whether any text of a list passes. What is unknown but known in part is decided where a known piece rules `*` out. */
export function anyText(term: Term, holds: (text: string) => boolean): Truth {
  if (isUnknown(term)) return unknownText(term, holds);
  let doubt: UnknownTerm | undefined = isList(term) && term.open === true ? doubtIn(term) : undefined;
  for (const item of itemsOf(term)) {
    const one = termOf(item);
    if (isUnknown(one)) {
      const answer = unknownText(one, holds);
      if (answer === true) return true;
      if (answer !== false) doubt ??= answer;
    } else if (isList(one)) {
      const answer = anyText(one, holds);
      if (answer === true) return true;
      if (answer !== false) doubt ??= answer;
    } else {
      const text = textOf(one);
      if (text !== undefined && holds(text)) return true;
    }
  }
  return doubt ?? false;
}

/** A text that refers to a resource, or is known in part, is some ARN or name: it is taken with its unknown pieces as `x`. */
function unknownText(term: UnknownTerm, holds: (text: string) => boolean): Truth {
  if (term.reference !== undefined) return holds('arn:aws:x:x:x:x');
  if (term.parts !== undefined && term.parts.some((part) => part !== null && part.trim() !== '')) return holds(term.parts.map((part) => part ?? 'x').join(''));
  return term;
}

/** The policy documents that a resource carries, whatever its properties are called. Trust policies are not among them. */
export function documentsOf(resource: Term): Term {
  if (!isMap(resource)) return list([]);
  const found: Item[] = [];
  for (const name of documentProperties) {
    const item = resource.entries.get(name);
    if (item !== undefined) found.push(item);
  }
  for (const inline of itemsOf(select(resource, 'Policies'))) {
    const term = termOf(inline);
    const item = isMap(term) ? (term as MapTerm).entries.get('PolicyDocument') : undefined;
    if (item !== undefined) found.push(item);
  }
  return list(found);
}

const documentProperties = ['PolicyDocument', 'Policy', 'KeyPolicy', 'ResourcePolicy', 'RepositoryPolicyText', 'AccessPolicies', 'AccessPolicy', 'FileSystemPolicy', 'Content', 'InlinePolicy'];
