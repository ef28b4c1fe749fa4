import { sourceText } from '../../formats/place.ts';
import { inFolder, pathFrom } from '../../templates/terraform/paths.ts';
import type { EvaluatedTemplate, FileReader } from '../../templates/value.ts';
import { moduleFolder } from '../../formats/repository-path.ts';

/** Configuration files that are searched for who uses a module, and users that are judged. */
const maxFiles = 10_000;
const maxUsers = 100;

/** A Terraform module to evaluate, with the variable file it is given where that is not one Terraform loads by itself. */
export interface TerraformRoot {
  readonly folder: string;
  readonly variables?: string;
}

export interface TerraformRoots {
  readonly roots: readonly TerraformRoot[];
  /** What of the change is not followed, and why. */
  readonly limits: readonly EvaluatedTemplate[];
}

const configuration = /\.(?:tf|tofu)(?:\.json)?$/;

/**
 * The modules that a change of these folders is judged in: the folders, those of the repository that use them as modules
 * (where the reader can list it), and a folder once more for each changed variable file that is only loaded by name.
 */
export function terraformRoots(folders: readonly string[], variableFiles: readonly string[], files: FileReader): TerraformRoots {
  const users = usersOf(folders, files);
  const limits = users.length > maxUsers ? [tooMany(folders[0] ?? '.', users.length)] : [];
  const roots: TerraformRoot[] = [...new Set([...folders, ...users.slice(0, maxUsers)])].map((folder) => ({ folder }));
  for (const path of variableFiles) {
    const folder = ownerOf(path, files);
    if (folder !== undefined) roots.push({ folder, variables: path });
  }
  return { roots, limits };
}

/** Variable files that Terraform loads only where they are named: `prod.tfvars`, not `terraform.tfvars` or `x.auto.tfvars`. */
export function isNamedVariables(path: string): boolean {
  return /\.tfvars(?:\.json)?$/.test(path) && !/(?:^|\/)terraform\.tfvars(?:\.json)?$|\.auto\.tfvars(?:\.json)?$/.test(path);
}

/** The nearest folder around a variable file that has configuration; undefined where there is none within two steps. */
export function ownerOf(path: string, files: FileReader): string | undefined {
  const segments = path.split('/').slice(0, -1);
  for (let length = segments.length; length >= 0 && length >= segments.length - 2; length--) {
    const folder = length === 0 ? '.' : segments.slice(0, length).join('/');
    if (files.list(folder).some((name) => configuration.test(name))) return folder;
  }
  return undefined;
}

function usersOf(folders: readonly string[], files: FileReader): readonly string[] {
  const paths = files.all === undefined ? [] : [...files.all()].filter((path) => configuration.test(path)).slice(0, maxFiles);
  if (paths.every((path) => folders.includes(moduleFolder(path)))) return [];
  files.prepare?.(paths);
  const users = new Map<string, Set<string>>();
  for (const path of paths) {
    const text = files.readText(path) ?? '';
    const folder = moduleFolder(path);
    for (const match of text.matchAll(/\bsource"?\s{0,40}[=:]\s{0,40}"(\.{1,2}(?:\/[^"\n]{0,300})?)"/g)) {
      const written = pathFrom(folder, match[1] ?? '.');
      const used = written === undefined ? undefined : (files.real?.(written) ?? written);
      if (used !== undefined && used !== folder) (users.get(used) ?? users.set(used, new Set()).get(used))?.add(folder);
    }
  }
  const found = new Set<string>();
  const open = [...folders];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const user of users.get(folder) ?? []) {
      if (found.has(user)) continue;
      found.add(user);
      open.push(user);
    }
  }
  return [...found].sort();
}

function tooMany(folder: string, count: number): EvaluatedTemplate {
  const at = { source: sourceText(inFolder(folder, 'main.tf'), ''), start: 0, end: 0 };
  return { format: 'terraform', path: folder, resources: [], data: [], problems: [{ code: 'limit', message: `${count} modules use ${folder}, of which the first ${maxUsers} are judged`, isHarmless: true, at }], inputs: [] };
}
