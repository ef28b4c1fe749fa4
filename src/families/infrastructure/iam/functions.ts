import type { ExpressionFunction } from '../../../expressions/compile.ts';
import { doubtIn, isList, isUnknown, itemsOf, list, select, termOf, textOf, type Term, type Truth, type UnknownTerm } from '../../../expressions/term.ts';
import { escalationsOf, hasPower } from './powers.ts';
import { hasAnyPrincipal, isConfusedDeputy, isLimited, isPublic, principalsOf, trustsAccount } from './principals.ts';
import { anyText, coversAction, coversAnyResource, documentsOf, hasEffect, statementsOf } from './statements.ts';

type Row = readonly [string, ExpressionFunction<unknown>];

/** The functions of the `iam` namespace: over a document (JSON text or map) or over a statement of `iam.statements`. */
export const iamFunctions: readonly Row[] = [
  // documents
  of1('iam.documents', documentsOf),
  of1('iam.statements', (document) => statementsOf(document)),
  of1('iam.allowed', (document) => withEffect(document, 'Allow')),
  of1('iam.denied', (document) => withEffect(document, 'Deny')),
  ['iam.allows', { least: 2, most: 2, lenient: true, call: ([document = null, action = null]) => allows(document, action) }],
  of1('iam.isAdministrator', (document) => some(withEffect(document, 'Allow'), isAdministrator)),
  of1('iam.isPublicDocument', (document) => some(statementsOf(document), isPublic)),
  of1('iam.escalations', escalationsOf),
  of1('iam.escalates', (document) => hasPower(document, 'escalation')),
  of1('iam.exposesCredentials', (document) => hasPower(document, 'credentials')),
  of1('iam.exposesData', (document) => hasPower(document, 'data')),
  of1('iam.managesPermissions', (document) => hasPower(document, 'permissions')),
  of1('iam.writesAnything', (document) => hasPower(document, 'write')),
  of1('iam.requiresTls', (document) => some(withEffect(document, 'Deny'), deniesPlainHttp)),
  // statements
  ['iam.covers', { least: 2, most: 2, lenient: true, call: ([statement = null, action = null]) => (isUnknown(statement) ? statement : coversAction(statement, textOf(action) ?? '')) }],
  of1('iam.isAnyAction', (statement) => anyText(select(statement, 'Action'), (text) => text === '*' || text === '*:*')),
  of1('iam.isServiceWildcard', (statement) => anyText(select(statement, 'Action'), (text) => /^[\w-]+:\*$/.test(text))),
  of1('iam.isAnyResource', coversAnyResource),
  of1('iam.isAnyPrincipal', hasAnyPrincipal),
  of1('iam.isPublic', isPublic),
  of1('iam.isLimited', isLimited),
  of1('iam.isConfusedDeputy', isConfusedDeputy),
  of1('iam.trustsAccount', trustsAccount),
  of1('iam.principals', (statement) => list(principalsOf(statement))),
];

function of1(name: string, answer: (term: Term) => Term): Row {
  return [name, { least: 1, most: 1, lenient: true, call: ([term = null]) => (isUnknown(term) && term.parts === undefined ? term : answer(term)) }];
}

function withEffect(document: Term, effect: 'Allow' | 'Deny'): Term {
  const statements = statementsOf(document);
  if (!isList(statements)) return statements;
  let open = statements.open === true;
  const kept = statements.items.filter((item) => {
    const truth = hasEffect(termOf(item), effect);
    if (isUnknown(truth)) open = true;
    return truth === true;
  });
  return list(kept, open);
}

function some(statements: Term, holds: (statement: Term) => Truth): Truth {
  if (isUnknown(statements)) return statements;
  let doubt: UnknownTerm | undefined = isList(statements) && statements.open === true ? doubtIn(statements) : undefined;
  for (const item of itemsOf(statements)) {
    const truth = holds(termOf(item));
    if (truth === true) return true;
    if (truth !== false) doubt ??= truth;
  }
  return doubt ?? false;
}

/** Whether a document lets an action through: some statement allows it and none denies it everywhere without condition. */
function allows(document: Term, action: Term): Truth {
  const wanted = textOf(action);
  if (wanted === undefined) return isUnknown(action) ? action : false;
  const allowed = some(withEffect(document, 'Allow'), (statement) => coversAction(statement, wanted));
  if (allowed === false) return false;
  const denied = some(withEffect(document, 'Deny'), (statement) => (select(statement, 'Condition') === null && coversAnyResource(statement) === true ? coversAction(statement, wanted) : false));
  if (denied === true) return false;
  return isUnknown(denied) ? denied : allowed;
}

function isAdministrator(statement: Term): Truth {
  const anyAction = anyText(select(statement, 'Action'), (text) => text === '*' || text === '*:*');
  if (anyAction === false) return false;
  const anyResource = coversAnyResource(statement);
  if (anyResource === false) return false;
  return anyAction === true ? anyResource : anyAction;
}

/** A denial of requests without TLS: `aws:SecureTransport` is false. */
function deniesPlainHttp(statement: Term): Truth {
  const condition = select(statement, 'Condition');
  if (isUnknown(condition)) return condition;
  for (const operator of ['Bool', 'BoolIfExists']) {
    const tests = select(condition, operator);
    if (typeof tests !== 'object' || tests === null || tests.kind !== 'map') continue;
    for (const [key, values] of tests.entries) {
      if (key.toLowerCase() !== 'aws:securetransport') continue;
      const met = anyText(termOf(values), (text) => text.toLowerCase() === 'false');
      if (met !== false) return met;
    }
  }
  return false;
}
