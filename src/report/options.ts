/** How a report is laid out. Formats for machines read none of it but `now`. */
export interface ReportOptions {
  readonly color: boolean;
  /** Columns of the terminal; 40 is the least that is laid out well. */
  readonly width: number;
  /** Where the gate stood: it decides the words for what happened and what to do next. */
  readonly door: 'commit' | 'message' | 'push' | 'scan' | 'receive';
  /** Folder that the user stands in, relative to the top of the repository (git's prefix); the top when absent. */
  readonly folder?: string;
  /** The commit that brought all that blocks, where it is one: whether it is the newest of what is checked out, and the first of its history. */
  readonly culprit?: { readonly isNewest: boolean; readonly isRoot: boolean };
  /** The command that judges the same again, for a person to type: `npx portcullis scan --history`. By the door when absent. */
  readonly again?: string;
  /** Whether the terminal shows characters beyond ASCII. Default true. */
  readonly unicode?: boolean;
  readonly verbose?: boolean;
  /** Findings shown in full. Default 8; 5 for a pusher. */
  readonly limit?: number;
  /** What every line for a pusher starts with: GitLab's web interface shows only lines with `GL-HOOK-ERR: `. */
  readonly prefix?: string;
  /** When the report is made, for formats that ask for it. */
  readonly now?: Date;
}
