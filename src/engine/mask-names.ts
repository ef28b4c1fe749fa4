import type { Finding, NotChecked } from '../model/finding.ts';
import { maskPiece } from '../model/redact.ts';

/**
 * Masks secrets that stand in file names, wherever the names are shown: a path is printed and logged with every finding
 * of its file. The masked path keeps its length.
 */
export function maskNames<T extends { readonly findings: readonly Finding[]; readonly notChecked: readonly NotChecked[] }>(outcome: T): T {
  const masked = new Map<string, string>();
  for (const finding of outcome.findings) {
    if (finding.subject !== 'file-name') continue;
    const { startColumn, endColumn, startLine, endLine } = finding.range;
    // a file that is known by its name: nothing in it is secret
    if (finding.evidence === finding.path.slice(startColumn - 1, endColumn - 1)) continue;
    const now = masked.get(finding.path) ?? finding.path;
    // a name with a line break is masked as a whole: columns are of one line only
    const whole = startLine !== endLine || startLine !== 1;
    masked.set(finding.path, whole ? maskPiece(now) : now.slice(0, startColumn - 1) + maskPiece(now.slice(startColumn - 1, endColumn - 1)) + now.slice(endColumn - 1));
  }
  if (masked.size === 0) return outcome;
  const show = (path: string): string => masked.get(path) ?? belowMasked(path, masked);
  return {
    ...outcome,
    findings: outcome.findings.map((finding) => ({ ...finding, path: show(finding.path) })),
    notChecked: outcome.notChecked.map((one) => ({ ...one, path: show(one.path) })),
  };
}

/** A folder's name may hold the secret too. */
function belowMasked(path: string, masked: ReadonlyMap<string, string>): string {
  for (const [folder, shown] of masked) if (path.startsWith(`${folder}/`)) return shown + path.slice(folder.length);
  return path;
}
