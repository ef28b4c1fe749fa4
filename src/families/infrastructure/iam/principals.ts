import { isList, isMap, isUnknown, itemsOf, select, termOf, textOf, type Item, type Term, type Truth, type UnknownTerm } from '../../../expressions/term.ts';
import { anyText, hasEffect } from './statements.ts';

/**
 * Whether a statement's principal takes in everyone: `"*"`, or `"*"` among the AWS or canonical-user principals, or
 * everyone but some (an allowing NotPrincipal).
 */
export function hasAnyPrincipal(statement: Term): Truth {
  const principal = select(statement, 'Principal');
  if (principal === null) return select(statement, 'NotPrincipal') !== null ? hasEffect(statement, 'Allow') : false;
  if (isUnknown(principal)) return principal.reference === undefined && principal.parts === undefined ? principal : false;
  if (!isMap(principal)) return anyText(principal, isEveryone);
  let doubt: UnknownTerm | undefined;
  for (const name of ['AWS', 'CanonicalUser', '*']) {
    const answer = anyText(select(principal, name), isEveryone);
    if (answer === true) return true;
    if (answer !== false) doubt ??= answer;
  }
  return doubt ?? false;
}

/** `*`, or an ARN that takes in every account. */
function isEveryone(text: string): boolean {
  return text === '*' || /^arn:[\w*-]*:(?:iam|sts)::\*(?:$|:)/.test(text);
}

/** Condition keys that tie a statement to known accounts, organisations, networks or resources (IAM user guide, "public"). */
const limitingKeys =
  /^(?:aws:(?:source(?:arn|account|orgid|orgpaths|owner|vpc|vpce|ip|vpcarn|identity)|principal(?:account|arn|orgid|orgpaths|serviceName|isawsservice)|userid|viaawsservice|vpcsourceip)|kms:(?:calleraccount|viaservice)|s3:(?:dataaccesspointaccount|dataaccesspointarn|resourceaccount)|sns:endpoint|elasticfilesystem:accessedviamounttarget|lambda:eventsourcetoken|ec2:sourceinstancearn)$/i;

/** Whether a condition limits who may use a statement: an account, an organisation, a network, a source. */
export function isLimited(statement: Term): Truth {
  const condition = select(statement, 'Condition');
  if (condition === null) return false;
  if (isUnknown(condition)) return condition;
  if (!isMap(condition)) return false;
  for (const [operator, tests] of condition.entries) {
    const term = termOf(tests);
    // an IfExists operator also passes requests without the key
    if (!isMap(term) || /ifexists$/i.test(operator)) continue;
    for (const [key, values] of term.entries) {
      if (!limitingKeys.test(key)) continue;
      const open = anyText(termOf(values), (text) => text === '*' || text === '0.0.0.0/0' || text === '::/0');
      if (open !== true) return true;
    }
  }
  return false;
}

/** Whether anyone at all may use what a statement allows: any principal, and no condition that limits it. */
export function isPublic(statement: Term): Truth {
  const allows = hasEffect(statement, 'Allow');
  if (allows === false) return false;
  const anyone = hasAnyPrincipal(statement);
  if (anyone === false) return false;
  const limited = isLimited(statement);
  if (limited === true) return false;
  for (const truth of [allows, anyone, limited]) if (isUnknown(truth)) return truth;
  return true;
}

/** The principals of a statement as texts, `AWS:arn…`, `Service:ec2.amazonaws.com`; `*` for everyone. */
export function principalsOf(statement: Term): readonly Item[] {
  const principal = select(statement, 'Principal');
  if (!isMap(principal)) return itemsOf(principal);
  return [...principal.entries].flatMap(([kind, items]) =>
    itemsOf(termOf(items)).map((item): Item => {
      const term = termOf(item);
      const text = textOf(term);
      if (text !== undefined) return `${kind}:${text}`;
      return isUnknown(term) ? { ...term, parts: [`${kind}:`, ...(term.parts ?? [null])] } : term;
    }),
  );
}

/** Services that act for whoever asks them: a policy that lets them in must say for which account or resource. */
const deputies = /^(?:s3|sns|sqs|events|cloudtrail|config|logs|lambda|apigateway|ses|cloudfront|delivery\.logs|guardduty|serverlessrepo|budgets|codestar-notifications|iot|firehose|kinesis|backup|cloudwatch|vpc-flow-logs|inspector2?|macie|scheduler|pipes)\.(?:[a-z0-9-]+\.)?amazonaws\.com(?:\.cn)?$/;

/** Whether a statement lets an AWS service in without saying for which account or resource: the confused deputy. */
export function isConfusedDeputy(statement: Term): Truth {
  const allows = hasEffect(statement, 'Allow');
  if (allows !== true) return allows;
  const principal = select(statement, 'Principal');
  if (isUnknown(principal)) return principal;
  const services = isMap(principal) ? select(principal, 'Service') : null;
  const met = anyText(services, (text) => deputies.test(text));
  if (met !== true) return met;
  const limited = isLimited(statement);
  return typeof limited === 'boolean' ? !limited : limited;
}

/** Whether the trust is given to an outside account without an external id. */
export function trustsAccount(statement: Term): Truth {
  const allows = hasEffect(statement, 'Allow');
  if (allows !== true) return allows;
  const principal = select(statement, 'Principal');
  const accounts = isMap(principal) ? select(principal, 'AWS') : isList(principal) || typeof principal === 'string' ? principal : null;
  return anyText(accounts, (text) => text === '*' || /^(?:\d{12}|arn:aws[a-z-]*:iam::[^:]*:root)$/.test(text));
}
