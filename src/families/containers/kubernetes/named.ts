import type { Hit } from '../subject.ts';
import type { Subject } from './subject.ts';

/** A check that needs more than one object, or more than an expression can say. */
export type NamedCheck = (subject: Subject, parameters: Readonly<Record<string, unknown>>) => Iterable<Hit>;
