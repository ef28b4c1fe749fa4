import type { Place } from '../../../formats/place.ts';
import type { Value } from '../../value.ts';
import { known, Refused } from '../values.ts';
import { listArgument, numberArgument, row, textArgument, wholeArgument, type FunctionRow } from './function.ts';

/** Functions over numbers. */
export const numericFunctions: readonly FunctionRow[] = [
  row('abs', 1, 'all', ([number], at) => known(Math.abs(numberArgument(number)), at)),
  row('ceil', 1, 'all', ([number], at) => known(Math.ceil(numberArgument(number)), at)),
  row('floor', 1, 'all', ([number], at) => known(Math.floor(numberArgument(number)), at)),
  row('log', 2, 'all', ([number, base], at) => finite(Math.log(numberArgument(number)) / Math.log(numberArgument(base)), at)),
  row('max', [1, 1000], 'all', (args, at) => known(Math.max(...numbers(args)), at)),
  row('min', [1, 1000], 'all', (args, at) => known(Math.min(...numbers(args)), at)),
  row('parseint', 2, 'all', ([text, base], at) => parsed(textArgument(text), wholeArgument(base), at)),
  row('pow', 2, 'all', ([number, power], at) => finite(numberArgument(number) ** numberArgument(power), at)),
  row('signum', 1, 'all', ([number], at) => known(Math.sign(numberArgument(number)), at)),
];

function numbers(args: readonly Value[]): readonly number[] {
  return args.flatMap((arg) => (arg.kind === 'list' ? listArgument(arg).items : [arg])).map(numberArgument);
}

function finite(number: number, at: Place): Value {
  if (!Number.isFinite(number)) throw new Refused('a number has no end');
  return known(number, at);
}

function parsed(text: string, base: number, at: Place): Value {
  const digits = /^[+-]?([0-9a-zA-Z]{1,200})$/.exec(text)?.[1];
  if (digits === undefined || base < 2 || base > 36) throw new Refused('a text is no number of that base');
  if ([...digits].some((digit) => Number.isNaN(Number.parseInt(digit, base)))) throw new Refused('a text is no number of that base');
  return known(Number.parseInt(text, base), at);
}
