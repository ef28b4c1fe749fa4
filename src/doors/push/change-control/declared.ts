import { holdsPart } from '../../../formats/escaped-text.ts';
import type { ChangedFile, DeclaredResource } from '../../../families/change-control/sensitive.ts';
import { readersFor } from '../../../families/infrastructure/family.ts';
import { isNamedVariables, ownerOf } from '../../../families/infrastructure/terraform-roots.ts';
import { groupSources } from '../../../families/infrastructure/group.ts';
import type { Source } from '../../../model/source.ts';
import { readKubernetes } from '../../../templates/kubernetes/read.ts';
import type { EvaluatedTemplate, FileReader, Value } from '../../../templates/value.ts';
import { moduleFolder } from '../../../formats/repository-path.ts';

/** What the templates among some files declare. */
export interface Declared {
  readonly resources: readonly DeclaredResource[];
  readonly unread: readonly { readonly path: string; readonly text: string }[];
}

/** Problems after which not everything that a template declares is known. */
const blinding: ReadonlySet<string> = new Set(['syntax', 'cycle', 'limit', 'remote-module']);

/**
 * Everything that the templates among `changed` declare, as `files` has them: a Terraform folder as a whole, every other
 * template by itself. A template that cannot be read is named, never passed.
 */
export async function declaredIn(changed: readonly ChangedFile[], files: FileReader): Promise<Declared> {
  const sources = changed.flatMap(({ path }): Source[] => {
    const text = isTemplateName(path) ? files.readText(path) : undefined;
    // a variable file that went leaves its module
    if (text === undefined) return /\.(?:tf|tofu|tfvars)(?:\.json)?$/.test(path) ? [{ path, subject: 'file', bytes: Buffer.alloc(0) }] : [];
    return [{ path, subject: 'file', bytes: Buffer.from(text, 'utf8') }];
  });
  if (sources.length === 0) return { resources: [], unread: [] };
  const groups = groupSources(sources);
  const readers = await readersFor(groups);
  const resources: DeclaredResource[] = [];
  const unread: { path: string; text: string }[] = [];
  const take = (text: string, read: () => EvaluatedTemplate, path: string, variables?: string): void => {
    try {
      const template = read();
      for (const one of [...template.resources, ...template.data]) resources.push({ type: one.type, name: one.name, at: one.at, head: one.head, evaluated: evaluated(one.properties), ...(variables === undefined ? {} : { variables }) });
      if (template.problems.some(({ code }) => blinding.has(code))) unread.push({ path, text });
    } catch {
      // whatever it was, what the template declares is not known, and policy decides about that
      unread.push({ path, text });
    }
  };
  const textIn = (folder: string): string => files.list(folder).filter((name) => /\.(?:tf|tofu)(?:\.json)?$/.test(name)).map((name) => files.readText(folder === '.' ? name : `${folder}/${name}`) ?? '').join('\n');
  for (const { path } of sources.filter((source) => isNamedVariables(source.path))) {
    const folder = ownerOf(path, files);
    if (folder !== undefined && readers.terraform !== undefined) take(textIn(folder), () => readers.terraform?.(folder, files, path) ?? nothing(folder), path, path);
  }
  for (const folder of groups.folders) {
    const text = textIn(folder);
    if (readers.terraform !== undefined) take(text, () => readers.terraform?.(folder, files) ?? nothing(folder), sources.find(({ path }) => moduleFolder(path) === folder)?.path ?? folder);
  }
  const grouped = new Set(groups.files.map(({ path }) => path));
  for (const { path, text, format } of groups.files) {
    const read = readers[format];
    if (read !== undefined) take(text, () => read(path, text, files), path);
  }
  for (const { path, bytes } of sources) {
    if (grouped.has(path) || !/\.(?:ya?ml|json)$/i.test(path) || !holdsPart(bytes, 'apiVersion') || !holdsPart(bytes, 'kind')) continue;
    const text = bytes.toString('utf8');
    take(text, () => readKubernetes(path, text), path);
  }
  return { resources, unread };
}

/** Names that a template of any format can have. */
export function isTemplateName(path: string): boolean {
  return /\.(?:tf|tofu|tfvars|ya?ml|json|template|cfn|cform|txt)$/i.test(path);
}

function nothing(path: string): EvaluatedTemplate {
  return { format: 'terraform', path, resources: [], data: [], problems: [], inputs: [] };
}

/** A value as text, without its places. */
function evaluated(value: Value): string {
  switch (value.kind) {
    case 'known':
      return JSON.stringify(value.value);
    case 'unknown':
      return `?${value.why}${JSON.stringify(value.parts ?? null)}`;
    case 'list':
      return `[${value.items.map(evaluated).join()}${value.open === true ? ',…' : ''}]`;
    case 'map':
      return `{${[...value.entries].map(([key, item]) => `${JSON.stringify(key)}:${evaluated(item)}`).join()}${value.open === true ? ',…' : ''}}`;
    default:
      return value satisfies never;
  }
}
