import type { Finding, Outcome } from '../model/finding.ts';

/** Version of the JSON report; raised when a field changes its meaning or goes. */
const schemaVersion = 1;

/** The report as one JSON document. */
export function jsonReport(outcome: Outcome): string {
  const { verdict, findings, notChecked, remarks, statistics, policyDigest } = outcome;
  return `${JSON.stringify({ schemaVersion, verdict, findings: findings.map(plain), notChecked, remarks, statistics, policyDigest }, null, 2)}\n`;
}

/** The report as one JSON object a line: findings first, then what was not checked, then the verdict. */
export function jsonLinesReport(outcome: Outcome): string {
  const rows = [
    ...outcome.findings.map((finding) => ({ kind: 'finding', ...plain(finding) })),
    ...outcome.notChecked.map((one) => ({ kind: 'not-checked', ...one })),
    ...outcome.remarks.map((text) => ({ kind: 'remark', text })),
    { kind: 'verdict', schemaVersion, verdict: outcome.verdict, statistics: outcome.statistics, policyDigest: outcome.policyDigest },
  ];
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

function plain(finding: Finding): Omit<Finding, 'frame'> {
  const { frame: _frame, ...rest } = finding;
  return rest;
}
