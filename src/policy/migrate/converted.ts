/** What another tool's file says, in our terms. */
export interface Converted {
  /** Path patterns in which credentials are not looked for. */
  readonly paths: readonly string[];
  /** Check files of its own rules: a name without folder and ending, and the text. */
  readonly checks: readonly { readonly name: string; readonly text: string }[];
  /** Its ids of rules that are switched off; ours carry them as aliases (`gitleaks:ID`). */
  readonly off: readonly string[];
  /** Findings that somebody accepted: a file and a 1-based line. */
  readonly accepted: readonly { readonly path: string; readonly line: number; /** Its id of the rule, where it names one. */ readonly rule?: string }[];
  /** secretlint packages that were in use. */
  readonly secretlint: readonly string[];
  /** What could not be converted, a sentence each. */
  readonly notes: readonly string[];
}

/** Nothing: what every converter starts from. */
export const nothingConverted: Converted = { paths: [], checks: [], off: [], accepted: [], secretlint: [], notes: [] };
