import { BrokenCheck, type FamilyPolicy, type LocatedReport, type Project } from '../../model/family.ts';
import type { Source } from '../../model/source.ts';
import type { EvaluatedTemplate, FileReader } from '../../templates/value.ts';
import type { Groups } from './group.ts';
import { judgeTemplates } from './judge.ts';

/** How each format is evaluated. A format without a reader is left alone. */
export interface TemplateReaders {
  /** A Terraform module, by its folder. */
  readonly terraform?: (folder: string, files: FileReader) => EvaluatedTemplate;
  readonly cloudformation?: (path: string, text: string, files: FileReader) => EvaluatedTemplate;
  readonly 'terraform-plan'?: (path: string, text: string, files: FileReader) => EvaluatedTemplate;
  readonly ecs?: (path: string, text: string, files: FileReader) => EvaluatedTemplate;
  readonly arm?: (path: string, text: string, files: FileReader) => EvaluatedTemplate;
}

/** Examines the templates among sources. Throws BrokenCheck when a check, or reading a template, fails in a way that is ours. */
export function examineTemplates(sources: readonly Source[], project: Project, { policy, groups, readers }: { policy: FamilyPolicy; groups: Groups; readers: TemplateReaders }): readonly LocatedReport[] {
  const { folders, files } = groups;
  const reader = withSources(project.files, sources);
  const templates: EvaluatedTemplate[] = [];
  try {
    if (readers.terraform !== undefined) for (const folder of folders) templates.push(readers.terraform(folder, reader));
    for (const { path, text, format } of files) {
      const read = readers[format];
      if (read !== undefined) templates.push(read(path, text, reader));
    }
  } catch (error) {
    throw new BrokenCheck('infrastructure/template/syntax', error);
  }
  return judgeTemplates(templates, policy);
}

/** The project's files with the examined sources over them: what is judged is what the change holds. */
function withSources(files: FileReader, sources: readonly Source[]): FileReader {
  const texts = new Map(sources.map((source) => [source.path, source]));
  return {
    readText: (path) => texts.get(path)?.bytes.toString('utf8') ?? files.readText(path),
    list: (folder) => files.list(folder),
  };
}
