import { runScan } from './doors/scan/scan.ts';
import type { FamilyName, Outcome } from './model/finding.ts';

export type { Action, Certainty, CheckSummary, Excuse, FamilyName, Finding, NotChecked, Outcome, Severity, Verdict } from './model/finding.ts';

export interface ScanRequest {
  /** Files and folders; relative paths are taken from the current folder. */
  readonly paths: readonly string[];
  /** Policy file in place of the `portcullis.yaml` of the current folder. */
  readonly policyFile?: string;
  /** Families to run; all when absent. */
  readonly families?: readonly FamilyName[];
}

/**
 * Judges files and folders and returns the outcome, with every secret redacted. Nothing is written and nothing goes over
 * the network. Throws `PolicyError` when a policy file is wrong and `BrokenCheck` when a check fails.
 */
export async function scan(request: ScanRequest): Promise<Outcome> {
  return runScan({
    paths: request.paths,
    changeSet: 'files',
    baseline: false,
    progress: false,
    ...(request.policyFile === undefined ? {} : { policyFile: request.policyFile }),
    ...(request.families === undefined ? {} : { families: new Set(request.families) }),
  });
}
