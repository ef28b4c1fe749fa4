import { BrokenCheck } from '../../../model/family.ts';
import { chartRootOf, readHelmTemplate } from '../../../templates/helm/read-helm.ts';
import { readMarked } from '../../../templates/kubernetes/read-marked.ts';
import { readKubernetes } from '../../../templates/kubernetes/read.ts';
import { buildFolder, kustomizationOf, type Build } from '../../../templates/kustomize/read-kustomization.ts';
import type { EvaluatedTemplate, FileReader } from '../../../templates/value.ts';
import { folderOf } from '../../../formats/repository-path.ts';

/** Reads a manifest, a chart's template or a manifest with marks of another template language. */
export function readSource(path: string, text: string, files: FileReader): EvaluatedTemplate {
  try {
    const chart = path.includes('templates/') ? readHelmTemplate(path, text, files) : undefined;
    return chart ?? (text.includes('{{') || text.includes('{%') ? readMarked(path, text) : readKubernetes(path, text));
  } catch (error) {
    throw new BrokenCheck('containers/kubernetes/syntax', error);
  }
}

/** What is applied together: a chart's templates, what a kustomization builds, else the files of a folder. */
export interface Group {
  readonly key: string;
  /** Folders whose files belong to it. */
  readonly folders: readonly string[];
  readonly build?: Build;
}

/** The group that a file belongs to. */
export function groupOf(path: string, files: FileReader): Group {
  const folder = folderOf(path);
  const root = path.includes('templates/') ? chartRootOf(path, files) : undefined;
  if (root !== undefined) {
    const templates = root === '' ? 'templates' : `${root}/templates`;
    return { key: templates, folders: folder === templates ? [templates] : [templates, folder] };
  }
  const overlay = kustomizationOf(path, files);
  const build = overlay === undefined ? undefined : buildFolder(overlay, files);
  return build === undefined || overlay === undefined ? { key: folder, folders: [folder] } : { key: overlay, folders: [overlay], build };
}
