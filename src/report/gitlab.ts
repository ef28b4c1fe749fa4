import { checksOf } from './fired.ts';
import type { CheckSummary, Finding, Outcome, Severity } from '../model/finding.ts';
import { sha256 } from '../model/sha256.ts';
import { version } from '../model/version.ts';
import { jsonText } from './json-text.ts';
import { reasonOf } from './standing.ts';
import { visible } from './visible.ts';
import { repeatCounter, sentence } from './words.ts';

/** Version of the report schema; every 15.x is read by GitLab 16 and later. Source: gitlab-org/security-products/security-report-schemas. */
const schemaVersion = '15.0.7';
/** Longest texts that the schema takes. */
const longest = { name: 255, description: 1_048_576, solution: 7_000, messages: 1_000 };

const severityNames: Readonly<Record<Severity, string>> = { low: 'Low', medium: 'Medium', high: 'High', critical: 'Critical' };
const tool = { id: 'portcullis', name: 'Portcullis', version, vendor: { name: 'Portcullis' }, url: 'https://www.npmjs.com/package/portcullis' };

/** GitLab's security report, scan type `sast`, which holds findings of every family. `now` is the end of the scan. */
export function gitlabReport(outcome: Outcome, now: Date): string {
  const repeatOf = repeatCounter();
  const counting = outcome.findings.filter((finding) => finding.excuse === undefined && finding.action !== 'off');
  const checks = checksOf(counting, outcome);
  return `${jsonText({
    version: schemaVersion,
    schema: `https://gitlab.com/gitlab-org/security-products/security-report-schemas/-/raw/v${schemaVersion}/dist/sast-report-format.json`,
    scan: scanOf(outcome, now),
    vulnerabilities: counting.map((finding) => vulnerabilityOf(finding, checks.get(finding.check), repeatOf(finding))),
  })}\n`;
}

function scanOf(outcome: Outcome, now: Date): object {
  // the schema takes times without a zone, in UTC
  const time = (date: Date): string => date.toISOString().slice(0, 19);
  const { verdict } = outcome;
  const broken = verdict.kind === 'broken' ? [{ level: 'fatal', value: visible(`${verdict.cause} ${verdict.remedy}`) }] : [];
  const unchecked = outcome.notChecked.map((one) => ({ level: one.action === 'off' ? 'info' : 'warn', value: visible(`${one.path} was not checked: ${reasonOf(one)}, ${one.detail}`) }));
  return {
    type: 'sast',
    status: verdict.kind === 'broken' ? 'failure' : 'success',
    start_time: time(new Date(now.getTime() - outcome.statistics.milliseconds)),
    end_time: time(now),
    analyzer: tool,
    scanner: tool,
    messages: [...broken, ...unchecked].slice(0, longest.messages),
  };
}

function vulnerabilityOf(finding: Finding, check: CheckSummary | undefined, repeat: number): object {
  const links = (check?.references ?? []).filter((reference) => /^https?:\/\/[^\s]+$/.test(reference)).map((url) => ({ url }));
  return {
    id: uuidOf(finding, repeat),
    name: visible(finding.title).slice(0, longest.name),
    description: (check === undefined ? sentence(finding) : `${sentence(finding)}\n\n${check.reason.trim()}`).slice(0, longest.description),
    severity: severityNames[finding.severity],
    ...(check === undefined ? {} : { solution: check.remedy.trim().slice(0, longest.solution) }),
    location: { file: finding.path, start_line: finding.range.startLine, end_line: finding.range.endLine },
    // the first identifier is what GitLab tracks a vulnerability by
    identifiers: [{ type: 'portcullis_check', name: finding.check, value: finding.check }, ...(check?.aliases ?? []).slice(0, 19).map((alias) => ({ type: 'portcullis_alias', name: alias, value: alias }))],
    ...(links.length === 0 ? {} : { links }),
  };
}

/** A version 8 UUID (RFC 9562) made of the fingerprint, so that the same finding keeps its id. */
function uuidOf(finding: Finding, repeat: number): string {
  const hash = sha256([finding.fingerprint, ' ', finding.path, ' ', String(repeat)]);
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
