import type { FamilyPolicy, LocatedReport, Project } from '../../../model/family.ts';
import { imageChecks } from '../image-checks.ts';
import { runPolicies } from '../run-policies.ts';
import { containerSubjects } from './container-subjects.ts';
import { runKubernetesChecks } from './run-checks.ts';
import type { KubernetesObject, Unit } from './unit.ts';

/** Asks the policies of Kubernetes of objects, and those of every format's containers of their containers. */
export function judgeObjects(objects: readonly KubernetesObject[], unit: Unit, { today }: Project, policy: FamilyPolicy): readonly LocatedReport[] {
  return [...runKubernetesChecks(objects, unit, policy), ...runPolicies(objects.flatMap((object) => containerSubjects(object, today)), policy, imageChecks)];
}
