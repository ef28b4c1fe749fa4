import type { ExpressionFunction } from '../compile.ts';
import { isUnknown, itemsOf, numberOf, termOf, textOf, type Term, type Truth } from '../term.ts';

/**
 * The functions of the `port` namespace. A range without ends, or from -1, is every port: that is what a protocol of
 * "all" means in a security group.
 */
export const portFunctions: readonly (readonly [string, ExpressionFunction<unknown>])[] = [
  // port.covers(from, to, port): the range holds the port, or any port of a list
  ['port.covers', { least: 3, most: 3, lenient: true, call: ([from = null, to = null, ports = null]) => covers(from, to, ports) }],
  // port.isAll(from, to): the range is every port
  ['port.isAll', { least: 2, most: 2, lenient: true, call: ([from = null, to = null]) => isAll(from, to) }],
];

/** Whether a range of ports holds one of the ports. */
export function covers(from: Term, to: Term, ports: Term): Truth {
  if (isUnknown(from)) return from;
  if (isUnknown(to)) return to;
  if (isUnknown(ports)) return ports;
  const low = numberOf(from);
  const high = numberOf(to) ?? low;
  const everything = (low === undefined && high === undefined) || low === -1 || high === -1;
  for (const item of itemsOf(ports)) {
    const term = termOf(item);
    if (isUnknown(term)) return term;
    const port = numberOf(textOf(term) ?? null);
    if (port !== undefined && (everything || ((low ?? 0) <= port && port <= (high ?? 65_535)))) return true;
  }
  return false;
}

function isAll(from: Term, to: Term): Truth {
  if (isUnknown(from)) return from;
  if (isUnknown(to)) return to;
  const [low, high] = [numberOf(from), numberOf(to)];
  if (low === undefined && high === undefined) return true;
  return low === -1 || high === -1 || ((low ?? 0) <= 1 && (high ?? 65_535) >= 65_535);
}
