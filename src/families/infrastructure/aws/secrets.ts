import type { ExpressionFunction } from '../../../expressions/compile.ts';
import { isList, isMap, isUnknown, list, termOf, type Item, type Term } from '../../../expressions/term.ts';

/** Names of properties that hold a password or token, whatever the resource type. */
const secretNames =
  /^(?:(?:Master|MasterUser|Admin|User|Db|KdcAdmin|ADDomainJoin|CrossRealmTrustPrincipal|BasicAuth)?Passwords?|AuthToken|SecretString|HECToken|OauthToken|OAuthToken|AccessToken|SecretToken|ClientSecret)$/;

/** Levels of a resource that are searched for secrets. */
const maxDepth = 20;

/** Functions of the `secret` namespace. */
export const secretFunctions: readonly (readonly [string, ExpressionFunction<unknown>])[] = [
  // secret.fields(resource): the values of all its properties that hold passwords or tokens
  ['secret.fields', { least: 1, most: 1, call: ([resource = null]) => list(fieldsOf(resource)) }],
  // secret.isLiteral(value): it is written out, not fetched from a store when the stack is made
  ['secret.isLiteral', { least: 1, most: 1, lenient: true, call: ([value = null]) => isLiteral(value) }],
  // secret.isShown(value): it is a parameter without NoEcho, or an entry of a parameter store that is not encrypted
  ['secret.isShown', { least: 1, most: 1, lenient: true, call: ([value = null]) => isShown(value) }],
];

function isLiteral(value: Term): boolean {
  return typeof value === 'string' && value !== '' && !value.includes('{{resolve:');
}

function isShown(value: Term): boolean {
  if (isUnknown(value)) return value.shownParameter !== undefined;
  return typeof value === 'string' && value.includes('{{resolve:ssm:');
}

function fieldsOf(resource: Term): readonly Item[] {
  const found: Item[] = [];
  const walk = (item: Item, isSecret: boolean, depth: number): void => {
    if (depth > maxDepth) return;
    if (isMap(item)) for (const [name, value] of item.entries) walk(value, secretNames.test(name), depth + 1);
    else if (isList(item)) for (const value of item.items) walk(value, isSecret, depth + 1);
    else if (isSecret && termOf(item) !== null) found.push(item);
  };
  walk(resource, false, 0);
  return found;
}
