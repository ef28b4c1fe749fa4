import type { SubjectKind } from './finding.ts';

/**
 * The bytes of one blob, file or text that the gate judges.
 * Decoding is left to whoever needs it, because most sources are dismissed on their bytes alone.
 */
export interface Source {
  /** Repository-relative path with forward slashes; for texts a name such as `commit message`. */
  readonly path: string;
  readonly subject: SubjectKind;
  readonly bytes: Buffer;
  /** Oid of the object the bytes come from, where the door knows: a push holds many versions of one path. */
  readonly origin?: string;
  /**
   * How the bytes differ from a version which was examined under this path before in the same run.
   * What lies around that need not be looked at again; what is found there was found in that version.
   */
  readonly changed?: {
    /** In order, apart from one another; what lies between two of them stands as one piece in that version. */
    readonly spans: readonly ChangedSpan[];
    /** What was noted of that version. */
    readonly before: VersionNote;
  };
  /** Where whoever examines this version notes something for the next. */
  readonly note?: VersionNote;
  /** Nobody changes the bytes later: they need not be copied to be kept. */
  readonly isLasting?: boolean;
  /** What is known of the whole, when these bytes are a window of a larger text. */
  readonly part?: { readonly before: LinesBefore; /** The whole is no text. */ readonly isBinary: boolean };
}

/** A part that differs; offsets in bytes, end exclusive. Where text was only taken away it is empty. */
export interface ChangedSpan {
  readonly start: number;
  readonly end: number;
  /** How many bytes further what follows stands than in the version before. */
  readonly shift: number;
}

/** What is noted of a version of a file for the versions that are examined after it. */
export interface VersionNote {
  /** Keywords whose checks look far around them, where they stand, and how far that is; undefined when they were not looked for. In bytes. */
  far?: readonly { readonly start: number; readonly end: number; readonly before: number; readonly after: number }[];
  /** Nothing was found, encoded or left out in it nor in those it was compared with, and nothing would be in another folder. */
  isQuiet?: boolean;
}

/** What stands before a window of a text: whole lines, and bytes and UTF-16 code units of the line that it cuts. */
export interface LinesBefore {
  readonly lines: number;
  readonly bytes: number;
  readonly units: number;
}
