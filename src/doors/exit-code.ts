import type { Outcome } from '../model/finding.ts';

/** 0 allowed, 1 blocked, 3 could not finish (2 is for usage and configuration errors, which have no outcome). */
export function exitCodeOf(outcome: Outcome): number {
  switch (outcome.verdict.kind) {
    case 'allow':
    case 'warn':
      return 0;
    case 'block':
      return 1;
    case 'broken':
      return 3;
    default:
      return outcome.verdict satisfies never;
  }
}
