import type { CredentialCheck } from '../../model/check.ts';
import type { Report } from '../../model/finding.ts';
import { BrokenCheck } from '../../model/family.ts';
import { redact } from '../../model/redact.ts';
import type { Source } from '../../model/source.ts';
import { byteLines } from './lines.ts';
import { compileMatcher, type Match, type Matcher } from './matcher.ts';

/** One keyword in a source and the check it starts. Offsets are bytes. */
export interface KeywordHit {
  readonly check: CredentialCheck;
  readonly start: number;
  readonly end: number;
}

const compiled = new WeakMap<CredentialCheck, Matcher>();

/**
 * Looks around every keyword hit of a source and reports the secrets found, one report for each secret.
 * Throws BrokenCheck naming the check that failed.
 */
export function examineCredentials(source: Source, hits: readonly KeywordHit[]): readonly Report[] {
  const matches: Match[] = [];
  const seen = new Set<string>();
  for (const { check, start, end } of hits) {
    for (const match of matchesAt(check, source, start, end)) {
      const key = `${match.start} ${match.end} ${check.id}`;
      if (seen.has(key)) continue;
      seen.add(key);
      matches.push(match);
    }
  }
  if (matches.length === 0) return [];
  const lines = byteLines(source.bytes);
  return withoutOverlaps(matches).map((match) => ({
    check: match.check.id,
    certainty: 'fail',
    range: lines.rangeOf(match.start, match.end),
    message: match.message ?? '',
    evidence: redact(match.secret),
    identity: match.secret,
    secret: true,
  }));
}

function matchesAt(check: CredentialCheck, source: Source, start: number, end: number): readonly Match[] {
  try {
    let matcher = compiled.get(check);
    if (matcher === undefined) {
      matcher = compileMatcher(check);
      compiled.set(check, matcher);
    }
    return matcher.find(source.bytes, start, end, source.path);
  } catch (error) {
    throw new BrokenCheck(check.id, error);
  }
}

/** Keeps one match for each stretch of text: the highest rank, then the longer, then the earlier id. */
function withoutOverlaps(matches: readonly Match[]): readonly Match[] {
  const sorted = [...matches].sort(
    (a, b) => b.check.rank - a.check.rank || b.end - b.start - (a.end - a.start) || a.start - b.start || (a.check.id < b.check.id ? -1 : 1),
  );
  // sorted by start, so that an overlap is found among the neighbours only
  const kept: Match[] = [];
  const starts: number[] = [];
  for (const match of sorted) {
    const at = lowerBound(starts, match.start);
    const before = kept[at - 1];
    const after = kept[at];
    if ((before !== undefined && before.end > match.start) || (after !== undefined && after.start < match.end)) continue;
    kept.splice(at, 0, match);
    starts.splice(at, 0, match.start);
  }
  return kept;
}

function lowerBound(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
