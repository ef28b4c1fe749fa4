import type { Place } from '../../../formats/place.ts';
import type { Subject } from './subject.ts';

/** One place that a named check found. */
export interface Hit {
  readonly place: Place;
  /** Sentence in place of the check's title. */
  readonly message?: string;
  /** Path and value that make it the same finding next time. */
  readonly path?: string;
  readonly value?: string;
  /** What the answer depends on, when it is not certain. */
  readonly doubt?: string;
}

/** A check that needs more than one object, or more than an expression can say. */
export type NamedCheck = (subject: Subject, parameters: Readonly<Record<string, unknown>>) => Iterable<Hit>;
