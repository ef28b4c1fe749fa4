/**
 * The API groups that a resource is or was served by: a rule of a role counts for it only with one of them, or with `*`.
 * `*` stands for all that the core group has. A resource that is not listed may be of any group.
 * Source: https://kubernetes.io/docs/reference/kubernetes-api/
 */
export function groupsOf(resource: string): readonly string[] | undefined {
  return groups.get(resource.replace(/\/.*$/s, ''));
}

const core = ['*', 'bindings', 'configmaps', 'endpoints', 'events', 'groups', 'limitranges', 'namespaces', 'nodes', 'persistentvolumeclaims', 'persistentvolumes', 'pods', 'podtemplates', 'replicationcontrollers', 'resourcequotas', 'secrets', 'serviceaccounts', 'services', 'users'];

const groups: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ...core.map((name) => [name, ['']] as const),
  ['events', ['', 'events.k8s.io']],
  ...['daemonsets', 'deployments', 'replicasets'].map((name) => [name, ['apps', 'extensions']] as const),
  ['statefulsets', ['apps']],
  ...['cronjobs', 'jobs'].map((name) => [name, ['batch']] as const),
  ...['ingresses', 'networkpolicies'].map((name) => [name, ['networking.k8s.io', 'extensions']] as const),
  ['endpointslices', ['discovery.k8s.io']],
  ...['clusterrolebindings', 'clusterroles', 'rolebindings', 'roles'].map((name) => [name, ['rbac.authorization.k8s.io']] as const),
  ...['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'].map((name) => [name, ['admissionregistration.k8s.io']] as const),
  ['certificatesigningrequests', ['certificates.k8s.io']],
]);
