import type { Compare } from './order.ts';
import type { Interval } from './interval.ts';

/** What one ecosystem means by versions and ranges. */
export interface Scheme {
  /** Its name in `vers:` URIs. */
  readonly name: string;
  /** A total order of all texts; what is no version is lower than what is one. */
  readonly compare: Compare;
  /** The spelling used in a `vers:` URI; the text itself if absent. */
  readonly normalise?: (version: string) => string;
  /** Reads a range in the ecosystem's own syntax; undefined if it is none. */
  readonly range: (text: string) => NativeRange | undefined;
}

/** A range in an ecosystem's own syntax. */
export interface NativeRange {
  /** The versions it names, sorted, without overlaps. */
  readonly intervals: readonly Interval[];
  /** Replaces the test against the intervals where they cannot say all, such as pre-releases that must be asked for. */
  readonly contains?: (version: string) => boolean;
  /** The same, but pre-releases need not be asked for. */
  readonly containsPre?: (version: string) => boolean;
}
