import type { ExpressionFunction } from '../../../expressions/compile.ts';
import { doubtIn, isList, isMap, isUnknown, itemsOf, list, select, termOf, textOf, type Term, type Truth } from '../../../expressions/term.ts';

/** What Azure takes for every address of the internet, in lower case. */
const everywhere: ReadonlySet<string> = new Set(['*', '0.0.0.0', '0.0.0.0/0', '::/0', '/0', '<nw>/0', 'internet', 'any']);

/**
 * Functions of the `nsg` namespace: rules of Azure's network security groups.
 * Source: https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview
 */
export const securityRuleFunctions: readonly (readonly [string, ExpressionFunction<unknown>])[] = [
  // nsg.rules(resource): the rules of a group, or a rule that is a resource of its own, as a list
  ['nsg.rules', { least: 1, most: 1, call: ([resource = null]) => rulesOf(resource) }],
  // nsg.admits(rule, direction, port): it allows traffic in that direction to the port
  ['nsg.admits', { least: 3, most: 3, lenient: true, call: ([rule = null, direction = null, port = null]) => admits(rule, textOf(direction) ?? '', Number(textOf(port))) }],
  ['nsg.fromInternet', { least: 1, most: 1, lenient: true, call: ([rule = null]) => anyOf(rule, ['source_address_prefix', 'source_address_prefixes'], isEverywhere) }],
  ['nsg.toInternet', { least: 1, most: 1, lenient: true, call: ([rule = null]) => anyOf(rule, ['destination_address_prefix', 'destination_address_prefixes'], isEverywhere) }],
];

function rulesOf(resource: Term): Term {
  if (isMap(resource) && resource.entries.has('access')) return list([resource]);
  return select(resource, 'security_rule') ?? list([]);
}

function admits(rule: Term, direction: string, port: number): Truth {
  const answers = [is(select(rule, 'access'), 'Allow'), is(select(rule, 'direction'), direction), anyOf(rule, ['destination_port_range', 'destination_port_ranges'], (range) => covers(range, port))];
  return answers.includes(false) ? false : (answers.find((answer) => answer !== true) ?? true);
}

function is(term: Term, wanted: string): Truth {
  return isUnknown(term) ? term : textOf(term)?.toLowerCase() === wanted.toLowerCase();
}

/** Whether one value of any of these attributes, single or listed, holds. */
function anyOf(rule: Term, attributes: readonly string[], holds: (text: string) => boolean): Truth {
  let doubt: Truth = false;
  for (const attribute of attributes) {
    const value = select(rule, attribute);
    if (isList(value) && value.open === true) doubt = doubtIn(value);
    for (const item of itemsOf(value)) {
      const term = termOf(item);
      // an attribute of another resource is an address or a network, not all of them
      if (isUnknown(term)) doubt = term.reference === undefined ? term : doubt;
      else if (holds(textOf(term) ?? '')) return true;
    }
  }
  return doubt;
}

function isEverywhere(prefix: string): boolean {
  return everywhere.has(prefix.trim().toLowerCase());
}

function covers(range: string, port: number): boolean {
  if (range.trim() === '*') return true;
  const [from = '', to = from] = range.split('-');
  return /^\s*\d+\s*$/.test(from) && /^\s*\d+\s*$/.test(to) && Number(from) <= port && port <= Number(to);
}
