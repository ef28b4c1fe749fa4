/** Whether a file may hold objects of Kubernetes: YAML or JSON with both keys that every object has. */
export function looksLikeKubernetes(path: string, text: { includes(part: string): boolean }): boolean {
  return /\.(?:ya?ml|json)$/i.test(path) && text.includes('apiVersion') && text.includes('kind');
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
  return isKustomizationName(path) || (/\.(?:ya?ml|json)$/i.test(path) && (text.includes('- op:') || text.includes('"op":')) && text.includes('path'));
}
