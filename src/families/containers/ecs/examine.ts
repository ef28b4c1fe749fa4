import { holdsPart } from '../../../formats/escaped-text.ts';
import { rangeOf } from '../../../formats/place.ts';
import { BrokenCheck, type FamilyPolicy, type LocatedReport, type Project } from '../../../model/family.ts';
import type { Source } from '../../../model/source.ts';
import type { EvaluatedTemplate } from '../../../templates/value.ts';
import { isTerraformName } from '../file-names.ts';
import { imageChecks } from '../image-checks.ts';
import { runPolicies } from '../run-policies.ts';
import { foldersThatDeclare, taskDefinition, withoutUsed } from '../terraform-folders.ts';
import { subjectsOf } from './subjects.ts';
import { maxContainers, tasksOf, type EcsTask } from './tasks.ts';

/** Examines the containers of ECS task definitions in CloudFormation, Terraform and plain JSON. Throws BrokenCheck for a check that cannot run. */
export async function examineEcs(sources: readonly Source[], { files, today }: Project, policy: FamilyPolicy): Promise<readonly LocatedReport[]> {
  const templates: EvaluatedTemplate[] = [];
  try {
    const folders = foldersThatDeclare(taskDefinition, sources, files);
    if (folders.length > 0) {
      const { readTerraform } = await import('../../../templates/terraform/read-terraform.ts');
      templates.push(...withoutUsed(folders.map((folder) => readTerraform(folder, files))));
    }
    for (const { path, bytes } of sources) {
      if (isTerraformName(path)) continue;
      const text = bytes.toString('utf8');
      if (holdsPart(text, '"planned_values"')) {
        if (holdsPart(text, 'aws_ecs_task_definition')) templates.push((await import('../../../templates/terraform/plan/read-plan.ts')).readPlan(path, text));
      } else if (holdsPart(text, 'AWS::ECS::TaskDefinition')) templates.push((await import('../../../templates/cloudformation/read-cloudformation.ts')).readCloudFormation(path, text, files));
      else if (holdsPart(text, 'containerDefinitions')) templates.push((await import('../../../templates/ecs/read-task.ts')).readEcsTask(path, text));
    }
  } catch (error) {
    throw new BrokenCheck('containers/container/privileged', error);
  }
  const tasks = templates.flatMap(tasksOf);
  return [...runPolicies(tasks.flatMap((task) => subjectsOf(task, today)), policy, imageChecks), ...unjudgedReports(tasks, policy)];
}

/** Says which task definitions have more containers than are judged. */
function unjudgedReports(tasks: readonly EcsTask[], policy: FamilyPolicy): readonly LocatedReport[] {
  const unjudged = tasks.flatMap(({ resource, unjudged: at }) => (at === undefined ? [] : [{ resource, at }]));
  if (unjudged.length === 0) return [];
  const check = policy.checks(['ecs/task']).find(({ id }) => id.endsWith('/not-judged'));
  if (check === undefined) return [];
  return unjudged.map(({ resource, at }) => ({ check: check.id, certainty: 'fail', severity: 'high', path: at.source.path, range: rangeOf(at), message: `${check.title}: it has more than ${maxContainers}`, evidence: '', identity: resource.name, resource: resource.name }));
}
