import type { ImportRecord } from '../../formats/imports/import-record.ts';
import type { PackageReaderName } from '../../formats/packages/detect.ts';
import type { PackageDocumentKind, PackageRecord } from '../../formats/packages/record.ts';
import type { PolicyCheck } from '../../model/check.ts';
import type { Certainty, Severity } from '../../model/finding.ts';
import type { Project } from '../../model/family.ts';
import type { Source } from '../../model/source.ts';
import type { PackageDocument } from './document.ts';
import type { Plain } from './policy/plain.ts';

/** What a check of this family looks at: everything in the change that names packages, and what stands beside it. */
export interface Batch {
  /** The documents to judge, in the order of the change. */
  readonly documents: readonly PackageDocument[];
  /** Files that set package managers up (`.npmrc`, `uv.toml` …) and the policy itself. */
  readonly settings: readonly Source[];
  /** Code whose imports are judged. */
  readonly code: readonly Source[];
  readonly project: Project;
  /** The data package of advisories, where there is one. */
  advisories(): Buffer | undefined;
  /** The reader that a file of this name wants. */
  readerOf(path: string): PackageReaderName | undefined;
  /** Reads another document of the project, once. */
  read(path: string): Promise<PackageDocument | undefined>;
  /**
   * What a source of `code` imports, found once. In a scan the parser settles what tokens leave open: always `require` under
   * another meaning and modules that are no literals, and whatever the caller says is doubtful.
   */
  imports(source: Source, isDoubtful: (one: ImportRecord) => boolean): Promise<readonly ImportRecord[]>;
}

/** One place that a check found. */
export interface LibraryFinding {
  readonly path: string;
  /** UTF-16 offsets into the file at `path`. */
  readonly start: number;
  readonly end: number;
  readonly message: string;
  /** What makes it the same finding later: package, version and rule; no place. */
  readonly identity: string;
  readonly certainty?: Certainty | undefined;
  readonly severity?: Severity | undefined;
  /** The package URL it is about. */
  readonly resource?: string | undefined;
}

/** Finds the places itself. `section` holds the check's parameters with the `libraries:` section over them. */
export type LibraryCheck = (batch: Batch, section: Plain, check: PolicyCheck) => Promise<readonly LibraryFinding[]>;

/** What checks apply to: kinds of documents, and the files that set managers up. */
export type LibrarySubject = PackageDocumentKind | 'settings' | 'import';

/** A record and the document that names it. */
export interface Named {
  readonly record: PackageRecord;
  readonly document: PackageDocument;
}

/** Every package that a document depends on: not the one that it describes. */
export function* dependenciesOf(documents: readonly PackageDocument[]): Generator<Named> {
  for (const named of packagesOf(documents)) if (named.record.project !== true) yield named;
}

/** Every package that a document names, itself included. */
export function* packagesOf(documents: readonly PackageDocument[]): Generator<Named> {
  for (const document of documents) for (const record of document.reading.packages) yield { record, document };
}
