import type { Outcome } from '../model/finding.ts';
import type { ReportOptions } from './options.ts';

/** The formats a report can be asked for on the command line. */
export const reportFormats = ['terminal', 'json', 'jsonl', 'sarif', 'junit', 'gitlab', 'github', 'codeclimate', 'html'] as const;

export type ReportFormat = (typeof reportFormats)[number];

/** Renders an outcome as one text. `remote` is what a pusher sees. */
export async function renderReport(format: ReportFormat | 'remote', outcome: Outcome, options: ReportOptions): Promise<string> {
  return [...(await reportPieces(format, outcome, options))].join('');
}

/** Renders an outcome in pieces, those that may be large one finding at a time. Every format is a module of its own, loaded when asked for. */
export async function reportPieces(format: ReportFormat | 'remote', outcome: Outcome, options: ReportOptions): Promise<Iterable<string>> {
  switch (format) {
    case 'terminal':
      return [(await import('./terminal.ts')).terminalReport(outcome, options)];
    case 'json':
      return (await import('./json.ts')).jsonReport(outcome);
    case 'jsonl':
      return (await import('./json.ts')).jsonLinesReport(outcome);
    case 'sarif':
      return (await import('./sarif.ts')).sarifReport(outcome);
    case 'junit':
      return [(await import('./junit.ts')).junitReport(outcome)];
    case 'gitlab':
      return [(await import('./gitlab.ts')).gitlabReport(outcome, options.now ?? new Date())];
    case 'github':
      return [(await import('./github.ts')).githubReport(outcome)];
    case 'codeclimate':
      return [(await import('./codeclimate.ts')).codeClimateReport(outcome)];
    case 'html':
      return [(await import('./html.ts')).htmlReport(outcome)];
    case 'remote':
      return [(await import('./remote.ts')).remoteReport(outcome, options)];
    default:
      return format satisfies never;
  }
}
