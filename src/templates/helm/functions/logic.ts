import { isList, isMap, isUnknown, truth, type Data, type Holes } from '../data.ts';
import { isEmpty, lenient, numberOf, strict, type FunctionEntry } from './function.ts';

/** Functions that decide and count. */
export const logicFunctions: readonly FunctionEntry[] = [
  lenient('and', (args, { holes }) => firstWhere(args, false, holes)),
  lenient('or', (args, { holes }) => firstWhere(args, true, holes)),
  lenient('not', ([one], { holes }) => isEmpty(one, holes)),
  lenient('empty', ([one], { holes }) => isEmpty(one, holes)),
  lenient('default', ([fallback, ...given], { holes }) => {
    const value = given.at(-1);
    const empty = isEmpty(value, holes);
    return typeof empty === 'boolean' ? (empty ? fallback : value) : empty;
  }),
  lenient('coalesce', (args, { holes }) => firstWhere(args, true, holes)),
  lenient('ternary', ([yes, no, condition], { holes }) => {
    const answer = truth(condition, holes);
    return typeof answer === 'boolean' ? (answer ? yes : no) : answer;
  }),
  lenient('all', (args, { holes }) => everyTruth(args, holes)),
  lenient('any', (args, { holes }) => {
    const answer = firstWhere(args, true, holes);
    return isUnknown(answer) ? answer : truth(answer, holes);
  }),
  strict('eq', ([first, ...others]) => others.some((one) => isSame(first, one))),
  strict('ne', ([first, second]) => !isSame(first, second)),
  strict('lt', ([a, b]) => ordered(a, b) < 0),
  strict('le', ([a, b]) => ordered(a, b) <= 0),
  strict('gt', ([a, b]) => ordered(a, b) > 0),
  strict('ge', ([a, b]) => ordered(a, b) >= 0),
  strict('kindIs', ([kind, value]) => kindOf(value) === kind),
  strict('kindOf', ([value]) => kindOf(value)),
  strict('typeIs', ([type, value]) => typeOf(value) === type),
  strict('typeOf', ([value]) => typeOf(value)),
  strict('int', ([value]) => Math.trunc(numberOf(value))),
  strict('int64', ([value]) => Math.trunc(numberOf(value))),
  strict('float64', ([value]) => numberOf(value)),
  strict('atoi', ([value]) => Math.trunc(numberOf(value))),
  strict('toDecimal', ([value]) => Number.parseInt(String(value), 8) || 0),
  strict('add', (args) => args.reduce((sum: number, one) => sum + numberOf(one), 0)),
  strict('add1', ([value]) => numberOf(value) + 1),
  strict('sub', ([a, b]) => numberOf(a) - numberOf(b)),
  strict('mul', (args) => args.reduce((product: number, one) => product * numberOf(one), 1)),
  strict('div', ([a, b]) => (numberOf(b) === 0 ? { unknown: 'a division by zero' } : Math.trunc(numberOf(a) / numberOf(b)))),
  strict('mod', ([a, b]) => (numberOf(b) === 0 ? { unknown: 'a division by zero' } : numberOf(a) % numberOf(b))),
  strict('max', (args) => Math.max(...args.slice(0, 1000).map(numberOf))),
  strict('min', (args) => Math.min(...args.slice(0, 1000).map(numberOf))),
  strict('floor', ([value]) => Math.floor(numberOf(value))),
  strict('ceil', ([value]) => Math.ceil(numberOf(value))),
  strict('round', ([value]) => Math.round(numberOf(value))),
  strict('semverCompare', ([constraint, version]) => meetsConstraint(String(constraint), String(version))),
  strict('fail', ([message]) => ({ unknown: `a value that the chart demands: ${String(message).slice(0, 100)}` })),
];

/** What `and` and `or` give: the first argument that decides, or the last. */
function firstWhere(args: readonly Data[], wanted: boolean, holes: Holes): Data {
  for (const one of args) {
    const answer = truth(one, holes);
    if (typeof answer !== 'boolean') return answer;
    if (answer === wanted) return one;
  }
  return args.at(-1);
}

function everyTruth(args: readonly Data[], holes: Holes): Data {
  const answer = firstWhere(args, false, holes);
  return isUnknown(answer) ? answer : truth(answer, holes);
}

function isSame(a: Data, b: Data): boolean {
  if (a === undefined || a === null || b === undefined || b === null) return (a ?? null) === (b ?? null);
  return typeof a === typeof b ? a === b : String(a) === String(b) && typeof a !== 'object' && typeof b !== 'object';
}

function ordered(a: Data, b: Data): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  return numberOf(a) - numberOf(b);
}

function kindOf(value: Data): string {
  if (isList(value)) return 'slice';
  if (isMap(value)) return 'map';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return 'float64';
  return typeof value === 'string' ? 'string' : 'invalid';
}

function typeOf(value: Data): string {
  const kind = kindOf(value);
  return kind === 'map' ? 'map[string]interface {}' : kind === 'slice' ? '[]interface {}' : kind === 'invalid' ? '<nil>' : kind;
}

/** Whether a version meets comparisons such as `>=1.19-0 <2` (all must hold; `||` parts them). Other forms are not decided. */
function meetsConstraint(constraint: string, version: string): Data {
  const asked = partsOf(version);
  if (asked === undefined) return { unknown: `the version ${version.slice(0, 40)}` };
  let doubt: Data;
  for (const choice of constraint.slice(0, 500).split('||')) {
    const answers = choice.split(/[\s,]+(?![\s,])/).filter((one) => one !== '').map((one) => meets(one, asked));
    if (answers.every((one) => one === true)) return true;
    if (!answers.includes(false)) doubt = { unknown: `the version range ${choice.trim().slice(0, 60)}` };
  }
  return doubt ?? false;
}

function meets(comparison: string, version: readonly number[]): boolean | undefined {
  const match = /^(>=|<=|>|<|=|\^|~)?v?(\d.*)$/.exec(comparison);
  const bound = match === null ? undefined : partsOf(match[2] ?? '');
  if (bound === undefined) return undefined;
  const order = version.map((part, index) => part - (bound[index] ?? 0)).find((one) => one !== 0) ?? 0;
  switch (match?.[1]) {
    case '>=':
      return order >= 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '<':
      return order < 0;
    case '^':
      return order >= 0 && version[0] === bound[0];
    case '~':
      return order >= 0 && version[0] === bound[0] && version[1] === bound[1];
    default:
      return order === 0;
  }
}

function partsOf(version: string): readonly number[] | undefined {
  const match = /^v?(\d{1,6})(?:\.(\d{1,6}|[xX*]))?(?:\.(\d{1,6}|[xX*]))?(?:[-+].{0,100})?$/.exec(version);
  return match === null ? undefined : [1, 2, 3].map((index) => Number(/^\d+$/.test(match[index] ?? '') ? match[index] : 0));
}

