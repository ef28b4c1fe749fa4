import { type Clause, comparatorClause, plainComparator, readRange, type Term } from '../comparators.ts';
import { everything } from '../interval.ts';
import { totalOrder } from '../order.ts';
import type { NativeRange, Scheme } from '../scheme.ts';
import { compareDebianPart } from './deb.ts';

/** Debian's order without epochs and revisions. */
const compare = totalOrder((text: string) => (/^[A-Za-z0-9_+.~-]+$/.test(text.trim()) ? text.trim() : undefined), compareDebianPart);

/** OCaml packages. Source: opam's manual, "Version ordering" and "Version constraints". */
export const opam: Scheme = { name: 'opam', compare, range };

function range(text: string): NativeRange | undefined {
  const plain = text.trim().replace(/^\{|\}$/g, '').replace(/"/g, '');
  if (plain.trim() === '') return { intervals: [everything] };
  const intervals = readRange(plain, compare, { separators: '&,', alternatives: /\|\|?/, clause });
  return intervals === undefined ? undefined : { intervals };
}

function clause({ operator, version }: Term): Clause | undefined {
  const comparator = plainComparator(operator);
  return comparator === undefined ? undefined : comparatorClause(comparator, version);
}
