import type { LocatedReport } from '../model/family.ts';

/**
 * Keeps a report. The same place reported twice (an anchor, a base that many services extend, instances of one block) is
 * one finding; a certain one wins over an unsure one.
 */
export function keepReport(reports: Map<string, LocatedReport>, report: LocatedReport): void {
  const { startLine, startColumn, endLine, endColumn } = report.range;
  const key = [report.check, report.path, startLine, startColumn, endLine, endColumn].join('\0');
  const present = reports.get(key);
  if (present === undefined || (present.certainty === 'unsure' && report.certainty === 'fail')) reports.set(key, report);
}
