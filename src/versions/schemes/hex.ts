import { type Clause, comparatorClause, only, plainComparator, readRange, type Term } from '../comparators.ts';
import { between } from '../interval.ts';
import { after } from '../partial.ts';
import type { NativeRange, Scheme } from '../scheme.ts';
import { parseSemver } from '../semver.ts';
import { compareSemverText } from './npm.ts';

/** Elixir and Erlang packages. Source: Elixir's Version module, "Requirements". */
export const hex: Scheme = { name: 'hex', compare: compareSemverText, range };

function range(text: string): NativeRange | undefined {
  const intervals = readRange(text.replace(/\band\b/g, ',').replace(/\bor\b/g, '||'), compareSemverText, { separators: ',', alternatives: /\|\|/, clause });
  return intervals === undefined ? undefined : { intervals };
}

function clause({ operator, version }: Term): Clause | undefined {
  const parsed = parseSemver(version);
  if (parsed === undefined) return undefined;
  // ~> 2.0 stays below 3.0, ~> 2.0.1 below 2.1; pre-releases of the upper end are left out
  if (operator === '~>') return parsed.numbers.length < 2 ? undefined : only(between(version, `${after(parsed.numbers, parsed.numbers.length - 2)}-0`));
  const comparator = plainComparator(operator);
  return comparator === undefined ? undefined : comparatorClause(comparator, version);
}
