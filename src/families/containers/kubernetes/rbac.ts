import type { ExpressionFunction } from '../../../expressions/compile.ts';
import { isUnknown, itemsOf, list, select, termOf, textOf, type Term, type UnknownTerm } from '../../../expressions/term.ts';
import { groupsOf } from './resource-groups.ts';

/**
 * Functions over the rules of roles. `rbac.grants(rule, verbs, resources)` is whether a rule allows any of the verbs on any
 * of the resources, wildcards counted, in one of the API groups given or else of those that the resources are of;
 * `rbac.names(…)` the same without wildcards in resources.
 */
export const rbacFunctions: readonly (readonly [string, ExpressionFunction<unknown>])[] = [
  ['rbac.grants', { least: 3, most: 4, lenient: true, call: ([rule = null, verbs = null, resources = null, groups = null]) => grants(rule, { verbs, resources, groups, wildcard: true }) }],
  ['rbac.names', { least: 3, most: 4, lenient: true, call: ([rule = null, verbs = null, resources = null, groups = null]) => grants(rule, { verbs, resources, groups, wildcard: false }) }],
];

interface Asked {
  readonly verbs: Term;
  readonly resources: Term;
  readonly groups: Term;
  readonly wildcard: boolean;
}

function grants(rule: Term, { verbs, resources, groups, wildcard }: Asked): Term {
  const granted = holds(select(rule, 'verbs'), verbs, true);
  if (granted === false) return false;
  let doubt: UnknownTerm | undefined;
  for (const item of itemsOf(resources)) {
    const named = holds(select(rule, 'resources'), list([item]), wildcard, true);
    const grouped = named === false ? false : inGroups(select(rule, 'apiGroups'), groups ?? groupsAsked(textOf(termOf(item))));
    if (named === true && grouped === true) return granted;
    if (named !== false && grouped !== false) doubt ??= isUnknown(named) ? named : isUnknown(grouped) ? grouped : undefined;
  }
  return doubt ?? false;
}

/** A rule without API groups, which no cluster takes, counts for all of them. */
function inGroups(present: Term, groups: Term): boolean | UnknownTerm {
  return groups === null || (!isUnknown(present) && itemsOf(present).length === 0) ? true : holds(present, groups, true);
}

function groupsAsked(resource: string | undefined): Term {
  const groups = resource === undefined ? undefined : groupsOf(resource.toLowerCase());
  return groups === undefined ? null : list(groups);
}

function holds(present: Term, wanted: Term, wildcard: boolean, subresources = false): boolean | UnknownTerm {
  if (isUnknown(present)) return present;
  const asked = new Set(itemsOf(wanted).map((item) => textOf(termOf(item))?.toLowerCase()));
  let doubt: UnknownTerm | undefined;
  for (const item of itemsOf(present)) {
    const term = termOf(item);
    if (isUnknown(term)) doubt ??= term;
    const text = textOf(term)?.toLowerCase();
    if (text === undefined) continue;
    if (asked.has(text) || (wildcard && text === '*')) return true;
    if (wildcard && subresources && text.includes('/') && [...asked].some((one) => one !== undefined && isBelow(one, text))) return true;
  }
  return doubt ?? false;
}

/** Whether a resource with a subresource is one that the pattern stands for: `pods/*`, or `*` before the slash. */
function isBelow(resource: string, pattern: string): boolean {
  return (pattern.startsWith('*/') && resource.endsWith(pattern.slice(1))) || (pattern.endsWith('/*') && resource.startsWith(pattern.slice(0, -1)));
}
