import { itemsAt } from '../../../templates/kubernetes/access.ts';
import type { Value } from '../../../templates/value.ts';
import { groupsOf } from './resource-groups.ts';

/** What a rule of a role is asked for: any of the verbs (lower case) on any of the resources. */
export interface Wanted {
  readonly verbs: ReadonlySet<string>;
  readonly resources: ReadonlySet<string>;
  /** Wildcards of the rule count only where they are asked for by name. */
  readonly exactly?: boolean;
}

/**
 * Whether a rule surely grants any of what is wanted. A rule without API groups, which no cluster takes, counts for all of
 * them, and so does one of the group of roles: whoever rules roles reaches the rest.
 */
export function ruleGrants(rule: Value, { verbs, resources, exactly = false }: Wanted): boolean {
  const [granted, named, groups] = [textsAt(rule, 'verbs'), textsAt(rule, 'resources'), textsAt(rule, 'apiGroups')];
  const has = (set: ReadonlySet<string>, text: string): boolean => set.has(text) || (!exactly && set.has('*'));
  const isInGroup = (resource: string): boolean => groups.size === 0 || groups.has('*') || groups.has('rbac.authorization.k8s.io') || (groupsOf(resource)?.some((group) => groups.has(group)) ?? true);
  return [...verbs].some((verb) => has(granted, verb)) && [...resources].some((resource) => has(named, resource) && isInGroup(resource));
}

function textsAt(rule: Value, key: string): ReadonlySet<string> {
  return new Set(itemsAt(rule, key).flatMap((one) => (one.kind === 'known' ? [String(one.value).toLowerCase()] : [])));
}
