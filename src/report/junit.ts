import type { Finding, Outcome } from '../model/finding.ts';
import { visible } from './visible.ts';

/** JUnit XML as Jenkins and GitLab read it: a test case a finding, a failure when it blocks. */
export function junitReport(outcome: Outcome): string {
  const cases = outcome.findings.map(caseOf);
  const skipped = outcome.notChecked.map((one) => `    <testcase classname="not-checked" name="${xml(one.path)}"><skipped message="${xml(one.detail)}"/></testcase>`);
  const failures = outcome.findings.filter((finding) => finding.excuse === undefined && finding.action === 'block').length;
  const all = [...cases, ...skipped];
  const total = Math.max(1, all.length);
  const body = all.length === 0 ? ['    <testcase classname="portcullis" name="no findings"/>'] : all;
  const broken = outcome.verdict.kind === 'broken' ? [`    <testcase classname="portcullis" name="verdict"><error message="${xml(outcome.verdict.cause)}"/></testcase>`] : [];
  const head = `tests="${total + broken.length}" failures="${failures}" errors="${broken.length}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${head}>\n  <testsuite name="portcullis" ${head} skipped="${skipped.length}" time="${(outcome.statistics.milliseconds / 1000).toFixed(3)}">\n${[...body, ...broken].join('\n')}\n  </testsuite>\n</testsuites>\n`;
}

function caseOf(finding: Finding): string {
  const name = `${finding.path}:${finding.range.startLine}:${finding.range.startColumn} ${finding.title}`;
  const text = [finding.message, finding.evidence].filter((one) => one !== '').join(' ');
  const inner =
    finding.excuse !== undefined
      ? `<skipped message="${xml(finding.excuse.kind)}"/>`
      : finding.action === 'block'
        ? `<failure type="${finding.severity}" message="${xml(finding.title)}">${xml(text)}</failure>`
        : `<system-out>${xml(`${finding.severity}: ${text}`)}</system-out>`;
  return `    <testcase classname="${xml(finding.check)}" name="${xml(name)}" file="${xml(finding.path)}" line="${finding.range.startLine}">${inner}</testcase>`;
}

/** XML text: control characters are made visible first, because XML 1.0 has no way to write them; lone surrogates go. */
function xml(text: string): string {
  return visible(text)
    .toWellFormed()
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;');
}
