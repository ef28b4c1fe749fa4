import { allOf, type Clause, comparatorClause, only, plainComparator, readTerms, type Term } from '../comparators.ts';
import { inInterval, type Interval, union } from '../interval.ts';
import { compareDigits, compareLists, compareText, isDigits, type Order, totalOrder, withoutZeros } from '../order.ts';
import type { NativeRange, Scheme } from '../scheme.ts';
import { nextNumber } from '../semver.ts';

/** A version of PEP 440, normalised. */
interface Pep440 {
  readonly epoch: string;
  readonly release: readonly string[];
  /** Letter (a, b, rc) and number. */
  readonly pre: readonly [string, string] | undefined;
  readonly post: string | undefined;
  readonly dev: string | undefined;
  readonly local: readonly string[];
}

// PEP 440, appendix B; every repeat is anchored by a character the next part cannot start with
const release = /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)/;
const suffix = /^(?:[-_.]?(alpha|beta|preview|pre|a|b|c|rc)(?:[-_.]?(\d+))?)?(?:-(\d+)|[-_.]?(?:post|rev|r)(?![a-z])(?:[-_.]?(\d+))?())?(?:[-_.]?dev(?:[-_.]?(\d+))?())?$/;
const preNames: ReadonlyMap<string, string> = new Map([['alpha', 'a'], ['a', 'a'], ['beta', 'b'], ['b', 'b'], ['c', 'rc'], ['rc', 'rc'], ['pre', 'rc'], ['preview', 'rc']]);

/** Reads a version of PEP 440 in any accepted spelling; undefined for legacy versions. */
function parsePep440(text: string): Pep440 | undefined {
  const [publicPart = '', localPart, ...rest] = text.trim().toLowerCase().split('+', 3);
  if (rest.length > 0) return undefined;
  const numbers = release.exec(publicPart);
  if (numbers === null) return undefined;
  const tail = suffix.exec(publicPart.slice(numbers[0].length));
  if (tail === null) return undefined;
  const local = localPart === undefined ? [] : localPart.split(/[-_.]/);
  if (!local.every((part) => /^[a-z0-9]+$/.test(part))) return undefined;
  return {
    epoch: numbers[1] ?? '0',
    release: (numbers[2] ?? '0').split('.'),
    pre: tail[1] === undefined ? undefined : [preNames.get(tail[1]) ?? 'rc', tail[2] ?? '0'],
    post: tail[3] ?? (tail[5] === undefined ? undefined : tail[4] ?? '0'),
    dev: tail[7] === undefined ? undefined : tail[6] ?? '0',
    local,
  };
}

function comparePublic(a: Pep440, b: Pep440): Order {
  return compareDigits(a.epoch, b.epoch)
    || compareLists(a.release, b.release, compareDigits, '0')
    || comparePhase(a, b)
    || compareOptional(a.post, b.post, -1)
    || compareOptional(a.dev, b.dev, 1);
}

/** A development release of no pre-release is lower than the pre-releases; a final is higher. */
function comparePhase(a: Pep440, b: Pep440): Order {
  const rank = (one: Pep440) => (one.pre !== undefined ? 'b' + one.pre[0] : one.post === undefined && one.dev !== undefined ? 'a' : 'c');
  return compareText(rank(a), rank(b)) || compareDigits(a.pre?.[1] ?? '0', b.pre?.[1] ?? '0');
}

function compareOptional(a: string | undefined, b: string | undefined, missing: Order): Order {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? missing : missing === 1 ? -1 : 1;
  return compareDigits(a, b);
}

function compareLocal(a: readonly string[], b: readonly string[]): Order {
  return compareLists(a, b, (x, y) => {
    const isNumber = isDigits(x);
    if (isNumber !== isDigits(y)) return isNumber ? 1 : -1;
    return isNumber ? compareDigits(x, y) : compareText(x, y);
  });
}

function comparePep440(a: Pep440, b: Pep440): Order {
  return comparePublic(a, b) || compareLocal(a.local, b.local);
}

function format({ epoch, release: numbers, pre, post, dev, local }: Pep440): string {
  const digits = (text: string) => withoutZeros(text) || '0';
  return (digits(epoch) === '0' ? '' : `${digits(epoch)}!`) + numbers.map(digits).join('.')
    + (pre === undefined ? '' : pre[0] + digits(pre[1])) + (post === undefined ? '' : `.post${digits(post)}`) + (dev === undefined ? '' : `.dev${digits(dev)}`)
    + (local.length === 0 ? '' : `+${local.map((part) => (isDigits(part) ? digits(part) : part)).join('.')}`);
}

/** Versions from before PEP 440 are below all others and compare as setuptools compared them. */
const compareLegacy = totalOrder(legacyKey, (a, b) => compareLists(a, b, compareText));

const compare = totalOrder(parsePep440, comparePep440, compareLegacy);
const legacyNames: ReadonlyMap<string, string> = new Map([['pre', 'c'], ['preview', 'c'], ['rc', 'c'], ['-', 'final-'], ['dev', '@']]);

/** Source: setuptools, pkg_resources, `parse_version` before PEP 440. */
function legacyKey(text: string): string[] {
  const key: string[] = [];
  for (const found of text.toLowerCase().match(/\d+|[a-z]+|\.|-/g) ?? []) {
    const part = legacyNames.get(found) ?? found;
    if (part === '.') continue;
    if (isDigits(part)) key.push(withoutZeros(part).padStart(20, '0'));
    else addLegacyWord(key, `*${part}`);
  }
  addLegacyWord(key, '*final');
  return key;
}

/** A word takes away zeros before it, and what comes before a release also dashes. */
function addLegacyWord(key: string[], word: string): void {
  if (word < '*final') while (key.at(-1) === '*final-') key.pop();
  while (/^0+$/.test(key.at(-1) ?? '')) key.pop();
  key.push(word);
}

/** Python packages. Source: PEP 440, "Version scheme" and "Version specifiers". */
export const pypi: Scheme = {
  name: 'pypi',
  compare,
  normalise(text) {
    const version = parsePep440(text);
    return version === undefined ? text : format(version);
  },
  range: readSpecifiers,
};

/** PEP 440 has no alternatives; Poetry and advisories write them with `||`. */
function readSpecifiers(text: string): NativeRange | undefined {
  const sets = text.split('||').map(readSpecifierSet);
  if (!sets.every((set) => set !== undefined)) return undefined;
  return {
    intervals: union(compare, sets.flatMap(({ intervals }) => intervals)),
    // PEP 440 leaves pre-releases out of what is chosen, not of what is there ("Handling of pre-releases")
    contains: (version) => sets.some(({ contains }) => contains(version)),
  };
}

function readSpecifierSet(text: string): (NativeRange & { readonly contains: (version: string) => boolean }) | undefined {
  const tests: ((version: Pep440, raw: string) => boolean)[] = [];
  const clauses: Clause[] = [];
  for (const term of readTerms(text === '*' ? '' : text.replace(/^\s*\(|\)\s*$/g, ''), ',') ?? [{ operator: '?', version: '' }]) {
    const read = readSpecifier(term);
    if (read === undefined) return undefined;
    clauses.push(read.clause);
    tests.push(read.test);
  }
  return {
    intervals: allOf(compare, clauses),
    contains(raw) {
      const version = parsePep440(raw);
      if (version === undefined) return false;
      return tests.every((test) => test(version, raw));
    },
  };
}

interface Specifier {
  readonly clause: Clause;
  readonly test: (version: Pep440, raw: string) => boolean;
}

function readSpecifier({ operator, version: text }: Term): Specifier | undefined {
  if (operator === '===') return { clause: comparatorClause('=', text), test: (_, raw) => raw.trim().toLowerCase() === text.toLowerCase() };
  const isWild = text.endsWith('.*');
  const version = parsePep440(isWild ? text.slice(0, -2) : text);
  if (version === undefined || (isWild && (operator === '~=' || operator.startsWith('<') || operator.startsWith('>')))) return undefined;
  if (operator === '~=' || operator === '^' || operator === '~') {
    const upper = operator === '~=' ? version.release.slice(0, -1) : operator === '^' ? caretPrefix(version.release) : version.release.slice(0, 2);
    if (upper.length === 0) return undefined;
    const interval: Interval = { lower: { version: text, inclusive: true }, upper: { version: following({ ...version, release: upper }, operator === '~='), inclusive: false } };
    return { clause: only(interval), test: (_, raw) => inInterval(compare, interval, publicText(raw)) };
  }
  if (isWild) return readWild(operator, version);
  const comparator = plainComparator(operator);
  if (comparator === undefined) return undefined;
  return { clause: comparatorClause(comparator, text), test: comparatorTest(operator, version) };
}

function caretPrefix(numbers: readonly string[]): readonly string[] {
  const first = numbers.findIndex((part) => withoutZeros(part) !== '');
  return numbers.slice(0, first === -1 ? numbers.length : first + 1);
}

/** The first version after all with these release numbers; its development releases are lower still. */
function following(version: Pep440, isDev: boolean): string {
  const numbers = [...version.release.slice(0, -1), nextNumber(version.release.at(-1) ?? '0')];
  return format({ ...version, release: numbers, pre: undefined, post: undefined, dev: isDev ? '0' : undefined, local: [] });
}

function publicText(raw: string): string {
  return raw.split('+', 1)[0] ?? '';
}

/** `==1.2.*` and `!=1.2.*` */
function readWild(operator: string, version: Pep440): Specifier | undefined {
  if (operator !== '' && operator !== '==' && operator !== '!=') return undefined;
  const lower = format({ ...version, pre: undefined, post: undefined, local: [], dev: '0' });
  const interval: Interval = { lower: { version: lower, inclusive: true }, upper: { version: following(version, true), inclusive: false } };
  const test = (_: Pep440, raw: string) => inInterval(compare, interval, publicText(raw));
  if (operator === '!=') return { clause: { within: [], without: [interval] }, test: (one, raw) => !test(one, raw) };
  return { clause: only(interval), test };
}

function comparatorTest(operator: string, named: Pep440): (version: Pep440) => boolean {
  const order = (version: Pep440) => (named.local.length === 0 ? comparePublic(version, named) : comparePep440(version, named));
  const sameRelease = (version: Pep440) => comparePublic({ ...version, pre: undefined, post: undefined, dev: undefined }, { ...named, pre: undefined, post: undefined, dev: undefined }) === 0;
  const isPre = (version: Pep440) => version.pre !== undefined || version.dev !== undefined;
  switch (operator) {
    // not its own pre-releases either, unless it is one
    case '<': return (version) => comparePep440(version, named) < 0 && (isPre(named) || comparePublic(version, { ...named, dev: '0' }) < 0);
    case '>': return (version) => comparePep440(version, named) > 0 && !(named.post === undefined && version.post !== undefined && sameRelease(version)) && !(version.local.length > 0 && comparePublic(version, named) === 0);
    case '<=': return (version) => comparePublic(version, named) <= 0;
    case '>=': return (version) => comparePublic(version, named) >= 0;
    case '!=': return (version) => order(version) !== 0;
    default: return (version) => order(version) === 0;
  }
}

