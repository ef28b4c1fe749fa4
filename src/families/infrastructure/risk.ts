import { isPolicy, type Check } from '../../model/check.ts';
import type { FamilyPolicy, LocatedReport } from '../../model/family.ts';
import type { Severity } from '../../model/finding.ts';

/** Weight of a finding by severity: each step is about three times the one below. */
const weights: Readonly<Record<Severity, number>> = { low: 1, medium: 3, high: 10, critical: 30 };

/** What an exposure to everyone multiplies the rest of a resource's risk by, and what an unsure finding counts. */
const exposureFactor = 2;
const unsureFactor = 0.5;

/** Tag of checks whose finding means that everyone can reach the resource. */
export const exposureTag = 'exposure';

/** The check that speaks when a resource's risk reaches the threshold. */
const resourceCheck = 'infrastructure/risk/resource';
const totalCheck = 'infrastructure/risk/total';

/** Risk of each resource by path and name: the weights of its findings, doubled when it is exposed to everyone. */
function risks(reports: readonly LocatedReport[], checks: ReadonlyMap<string, Check>): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  const exposed = new Set<string>();
  for (const report of reports) {
    if (report.resource === undefined) continue;
    const check = checks.get(report.check);
    if (check === undefined) continue;
    const key = `${report.path}\0${report.resource}`;
    sums.set(key, (sums.get(key) ?? 0) + weights[report.severity ?? check.severity] * (report.certainty === 'fail' ? 1 : unsureFactor));
    if (isPolicy(check) && check.tags.includes(exposureTag) && report.certainty === 'fail') exposed.add(key);
  }
  for (const key of exposed) sums.set(key, (sums.get(key) ?? 0) * exposureFactor);
  return sums;
}

/** Reports of resources, and of the whole, whose risk reaches the threshold of the two risk checks where they are on. */
export function riskReports(reports: readonly LocatedReport[], policy: FamilyPolicy): readonly LocatedReport[] {
  const own = policy.checks(['risk']);
  if (own.length === 0) return [];
  const checks = new Map(policy.checks().map((check) => [check.id, check]));
  const sums = risks(reports, checks);
  const found: LocatedReport[] = [];
  const first = new Map<string, LocatedReport>();
  for (const report of reports) {
    const key = `${report.path}\0${report.resource ?? ''}`;
    if (!first.has(key)) first.set(key, report);
  }
  const riskiest = [...sums].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  for (const check of own) {
    const threshold = Number(policy.parameters(check)['threshold']);
    if (!(threshold > 0)) continue;
    const total = riskiest.reduce((sum, [, risk]) => sum + risk, 0);
    const reached = check.id === resourceCheck ? riskiest.filter(([, risk]) => risk >= threshold) : check.id === totalCheck && total >= threshold ? riskiest.slice(0, 1) : [];
    for (const [key, risk] of reached) {
      const at = first.get(key);
      if (at === undefined) continue;
      const message = check.id === resourceCheck ? `${at.resource ?? 'The resource'} has a risk of ${risk}, the threshold is ${threshold}` : `The change has a risk of ${total}, the threshold is ${threshold}; ${at.resource ?? 'this'} is the riskiest`;
      found.push({ check: check.id, certainty: 'fail', path: at.path, range: at.range, message, evidence: '', identity: check.id === resourceCheck ? (at.resource ?? '') : 'total', ...(at.resource === undefined ? {} : { resource: at.resource }) });
    }
  }
  return found;
}
