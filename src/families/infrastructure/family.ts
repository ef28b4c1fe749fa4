import type { FamilyPolicy, LocatedReport, Project, ProjectFamily } from '../../model/family.ts';
import type { Source } from '../../model/source.ts';
import { examineTemplates, type TemplateReaders } from './examine.ts';
import { groupSources, type Groups } from './group.ts';

export const name: ProjectFamily['name'] = 'infrastructure';

/** Judges infrastructure templates. Throws BrokenCheck for a check, or a reader, that cannot run. */
export async function examine(sources: readonly Source[], project: Project, policy: FamilyPolicy): Promise<readonly LocatedReport[]> {
  const groups = groupSources(sources);
  return examineTemplates(sources, project, { policy, groups, readers: await readersFor(groups) });
}

/** The readers of the formats that occur; each is a chunk of its own, loaded only now. */
export async function readersFor({ folders, files }: Groups): Promise<TemplateReaders> {
  const formats = new Set(files.map((file) => file.format));
  const readers: { -readonly [K in keyof TemplateReaders]: TemplateReaders[K] } = {};
  if (formats.has('cloudformation')) readers.cloudformation = (await import('../../templates/cloudformation/read-cloudformation.ts')).readCloudFormation;
  if (formats.has('arm')) readers.arm = (await import('../../templates/arm/read-arm.ts')).readArm;
  if (formats.has('terraform-plan')) readers['terraform-plan'] = (await import('../../templates/terraform/plan/read-plan.ts')).readPlan;
  if (formats.has('ecs')) readers.ecs = (await import('../../templates/ecs/read-task.ts')).readEcsTask;
  if (folders.length > 0) readers.terraform = (await import('../../templates/terraform/read-terraform.ts')).readTerraform;
  return readers;
}
