import { folderOf } from '../../formats/repository-path.ts';
import { firstFrom } from '../../formats/sorted.ts';
import { askEvery, isOutOfTime, neverEnds, type Ask } from '../../model/ask.ts';
import type { CredentialCheck } from '../../model/check.ts';
import type { Report } from '../../model/finding.ts';
import { BrokenCheck } from '../../model/family.ts';
import { redact } from '../../model/redact.ts';
import type { Source } from '../../model/source.ts';
import { examineFileName } from './file-name.ts';
import { byteLines } from './lines.ts';
import { joinPairs } from './pairs.ts';
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
 * Throws BrokenCheck naming the check that failed, and what `ask` throws.
 */
export function examineCredentials(source: Source, hits: readonly KeywordHit[], ask: Ask = neverEnds): readonly Report[] {
  let steps = 0;
  const step = (): void => {
    if ((++steps & (askEvery - 1)) === 0) ask(source.path);
  };
  const names = source.subject === 'file-name' ? examineFileName(source, hits) : [];
  const matches: Match[] = [];
  const seen = new Set<string>();
  let binary: boolean | undefined;
  for (const { check, start, end } of hits) {
    step();
    if (check.function === 'file-name') continue;
    // what a compiler or a camera wrote holds names next to anything: only forms of their own count there
    if (check.rank < 3 && (binary ??= source.part?.isBinary ?? isBinary(source.bytes))) continue;
    for (const match of matchesAt(check, source, start, end)) {
      if (isHashOfBaseline(source.bytes, match)) continue;
      const key = `${match.start} ${match.end} ${check.id}`;
      if (seen.has(key)) continue;
      seen.add(key);
      matches.push(match);
    }
  }
  if (matches.length === 0) return names;
  const lines = byteLines(source.bytes);
  const reports = joinPairs(withoutOverlaps(withoutDamaged(withoutMalformed(matches, hits)), step)).map((match): Report => ({
    check: match.check.id,
    certainty: 'fail',
    range: lines.rangeOf(match.start, match.end),
    message: match.message ?? '',
    ...(match.isDoubtful === true ? { severity: 'low' as const } : {}),
    evidence: redact(match.secret),
    identity: match.secret,
    secret: true,
    ...(match.parts === undefined ? {} : { alsoSecret: match.parts.map((part) => lines.rangeOf(part.start, part.end)) }),
  }));
  return names.length === 0 ? reports : [...names, ...reports];
}

/** Whether a value is the SHA-1 by which a baseline of detect-secrets names a secret. */
function isHashOfBaseline(bytes: Buffer, { start, end, secret }: Match): boolean {
  if (end - start !== 40 || !/^[0-9a-f]{40}$/.test(secret)) return false;
  return /"hashed_secret"\s{0,4}:\s{0,4}"$/.test(bytes.toString('latin1', Math.max(0, start - 30), start)) && bytes.includes('"plugins_used"');
}

function isBinary(bytes: Buffer): boolean {
  return bytes.subarray(0, 8192).includes(0);
}

/**
 * Leaves out guesses about a value that begins with the prefix of a provider whose own check did not take it: it is malformed,
 * as its length, alphabet or checksum is not that provider's. What stands beside another provider's name is that one's to judge.
 */
function withoutMalformed(matches: readonly Match[], hits: readonly KeywordHit[]): readonly Match[] {
  const isGuess = ({ check, isDoubtful }: Match): boolean => check.rank === 1 || (check.rank === 2 && isDoubtful === true);
  if (!matches.some(isGuess)) return matches;
  const prefixes = new Map<number, CredentialCheck[]>();
  for (const { check, start, end } of hits) if (check.rank === 3 && check.function === undefined && end - start >= 4 && isPrefix(check, start, end)) prefixes.set(start, [...(prefixes.get(start) ?? []), check]);
  return matches.filter((match) => {
    // checks of one provider, with all that belongs to it, stand in one folder
    const owners = isGuess(match) ? (prefixes.get(match.start) ?? []) : [];
    return !owners.some((owner) => owner.checksum !== undefined || match.check.rank === 1 || folderOf(owner.id) === folderOf(match.check.id));
  });
}

/** A value that is nearly of its provider's shape, and those guesses at its place that only say that it looks random. */
function withoutDamaged(matches: readonly Match[]): readonly Match[] {
  const damaged = matches.filter((match) => match.isDamaged === true);
  if (damaged.length === 0) return matches;
  const isSame = (one: Match, other: Match): boolean => one.start < other.end && other.start < one.end;
  return matches.filter((match) => match.isDamaged !== true && !((match.check.rank === 1 || match.isDoubtful === true) && damaged.some((other) => isSame(match, other))));
}

/** Whether a keyword is a token's beginning (`glpat-`, `hf_`, `HRKU-AA`), not a name that stands before it. */
function isPrefix({ keywords }: CredentialCheck, start: number, end: number): boolean {
  return keywords.some((keyword) => keyword.length === end - start && /[-_.\d]/.test(keyword));
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
    throw isOutOfTime(error) ? error : new BrokenCheck(check.id, error);
  }
}

/** Keeps one match for each stretch of text: the highest rank, then the longer, then the earlier id. */
function withoutOverlaps(matches: readonly Match[], step: () => void): readonly Match[] {
  const sorted = [...matches].sort(
    (a, b) => b.check.rank - a.check.rank || b.end - b.start - (a.end - a.start) || a.start - b.start || (a.check.id < b.check.id ? -1 : 1),
  );
  // sorted by start, so that an overlap is found among the neighbours only
  const kept: Match[] = [];
  const starts: number[] = [];
  for (const match of sorted) {
    step();
    const at = firstFrom(starts, match.start);
    const before = kept[at - 1];
    const after = kept[at];
    if ((before !== undefined && before.end > match.start) || (after !== undefined && after.start < match.end)) continue;
    kept.splice(at, 0, match);
    starts.splice(at, 0, match.start);
  }
  return kept;
}
