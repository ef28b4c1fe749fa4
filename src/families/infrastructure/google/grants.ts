import type { ExpressionFunction } from '../../../expressions/compile.ts';
import { isList, isUnknown, itemsOf, list, select, termOf, type Item, type Term } from '../../../expressions/term.ts';

/** Functions of the `grant` namespace: who a google_*_iam_member or google_*_iam_binding is for. */
export const grantFunctions: readonly (readonly [string, ExpressionFunction<unknown>])[] = [
  // grant.members(resource): its `member` and `members`, without what is read from another resource: that names one account
  ['grant.members', { least: 1, most: 1, call: ([resource = null]) => membersOf(resource) }],
];

function membersOf(resource: Term): Term {
  const members: Item[] = [];
  let open = false;
  for (const attribute of ['member', 'members']) {
    const value = select(resource, attribute);
    if (isUnknown(value) && value.parts === undefined) {
      open ||= attribute === 'members' || value.reference === undefined;
      continue;
    }
    open ||= isList(value) && value.open === true;
    members.push(...itemsOf(value).filter((item) => !isAccount(termOf(item))));
  }
  return list(members, open);
}

function isAccount(member: Term): boolean {
  return isUnknown(member) && member.reference !== undefined && member.parts === undefined;
}
