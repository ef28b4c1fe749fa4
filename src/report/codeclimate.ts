import type { Outcome, Severity } from '../model/finding.ts';
import { sha256 } from '../model/sha256.ts';

const severityNames: Readonly<Record<Severity, string>> = { low: 'minor', medium: 'major', high: 'critical', critical: 'blocker' };

/** Code Climate issues, which GitLab's code quality report reads too. Fingerprints are unique within a report. */
export function codeClimateReport(outcome: Outcome): string {
  const seen = new Map<string, number>();
  const issues = outcome.findings
    .filter((finding) => finding.excuse === undefined)
    .map((finding) => {
      const key = `${finding.fingerprint} ${finding.path}`;
      const count = (seen.get(key) ?? 0) + 1;
      seen.set(key, count);
      return {
        type: 'issue',
        check_name: finding.check,
        description: finding.message === '' ? finding.title : `${finding.title}: ${finding.message}`,
        categories: ['Security'],
        severity: severityNames[finding.severity],
        fingerprint: sha256([key, ' ', String(count)]).slice(0, 40),
        location: { path: finding.path, lines: { begin: finding.range.startLine, end: finding.range.endLine } },
      };
    });
  return `${JSON.stringify(issues)}\n`;
}
