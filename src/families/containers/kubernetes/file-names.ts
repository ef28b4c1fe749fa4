/** Whether a file may hold objects of Kubernetes: YAML or JSON with both keys that every object has. */
export function looksLikeKubernetes(path: string, text: { includes(part: string): boolean }): boolean {
  return /\.(?:ya?ml|json)$/i.test(path) && text.includes('apiVersion') && text.includes('kind');
}
