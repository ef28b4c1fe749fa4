import type { DataNode } from '../../formats/node.ts';

/** A value while a chart is rendered. Maps keep their order; undefined is Go's nil. */
export type Data = string | number | boolean | null | undefined | readonly Data[] | ReadonlyMap<string, Data> | Unknown;

/** A value that only the cluster, the command line or chance decides. */
export interface Unknown {
  readonly unknown: string;
}

/**
 * Marks where an unknown value stands inside a text: the mark and a character that numbers it. Both are of the private use
 * area, which no chart's text holds (those of a text are taken out first).
 */
export const holeMark = '\uE00F';

/** The reasons that the holes of one rendering stand for, by their numbers. */
export class Holes {
  private readonly reasons: string[] = [];

  /** The text that stands for an unknown value. */
  text(why: string): string {
    let index = this.reasons.indexOf(why);
    if (index < 0) index = this.reasons.length < 4000 ? this.reasons.push(why) - 1 : 0;
    return holeMark + String.fromCharCode(0xe100 + index);
  }

  /** What the first hole of a text depends on; undefined when it has none. */
  reason(text: string): string | undefined {
    const at = text.indexOf(holeMark);
    return at < 0 ? undefined : (this.reasons[text.charCodeAt(at + 1) - 0xe100] ?? 'an unknown value');
  }
}

/** The texts between the holes, with null for each hole. */
export function partsOf(text: string): readonly (string | null)[] {
  return text.split(new RegExp(`(${holeMark}.?)`)).flatMap((piece): readonly (string | null)[] => (piece === '' ? [] : piece.startsWith(holeMark) ? [null] : [piece]));
}

export function isUnknown(data: Data): data is Unknown {
  return typeof data === 'object' && data !== null && 'unknown' in data;
}

export function isList(data: Data): data is readonly Data[] {
  return Array.isArray(data);
}

export function isMap(data: Data): data is ReadonlyMap<string, Data> {
  return data instanceof Map;
}

/** Whether Go's templates take a value for true; an unknown one is not decided. */
export function truth(data: Data, holes: Holes): boolean | Unknown {
  if (isUnknown(data)) return data;
  if (typeof data === 'string') {
    const reason = holes.reason(data);
    return reason !== undefined && partsOf(data).every((part) => part === null) ? { unknown: reason } : data !== '';
  }
  if (isList(data)) return data.length > 0;
  if (isMap(data)) return data.size > 0;
  return data !== undefined && data !== null && data !== false && data !== 0;
}

/** Levels that data may nest; deeper data is cut. */
const maxDepth = 200;

/** What a data file holds, as data. Later keys win, as they do in Helm. */
export function dataOf(node: DataNode, depth = 0): Data {
  if (depth > maxDepth) return { unknown: 'data nested too deeply' };
  switch (node.kind) {
    case 'scalar':
      return typeof node.value === 'bigint' ? Number(node.value) : typeof node.value === 'string' ? node.value.replaceAll(holeMark, '') : node.value;
    case 'list':
      return node.items.map((item) => dataOf(item, depth + 1));
    case 'map': {
      const map = new Map<string, Data>();
      for (const { key, value } of node.entries) map.set(String(key.value), dataOf(value, depth + 1));
      return map;
    }
    default:
      return node satisfies never;
  }
}

/** One map over another, maps in both merged; null takes a key away. Neither is changed. */
export function merged(under: ReadonlyMap<string, Data>, over: ReadonlyMap<string, Data>, depth = 0): ReadonlyMap<string, Data> {
  const result = new Map(under);
  for (const [key, value] of over) {
    const below = result.get(key);
    if (value === null) result.delete(key);
    else result.set(key, isMap(value) && isMap(below) && depth < maxDepth ? merged(below, value, depth + 1) : value);
  }
  return result;
}
