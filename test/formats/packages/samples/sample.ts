/** A document as people and tools write it, and what its reader gives, in the lines that `show` makes. */
export interface Sample {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  readonly packages: readonly string[];
}
