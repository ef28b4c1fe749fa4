import type { CheckSummary, Finding, Outcome } from '../model/finding.ts';

/** The checks of these findings, by id. The others are not even read: there are thousands. */
export function checksOf(findings: readonly Finding[], outcome: Outcome): Map<string, CheckSummary> {
  const checks = new Map<string, CheckSummary>();
  for (const { check: id } of findings) {
    const check = checks.has(id) ? undefined : outcome.check(id);
    if (check !== undefined) checks.set(id, check);
  }
  return checks;
}
