import { checksOf } from './fired.ts';
import type { CheckSummary, Finding, Outcome } from '../model/finding.ts';
import { version } from '../model/version.ts';
import { each, jsonPieces, jsonText } from './json-text.ts';

/** Version of the JSON report (`schema/report.schema.json`); raised when a field changes its meaning or goes. */
const schemaVersion = 1;

/** The report as one JSON document. Checks that fired are explained once, under `checks`. */
export function* jsonReport(outcome: Outcome): Generator<string> {
  const { findings, notChecked, remarks } = outcome;
  yield* jsonPieces({ schemaVersion, ...ending(outcome), findings: each(findings, plain), checks: firedChecks(outcome), notChecked, remarks }, 2);
  yield '\n';
}

/** The report as one JSON object a line: findings, then what was not checked, remarks, and the verdict last. */
export function* jsonLinesReport(outcome: Outcome): Generator<string> {
  for (const finding of outcome.findings) yield `${jsonText({ kind: 'finding', ...plain(finding) })}\n`;
  for (const one of outcome.notChecked) yield `${jsonText({ kind: 'not-checked', ...one })}\n`;
  for (const text of outcome.remarks) yield `${jsonText({ kind: 'remark', text })}\n`;
  yield `${jsonText({ kind: 'verdict', schemaVersion, ...ending(outcome) })}\n`;
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
