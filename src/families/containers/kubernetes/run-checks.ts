import type { FamilyPolicy, LocatedReport } from '../../../model/family.ts';
import { runnerFor } from '../judge.ts';
import { scopeOf, vocabulary } from './environment.ts';
import { spotsOf } from './locate.ts';
import { namedChecks } from './registry.ts';
import { skipFor } from './skips.ts';
import { subjectsByWord, type Subject } from './subject.ts';
import type { KubernetesObject, Unit } from './unit.ts';

const run = runnerFor<Subject>({
  vocabulary,
  scopeOf,
  spotsOf,
  describe: ({ object: { resource }, container }) => ({
    resource: resource.name,
    name: container?.name ?? '',
    noun: 'container',
    ...(resource.condition === undefined ? {} : { doubt: resource.condition.why }),
    partial: false,
  }),
  pathOf: ({ object }) => object.resource.head.source.path,
  skipped: ({ object }, check, place) => skipFor(object, check, place),
});

/** Runs the policies that apply to any of the objects. Throws BrokenCheck for a policy that cannot run. */
export function runKubernetesChecks(objects: readonly KubernetesObject[], unit: Unit, policy: FamilyPolicy): readonly LocatedReport[] {
  return run(subjectsByWord(objects, unit), policy, namedChecks);
}
