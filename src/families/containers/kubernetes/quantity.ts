import type { ExpressionFunction } from '../../../expressions/compile.ts';
import { textOf } from '../../../expressions/term.ts';

const suffixes: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['n', 1e-9],
  ['u', 1e-6],
  ['m', 1e-3],
  ['k', 1e3],
  ['M', 1e6],
  ['G', 1e9],
  ['T', 1e12],
  ['P', 1e15],
  ['E', 1e18],
  ['Ki', 2 ** 10],
  ['Mi', 2 ** 20],
  ['Gi', 2 ** 30],
  ['Ti', 2 ** 40],
  ['Pi', 2 ** 50],
  ['Ei', 2 ** 60],
]);

/** The number a Kubernetes quantity stands for (`500m` is 0.5, `1Gi` 1073741824); undefined for what is none. Source: apimachinery, resource.Quantity. */
function quantityOf(text: string): number | undefined {
  const match = /^\s?([+-]?\d{1,30}(?:\.\d{0,30})?|[+-]?\.\d{1,30})(?:([eE][+-]?\d{1,3})|([numkMGTPE]i?|Ki)?)\s?$/.exec(text);
  if (match === null) return undefined;
  const factor = suffixes.get(match[3] ?? '');
  return factor === undefined ? undefined : Number(`${match[1]}${match[2] ?? ''}`) * factor;
}

/** `quantity(text)`: the number of a quantity, null for what is none. */
export const quantityFunctions: readonly (readonly [string, ExpressionFunction<unknown>])[] = [
  ['quantity', { least: 1, most: 1, call: ([term = null]) => quantityOf(textOf(term) ?? '') ?? null }],
];
