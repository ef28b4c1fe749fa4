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
}
