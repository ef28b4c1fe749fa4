import { readPlainRange } from '../comparators.ts';
import { compareDigits, compareLists, totalOrder } from '../order.ts';
import type { NativeRange, Scheme } from '../scheme.ts';

/** `v1.2.3` and `1.2.3` are lists of numbers; a decimal such as 1.002003 is cut into groups of three digits. */
function parse(text: string): string[] | undefined {
  const plain = text.trim().replaceAll('_', '');
  const dotted = /^(?:v(\d+(?:\.\d+)*)|(\d*\.\d+\.\d+(?:\.\d+)*))(?:-TRIAL)?$/.exec(plain);
  if (dotted !== null) return (dotted[1] ?? dotted[2] ?? '').split('.').map((part) => part || '0');
  const decimal = /^(\d*)(?:\.(\d*))?(?:-TRIAL)?$/.exec(plain);
  if (decimal === null || (decimal[1] === '' && (decimal[2] ?? '') === '')) return undefined;
  return [decimal[1] === '' ? '0' : decimal[1] ?? '0', ...(decimal[2]?.match(/\d{1,3}/g) ?? []).map((part) => part.padEnd(3, '0'))];
}

const compare = totalOrder(parse, (a, b) => compareLists(a, b, compareDigits, '0'));

/** Perl modules. Source: Perl's `version` module; CPAN::Meta::Spec, "Version Ranges": a version alone is the lowest allowed. */
export const cpan: Scheme = { name: 'cpan', compare, range };

function range(text: string): NativeRange | undefined {
  return readPlainRange(text.split(',').map((part) => (/^\s*[v.\d]/.test(part) ? `>=${part.trim()}` : part)).join(','), compare);
}
