import { BrokenCheck, type FamilyPolicy, type LocatedReport, type Project } from '../../../model/family.ts';
import type { Source } from '../../../model/source.ts';
import type { EvaluatedTemplate, FileReader } from '../../../templates/value.ts';
import { isTerraformName } from '../file-names.ts';
import { imageChecks } from '../image-checks.ts';
import { runPolicies } from '../run-policies.ts';
import { subjectsOf } from './subjects.ts';
import { tasksOf } from './tasks.ts';

/** Examines the containers of ECS task definitions in CloudFormation, Terraform and plain JSON. Throws BrokenCheck for a check that cannot run. */
export async function examineEcs(sources: readonly Source[], { files, today }: Project, policy: FamilyPolicy): Promise<readonly LocatedReport[]> {
  const templates: EvaluatedTemplate[] = [];
  try {
    const folders = taskFolders(sources, files);
    if (folders.length > 0) {
      const { readTerraform } = await import('../../../templates/terraform/read-terraform.ts');
      templates.push(...withoutUsed(folders.map((folder) => readTerraform(folder, files))));
    }
    for (const { path, bytes } of sources) {
      if (isTerraformName(path)) continue;
      const text = bytes.toString('utf8');
      if (text.includes('"planned_values"')) {
        if (text.includes('aws_ecs_task_definition')) templates.push((await import('../../../templates/terraform/plan/read-plan.ts')).readPlan(path, text));
      } else if (text.includes('AWS::ECS::TaskDefinition')) templates.push((await import('../../../templates/cloudformation/read-cloudformation.ts')).readCloudFormation(path, text, files));
      else if (text.includes('containerDefinitions')) templates.push((await import('../../../templates/ecs/read-task.ts')).readEcsTask(path, text));
    }
  } catch (error) {
    throw new BrokenCheck('containers/container/privileged', error);
  }
  return runPolicies(templates.flatMap(tasksOf).flatMap((task) => subjectsOf(task, today)), policy, imageChecks);
}

/** Terraform folders with task definitions, and those that use one of these as a module: there the values are given. */
function taskFolders(sources: readonly Source[], files: FileReader): readonly string[] {
  const folders = new Set(sources.filter(({ path }) => isTerraformName(path)).map(({ path }) => folderOf(path)));
  const texts = new Map([...folders].map((folder) => [folder, textsIn(folder, files)]));
  const own = [...folders].filter((folder) => texts.get(folder)?.some((text) => /"(?:aws|awscc)_ecs_task_definition"/.test(text)) === true);
  if (own.length === 0) return [];
  const users = [...folders].filter((folder) => !own.includes(folder) && texts.get(folder)?.some((text) => /\bsource\s{0,40}=\s{0,40}"\.{1,2}\//.test(text)) === true);
  return [...own, ...users].toSorted();
}

function textsIn(folder: string, files: FileReader): readonly string[] {
  return files.list(folder === '' ? '.' : folder).filter((name) => /\.(?:tf|tofu)(?:\.json)?$/.test(name)).map((name) => files.readText(folder === '' || folder === '.' ? name : `${folder}/${name}`) ?? '');
}

/** A folder that another one uses as a module is judged there. */
function withoutUsed(templates: readonly EvaluatedTemplate[]): readonly EvaluatedTemplate[] {
  return templates.filter((template) => {
    const own = template.inputs.filter((input) => folderOf(input) === template.path);
    return own.length === 0 || !templates.some((other) => other !== template && own.every((input) => other.inputs.includes(input)));
  });
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.';
}
