import type { FunctionTable, Scope, Vocabulary } from '../../expressions/compile.ts';
import { cidrFunctions } from '../../expressions/functions/cidr.ts';
import { standardFunctions } from '../../expressions/functions/strings.ts';
import type { Item, Term } from '../../expressions/term.ts';
import { podSecurityFunctions } from './pod-security.ts';
import { secretFunctions } from './secret-values.ts';
import type { Subject } from './subject.ts';

/** What the expressions of a policy over containers may name. */
export const vocabulary: Vocabulary<Subject> = {
  variables: new Set(['container', 'image', 'name', 'format', 'role', 'service', 'document', 'definition', 'task', 'pod', 'parameters']),
  functions: new Map([...standardFunctions, ...cidrFunctions, ...secretFunctions, ...podSecurityFunctions]) satisfies FunctionTable<Subject>,
};

/** The scope in which a policy's expressions are asked of a subject. */
export function scopeOf(subject: Subject, parameters: Term, witnesses?: Item[]): Scope<Subject> {
  return {
    host: subject,
    ...(witnesses === undefined ? {} : { witnesses }),
    read: (variable) => (variable === 'parameters' ? parameters : subject.read(variable)),
  };
}
