import type { Source } from '../../model/source.ts';
import { withoutEscapes } from '../../formats/escaped-text.ts';
import { moduleFolder } from '../../formats/repository-path.ts';

/** What the sources of a change are, as templates. */
export interface Groups {
  /** Folders with Terraform or OpenTofu files, each one module. */
  readonly folders: readonly string[];
  /** Files that each are a template of their own, with their text. */
  readonly files: readonly { readonly path: string; readonly text: string; readonly format: 'cloudformation' | 'terraform-plan' | 'arm' | 'ecs' }[];
}

/** Sorts sources into Terraform folders and single templates. Formats are told by content; a file that only looks like one is left alone. */
export function groupSources(sources: readonly Source[]): Groups {
  const folders = new Set<string>();
  const files: Groups['files'][number][] = [];
  for (const source of sources) {
    const { path } = source;
    // what `terraform init` and Terragrunt put there is somebody else's
    if (/(?:^|\/)\.(?:terraform|terragrunt-cache)\//.test(path)) continue;
    if (/\.(?:tf|tofu)(?:\.json)?$|\.tfvars(?:\.json)?$/.test(path)) {
      folders.add(moduleFolder(path));
      continue;
    }
    if (!/(?:\.(?:ya?ml|jsonc?|template|cfn|cform|txt)|(?:^|\/)[^./]+)$/i.test(path)) continue;
    const text = source.bytes.toString('utf8');
    const format = formatOf(withoutEscapes(text));
    if (format !== undefined) files.push({ path, text, format });
  }
  return { folders: [...folders].sort(), files };
}

/** The format of a data file by what stands in it; undefined when it is no template. */
function formatOf(text: string): Groups['files'][number]['format'] | undefined {
  const isJson = /^[\s\uFEFF]*(?:\{|\/[/*])/.test(text);
  if (isJson && /"(?:planned_values|resource_changes)"\s*:/.test(text) && /"(?:format_version|terraform_version)"\s*:/.test(text)) return 'terraform-plan';
  if (isJson && /schema\.management\.azure\.com\/schemas\/[^"]{1,40}\/(?:subscription|managementGroup|tenant)?[dD]eploymentTemplate\.json/.test(text)) return 'arm';
  // JSON may be written on one line
  const hasResources = /(?:^|\n)\s{0,40}(?:[?!&]\S{0,60}\s{1,20}){0,3}["']?Resources["']?\s*:/.test(text) || (/^(?:[\s\uFEFF]|#[^\n]*\n|%[^\n]*\n|---)*[{/]/.test(text) && /[{,]\s{0,20}["']?Resources["']?\s*:/.test(text));
  const hasType = /["']?Type["']?\s*:\s*(?:[!&]\S{0,60}\s{1,20}){0,3}(?:[>|][-+0-9]{0,3}\s{1,60})?(?:["']?(?:AWS|Alexa|Custom)::|\*\w)/.test(text);
  if (hasResources && (hasType || /AWSTemplateFormatVersion/.test(text))) return 'cloudformation';
  if (/(?:^|[\s{,])["']?containerDefinitions["']?\s*:/.test(text)) return 'ecs';
  return undefined;
}
