import { isEverywhere } from '../../../expressions/functions/cidr.ts';
import { covers } from '../../../expressions/functions/port.ts';
import type { ExpressionFunction } from '../../../expressions/compile.ts';
import { isMap, isUnknown, itemsOf, numberOf, select, termOf, textOf, type Term, type Truth, type UnknownTerm } from '../../../expressions/term.ts';

/** Protocols that have ports, and all protocols, by name and by IANA's number. */
const withPorts = new Set(['tcp', 'udp', '6', '17', '-1', 'all']);

/**
 * Functions of the `acl` namespace. `acl.letsIn(resource, ports)`: a network ACL, or an entry of one, lets everyone in on
 * one of the ports. Entries are asked in the order of their numbers; the first that fits decides, as in EC2.
 */
export const aclFunctions: readonly (readonly [string, ExpressionFunction<unknown>])[] = [
  ['acl.letsIn', { least: 2, most: 2, call: ([resource = null, ports = null]) => itemsOf(ports).map((port) => letsIn(resource, termOf(port))).reduce<Truth>(either, false) }],
];

function letsIn(resource: Term, port: Term): Truth {
  const isEntry = isMap(resource) && (resource.entries.has('RuleAction') || resource.entries.has('RuleNumber'));
  const rules = isEntry ? [resource] : itemsOf(select(resource, 'Ingress')).map(termOf);
  let doubt: UnknownTerm | undefined;
  for (const rule of [...rules].sort((one, other) => numberOfRule(one) - numberOfRule(other))) {
    if (isUnknown(rule)) doubt ??= rule;
    const fits = concerns(rule, port);
    if (fits === false) continue;
    const action = textOf(select(rule, isEntry ? 'RuleAction' : 'Action'))?.toLowerCase();
    if (fits === true && doubt === undefined && action !== undefined) return action === 'allow';
    if (fits !== true && action === 'allow') doubt ??= fits;
    if (fits === true && action === 'allow') return doubt ?? true;
  }
  return doubt ?? false;
}

/** Whether a rule is about traffic from everywhere to a port. */
function concerns(rule: Term, port: Term): Truth {
  if (select(rule, 'Egress') === true) return false;
  const protocol = select(rule, 'Protocol');
  const named = textOf(protocol)?.toLowerCase();
  if (named !== undefined && !withPorts.has(named)) return false;
  const range = select(rule, 'PortRange');
  const [from, to] = range === null ? [select(rule, 'FromPort'), select(rule, 'ToPort')] : [select(range, 'From'), select(range, 'To')];
  const covered = named === '-1' || named === 'all' ? true : covers(from, to, port);
  const everyone = either(isEverywhere(select(rule, 'CidrBlock')), isEverywhere(select(rule, 'Ipv6CidrBlock')));
  if (covered === false || everyone === false) return false;
  if (covered !== true) return covered;
  return isUnknown(protocol) && everyone === true ? protocol : everyone;
}

function either(one: Truth, other: Truth): Truth {
  if (one === true || other === true) return true;
  return isUnknown(one) ? one : other;
}

function numberOfRule(rule: Term): number {
  return numberOf(select(rule, 'RuleNo')) ?? numberOf(select(rule, 'RuleNumber')) ?? 32_767;
}
