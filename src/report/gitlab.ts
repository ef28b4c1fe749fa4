import type { Outcome, Severity } from '../model/finding.ts';
import { sha256 } from '../model/sha256.ts';
import { version } from '../model/version.ts';

const severityNames: Readonly<Record<Severity, string>> = { low: 'Low', medium: 'Medium', high: 'High', critical: 'Critical' };
const tool = { id: 'portcullis', name: 'Portcullis', version, vendor: { name: 'Portcullis' } };

/**
 * GitLab's security report, scan type `sast` (schema 15.x of gitlab-org/security-products/security-report-schemas).
 * Times are those of the report's schema without a zone; the scan's start is not known here and given as the end.
 */
export function gitlabReport(outcome: Outcome, now: Date = new Date()): string {
  const time = now.toISOString().slice(0, 19);
  const seen = new Map<string, number>();
  return `${JSON.stringify({
    version: '15.0.7',
    schema: 'https://gitlab.com/gitlab-org/security-products/security-report-schemas/-/raw/v15.0.7/dist/sast-report-format.json',
    scan: { type: 'sast', status: outcome.verdict.kind === 'broken' ? 'failure' : 'success', start_time: time, end_time: time, analyzer: tool, scanner: tool },
    vulnerabilities: outcome.findings
      .filter((finding) => finding.excuse === undefined)
      .map((finding) => {
        const key = `${finding.fingerprint} ${finding.path}`;
        const count = (seen.get(key) ?? 0) + 1;
        seen.set(key, count);
        const hash = sha256([key, ' ', String(count)]);
        return {
          // a UUID made of the fingerprint, so that the same finding keeps its id
          id: `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`,
          name: finding.title,
          description: finding.message === '' ? finding.title : finding.message,
          severity: severityNames[finding.severity],
          location: { file: finding.path, start_line: finding.range.startLine, end_line: finding.range.endLine },
          identifiers: [{ type: 'portcullis_check', name: finding.check, value: finding.check }],
        };
      }),
  })}\n`;
}
