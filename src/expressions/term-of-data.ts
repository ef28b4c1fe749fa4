import type { Term } from './term.ts';

/** Plain data (a policy's parameters) as a term, to a depth of 20. */
export function termOfData(data: unknown, depth = 0): Term {
  if (typeof data === 'string' || typeof data === 'number' || typeof data === 'boolean') return data;
  if (data === null || data === undefined || typeof data !== 'object' || depth > 20) return null;
  if (Array.isArray(data)) return { kind: 'list', items: data.map((item: unknown) => termOfData(item, depth + 1)) };
  return { kind: 'map', entries: new Map(Object.entries(data).map(([key, item]) => [key, termOfData(item, depth + 1)])) };
}
