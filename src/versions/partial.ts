import { between, everything, type Interval, intervalOf } from './interval.ts';
import { isDigits } from './order.ts';
import { nextNumber, parseSemver, type Semver } from './semver.ts';

/** A version of which parts may be missing or `x`, `X`, `*`. */
export interface Partial {
  /** The numbers before the first missing or wild part. */
  readonly given: readonly string[];
  readonly pre: readonly string[];
  /** The version with missing numbers as 0, in at least three parts. */
  readonly text: string;
}

/** Reads `1`, `1.2`, `1.x`, `*`, `1.2.3-pre`; undefined if it is none of these. */
export function parsePartial(text: string): Partial | undefined {
  const plain = text.replace(/^[v=\s]{1,9}/, '');
  if (plain === '') return undefined;
  const parts = plain.split('.', 4);
  const wild = parts.findIndex((part) => part === 'x' || part === 'X' || part === '*');
  if (wild !== -1) {
    const given = parts.slice(0, wild);
    return given.every(isDigits) ? { given, pre: [], text: padded(given) } : undefined;
  }
  const version = parseSemver(plain);
  if (version === undefined) return undefined;
  const isWhole = version.numbers.length >= 3;
  return { given: version.numbers, pre: isWhole ? version.pre : [], text: isWhole ? spelled(version) : padded(version.numbers) };
}

function spelled(version: Semver): string {
  return version.numbers.join('.') + (version.pre.length === 0 ? '' : `-${version.pre.join('.')}`) + (version.build === '' ? '' : `+${version.build}`);
}

function padded(numbers: readonly string[]): string {
  return [...numbers, '0', '0', '0'].slice(0, Math.max(3, numbers.length)).join('.');
}

/** The first version after all that share the numbers up to `index`: 1.2 after 1.1.x for index 1. */
export function after(numbers: readonly string[], index: number): string {
  return padded([...numbers.slice(0, index), nextNumber(numbers[index] ?? '0')]);
}

/** What a comparator and a partial version mean to npm, Cargo and those that follow them; undefined: nothing at all. */
export function comparedWith(operator: '' | '=' | '<' | '<=' | '>' | '>=', version: Partial): Interval | undefined {
  const { given, text } = version;
  const isWhole = given.length >= 3;
  if (given.length === 0) return operator === '<' || operator === '>' ? undefined : everything;
  const next = after(given, given.length - 1);
  switch (operator) {
    case '':
    case '=': return isWhole ? intervalOf('=', text) : between(text, next);
    case '<': return intervalOf('<', text);
    case '<=': return isWhole ? intervalOf('<=', text) : intervalOf('<', next);
    case '>': return isWhole ? intervalOf('>', text) : intervalOf('>=', next);
    case '>=': return intervalOf('>=', text);
  }
}

/** `^`: the first number that is not 0 stays. */
export function caret(version: Partial): Interval {
  const { given, text } = version;
  if (given.length === 0) return everything;
  const first = given.findIndex((part) => !/^0{1,99}$/.test(part));
  return between(text, after(given, first === -1 || first > 2 ? Math.min(given.length - 1, 2) : first));
}

/** `~` of npm and Cargo: the minor number stays if it is given. */
export function tilde(version: Partial): Interval {
  const { given, text } = version;
  return given.length === 0 ? everything : between(text, after(given, Math.min(given.length - 1, 1)));
}
