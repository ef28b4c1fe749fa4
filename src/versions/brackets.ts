import { type Interval, intervalOf, union, withEnds } from './interval.ts';
import type { Compare } from './order.ts';
import type { NativeRange } from './scheme.ts';

/**
 * Reads intervals in mathematical notation, `[1,2)`, `(,1],[2,)`, `[1.5]`, as Maven, NuGet and Ivy write them: any of them counts.
 * A version without brackets means itself or, with `>=`, all from it on. Undefined if it is none of these.
 */
export function readBracketRange(text: string, compare: Compare, bare: '=' | '>='): NativeRange | undefined {
  const found: Interval[] = [];
  let rest = text.trim();
  if (rest === '') return undefined;
  while (rest !== '') {
    const open = rest[0];
    if (open === '[' || open === '(' || open === ']') {
      const close = /[\])[]/.exec(rest.slice(1));
      if (close === null) return undefined;
      const interval = readInterval(rest.slice(1, close.index + 1), open === '[', close[0] === ']', compare);
      if (interval === undefined) return undefined;
      found.push(interval);
      rest = rest.slice(close.index + 2).trimStart();
    } else {
      const end = rest.indexOf(',');
      const version = (end === -1 ? rest : rest.slice(0, end)).trim();
      if (version === '' || /[\s[\]()]/.test(version)) return undefined;
      found.push(intervalOf(bare, version));
      rest = end === -1 ? '' : rest.slice(end);
    }
    if (rest === '') break;
    if (!rest.startsWith(',')) return undefined;
    rest = rest.slice(1).trimStart();
    if (rest === '') return undefined;
  }
  return { intervals: union(compare, found) };
}

function readInterval(text: string, hasLower: boolean, hasUpper: boolean, compare: Compare): Interval | undefined {
  const comma = text.indexOf(',');
  const from = (comma === -1 ? text : text.slice(0, comma)).trim();
  if (comma === -1) return from !== '' && hasLower && hasUpper ? intervalOf('=', from) : undefined;
  const to = text.slice(comma + 1).trim();
  if (to.includes(',') || /\s/.test(from) || /\s/.test(to)) return undefined;
  if (from !== '' && to !== '' && compare(from, to) > 0) return undefined;
  return withEnds(from === '' ? undefined : { version: from, inclusive: hasLower }, to === '' ? undefined : { version: to, inclusive: hasUpper });
}
