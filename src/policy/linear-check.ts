import type { CredentialCheck, CredentialHit, CredentialMatch } from '../model/check.ts';
import { PolicyError } from './errors.ts';
import { linearExpression, type LinearExpression } from './foreign/linear-expression.ts';

/**
 * A user's own check made safe to run on what anybody may push: where an expression of it could take long by backtracking, all of
 * them are run in linear time. Throws PolicyError for one that has what linear time cannot do: look-around, back references.
 */
export function linearCheck(check: CredentialCheck, path: string): CredentialCheck {
  const fail = (key: string, why: string): never => {
    throw new PolicyError(path, undefined, `"${key}" could take very long on a text made for it: ${why}; bound its repeats ({0,40} in place of *), and repeat no group that holds a repeat`);
  };
  const compile = (source: string, flags: string, key: string): LinearExpression => {
    const known = flags.replace(/[^ims]/g, '');
    try {
      return linearExpression(`${known === '' ? '' : `(?${known})`}${source.replace(/\(\?<(?=[A-Za-z])/g, '(?P<')}`);
    } catch (error) {
      return fail(key, `it cannot be run in linear time (${error instanceof Error ? error.message : String(error)})`);
    }
  };
  const { pattern, flags = '', function: detector, allow } = check;
  if (detector !== undefined) return fail(pattern === '' ? 'allow' : 'pattern', `"function: ${detector}" runs it as it is`);
  const expression = compile(pattern, flags, 'pattern');
  const allowed = allow.map((one) => compile(one, '', 'allow'));
  return { ...check, allow: [], detect: (hit) => find(check, expression, hit).filter(({ secret }) => !allowed.some((one) => one.test(secret))) };
}

function find(check: CredentialCheck, expression: LinearExpression, { bytes, keywordStart, keywordEnd }: CredentialHit): readonly CredentialMatch[] {
  const from = Math.max(0, keywordStart - check.before);
  const text = bytes.toString('latin1', from, Math.min(bytes.length, keywordEnd + check.after));
  const named = expression.groupNumber('secret');
  const found: CredentialMatch[] = [];
  for (const { groups } of expression.matches(text)) {
    const span = (named === undefined ? groups.slice(1).find((one) => one !== undefined) : groups[named]) ?? groups[0];
    if (span !== undefined && span.end > span.start) found.push({ start: from + span.start, end: from + span.end, secret: text.slice(span.start, span.end) });
  }
  return found;
}
