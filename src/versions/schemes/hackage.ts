import { allOf, type Clause, comparatorClause, only, plainComparator } from '../comparators.ts';
import { between, everything, type Interval, meet, union } from '../interval.ts';
import { compareDigits, compareLists, isDigits, totalOrder } from '../order.ts';
import type { NativeRange, Scheme } from '../scheme.ts';
import { nextNumber } from '../semver.ts';

function parse(text: string): string[] | undefined {
  // tags after a dash are deprecated and do not count
  const parts = text.trim().split('-', 1)[0]?.split('.') ?? [];
  return parts.every(isDigits) ? parts : undefined;
}

/** Lists of numbers; a shorter one is lower: 1.0 < 1.0.0. */
const compare = totalOrder(parse, (a, b) => compareLists(a, b, compareDigits));

/** Haskell packages. Source: the Haskell Package Versioning Policy and Cabal's manual, "build-depends". */
export const hackage: Scheme = { name: 'hackage', compare, range };

const token = /\s*(?:(&&|\|\||[(){},]|-any|-none)|(\^>=|[<>=]=|[<>])?\s*(\d+(?:\.\d+)*(?:\.\*)?|\{[^}]*\}))\s*/y;
const maxDepth = 50;

function range(text: string): NativeRange | undefined {
  const tokens: RegExpExecArray[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const match = token.exec(text);
    if (match === null) return undefined;
    tokens.push(match);
  }
  const state = { tokens, at: 0 };
  const intervals = tokens.length === 0 ? undefined : readAny(state, 0);
  return intervals === undefined || state.at < tokens.length ? undefined : { intervals };
}

interface State {
  readonly tokens: readonly RegExpExecArray[];
  at: number;
}

function readAny(state: State, depth: number): Interval[] | undefined {
  const all: Interval[] = [];
  do {
    const next = readAll(state, depth);
    if (next === undefined) return undefined;
    all.push(...next);
  } while (take(state, '||'));
  return union(compare, all);
}

function readAll(state: State, depth: number): Interval[] | undefined {
  // what is not in one of the parts is outside: the complement of the union of the complements
  const outside: Interval[] = [];
  do {
    const next = readOne(state, depth);
    if (next === undefined) return undefined;
    outside.push(...meet(compare, [everything], next));
  } while (take(state, '&&'));
  return meet(compare, [everything], outside);
}

function take(state: State, symbol: string): boolean {
  if (state.tokens[state.at]?.[1] !== symbol) return false;
  state.at++;
  return true;
}

function readOne(state: State, depth: number): Interval[] | undefined {
  if (take(state, '(')) {
    const inner = depth < maxDepth ? readAny(state, depth + 1) : undefined;
    return inner !== undefined && take(state, ')') ? inner : undefined;
  }
  if (take(state, '-any')) return [everything];
  if (take(state, '-none')) return [];
  const [, symbol, operator = '', version] = state.tokens[state.at] ?? [];
  if (symbol !== undefined || version === undefined) return undefined;
  state.at++;
  const versions = version.startsWith('{') ? version.slice(1, -1).split(',').map((one) => one.trim()) : [version];
  const clauses = versions.map((one) => clauseOf(operator, one));
  return clauses.every((clause) => clause !== undefined) ? union(compare, clauses.flatMap((clause) => allOf(compare, [clause]))) : undefined;
}

function clauseOf(operator: string, version: string): Clause | undefined {
  const numbers = parse(version.replace(/\.\*$/, ''));
  if (numbers === undefined) return undefined;
  if (version.endsWith('.*')) return operator === '==' || operator === '' ? only(between(numbers.join('.'), raised(numbers, numbers.length - 1))) : undefined;
  // the major version has two numbers
  if (operator === '^>=') return only(between(version, raised([...numbers, '0'], 1)));
  const comparator = plainComparator(operator);
  return comparator === undefined ? undefined : comparatorClause(comparator, version);
}

function raised(numbers: readonly string[], index: number): string {
  return [...numbers.slice(0, index), nextNumber(numbers[index] ?? '0')].join('.');
}
