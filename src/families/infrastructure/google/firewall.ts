import type { ExpressionFunction } from '../../../expressions/compile.ts';
import { doubtIn, isList, isUnknown, itemsOf, numberOf, select, termOf, textOf, type Term, type Truth } from '../../../expressions/term.ts';

/** Protocols that reach a port of TCP, by name and number. */
const tcp: ReadonlySet<string> = new Set(['tcp', '6', 'all', '-1', '']);

/**
 * Functions of the `firewall` namespace: what an `allow` block of google_compute_firewall lets through.
 * Source: https://cloud.google.com/firewall/docs/firewalls#protocols_and_ports
 */
export const firewallFunctions: readonly (readonly [string, ExpressionFunction<unknown>])[] = [
  // firewall.covers(allow, port): it lets traffic through to the TCP port; without ports it is every port
  ['firewall.covers', { least: 2, most: 2, lenient: true, call: ([allow = null, port = null]) => covers(allow, numberOf(port) ?? -1) }],
  // firewall.widest(allow): how far apart the ends of its widest range of ports are
  ['firewall.widest', { least: 1, most: 1, call: ([allow = null]) => widest(select(allow, 'ports')) }],
];

function covers(allow: Term, port: number): Truth {
  const protocol = select(allow, 'protocol');
  if (!isUnknown(protocol) && !tcp.has(textOf(protocol)?.toLowerCase() ?? '')) return false;
  const ports = select(allow, 'ports');
  if (isUnknown(ports)) return ports;
  if (ports === null || (isList(ports) && ports.items.length === 0 && ports.open !== true)) return isUnknown(protocol) ? protocol : true;
  let doubt: Truth = isList(ports) && ports.open === true ? doubtIn(ports) : false;
  for (const item of itemsOf(ports)) {
    const term = termOf(item);
    if (isUnknown(term)) doubt = term;
    const range = rangeOf(term);
    if (range !== undefined && range.from <= port && port <= range.to) return isUnknown(protocol) ? protocol : true;
  }
  return doubt;
}

function widest(ports: Term): Term {
  if (isUnknown(ports)) return ports;
  return Math.max(0, ...itemsOf(ports).map((item) => rangeOf(termOf(item))).map((range) => (range === undefined ? 0 : range.to - range.from)));
}

function rangeOf(term: Term): { readonly from: number; readonly to: number } | undefined {
  const [from = '', to = from] = (textOf(term) ?? '').split('-');
  return /^\s*\d{1,5}\s*$/.test(from) && /^\s*\d{1,5}\s*$/.test(to) ? { from: Number(from), to: Number(to) } : undefined;
}
