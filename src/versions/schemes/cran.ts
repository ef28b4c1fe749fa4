import { readPlainRange } from '../comparators.ts';
import { compareDigits, compareLists, isDigits, totalOrder } from '../order.ts';
import type { Scheme } from '../scheme.ts';

function parse(text: string): string[] | undefined {
  const parts = text.trim().split(/[.-]/);
  return parts.every(isDigits) ? parts : undefined;
}

/** Numbers separated by dots or dashes; a shorter list is lower: 1.0 < 1.0.0. */
const compare = totalOrder(parse, (a, b) => compareLists(a, b, compareDigits));

/** R packages. Source: R's help on `package_version` and "Writing R Extensions", "The DESCRIPTION file". */
export const cran: Scheme = { name: 'cran', compare, range: (text) => readPlainRange(text.replace(/[()]/g, ' '), compare) };
