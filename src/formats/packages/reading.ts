import type { SyntaxProblem } from '../node.ts';
import { conflictMarkers } from './conflict-markers.ts';
import type { PackageDocumentKind, PackageReading, PackageRecord } from './record.ts';

/**
 * A reading under construction. Readers of lockfiles write a record's fields out, name first, and spread no object into it:
 * of the largest files a spread takes ten times as long, and half as much memory again (2026-11-27).
 */
export interface ReadingDraft {
  readonly packages: PackageRecord[];
  readonly problems: SyntaxProblem[];
  readonly inputs: string[];
  formatVersion?: string;
}

/** Starts a reading: the text is first searched for merge-conflict markers, which every format must report. */
export function startReading(text: string): ReadingDraft {
  return { packages: [], problems: conflictMarkers(text), inputs: [] };
}

/** Reports a place that could not be read; at most 50 for a document, so that a hostile one stays cheap. */
export function reportProblem(draft: ReadingDraft, message: string, start: number, end: number): void {
  if (draft.problems.length < 50) draft.problems.push({ message, start, end });
}

/** Ends a reading. */
export function finishReading(draft: ReadingDraft, kind: PackageDocumentKind, manager?: string): PackageReading {
  return {
    packages: draft.packages,
    problems: draft.problems,
    manager,
    kind,
    formatVersion: draft.formatVersion,
    inputs: draft.inputs.length > 0 ? draft.inputs : undefined,
  };
}

/** Reports a lockfile format version that this reader was not written for; reading goes on. */
export function unknownVersion(draft: ReadingDraft, format: string, version: string, start: number, end: number): void {
  draft.problems.push({ message: `${format} format version ${version.slice(0, 20)} is not known: packages may be missing`, start, end });
}
