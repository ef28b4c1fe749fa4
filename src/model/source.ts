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
   * Byte offsets of the part that differs from a version which was examined under this path before in the same run.
   * What lies around it need not be looked at again; what is found there was found in that version.
   */
  readonly changed?: { readonly start: number; readonly end: number };
}
