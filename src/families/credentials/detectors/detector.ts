/** What a detector looks at: one hit of one of its keywords. Offsets are bytes. */
export interface Hit {
  readonly bytes: Buffer;
  readonly keywordStart: number;
  readonly keywordEnd: number;
  readonly path: string;
}

/** A secret that a detector found. Offsets are bytes into the source. */
export interface Detected {
  readonly start: number;
  readonly end: number;
  readonly secret: string;
  readonly message?: string;
  /** True for what may be of no use to anybody: made up by a pattern, weak, incomplete. It is reported as low. */
  readonly isDoubtful?: boolean;
  /**
   * True for what is no secret, though its name says so: the provider's credentials are of another shape, which it nearly has.
   * It is not reported, and no guess of another check at the same place is.
   */
  readonly isDamaged?: boolean;
}

/** Looks around a hit for a secret that no single regular expression describes. Bounded work for every hit. */
export type Detector = (hit: Hit) => readonly Detected[];
