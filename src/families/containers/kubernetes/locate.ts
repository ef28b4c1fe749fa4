import type { Item } from '../../../expressions/term.ts';
import { spotsIn, type Spot } from '../spots.ts';
import { headOf, type Subject } from './subject.ts';

/** The places of a finding about a subject: see `spotsIn`. */
export function spotsOf(subject: Subject, paths: readonly string[], witnesses: readonly Item[]): readonly Spot[] {
  return spotsIn({ root: subject.root, head: headOf(subject), within: subject.object.resource.at }, paths, witnesses);
}
