import type { Source } from '../../model/source.ts';
import type { EvaluatedTemplate, FileReader } from '../../templates/value.ts';
import { isTerraformName } from './file-names.ts';
import { moduleFolder } from '../../formats/repository-path.ts';

/** Resource types that define containers, as HCL and JSON write them. */
export const taskDefinition = /"(?:aws|awscc)_ecs_task_definition"/;
export const kubernetesResource = /"kubernetes_[a-z_0-9]{1,60}"/;

/** Terraform folders whose text a pattern occurs in, and those that use one of these as a module: there the values are given. */
export function foldersThatDeclare(pattern: RegExp, sources: readonly Source[], files: FileReader): readonly string[] {
  const folders = new Set(sources.filter(({ path }) => isTerraformName(path)).map(({ path }) => moduleFolder(path)));
  const texts = new Map([...folders].map((folder) => [folder, textsIn(folder, files)]));
  const own = [...folders].filter((folder) => texts.get(folder)?.some((text) => pattern.test(text)) === true);
  if (own.length === 0) return [];
  const users = [...folders].filter((folder) => !own.includes(folder) && texts.get(folder)?.some((text) => /\bsource\s{0,40}=\s{0,40}"\.{1,2}\//.test(text)) === true);
  return [...own, ...users].toSorted();
}

function textsIn(folder: string, files: FileReader): readonly string[] {
  return files.list(folder === '' ? '.' : folder).filter((name) => /\.(?:tf|tofu)(?:\.json)?$/.test(name)).map((name) => files.readText(folder === '' || folder === '.' ? name : `${folder}/${name}`) ?? '');
}

/** A folder that another one uses as a module is judged there. */
export function withoutUsed(templates: readonly EvaluatedTemplate[]): readonly EvaluatedTemplate[] {
  return templates.filter((template) => {
    const own = template.inputs.filter((input) => moduleFolder(input) === template.path);
    return own.length === 0 || !templates.some((other) => other !== template && own.every((input) => other.inputs.includes(input)));
  });
}

