import type { Range } from '../../formats/place.ts';
import type { Report } from '../../model/finding.ts';
import type { Span } from './spans.ts';

/** A report, and the text its lines are counted in where that is not the source's own. */
export interface LayerReport {
  readonly report: Report;
  readonly inner?: Buffer;
}

/** A report at its place, how sure its check is, and how many decodings it took. */
export interface Found extends Span {
  readonly report: Report;
  readonly rank: number;
  readonly depth: number;
}

/** Findings but those that were found again in a file packed there: an archive may hold files as they are. */
export function notUnpacked(found: readonly Found[], packed: readonly LayerReport[]): readonly Found[] {
  if (packed.length === 0) return distinct(found);
  const again = new Set(packed.map(({ report: one }) => `${one.check} ${one.identity}`));
  return distinct(found.filter(({ report: one }) => !again.has(`${one.check} ${one.identity}`)));
}

/** Of findings on the same place, the one of the highest rank, then the least decoded, then the longest. */
function distinct(found: readonly Found[]): readonly Found[] {
  if (found.every((one) => one.depth === 0)) return found;
  const sorted = [...found].sort((a, b) => b.rank - a.rank || a.depth - b.depth || b.end - b.start - (a.end - a.start) || a.start - b.start);
  const kept: Found[] = [];
  const hidden = new Map<Found, Range[]>();
  for (const one of sorted) {
    const at = placeOf(kept, one.start);
    const rival = [kept[at - 1], kept[at]].find((other) => other !== undefined && other.start < one.end && one.start < other.end);
    if (rival === undefined) kept.splice(at, 0, one);
    // a lesser finding that gives way may have been wider: its text stays masked
    else if (one.report.secret === true) hidden.set(rival, [...(hidden.get(rival) ?? []), one.report.range]);
  }
  return kept.map((one) => {
    const more = hidden.get(one);
    return more === undefined ? one : { ...one, report: { ...one.report, alsoSecret: [...(one.report.alsoSecret ?? []), ...more.slice(0, 100)] } };
  });
}

/** Where a finding with this start belongs among others that are sorted by theirs. */
export function placeOf(sorted: readonly Span[], start: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}
