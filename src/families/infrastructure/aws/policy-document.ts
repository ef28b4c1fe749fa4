import { isList, itemsOf, list, termOf, textOf, type Item, type MapTerm } from '../../../expressions/term.ts';
import { placeOf } from './map-properties.ts';

/** Names of a statement's attributes in IAM's JSON by their names in `aws_iam_policy_document`. */
const statementNames: ReadonlyMap<string, string> = new Map([
  ['sid', 'Sid'],
  ['effect', 'Effect'],
  ['actions', 'Action'],
  ['not_actions', 'NotAction'],
  ['resources', 'Resource'],
  ['not_resources', 'NotResource'],
]);

/** The IAM policy document that a Terraform `aws_iam_policy_document` data source renders of its own statements; every value keeps its place. */
export function policyDocument(properties: MapTerm): MapTerm {
  const statements = itemsOf(termOf(properties.entries.get('statement'))).map((item) => statementOf(item));
  const written = termOf(properties.entries.get('statement'));
  const open = (isList(written) && written.open === true) || (typeof written === 'object' && written !== null && written.kind === 'unknown');
  return {
    kind: 'map',
    entries: new Map<string, Item>([
      ['Version', '2012-10-17'],
      ['Statement', list(statements.filter((item) => typeof item === 'object'), open)],
    ]),
    ...(properties.at === undefined ? {} : { at: properties.at }),
  };
}

function statementOf(item: Item): Item {
  if (typeof item !== 'object' || item === null || item.kind !== 'map') return item;
  const entries = new Map<string, Item>();
  for (const [key, value] of item.entries) {
    const name = statementNames.get(key);
    if (name !== undefined && termOf(value) !== null) entries.set(name, value);
  }
  if (!entries.has('Effect')) entries.set('Effect', 'Allow');
  for (const [key, name] of [['principals', 'Principal'], ['not_principals', 'NotPrincipal']] as const) {
    const principal = principalOf(item.entries.get(key));
    if (principal !== undefined) entries.set(name, principal);
  }
  const condition = conditionOf(item.entries.get('condition'));
  if (condition !== undefined) entries.set('Condition', condition);
  return { ...item, entries };
}

function principalOf(blocks: Item | undefined): Item | undefined {
  const term = termOf(blocks);
  if (term === null) return undefined;
  if (typeof term === 'object' && term.kind === 'unknown') return term;
  const byType = new Map<string, Item>();
  for (const block of itemsOf(term)) {
    if (typeof block !== 'object' || block === null || block.kind !== 'map') continue;
    const type = textOf(termOf(block.entries.get('type'))) ?? '*';
    const identifiers = block.entries.get('identifiers') ?? list([]);
    // `type = "*"` with identifiers ["*"] renders as Principal: "*"
    if (type === '*') return '*';
    const present = byType.get(type);
    byType.set(type, present !== undefined && isList(present) && isList(identifiers) ? { ...present, items: [...present.items, ...identifiers.items] } : identifiers);
  }
  const at = placeOf(blocks);
  return byType.size === 0 ? undefined : { kind: 'map', entries: byType, ...(at === undefined ? {} : { at }) };
}

function conditionOf(blocks: Item | undefined): Item | undefined {
  const term = termOf(blocks);
  if (term === null) return undefined;
  if (typeof term === 'object' && term.kind === 'unknown') return term;
  const byTest = new Map<string, Map<string, Item>>();
  for (const block of itemsOf(term)) {
    if (typeof block !== 'object' || block === null || block.kind !== 'map') continue;
    const test = textOf(termOf(block.entries.get('test'))) ?? '';
    const variable = textOf(termOf(block.entries.get('variable'))) ?? '';
    const inside = byTest.get(test) ?? new Map<string, Item>();
    inside.set(variable, block.entries.get('values') ?? list([]));
    byTest.set(test, inside);
  }
  if (byTest.size === 0) return undefined;
  const entries = new Map<string, Item>();
  for (const [test, inside] of byTest) entries.set(test, { kind: 'map', entries: inside });
  return { kind: 'map', entries };
}
