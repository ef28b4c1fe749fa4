import type { Check } from './check.ts';
import type { Action, Certainty, Excuse, FamilyName, Finding, NotChecked, Severity } from './finding.ts';

/** What policy needs to know of a check to say whether it is on. */
export interface CheckKey {
  readonly id: string;
  readonly family: FamilyName;
  readonly severity: Severity;
  readonly on: boolean;
}

/** What policy needs to know of a report to decide about it. */
export interface ReportKey {
  readonly check: string;
  readonly family: FamilyName;
  readonly severity: Severity;
  readonly certainty: Certainty;
  readonly path: string;
}

/** Hard bounds on the gate's work. Reaching one is reported as not checked, never passed in silence. */
export interface Limits {
  /** Bytes of one source; above it the source is not checked. */
  readonly maxFileBytes: number;
  /** Whether somebody has set it: otherwise `scan` reads larger texts piece by piece. */
  readonly isSet: boolean;
  /** Findings of one source; above it the rest are counted as a limit. */
  readonly maxFindings: number;
}

/** A credential as another tool's configuration is asked about it. */
export interface ForeignCandidate {
  /** The check's ids in other tools. */
  readonly aliases: readonly string[];
  readonly path: string;
  /** 1-based. */
  readonly startLine: number;
  readonly secret: string;
  /** The line it begins on, or what is near in a long one. */
  readonly line: () => string;
}

/** A resolved policy: what the engine asks of it. Made by `src/policy`, handed in by the doors. */
export interface GatePolicy {
  /** SHA-256 over everything that can change a verdict, 64 hexadecimal digits. */
  readonly digest: string;
  readonly limits: Limits;
  isOn(check: CheckKey): boolean;
  /** False when no finding of the check's own severity would be told or block, wherever it is: it need not run. */
  isHeard(check: CheckKey): boolean;
  /** Severity after overrides, and what to do about it. */
  decide(report: ReportKey): { readonly severity: Severity; readonly action: Action };
  parameters(check: Check): Readonly<Record<string, unknown>>;
  settings(family: FamilyName): unknown;
  /** Bytes of a data package that stands outside the repository (`advisories`), where there is one. */
  data?(name: string): Buffer | undefined;
  onNotChecked(reason: NotChecked['reason']): Action;
  /** A recorded decision that lets this finding pass, from the policy's own list. */
  suppression(finding: Finding): Excuse | undefined;
  /** What the configuration files of other tools let pass, where they count. */
  foreign?(candidate: ForeignCandidate): Excuse | undefined;
  /** Whether suppressions in comments count: our own, and those of other tools. */
  readonly inline: { readonly own: boolean; readonly foreign: boolean };
  /** Expired entries, and unused ones after a run over everything, once all findings are known. */
  remarks(whole: boolean): readonly string[];
}
