import { itemsAt, mapAt, textAt } from '../../../templates/kubernetes/access.ts';
import { named } from './indexes.ts';
import type { Hit } from '../subject.ts';
import type { NamedCheck } from './named.ts';
import { ruleGrants } from './role-rule.ts';
import type { Subject } from './subject.ts';
import type { KubernetesObject } from './unit.ts';

/** Checks over a binding and the role it binds. */
export const bindingChecks: readonly (readonly [string, NamedCheck])[] = [['kubernetes.bound-role-grants', boundRoleGrants]];

/** The role that a binding names, among the objects that are applied together. */
export function roleOf({ object, unit }: Pick<Subject, 'object' | 'unit'>): KubernetesObject | undefined {
  const reference = mapAt(object.resource.properties, 'roleRef');
  const [kind, name] = [textAt(reference, 'kind'), textAt(reference, 'name')];
  if (kind === undefined || name === undefined) return undefined;
  return named(unit, kind, name, kind === 'ClusterRole' ? undefined : object.namespace)[0];
}

/**
 * A binding gives subjects of the kinds `subjects` and names `names` (any, when empty) a role with a rule that grants any of
 * `verbs` on any of `resources`. With `unnamed`, only rules without resource names count.
 */
function* boundRoleGrants(subject: Subject, parameters: Readonly<Record<string, unknown>>): Generator<Hit> {
  const role = roleOf(subject);
  if (role === undefined) return;
  const [kinds, names] = [texts(parameters['subjects']), texts(parameters['names'])];
  const isAsked = (set: ReadonlySet<string>, text: string | undefined): boolean => set.size === 0 || set.has(text?.toLowerCase() ?? '');
  const given = itemsAt(subject.object.resource.properties, 'subjects').find((one) => isAsked(kinds, textAt(one, 'kind')) && isAsked(names, textAt(one, 'name')));
  if (given === undefined) return;
  const [verbs, resources] = [texts(parameters['verbs']), texts(parameters['resources'])];
  for (const rule of itemsAt(role.resource.properties, 'rules')) {
    if (parameters['unnamed'] === true && itemsAt(rule, 'resourceNames').length > 0) continue;
    if (ruleGrants(rule, { verbs, resources })) {
      yield { place: mapAt(subject.object.resource.properties, 'roleRef')?.at ?? subject.object.resource.head, path: 'roleRef', value: role.name };
      return;
    }
  }
}

function texts(list: unknown): ReadonlySet<string> {
  return new Set(Array.isArray(list) ? list.map((one) => String(one).toLowerCase()) : []);
}
