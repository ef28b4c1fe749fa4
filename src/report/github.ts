import type { Outcome } from '../model/finding.ts';
import { visibleLine } from './visible.ts';

/** Workflow commands of GitHub Actions, one annotation a finding. Source: docs.github.com, "Workflow commands". */
export function githubReport(outcome: Outcome): string {
  const lines = outcome.findings
    .filter((finding) => finding.excuse === undefined)
    .map((finding) => {
      const { startLine, startColumn, endLine, endColumn } = finding.range;
      const place = `file=${property(finding.path)},line=${startLine},endLine=${endLine},col=${startColumn},endColumn=${endColumn}`;
      const text = [finding.message, finding.evidence].filter((one) => one !== '').join(' ');
      return `::${finding.action === 'block' ? 'error' : 'warning'} ${place},title=${property(`${finding.title} (${finding.check})`)}::${data(visibleLine(text === '' ? finding.title : text))}`;
    });
  const skipped = outcome.notChecked.map((one) => `::warning file=${property(one.path)},title=Not checked::${data(visibleLine(one.detail))}`);
  return [...lines, ...skipped].map((line) => `${line}\n`).join('');
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
