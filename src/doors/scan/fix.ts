import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fixedText } from '../../families/containers/fix.ts';
import type { Finding, Outcome } from '../../model/finding.ts';
import { folderReader } from './files.ts';

/** Rounds of fixing: one edit may make room for the next (a command that got a better name then gets its options). */
const maxRounds = 8;

/** What was rewritten. */
export interface FixResult {
  /** The outcome after the last round. */
  readonly outcome: Outcome;
  /** Paths that were changed, in order. */
  readonly changed: readonly string[];
  /** Findings that are gone. */
  readonly cured: number;
}

/**
 * Rewrites what is safe in the scanned files, and scans again, until nothing changes. Findings that somebody let pass are
 * left alone, as is a file that is not UTF-8. A file is replaced as a whole: a kill leaves the old or the new one.
 */
export async function fixFindings(scan: () => Promise<Outcome>, root: string): Promise<FixResult> {
  const changed = new Set<string>();
  const first = await scan();
  let outcome = first;
  for (let round = 0; round < maxRounds; round++) {
    const rewritten = await rewrite(outcome.findings, root);
    if (rewritten.length === 0) break;
    for (const path of rewritten) changed.add(path);
    outcome = await scan();
  }
  return { outcome, changed: [...changed].toSorted(), cured: Math.max(0, counted(first) - counted(outcome)) };
}

function counted({ findings }: Outcome): number {
  return findings.filter(({ family }) => family === 'containers').length;
}

async function rewrite(findings: readonly Finding[], root: string): Promise<readonly string[]> {
  const byPath = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.family !== 'containers' || finding.subject !== 'file' || finding.excuse !== undefined || finding.layers !== undefined) continue;
    const present = byPath.get(finding.path);
    if (present === undefined) byPath.set(finding.path, [finding]);
    else present.push(finding);
  }
  const rewritten: string[] = [];
  for (const [path, found] of byPath) {
    const file = resolve(root, path);
    const bytes = readFileSync(file);
    const text = bytes.toString('utf8');
    if (!Buffer.from(text, 'utf8').equals(bytes)) continue;
    const fixed = await fixedText(path, text, found.map(({ check, range }) => ({ check, startLine: range.startLine, startColumn: range.startColumn })), folderReader(root));
    if (fixed === undefined) continue;
    replace(file, fixed);
    rewritten.push(path);
  }
  return rewritten;
}

function replace(file: string, text: string): void {
  const beside = `${file}.portcullis-${process.pid}`;
  try {
    writeFileSync(beside, text, { mode: statSync(file).mode });
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
