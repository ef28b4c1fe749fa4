import type { ExpressionFunction } from '../../../expressions/compile.ts';
import { isMap, isUnknown, list, select, type Term } from '../../../expressions/term.ts';

/** Functions of the `ec2` namespace: the rules of a security group, or of a rule that is a resource of its own, as one list. */
export const ruleFunctions: readonly (readonly [string, ExpressionFunction<unknown>])[] = [
  ['ec2.ingress', { least: 1, most: 1, call: ([resource = null]) => rulesOf(resource, 'SecurityGroupIngress') }],
  ['ec2.egress', { least: 1, most: 1, call: ([resource = null]) => rulesOf(resource, 'SecurityGroupEgress') }],
];

function rulesOf(resource: Term, property: string): Term {
  if (isMap(resource) && resource.entries.has('IpProtocol')) return list([resource]);
  const rules = select(resource, property);
  return rules === null || isUnknown(rules) ? (rules ?? list([])) : rules;
}
