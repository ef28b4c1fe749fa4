import type { NamedCheckOf } from '../judge.ts';
import type { Subject } from './subject.ts';

/** A check that needs more than one object, or more than an expression can say. */
export type NamedCheck = NamedCheckOf<Subject>;
