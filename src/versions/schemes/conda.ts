import { type Clause, comparatorClause, only, plainComparator, readRange, type Term } from '../comparators.ts';
import { between, everything } from '../interval.ts';
import { compareDigits, compareLists, compareText, isDigits, type Order, totalOrder } from '../order.ts';
import type { NativeRange, Scheme } from '../scheme.ts';
import { nextNumber } from '../semver.ts';

interface CondaVersion {
  readonly epoch: string;
  /** Parts between dots, each cut into numbers and words; each begins with a number. */
  readonly main: readonly (readonly string[])[];
  readonly local: readonly (readonly string[])[];
}

function parse(text: string): CondaVersion | undefined {
  const match = /^(?:(\d+)!)?([a-z0-9_.-]+)(?:\+([a-z0-9_.-]+))?$/.exec(text.trim().toLowerCase());
  return match === null ? undefined : { epoch: match[1] ?? '0', main: partsOf(match[2] ?? ''), local: match[3] === undefined ? [] : partsOf(match[3]) };
}

function partsOf(text: string): string[][] {
  // a dash counts as a dot where no underscore is used, an underscore at the end belongs to its part
  return text.replace(/[_-](?!$)/g, '.').split('.').map((part) => {
    const found = part.match(/\d+|[a-z]+|_/g) ?? ['0'];
    return isDigits(found[0] ?? '') ? found : ['0', ...found];
  });
}

/** Development words are lowest, other words below numbers, `post` above all. */
function rank(part: string): number {
  return part === 'post' ? 4 : isDigits(part) ? 3 : part === '_' ? 0 : part === 'dev' ? 1 : 2;
}

function comparePiece(a: string, b: string): Order {
  const difference = rank(a) - rank(b);
  if (difference !== 0) return difference < 0 ? -1 : 1;
  return isDigits(a) ? compareDigits(a, b) : compareText(a, b);
}

const compareParts = (a: readonly (readonly string[])[], b: readonly (readonly string[])[]): Order => compareLists(a, b, (x, y) => compareLists(x, y, comparePiece, '0'), ['0']);
const compare = totalOrder(parse, (a, b) => compareDigits(a.epoch, b.epoch) || compareParts(a.main, b.main) || compareParts(a.local, b.local));

/** Conda packages. Source: conda's documentation, "VersionOrder" and "Package match specifications". */
export const conda: Scheme = { name: 'conda', compare, range };

function range(text: string): NativeRange | undefined {
  const intervals = readRange(text, compare, { separators: ',', alternatives: /\|\|?/, clause });
  return intervals === undefined ? undefined : { intervals };
}

function clause({ operator, version }: Term): Clause | undefined {
  if (version === '*') return only(everything);
  const isWild = version.endsWith('*');
  const core = version.replace(/\.?\*$/, '');
  if (parse(core) === undefined) return undefined;
  // 1.2.*, =1.2 and 1.2* are every version that begins so
  if (operator === '=' || (isWild && (operator === '' || operator === '=='))) return startsWith(core);
  if (operator === '!=' && isWild) return { within: [], without: startsWith(core)?.within ?? [] };
  if (operator === '~=') {
    const upper = startsWith(core.replace(/\.[^.]*$/, ''));
    return upper === undefined || !core.includes('.') ? undefined : { within: [...upper.within, { lower: { version: core, inclusive: true } }], without: [] };
  }
  const comparator = plainComparator(operator);
  return comparator === undefined ? undefined : comparatorClause(comparator, isWild ? core : version);
}

/** From the development versions of the prefix to those of the next one. */
function startsWith(prefix: string): Clause | undefined {
  const match = /^(.*?)(\d+)$/.exec(prefix);
  return match === null ? only(between(prefix, `${prefix}post`)) : only(between(`${prefix}dev`, `${match[1] ?? ''}${nextNumber(match[2] ?? '0')}dev`));
}
