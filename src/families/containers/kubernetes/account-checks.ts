import { itemsAt, mapAt, textAt } from '../../../templates/kubernetes/access.ts';
import type { Value } from '../../../templates/value.ts';
import { roleOf } from './bindings.ts';
import { bindingsOf, named } from './indexes.ts';
import type { Hit } from '../subject.ts';
import type { NamedCheck } from './named.ts';
import { ruleGrants } from './role-rule.ts';
import type { Subject } from './subject.ts';

/** Checks of what a workload may do through its service account. */
export const accountChecks: readonly (readonly [string, NamedCheck])[] = [
  ['kubernetes.account-grants', accountGrants],
  ['kubernetes.token-mounted', tokenMounted],
];

/**
 * A workload whose account is bound to a role of the unit with a rule that `grants` describes: a list of rules, each with
 * `verbs` and `resources` of which one must be granted. Wildcards of roles count, unless `exactly` asks for `*` itself.
 */
function* accountGrants(subject: Subject, parameters: Readonly<Record<string, unknown>>): Generator<Hit> {
  const { object, pod, unit } = subject;
  if (pod === undefined) return;
  const account = accountOf(subject);
  const grants = Array.isArray(parameters['grants']) ? parameters['grants'].filter(isGrant) : [];
  for (const binding of bindingsOf(unit, object.namespace, account)) {
    if (parameters['everywhere'] === true && binding.kind !== 'ClusterRoleBinding') continue;
    const role = roleOf({ object: binding, unit });
    const rule = itemsAt(role?.resource.properties, 'rules').find((one) => grants.some((grant) => isGranted(one, grant)));
    if (role === undefined || rule === undefined) continue;
    yield { place: object.resource.head, message: `Through its service account ${account} the workload has the role ${role.name}`, value: role.name };
    return;
  }
}

/** A workload that is handed the token of an account to which any role is bound. */
function* tokenMounted(subject: Subject): Generator<Hit> {
  const { object, pod, unit } = subject;
  if (pod === undefined) return;
  const account = accountOf(subject);
  const own = pod.spec.entries.get('automountServiceAccountToken');
  const defined = named(unit, 'ServiceAccount', account, object.namespace)[0];
  const setting = own ?? defined?.resource.properties.entries.get('automountServiceAccountToken');
  if (setting !== undefined && (setting.kind !== 'known' || setting.value === false)) return;
  const [binding] = bindingsOf(unit, object.namespace, account);
  if (binding !== undefined) yield { place: object.resource.head, message: `The token of the service account ${account} is mounted, to which ${binding.kind} ${binding.name} gives rights`, value: binding.name };
}

function accountOf({ pod }: Subject): string {
  return textAt(pod?.spec, 'serviceAccountName') ?? textAt(pod?.spec, 'serviceAccount') ?? 'default';
}

interface Grant {
  readonly verbs: readonly string[];
  readonly resources: readonly string[];
  readonly exactly?: boolean;
}

function isGrant(data: unknown): data is Grant {
  return typeof data === 'object' && data !== null && 'verbs' in data && Array.isArray(data.verbs) && 'resources' in data && Array.isArray(data.resources);
}

function isGranted(rule: Value, grant: Grant): boolean {
  const { verbs, resources, exactly = false } = grant;
  return ruleGrants(rule, { verbs: new Set(verbs), resources: new Set(resources), exactly }) && mapAt(rule, 'resourceNames') === undefined && itemsAt(rule, 'resourceNames').length === 0;
}
