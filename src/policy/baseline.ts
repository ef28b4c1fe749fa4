import type { Excuse, Finding } from '../model/finding.ts';
import { PolicyError } from './errors.ts';

/** Name of the baseline file at the top of a repository. */
export const baselineName = '.portcullis-baseline';

const heading = '# Findings accepted when portcullis was installed. They are reported and never block; this file only shrinks.\n# fingerprint check path\n';

/** Findings accepted in bulk. Entries hold fingerprint, check and path: no line numbers, no dates, one a line, sorted. */
export interface Baseline {
  readonly entries: ReadonlySet<string>;
}

/** Reads a baseline. Throws PolicyError naming the line that is not an entry. */
export function parseBaseline(path: string, text: string): Baseline {
  const entries = new Set<string>();
  text.split(/\r?\n/).forEach((line, number) => {
    if (line === '' || line.startsWith('#')) return;
    if (!/^[0-9a-f]{32} \S+ .+$/.test(line)) throw new PolicyError(path, number + 1, 'expected "fingerprint check path"; write the file with `portcullis baseline`');
    entries.add(line);
  });
  return { entries };
}

/** The line of a finding in a baseline. Paths are JSON-quoted when they hold what a line cannot. */
export function baselineLine(finding: Pick<Finding, 'fingerprint' | 'check' | 'path'>): string {
  const path = /^[^\s"\\\p{C}][^"\\\p{C}]*$/u.test(finding.path) ? finding.path : JSON.stringify(finding.path);
  return `${finding.fingerprint} ${finding.check} ${path}`;
}

/** The text of a baseline of these findings: sorted, without duplicates. */
export function formatBaseline(findings: Iterable<Pick<Finding, 'fingerprint' | 'check' | 'path'>>): string {
  const lines = [...new Set([...findings].map(baselineLine))].sort();
  return heading + lines.map((line) => `${line}\n`).join('');
}

/** The excuse of a finding that the baseline holds. */
export function baselineExcuse(baseline: Baseline | undefined): (finding: Finding) => Excuse | undefined {
  if (baseline === undefined || baseline.entries.size === 0) return () => undefined;
  return (finding) => (baseline.entries.has(baselineLine(finding)) ? { kind: 'baseline' } : undefined);
}
