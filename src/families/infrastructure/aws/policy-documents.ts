import { documentOf } from '../../../expressions/functions/document.ts';
import { isList, isMap, isUnknown, itemsOf, list, termOf, textOf, type Item, type ListTerm, type MapTerm } from '../../../expressions/term.ts';
import type { Resource } from '../../../templates/value.ts';
import { policyDocument } from './policy-document.ts';

/** The policy documents that a Terraform template writes as data sources. */
export interface PolicyDocuments {
  /** The document of a data source, by its address. */
  named(address: string): MapTerm | undefined;
  /** The document whose JSON a value is. */
  of(item: Item): MapTerm | undefined;
}

/** Type of the data sources that are policy documents. */
export const policyDocumentType = 'data.aws_iam_policy_document';

/** Reads the policy documents among data sources, each when it is asked for, with what they take over from one another. */
export function policyDocuments(data: readonly Resource[]): PolicyDocuments {
  const sources = new Map(data.flatMap((one) => (one.type === policyDocumentType ? [[one.name, one] as const] : [])));
  const made = new Map<string, MapTerm | undefined>();
  const named = (address: string): MapTerm | undefined => {
    const source = sources.get(address) ?? sources.get(address.replace(/\[[^\]]*\]$/, ''));
    if (source === undefined || made.has(source.name)) return source && made.get(source.name);
    // one that takes over itself has nothing to take over
    made.set(source.name, undefined);
    const document = merged(source.properties, of);
    made.set(source.name, document);
    return document;
  };
  const of = (item: Item): MapTerm | undefined => {
    const term = termOf(item);
    if (isList(term) || isMap(term) || !isUnknown(term) || term.reference === undefined) return undefined;
    const { resource, attribute } = term.reference;
    return attribute.startsWith('json') || attribute.startsWith('minified_json') ? named(resource) : undefined;
  };
  return { named, of };
}

/** A document with those it takes over: later statements replace earlier ones with their Sid, as the provider does. */
function merged(properties: MapTerm, documentFor: (item: Item) => MapTerm | undefined): MapTerm {
  const own = policyDocument(properties);
  const parts: readonly (ListTerm | undefined)[] = [
    ...['source_json', 'source_policy_documents'].flatMap((name) => statementsIn(properties.entries.get(name), documentFor)),
    statementsOf(own),
    ...['override_json', 'override_policy_documents'].flatMap((name) => statementsIn(properties.entries.get(name), documentFor)),
  ];
  const statements: Item[] = [];
  for (const statement of parts.flatMap((part) => part?.items ?? [])) {
    const sid = sidOf(statement);
    const same = sid === undefined ? -1 : statements.findIndex((one) => sidOf(one) === sid);
    if (same < 0) statements.push(statement);
    else statements[same] = statement;
  }
  const isOpen = parts.some((part) => part === undefined || part.open === true);
  return { ...own, entries: new Map([...own.entries, ['Statement', list(statements, isOpen)]]) };
}

/** The statements of each document that an argument names; undefined for one that is not known. */
function statementsIn(argument: Item | undefined, documentFor: (item: Item) => MapTerm | undefined): readonly (ListTerm | undefined)[] {
  const term = termOf(argument);
  if (argument === undefined || term === null) return [];
  if (isUnknown(term) && term.reference === undefined && term.parts === undefined) return [undefined];
  const items = isList(argument) ? argument.items : [argument];
  const found = items.map((item) => {
    const document = documentFor(item) ?? documentOf(termOf(item), typeof item === 'object' && item !== null ? item.at : undefined);
    return isMap(document) ? statementsOf(document) : undefined;
  });
  return isList(argument) && argument.open === true ? [...found, undefined] : found;
}

function statementsOf(document: MapTerm): ListTerm {
  const statements = document.entries.get('Statement');
  if (statements !== undefined && isList(statements)) return statements;
  return list(itemsOf(termOf(statements)), document.open === true);
}

function sidOf(statement: Item): string | undefined {
  const sid = isMap(statement) ? textOf(termOf(statement.entries.get('Sid'))) : undefined;
  return sid === '' ? undefined : sid;
}
