import type { ExpressionFunction } from '../../../expressions/compile.ts';
import { isUnknown, itemsOf, select, termOf, textOf, type Term, type UnknownTerm } from '../../../expressions/term.ts';

/**
 * Functions over the rules of roles. `rbac.grants(rule, verbs, resources)` is whether a rule allows any of the verbs on any
 * of the resources, wildcards counted; `rbac.names(…)` the same without wildcards in resources.
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
  const answers = [
    holds(select(rule, 'verbs'), verbs, true, false),
    holds(select(rule, 'resources'), resources, wildcard, true),
    ...(groups === null ? [] : [holds(select(rule, 'apiGroups'), groups, wildcard, false)]),
  ];
  if (answers.includes(false)) return false;
  return answers.find((one) => one !== true) ?? true;
}

function holds(list: Term, wanted: Term, wildcard: boolean, subresources: boolean): boolean | UnknownTerm {
  if (isUnknown(list)) return list;
  const asked = new Set(itemsOf(wanted).map((item) => textOf(termOf(item))?.toLowerCase()));
  let doubt: UnknownTerm | undefined;
  for (const item of itemsOf(list)) {
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
