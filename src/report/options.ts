/** How a report is laid out. */
export interface ReportOptions {
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** Where the gate stood: it decides the words for what happened and what to do next. */
  readonly door: 'commit' | 'message' | 'push' | 'scan' | 'receive';
  readonly verbose?: boolean;
  /** Findings shown in full; further ones take a line each. Default 8. */
  readonly limit?: number;
}
