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
  // secret.inScript(text): a script that is written out sets a password or token to a text of its own
  ['secret.inScript', { least: 1, most: 1, lenient: true, call: ([text = null]) => (isUnknown(text) ? text.parts?.some((part) => part !== null && hasSecret(part)) === true : typeof text === 'string' && hasSecret(text)) }],
  // secret.isShown(value): it is a parameter without NoEcho, or an entry of a parameter store that is not encrypted
  ['secret.isShown', { least: 1, most: 1, lenient: true, call: ([value = null]) => isShown(value) }],
];

/** A variable of a shell or of PowerShell whose name says that it is a secret, and a value that is no other variable. */
const assignment = /(?:password|passwd|secret|token|access_key(?:_id)?|api_?key)["']?\s{0,3}[=:]\s{0,3}\\?["']?[^\s"'$\\<{(][^\s"'$\\]{5,}|A[KS]IA[A-Z2-7]{16}/i;

/** Characters of a script that are searched. */
const maxScript = 64_000;

function hasSecret(script: string): boolean {
  const text = /^[A-Za-z0-9+/\s]{40,}={0,2}\s*$/.test(script.slice(0, maxScript)) ? Buffer.from(script.slice(0, maxScript), 'base64').toString('utf8') : script.slice(0, maxScript);
  return assignment.test(text);
}

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
