import type { Place } from '../../formats/place.ts';
import type { Value } from '../value.ts';
import { booleanOf, doubtOf, equal, known, numberOf, Refused, unknown } from './values.ts';

/** `!` and `-`. */
export function unary(operator: '!' | '-', operand: Value, at: Place): Value {
  if (operand.kind === 'unknown') return unknown(operand.why, at);
  if (operator === '!') {
    const value = booleanOf(operand);
    if (value === undefined) throw new Refused('`!` needs true or false');
    return known(!value, at);
  }
  const number = numberOf(operand);
  if (number === undefined) throw new Refused('`-` needs a number');
  return known(-number, at);
}

/** A binary operation; the right side is only asked for where the left does not decide. */
export function binary(operator: string, left: Value, right: () => Value, at: Place): Value {
  if (operator === '&&' || operator === '||') return logical(operator, left, right, at);
  const other = right();
  if (operator === '==' || operator === '!=') {
    const same = equal(left, other);
    if (same === undefined) return unknown(doubtOf([left, other]) ?? 'a comparison', at);
    return known(same === (operator === '=='), at);
  }
  if (left.kind === 'unknown' || other.kind === 'unknown') return unknown(doubtOf([left, other]) ?? 'a number', at);
  const [a, b] = [numberOf(left), numberOf(other)];
  if (a === undefined || b === undefined) throw new Refused(`\`${operator}\` needs numbers`);
  return known(arithmetic(operator, a, b), at);
}

function logical(operator: '&&' | '||', left: Value, right: () => Value, at: Place): Value {
  const deciding = operator === '||';
  const first = booleanOf(left);
  if (first === undefined && left.kind !== 'unknown') throw new Refused(`\`${operator}\` needs true or false`);
  if (first === deciding) return known(deciding, at);
  const other = right();
  const second = booleanOf(other);
  if (second === undefined && other.kind !== 'unknown') throw new Refused(`\`${operator}\` needs true or false`);
  if (second === deciding) return known(deciding, at);
  if (first === undefined || second === undefined) return unknown(doubtOf([left, other]) ?? 'a condition', at);
  return known(!deciding, at);
}

function arithmetic(operator: string, a: number, b: number): number | boolean {
  switch (operator) {
    case '+':
      return rounded(a + b);
    case '-':
      return rounded(a - b);
    case '*':
      return rounded(a * b);
    case '/':
      if (b === 0) throw new Refused('division by zero');
      return rounded(a / b);
    case '%':
      if (b === 0) throw new Refused('division by zero');
      return a % b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    default:
      throw new Refused(`an unknown operator \`${operator}\``);
  }
}

/** Terraform counts in decimals of 512 bits, in which 0.1 + 0.2 is 0.3: of a fraction the last digit of a double is noise. */
export function rounded(number: number): number {
  return Number.isInteger(number) || !Number.isFinite(number) ? number : Number(number.toPrecision(15));
}
