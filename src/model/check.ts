import type { CheckSummary } from './finding.ts';

/**
 * A check as it is written in `policies/`: the envelope that every family shares.
 * The id is the file's path below `policies/` without `.yaml`.
 */
export interface Check extends CheckSummary {
  /** False for a check that is off unless a policy or preset turns it on. */
  readonly on: boolean;
  readonly examples: Examples;
}

export interface Examples {
  readonly fail: readonly Example[];
  readonly pass: readonly Example[];
}

/** A sample that the check must report (`fail`) or leave alone (`pass`). */
export interface Example {
  /** Format it is written in, where a family has several: `cloudformation`, `terraform`, `dockerfile`, `compose` … */
  readonly format?: string;
  /** File name to judge it under. */
  readonly path?: string;
  readonly source: string;
  /** Parameters of the check that the example is judged with, where the defaults say nothing. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** What stood in the file before, for a check of changes; nothing for a file that is new. */
  readonly previous?: string;
  /** Further files that stand beside it, by path. */
  readonly files?: Readonly<Record<string, string>>;
}

/** How a credential is recognised. */
export interface CredentialCheck extends Check {
  readonly family: 'credentials';
  readonly provider: string;
  /**
   * Literals that must occur for the check to be tried (ASCII, case-insensitive, at least three bytes).
   * They are the prefilter's; choose ones that ordinary code does not hold.
   */
  readonly keywords: readonly string[];
  /**
   * Regular expression (JavaScript, flags below) tried only in a window around a keyword.
   * The secret is the group named `secret`, else the first group, else the whole match.
   *    */
  readonly pattern: string;
  /** Name of a detector that looks around a hit in place of the pattern (`src/families/credentials/detectors/`). */
  readonly function?: string;
  /** Among findings on the same text the highest rank stays: 3 a form of its own, 2 a form near a name, 1 generic. */
  readonly rank: number;
  /** Regular expression flags beyond `d` and `g`; `i` is the usual one. Default none. */
  readonly flags?: string;
  /** Bytes of the window before and after the keyword. Default 64 before and 320 after. */
  readonly before: number;
  readonly after: number;
  /** Least Shannon entropy of the secret in bits per character. Default 0: not asked. */
  readonly entropy: number;
  /** Name of a checksum or structure test the secret must pass (`src/families/credentials/checksums.ts`). */
  readonly checksum?: string;
  /** Tests for values without a form of their own: placeholder words, dictionary words, sequences. Default false. */
  readonly plausible: boolean;
  /** Whether the provider's name is a word of every day (`daily`, `column`): a word for credential must stand beside it too. Default false. */
  readonly everyday: boolean;
  /** minimatch patterns of the paths it applies to; empty for all. */
  readonly paths: readonly string[];
  /** Regular expressions on the secret that silence it. */
  readonly allow: readonly string[];
  /** Looks around a hit in place of the pattern: a rule of another tool, with that tool's own expressions. */
  readonly detect?: (hit: CredentialHit) => readonly CredentialMatch[];
}

/** One keyword of a credential check in a source. Offsets are bytes. */
export interface CredentialHit {
  readonly bytes: Buffer;
  readonly keywordStart: number;
  readonly keywordEnd: number;
  readonly path: string;
}

/** A secret that was found around a hit, and where it stands. */
export interface CredentialMatch {
  readonly start: number;
  readonly end: number;
  readonly secret: string;
}

/** A policy over resources, container definitions or packages: a CEL assertion or a named function. */
export interface PolicyCheck extends Check {
  /** Resource type, `container`, `dockerfile`, ecosystem …: what it is asked of. One or more. */
  readonly applies: readonly string[];
  /** CEL expression: ask only where it is true. */
  readonly when?: string;
  /** CEL expression that must hold. False is a finding, unknown an unsure one. */
  readonly assert?: string;
  /** Named function in the family that finds the places itself. */
  readonly function?: string;
  /** Property paths a finding points at, the first that exists (`AccessControl`, `SecurityGroupIngress[].CidrIp`). */
  readonly at: readonly string[];
  /** Sentence for the finding; `{…}` holds a CEL expression. */
  readonly message?: string;
  /** Defaults of the parameters a `portcullis.yaml` may set. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly tags: readonly string[];
}

/** Whether a check is a policy over things, not a credential's form. */
export function isPolicy(check: Check): check is PolicyCheck {
  return 'applies' in check;
}
