import { checksOf } from './fired.ts';
import type { CheckSummary, Finding, Outcome } from '../model/finding.ts';
import { version } from '../model/version.ts';
import { jsonText } from './json-text.ts';

/** Version of the JSON report (`schema/report.schema.json`); raised when a field changes its meaning or goes. */
const schemaVersion = 1;

/** The report as one JSON document. Checks that fired are explained once, under `checks`. */
export function jsonReport(outcome: Outcome): string {
  const { findings, notChecked, remarks } = outcome;
  return `${jsonText({ schemaVersion, ...ending(outcome), findings: findings.map(plain), checks: firedChecks(outcome), notChecked, remarks }, 2)}\n`;
}

/** The report as one JSON object a line: findings, then what was not checked, remarks, and the verdict last. */
export function jsonLinesReport(outcome: Outcome): string {
  const rows = [
    ...outcome.findings.map((finding) => ({ kind: 'finding', ...plain(finding) })),
    ...outcome.notChecked.map((one) => ({ kind: 'not-checked', ...one })),
    ...outcome.remarks.map((text) => ({ kind: 'remark', text })),
    { kind: 'verdict', schemaVersion, ...ending(outcome) },
  ];
  return rows.map((row) => `${jsonText(row)}\n`).join('');
}

function ending({ verdict, statistics, policyDigest }: Outcome): object {
  return { tool: { name: 'portcullis', version }, verdict, statistics, policyDigest };
}

function firedChecks(outcome: Outcome): readonly CheckSummary[] {
  return [...checksOf(outcome.findings, outcome).values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** A finding without its code frame: a report is kept for long, and lines hold what no check knows. */
function plain(finding: Finding): Omit<Finding, 'frame'> {
  const { frame: _frame, ...rest } = finding;
  return rest;
}
