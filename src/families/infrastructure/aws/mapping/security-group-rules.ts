import { isList, itemsOf, termOf, type Item } from '../../../../expressions/term.ts';

/** Terraform's plural sources of a rule, and the property that CloudFormation has for one of them. */
const sources = [
  ['CidrBlocks', 'CidrIp'],
  ['Ipv6CidrBlocks', 'CidrIpv6'],
  ['PrefixListIds', 'SourcePrefixListId'],
  ['SecurityGroups', 'SourceSecurityGroupId'],
] as const;

/**
 * Splits each rule of a list into one rule a source, as CloudFormation writes them, keeping the place of the source.
 * A rule without a list of sources stays whole.
 */
export function splitRules(mapped: Map<string, Item>, property: string): void {
  const rules = mapped.get(property);
  if (rules === undefined || !isList(rules)) return;
  mapped.set(property, { ...rules, items: rules.items.flatMap(splitRule) });
}

/** The rules that one rule with lists of sources stands for. */
export function splitRule(rule: Item): readonly Item[] {
  if (typeof rule !== 'object' || rule === null || rule.kind !== 'map') return [rule];
  const shared = new Map(rule.entries);
  for (const [plural] of sources) shared.delete(plural);
  const split: Item[] = [];
  for (const [plural, single] of sources) {
    const list = rule.entries.get(plural);
    if (list === undefined) continue;
    const term = termOf(list);
    if (term !== null && typeof term === 'object' && !isList(term)) split.push({ ...rule, entries: new Map([...shared, [single, list]]) });
    else {
      for (const source of itemsOf(term)) split.push({ ...rule, entries: new Map([...shared, [single, source]]) });
      if (isList(term) && term.open === true) split.push({ ...rule, entries: new Map([...shared, [single, { kind: 'unknown', why: 'a list of sources that may hold more' }]]) });
    }
  }
  if (termOf(rule.entries.get('Self')) === true) split.push({ ...rule, entries: new Map([...shared, ['SourceSecurityGroupId', { kind: 'unknown', why: 'the group itself', parts: ['sg-', null] }]]) });
  return split.length === 0 ? [rule] : split;
}
