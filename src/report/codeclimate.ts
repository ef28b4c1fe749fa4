import { checksOf } from './fired.ts';
import type { Outcome, Severity } from '../model/finding.ts';
import { sha256 } from '../model/sha256.ts';
import { jsonText } from './json-text.ts';
import { repeatCounter, sentence } from './words.ts';

const severityNames: Readonly<Record<Severity, string>> = { low: 'minor', medium: 'major', high: 'critical', critical: 'blocker' };

/**
 * Code Climate issues, which GitLab's code quality report reads too. Fingerprints are unique within a report.
 * Source: Code Climate's analyzer specification, "Issues"; docs.gitlab.com, "Code quality report format".
 */
export function codeClimateReport(outcome: Outcome): string {
  const repeatOf = repeatCounter();
  const counting = outcome.findings.filter((finding) => finding.excuse === undefined && finding.action !== 'off');
  const checks = checksOf(counting, outcome);
  const issues = counting.map((finding) => ({
    type: 'issue',
    check_name: finding.check,
    description: sentence(finding),
    content: { body: checks.get(finding.check)?.remedy.trim() ?? '' },
    categories: ['Security'],
    severity: severityNames[finding.severity],
    fingerprint: sha256([finding.fingerprint, ' ', finding.path, ' ', String(repeatOf(finding))]).slice(0, 32),
    location: { path: finding.path, lines: { begin: finding.range.startLine, end: finding.range.endLine } },
  }));
  return `${jsonText(issues)}\n`;
}
