import type { ExpressionFunction } from '../../../expressions/compile.ts';
import { isMap, isUnknown, list, select, textOf, unknown, type Term } from '../../../expressions/term.ts';

/** Functions over the resources of single services; `ec2`: the rules of a security group, or of a rule that is a resource of its own, as one list. */
export const ruleFunctions: readonly (readonly [string, ExpressionFunction<unknown>])[] = [
  ['ec2.ingress', { least: 1, most: 1, call: ([resource = null]) => rulesOf(resource, 'SecurityGroupIngress') }],
  // depends(what): the answer depends on something that no template shows
  ['depends', { least: 1, most: 1, call: ([what = null]) => unknown(textOf(what) ?? 'what the template does not show') }],
  // log.isGroup(value): it is a text, as the ARN of a log group is; what is unknown is taken to be one
  ['log.isGroup', { least: 1, most: 1, lenient: true, call: ([value = null]) => isUnknown(value) || typeof value === 'string' }],
  ['ec2.egress', { least: 1, most: 1, call: ([resource = null]) => rulesOf(resource, 'SecurityGroupEgress') }],
];

function rulesOf(resource: Term, property: string): Term {
  if (isMap(resource) && resource.entries.has('IpProtocol')) return list([resource]);
  const rules = select(resource, property);
  return rules === null || isUnknown(rules) ? (rules ?? list([])) : rules;
}
