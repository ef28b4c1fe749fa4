import type { LicenceExpression } from './expression.ts';

/** The licences that a policy allows and denies; `*` stands for any characters. */
export interface LicenceRules {
  /** Undefined: all that are not denied. */
  readonly allow: readonly string[] | undefined;
  readonly deny: readonly string[];
}

/** The licences that make an expression unacceptable; empty when one of its choices is acceptable. */
export function unacceptable(expression: LicenceExpression, rules: LicenceRules): readonly string[] {
  switch (expression.kind) {
    case 'licence':
      return isAcceptable(expression, rules) ? [] : [sayLicence(expression)];
    case 'and':
      return expression.parts.flatMap((part) => unacceptable(part, rules));
    case 'or': {
      const each = expression.parts.map((part) => unacceptable(part, rules));
      return each.some((found) => found.length === 0) ? [] : each.flat();
    }
    default:
      return expression satisfies never;
  }
}

type Licence = Extract<LicenceExpression, { kind: 'licence' }>;

/** An exception only adds to what a licence permits: what is allowed without it is allowed with it, and the whole name may be allowed by itself. */
function isAcceptable(licence: Licence, { allow, deny }: LicenceRules): boolean {
  const whole = licence.exception === undefined ? undefined : sayLicence(licence);
  if (whole !== undefined && allow?.some((one) => matches(one, whole)) === true) return true;
  if (deny.some((one) => matches(one, licence.id) || (whole !== undefined && matches(one, whole)))) return false;
  return allow === undefined || allow.some((one) => matches(one, licence.id));
}

function sayLicence({ id, exception }: Licence): string {
  return exception === undefined ? id : `${id} WITH ${exception}`;
}

function matches(pattern: string, id: string): boolean {
  const own = spelled(id);
  const asked = spelled(pattern);
  if (!asked.includes('*')) return own === asked;
  const pieces = asked.split('*');
  const last = pieces.at(-1) ?? '';
  let at = (pieces[0] ?? '').length;
  if (!own.startsWith(pieces[0] ?? '') || own.length < at + last.length || !own.endsWith(last)) return false;
  for (const piece of pieces.slice(1, -1)) {
    const found = own.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= own.length - last.length;
}

/** One spelling of an id: lower case, with the endings that SPDX gave the GNU licences in place of the ones it took away. */
function spelled(id: string): string {
  const lower = id.trim().toLowerCase().replace(/\s+/g, ' ');
  if (lower.includes('*') || lower.includes(' ')) return lower;
  const isGnu = /^(?:a|l)?gpl-\d|^gfdl-\d/.test(lower);
  if (lower.endsWith('+')) return isGnu ? `${lower.slice(0, -1)}-or-later` : lower.slice(0, -1);
  return isGnu && !/-(?:only|or-later)$/.test(lower) ? `${lower}-only` : lower;
}
