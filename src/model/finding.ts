import type { Range } from '../formats/place.ts';

/** How bad a finding is, from least to most. */
export type Severity = 'low' | 'medium' | 'high' | 'critical';

/** `fail`: it is so. `unsure`: it depends on a value the gate cannot know (SARIF kinds `fail` and `open`). */
export type Certainty = 'fail' | 'unsure';

export type FamilyName =
  | 'credentials'
  | 'infrastructure'
  | 'containers'
  | 'libraries'
  | 'code'
  | 'pipelines'
  | 'change-control'
  | 'sensitive-data';

/** Severities in ascending order: the index is the rank. */
export const severities: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

/** Every family, in the order reports list them. */
export const familyNames: readonly FamilyName[] = [
  'credentials',
  'infrastructure',
  'containers',
  'libraries',
  'code',
  'pipelines',
  'change-control',
  'sensitive-data',
];

/** What a family reports: one check at one place, before policy, suppressions and baseline are applied. */
export interface Report {
  /** Id of the check, which is its path below `policies/`. */
  readonly check: string;
  readonly certainty: Certainty;
  /** 1-based region in the file as it is stored, columns in UTF-16 code units. */
  readonly range: Range;
  /** What was found, in a sentence that never holds the secret. */
  readonly message: string;
  /** What an unsure report depends on, as its message says: "variable ports, which has no default". */
  readonly doubt?: string;
  /** Redacted text of what was found; may be empty. */
  readonly evidence: string;
  /**
   * What makes this finding the same finding after the file moved or grew: the secret itself, or resource, property and
   * value. It is hashed into the fingerprint and goes nowhere else.
   */
  readonly identity: string;
  /** True when the text in the range is a secret and is masked in every code frame. */
  readonly secret?: boolean;
  /** Regions of further secrets of the same finding (the other part of a pair), masked too. */
  readonly alsoSecret?: readonly Range[];
  /** Logical id or address of the resource, stage, package or container it is about. */
  readonly resource?: string;
  /** Decodings between the file and the text that matched, outermost first: `base64`, `zip:keys/id_rsa`. */
  readonly layers?: readonly string[];
  /** Severity of this very finding, when a check grades its findings. */
  readonly severity?: Severity;
  /** Where the finding lies when that is another file than the one examined (an included or parent file). */
  readonly path?: string;
  /** Another tool's suppression on the resource (`checkov:skip`, cfn_nag's Metadata); it counts where policy lets foreign ones count. */
  readonly foreignSuppression?: { readonly reason: string; readonly line: number; /** Last day on which it counts. */ readonly expires?: string; /** When it stands in another file. */ readonly path?: string };
}

/** Why a finding does not count against the change. */
export type Excuse =
  | { readonly kind: 'old'; readonly where: string }
  | { readonly kind: 'baseline' }
  | { readonly kind: 'suppressed'; readonly reason: string; readonly owner?: string; readonly expires?: string; readonly where: string };

/** What policy does about a finding. */
export type Action = 'block' | 'warn' | 'off';

/** One line of a code frame, with every secret masked. */
export interface FrameLine {
  /** 1-based. */
  readonly line: number;
  readonly text: string;
  /** 1-based column of the text's first character, when the line was too long to be shown from its start. */
  readonly firstColumn?: number;
}

/** One report of one check at one place, judged. */
export interface Finding {
  readonly check: string;
  readonly family: FamilyName;
  readonly severity: Severity;
  readonly certainty: Certainty;
  /** Title of the check: the fact found. */
  readonly title: string;
  readonly message: string;
  /** What an unsure finding depends on, where its family says so. */
  readonly doubt?: string;
  readonly path: string;
  /** What kind of thing `path` names. */
  readonly subject: SubjectKind;
  readonly range: Range;
  readonly evidence: string;
  /** 32 hexadecimal digits, keyed by check and content: no path, line number or date. */
  readonly fingerprint: string;
  readonly action: Action;
  readonly excuse?: Excuse;
  readonly frame: readonly FrameLine[];
  readonly resource?: string;
  readonly layers?: readonly string[];
  /** Oid of the commit that brought it in, where the door knows. */
  readonly commit?: string;
  /** Oid of the object it was found in (`Source.origin`). */
  readonly origin?: string;
}

/** What a source is: a file's content, or one of the texts that travel with a change. */
export type SubjectKind =
  | 'file'
  | 'file-name'
  | 'symlink'
  | 'commit-message'
  | 'commit-header'
  | 'tag-message'
  | 'ref-name'
  | 'push-option';

/** Something that was not judged, and why. It is always said, and policy decides whether it blocks. */
export interface NotChecked {
  readonly path: string;
  readonly reason: 'too-large' | 'unreadable' | 'lfs-pointer' | 'limit' | 'unknown-format' | 'deadline';
  readonly detail: string;
  readonly action: Action;
}

/** The gate's answer to a change set. */
export type Verdict =
  | { readonly kind: 'allow' | 'warn' | 'block' }
  /** The gate failed; the change was not judged. */
  | { readonly kind: 'broken'; readonly cause: string; readonly remedy: string };

/** Everything a report is made of. */
export interface Outcome {
  readonly verdict: Verdict;
  /** Sorted by path, line, column and check; includes excused findings. */
  readonly findings: readonly Finding[];
  readonly notChecked: readonly NotChecked[];
  /** Remarks on policy itself: expired and unused suppressions, ignored settings. */
  readonly remarks: readonly string[];
  readonly statistics: Statistics;
  /** SHA-256 of the resolved policy, 64 hexadecimal digits. */
  readonly policyDigest: string;
  /** Every check that was on. Reads them all: ask `check` for those that fired. */
  readonly ran: () => readonly CheckSummary[];
  /** What reports say of one check, by its id. */
  readonly check: (id: string) => CheckSummary | undefined;
}

export interface Statistics {
  readonly sources: number;
  readonly bytes: number;
  readonly milliseconds: number;
}

/** What reports say of a check. */
export interface CheckSummary {
  readonly id: string;
  readonly family: FamilyName;
  /** The fact found, not the wish and not the fix. */
  readonly title: string;
  readonly severity: Severity;
  /** Why it matters, in a sentence or two. */
  readonly reason: string;
  /** How to put it right. */
  readonly remedy: string;
  readonly references: readonly string[];
  /** Ids of the same check in other tools: `CKV_AWS_18`, `gitleaks:aws-access-token` … */
  readonly aliases: readonly string[];
}
