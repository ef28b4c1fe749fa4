import { gather, type Told } from './gather.ts';
import { severities, type Excuse, type Finding, type NotChecked, type Outcome } from '../model/finding.ts';

/** The findings of an outcome by what they mean for the change, each worst first, those gathered that depend on one thing. */
export interface Standing {
  readonly blocking: readonly Told[];
  readonly warning: readonly Told[];
  /** How many are let pass, by the reason for it. */
  readonly excused: Readonly<Record<Excuse['kind'], number>>;
}

/** Sorts findings into those that block, those that warn, and the number of those that are excused. */
export function standingOf(outcome: Outcome): Standing {
  const excused = { old: 0, baseline: 0, suppressed: 0 };
  const blocking: Finding[] = [];
  const warning: Finding[] = [];
  for (const finding of outcome.findings) {
    if (finding.excuse !== undefined) excused[finding.excuse.kind] += 1;
    else if (finding.action === 'block') blocking.push(finding);
    else if (finding.action === 'warn') warning.push(finding);
  }
  return { blocking: gather(worstFirst(blocking)), warning: gather(worstFirst(warning)), excused };
}

/** Findings that count against the change, blocking ones first, each worst first. */
export function countingOf(outcome: Outcome): readonly Told[] {
  const { blocking, warning } = standingOf(outcome);
  return [...blocking, ...warning];
}

function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  const rank = (finding: Finding): number => severities.indexOf(finding.severity) * 2 + (finding.certainty === 'fail' ? 1 : 0);
  return [...findings].sort((a, b) => rank(b) - rank(a));
}

const reasonWords: Readonly<Record<NotChecked['reason'], string>> = {
  'too-large': 'too large',
  unreadable: 'unreadable',
  'lfs-pointer': 'Git LFS pointer',
  limit: 'limit reached',
  'unknown-format': 'unknown format',
  deadline: 'out of time',
};

/** Why something was not checked, in words. */
export function reasonOf(one: NotChecked): string {
  return reasonWords[one.reason];
}

/** `3 (2 too large, 1 unreadable)`: how much was not checked, and why. */
export function countNotChecked(list: readonly NotChecked[]): string {
  const counts = new Map<string, number>();
  for (const one of list) counts.set(reasonOf(one), (counts.get(reasonOf(one)) ?? 0) + 1);
  return `${list.length} (${[...counts].map(([reason, count]) => `${count} ${reason}`).join(', ')})`;
}

/** `3 old, 1 in the baseline`: what is let pass, and why; empty when there is nothing. */
export function countExcused({ old, baseline, suppressed }: Standing['excused']): string {
  return [old === 0 ? '' : `${old} old`, baseline === 0 ? '' : `${baseline} in the baseline`, suppressed === 0 ? '' : `${suppressed} suppressed`].filter((one) => one !== '').join(', ');
}

/** `2 problems`, `1 problem`. */
export function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
