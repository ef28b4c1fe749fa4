import type { FamilyPolicy, LocatedReport } from '../../model/family.ts';
import { runnerFor } from './judge.ts';
import { spotsIn } from './spots.ts';
import type { NamedCheck, Subject } from './subject.ts';
import { scopeOf, vocabulary } from './vocabulary.ts';

/** Functions that policies name, by their name. */
export type NamedChecks = ReadonlyMap<string, NamedCheck>;

const nouns = { compose: 'service', dockerfile: 'stage', ecs: 'container', kubernetes: 'container' } as const;

const run = runnerFor<Subject>({
  vocabulary,
  scopeOf,
  spotsOf: spotsIn,
  describe: ({ resource, container, doubt, partial }) => ({
    resource,
    name: container?.name ?? '',
    noun: nouns[container?.format ?? 'kubernetes'],
    ...(doubt === undefined ? {} : { doubt }),
    partial,
  }),
  pathOf: ({ head }) => head.source.path,
  skipped: (subject, check, place) => subject.skipped(check, place),
});

/** Runs the policies that apply to any of the subjects. Throws BrokenCheck for a policy that cannot run. */
export function runPolicies(subjects: readonly Subject[], policy: FamilyPolicy, named: NamedChecks): readonly LocatedReport[] {
  const byWord = new Map<string, Subject[]>();
  for (const subject of subjects) {
    for (const word of subject.words) {
      const present = byWord.get(word);
      if (present === undefined) byWord.set(word, [subject]);
      else present.push(subject);
    }
  }
  return run(byWord, policy, named);
}
