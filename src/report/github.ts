import type { Outcome } from '../model/finding.ts';
import { countingOf, reasonOf } from './standing.ts';
import { visibleLine } from './visible.ts';
import { sentence } from './words.ts';

/**
 * Workflow commands of GitHub Actions, one annotation a finding, worst first: GitHub shows ten of a kind in a step.
 * Source: docs.github.com, "Workflow commands for GitHub Actions".
 */
export function githubReport(outcome: Outcome): string {
  const { verdict } = outcome;
  const broken = verdict.kind === 'broken' ? [command('error', { title: 'portcullis could not judge the change' }, `${verdict.cause} ${verdict.remedy}`)] : [];
  const findings = countingOf(outcome).map((finding) => {
    const { startLine, startColumn, endLine, endColumn } = finding.range;
    // GitHub takes columns only when the annotation stays on one line
    const columns = startLine === endLine ? { col: startColumn, endColumn } : {};
    return command(finding.action === 'block' ? 'error' : 'warning', { file: finding.path, line: startLine, endLine, ...columns, title: `${finding.title} (${finding.check})` }, sentence(finding));
  });
  const unchecked = outcome.notChecked.map((one) =>
    command(one.action === 'block' ? 'error' : one.action === 'warn' ? 'warning' : 'notice', { file: one.path, title: 'Not checked' }, `${one.path}: ${reasonOf(one)}, ${one.detail}`),
  );
  return [...broken, ...findings, ...unchecked].map((line) => `${line}\n`).join('');
}

function command(name: 'error' | 'warning' | 'notice', properties: Readonly<Record<string, string | number>>, message: string): string {
  const written = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(visibleLine(String(value)))}`);
  return `::${name} ${written.join(',')}::${escapeData(visibleLine(message))}`;
}

// as @actions/core escapes them: toolkit, packages/core/src/command.ts
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
