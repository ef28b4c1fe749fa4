import { type Clause, comparatorClause, only, plainComparator, readTerms, type Term, allOf } from '../comparators.ts';
import { between, inInterval } from '../interval.ts';
import { after } from '../partial.ts';
import type { NativeRange, Scheme } from '../scheme.ts';
import { parseSemver } from '../semver.ts';
import { compareSemverText, isPreOfUpper } from './npm.ts';

/** Terraform providers and modules. Source: Terraform's language reference, "Version Constraints". */
export const terraform: Scheme = { name: 'terraform', compare: compareSemverText, range };

function range(text: string): NativeRange | undefined {
  const terms = readTerms(text.replace(/"/g, ''), ',');
  if (terms === undefined || terms.length === 0) return undefined;
  const clauses = terms.map(clauseOf);
  if (!clauses.every((clause) => clause !== undefined)) return undefined;
  const intervals = allOf(compareSemverText, clauses);
  // a pre-release is taken only where it is named exactly
  const named = new Set(terms.filter(({ operator }) => operator === '' || operator === '=').map(({ version }) => version));
  const containsPre = (version: string) => intervals.some((one) => inInterval(compareSemverText, one, version) && !isPreOfUpper(one, version));
  return { intervals, containsPre, contains: (version) => (named.has(version) || parseSemver(version)?.pre.length === 0) && intervals.some((one) => inInterval(compareSemverText, one, version)) };
}

function clauseOf({ operator, version }: Term): Clause | undefined {
  const numbers = parseSemver(version)?.numbers;
  if (numbers === undefined) return undefined;
  // only the last number written may rise
  if (operator === '~>') return only(between(version, after(numbers, Math.max(numbers.length - 2, 0))));
  const comparator = plainComparator(operator);
  return comparator === undefined ? undefined : comparatorClause(comparator, version);
}
