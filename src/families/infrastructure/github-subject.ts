import type { ExpressionFunction } from '../../expressions/compile.ts';
import { isUnknown, textOf, type Term, type Truth } from '../../expressions/term.ts';

/** Claims that a workflow of any repository may carry: alone they name nobody. */
const sharedClaims: ReadonlySet<string> = new Set(['workflow', 'environment', 'ref', 'context', 'head_ref', 'base_ref']);

/**
 * Functions of the `github` namespace: the subject of a token that GitHub Actions hands to a workflow.
 * Source: https://docs.github.com/actions/reference/security/oidc
 */
export const githubFunctions: readonly (readonly [string, ExpressionFunction<unknown>])[] = [
  // github.namesOneSource(subject): it names an owner and a repository, without wildcards in their place
  ['github.namesOneSource', { least: 1, most: 1, lenient: true, call: ([subject = null]) => namesOneSource(subject) }],
];

function namesOneSource(subject: Term): Truth {
  if (isUnknown(subject)) {
    const first = subject.parts?.[0];
    // "repo:${var.owner}/app" is as narrow as whoever sets the variable makes it
    return typeof first === 'string' && first.startsWith('repo:') ? true : subject;
  }
  const [claim = '', value] = (textOf(subject) ?? '').split(':');
  if (value === undefined || claim === '*' || value === '*' || sharedClaims.has(claim)) return false;
  return claim !== 'repo' || /^[\w.-]+\/[^/*]/.test(value);
}
