import { BrokenCheck, type FamilyPolicy, type LocatedReport, type Project } from '../../../model/family.ts';
import type { Source } from '../../../model/source.ts';
import type { EvaluatedTemplate } from '../../../templates/value.ts';
import { objectsOfTerraform } from '../../../templates/kubernetes/from-terraform.ts';
import { readTerraform } from '../../../templates/terraform/read-terraform.ts';
import { foldersThatDeclare, kubernetesResource, withoutUsed } from '../terraform-folders.ts';
import { judgeObjects } from './judge-objects.ts';
import { objectOf, unitOf, type KubernetesObject } from './unit.ts';

/** Examines the objects that Terraform makes with the `kubernetes_*` types. Throws BrokenCheck for a check that cannot run. */
export function examineTerraformKubernetes(sources: readonly Source[], project: Project, policy: FamilyPolicy): readonly LocatedReport[] {
  const { files } = project;
  const folders = foldersThatDeclare(kubernetesResource, sources, files);
  let templates: readonly EvaluatedTemplate[];
  try {
    templates = withoutUsed(folders.map((folder) => readTerraform(folder, files)));
  } catch (error) {
    throw new BrokenCheck('containers/kubernetes/syntax', error);
  }
  return templates.flatMap((template) => {
    const objects = objectsOfTerraform(template).map(objectOf);
    const [policies, others] = [objects.filter(isPodSecurityPolicy), objects.filter((one) => !isPodSecurityPolicy(one))];
    // other modules may make what these refer to; a policy that is strict does not show that a lax one beside it is for the few
    return [...judgeObjects(others, unitOf(objects, false), project, policy), ...policies.flatMap((one) => judgeObjects([one], unitOf([one], false), project, policy))];
  });
}

function isPodSecurityPolicy({ kind }: KubernetesObject): boolean {
  return kind === 'PodSecurityPolicy';
}
