import { isOutOfTime, type Ask } from '../../model/ask.ts';
import { BrokenCheck, type FamilyPolicy, type LocatedReport, type Project } from '../../model/family.ts';
import type { Source } from '../../model/source.ts';
import type { EvaluatedTemplate, FileReader } from '../../templates/value.ts';
import { groupSources, type Groups } from './group.ts';
import { judgeTemplates } from './judge.ts';
import { stackParents } from './stack-parents.ts';
import { isNamedVariables, terraformRoots } from './terraform-roots.ts';

/** How each format is evaluated. A format without a reader is left alone. */
export interface TemplateReaders {
  /** A Terraform module, by its folder. */
  readonly terraform?: (folder: string, files: FileReader, variables?: string) => EvaluatedTemplate;
  readonly cloudformation?: (path: string, text: string, files: FileReader) => EvaluatedTemplate;
  readonly 'terraform-plan'?: (path: string, text: string, files: FileReader) => EvaluatedTemplate;
  readonly ecs?: (path: string, text: string, files: FileReader) => EvaluatedTemplate;
  readonly arm?: (path: string, text: string, files: FileReader) => EvaluatedTemplate;
}

/** Examines the templates among sources. Throws BrokenCheck when a check, or reading a template, fails in a way that is ours. */
export async function examineTemplates(sources: readonly Source[], project: Project, { policy, groups, readers }: { policy: FamilyPolicy; groups: Groups; readers: TemplateReaders }): Promise<readonly LocatedReport[]> {
  const { files, settled } = project;
  const before = settled === undefined || sources.some(mayRemark) ? undefined : (): readonly EvaluatedTemplate[] => readBefore(sources, settled, { groups, readers, ask: policy.ask });
  return judgeTemplates(readTemplates(sources, files, { groups, readers, ask: policy.ask }), policy, before);
}

/** Whether a comment in a source may make a remark (a suppression that expired), which belongs to a finding that is not new. */
function mayRemark({ bytes }: Source): boolean {
  return bytes.includes('portcullis:allow') || bytes.includes(':ignore:');
}

/** Evaluates the templates among sources, and the modules around them, as they were. What needs a reader of another format is left out. */
function readBefore(sources: readonly Source[], files: FileReader, { groups, readers, ask }: Reading): readonly EvaluatedTemplate[] {
  const earlier = sources.flatMap(({ path, subject }): Source[] => {
    const text = files.readText(path);
    return text === undefined ? [] : [{ path, subject, bytes: Buffer.from(text, 'utf8') }];
  });
  return readTemplates(earlier, files, { groups: { folders: groups.folders, files: groupSources(earlier).files }, readers, ask });
}

interface Reading {
  readonly groups: Groups;
  readonly readers: TemplateReaders;
  readonly ask?: Ask | undefined;
}

/** Evaluates the templates among sources. Throws BrokenCheck when reading one fails in a way that is ours. */
export function readTemplates(sources: readonly Source[], around: FileReader, { groups, readers, ask }: Reading): readonly EvaluatedTemplate[] {
  const { folders, files } = groups;
  const reader = withSources(around, sources);
  const templates: EvaluatedTemplate[] = [];
  try {
    if (readers.terraform !== undefined) {
      const { roots, limits } = terraformRoots(folders, sources.flatMap(({ path }) => (isNamedVariables(path) ? [path] : [])), reader);
      for (const { folder, variables } of roots) {
        ask?.(folder);
        templates.push(readers.terraform(folder, reader, variables));
      }
      templates.push(...limits);
    }
    for (const { path, text, format } of files) {
      ask?.(path);
      const read = readers[format];
      if (read !== undefined) templates.push(read(path, text, reader));
    }
    const stacks = files.flatMap(({ path, format }) => (format === 'cloudformation' ? [path] : []));
    const { cloudformation } = readers;
    for (const path of cloudformation === undefined ? [] : stackParents(stacks, reader)) {
      ask?.(path);
      const text = reader.readText(path);
      if (cloudformation !== undefined && text !== undefined) templates.push(cloudformation(path, text, reader));
    }
  } catch (error) {
    throw isOutOfTime(error) ? error : new BrokenCheck('infrastructure/template/syntax', error);
  }
  return templates;
}

/** The project's files with the examined sources over them: what is judged is what the change holds. */
function withSources(files: FileReader, sources: readonly Source[]): FileReader {
  const texts = new Map(sources.map((source) => [source.path, source]));
  const names = new Map<string, string[]>();
  for (const { path } of sources) {
    const slash = path.lastIndexOf('/');
    const folder = slash < 0 ? '.' : path.slice(0, slash);
    const present = names.get(folder);
    if (present === undefined) names.set(folder, [path.slice(slash + 1)]);
    else present.push(path.slice(slash + 1));
  }
  const known = new Map<string, string>();
  const decoded = (path: string): string | undefined => {
    const source = texts.get(path);
    if (source === undefined || known.has(path)) return known.get(path);
    const text = source.bytes.toString('utf8');
    known.set(path, text);
    return text;
  };
  return {
    readText: (path) => decoded(path) ?? files.readText(path),
    // what is examined may lie outside the folder whose siblings may be read
    list: (folder) => [...new Set([...files.list(folder), ...(names.get(folder) ?? [])])],
    ...(files.all === undefined ? {} : { all: files.all }),
    ...(files.real === undefined ? {} : { real: files.real }),
    prepare: (paths) => files.prepare?.(paths.filter((path) => !texts.has(path))),
  };
}
