import { holdsPart } from '../../../formats/escaped-text.ts';
import type { FileReader } from '../../../templates/value.ts';

/** Whether a name is one that files with objects of Kubernetes have. */
export function isObjectName(path: string): boolean {
  return /\.(?:ya?ml|json)$/i.test(path);
}

/** Whether a file may hold objects of Kubernetes: YAML or JSON with both keys that every object has. */
export function looksLikeKubernetes(path: string, text: { includes(part: string): boolean }): boolean {
  return isObjectName(path) && holdsPart(text, 'apiVersion') && holdsPart(text, 'kind');
}

/** Whether a path is that of a template of a chart. */
export function isChartTemplate(path: string, files: FileReader): boolean {
  const [, root] = /^(.*\/|)templates\/.*\.(?:ya?ml|tpl)$/.exec(path) ?? [];
  return root !== undefined && files.readText(`${root}Chart.yaml`) !== undefined;
}

/** Whether a chart's template may make objects of what stands elsewhere: of a partial template, a file or a value. */
export function looksLikeIncluding(path: string, text: { includes(part: string): boolean }, files: FileReader): boolean {
  return /\.ya?ml$/i.test(path) && text.includes('{{') && ['include', 'template', 'tpl', '.Files', 'toYaml'].some((word) => text.includes(word)) && isChartTemplate(path, files);
}

/** Whether a path is one that kustomize looks for. */
export function isKustomizationName(path: string): boolean {
  return /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/.test(path);
}

/**
 * Whether a file without both keys of an object may be part of a build: a kustomization, whose keys are optional, or the
 * operations of a JSON patch.
 */
export function looksLikeKustomize(path: string, text: { includes(part: string): boolean }): boolean {
  return isKustomizationName(path) || (isObjectName(path) && (holdsPart(text, '- op:') || holdsPart(text, '"op":')) && holdsPart(text, 'path'));
}
