import type { EvaluatedTemplate, MapValue, Resource, Value } from '../value.ts';

/** API versions of the kinds that the provider has a resource type for. Source: https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs */
const kinds: Readonly<Record<string, string>> = {
  pod: 'v1/Pod',
  deployment: 'apps/v1/Deployment',
  daemonset: 'apps/v1/DaemonSet',
  daemon_set: 'apps/v1/DaemonSet',
  stateful_set: 'apps/v1/StatefulSet',
  replication_controller: 'v1/ReplicationController',
  job: 'batch/v1/Job',
  cron_job: 'batch/v1/CronJob',
  service: 'v1/Service',
  service_account: 'v1/ServiceAccount',
  default_service_account: 'v1/ServiceAccount',
  secret: 'v1/Secret',
  config_map: 'v1/ConfigMap',
  namespace: 'v1/Namespace',
  role: 'rbac.authorization.k8s.io/v1/Role',
  cluster_role: 'rbac.authorization.k8s.io/v1/ClusterRole',
  role_binding: 'rbac.authorization.k8s.io/v1/RoleBinding',
  cluster_role_binding: 'rbac.authorization.k8s.io/v1/ClusterRoleBinding',
  ingress: 'networking.k8s.io/v1/Ingress',
  network_policy: 'networking.k8s.io/v1/NetworkPolicy',
  pod_security_policy: 'policy/v1beta1/PodSecurityPolicy',
  persistent_volume: 'v1/PersistentVolume',
  persistent_volume_claim: 'v1/PersistentVolumeClaim',
  limit_range: 'v1/LimitRange',
  resource_quota: 'v1/ResourceQuota',
  endpoints: 'v1/Endpoints',
  pod_disruption_budget: 'policy/v1/PodDisruptionBudget',
  horizontal_pod_autoscaler: 'autoscaling/v2/HorizontalPodAutoscaler',
  storage_class: 'storage.k8s.io/v1/StorageClass',
  priority_class: 'scheduling.k8s.io/v1/PriorityClass',
  validating_webhook_configuration: 'admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration',
  mutating_webhook_configuration: 'admissionregistration.k8s.io/v1/MutatingWebhookConfiguration',
};

/** Blocks that Terraform repeats and Kubernetes keeps in a list, by the list's name. */
const lists: Readonly<Record<string, string>> = {
  container: 'containers',
  init_container: 'initContainers',
  env: 'env',
  env_from: 'envFrom',
  port: 'ports',
  ports: 'ports',
  volume: 'volumes',
  volume_mount: 'volumeMounts',
  volume_device: 'volumeDevices',
  toleration: 'tolerations',
  image_pull_secrets: 'imagePullSecrets',
  image_pull_secret: 'imagePullSecrets',
  host_aliases: 'hostAliases',
  topology_spread_constraint: 'topologySpreadConstraints',
  volume_claim_template: 'volumeClaimTemplates',
  rule: 'rules',
  subject: 'subjects',
  secret: 'secrets',
  http_header: 'httpHeaders',
  match_expressions: 'matchExpressions',
  ingress: 'ingress',
  egress: 'egress',
  from: 'from',
  to: 'to',
  items: 'items',
  sources: 'sources',
  path: 'paths',
  tls: 'tls',
  option: 'options',
  sysctl: 'sysctls',
  limit: 'limits',
  range: 'ranges',
  metric: 'metrics',
  webhook: 'webhooks',
  readiness_gate: 'readinessGates',
  allowed_host_paths: 'allowedHostPaths',
  host_ports: 'hostPorts',
};

/** Maps whose keys are data. */
const verbatim: ReadonlySet<string> = new Set(['labels', 'annotations', 'match_labels', 'node_selector', 'selector', 'data', 'binary_data', 'limits', 'requests', 'hard', 'string_data', 'parameters', 'default', 'default_request', 'max', 'min', 'volume_attributes']);

/** Names that are not the snake case of what Kubernetes calls them. */
const spellings: Readonly<Record<string, string>> = {
  host_pid: 'hostPID',
  host_ipc: 'hostIPC',
  host_ip: 'hostIP',
  cluster_ip: 'clusterIP',
  external_ips: 'externalIPs',
  load_balancer_ip: 'loadBalancerIP',
  storage_provisioner: 'provisioner',
  non_resource_urls: 'nonResourceURLs',
};

/** Levels of an object that are converted. */
const maxDepth = 40;

/** The objects of Kubernetes that a Terraform module makes with the `kubernetes_*` resource types. Values keep their places. */
export function objectsOfTerraform({ resources }: EvaluatedTemplate): readonly Resource[] {
  return resources.flatMap((resource): readonly Resource[] => {
    if (resource.type === 'kubernetes_manifest') return manifestOf(resource);
    const kind = kindOf(resource.type);
    if (kind === undefined) return [];
    const properties = objectOf(resource.properties, 0);
    return [{ ...resource, type: kind, properties, attributes: withNamespace(resource, properties) }];
  });
}

function kindOf(type: string): string | undefined {
  const name = type.startsWith('kubernetes_') ? type.slice('kubernetes_'.length).replace(/_v\d(?:(?:alpha|beta)\d)?$/, '') : '';
  return Object.hasOwn(kinds, name) ? kinds[name] : undefined;
}

/** `kubernetes_manifest` holds an object as it is. */
function manifestOf(resource: Resource): readonly Resource[] {
  const manifest = resource.properties.entries.get('manifest');
  const [version, kind] = ['apiVersion', 'kind'].map((name) => (manifest?.kind === 'map' ? textOf(manifest.entries.get(name)) : undefined));
  if (manifest?.kind !== 'map' || version === undefined || kind === undefined) return [];
  return [{ ...resource, type: `${version}/${kind}`, properties: manifest, attributes: withNamespace(resource, manifest) }];
}

/** A namespace that is not known is not the default one. */
function withNamespace({ attributes }: Resource, { entries }: MapValue): Resource['attributes'] {
  const metadata = entries.get('metadata');
  const namespace = metadata?.kind === 'map' ? metadata.entries.get('namespace') : undefined;
  if (namespace?.kind !== 'unknown') return attributes;
  return new Map([...attributes, ['namespace', { kind: 'known', value: `(${namespace.why})`, provenance: 'written', at: namespace.at } satisfies Value]]);
}

function objectOf(map: MapValue, depth: number): MapValue {
  const entries = new Map<string, Value>();
  for (const [name, value] of map.entries) {
    // a dynamic block that stands once is a map
    const isBlocks = value.kind === 'map' || (value.kind === 'list' && value.items.some((item) => item.kind === 'map'));
    const list = Object.hasOwn(lists, name) && (isBlocks || value.kind === 'unknown') ? lists[name] : undefined;
    if (list !== undefined) entries.set(list, value.kind === 'unknown' ? value : { kind: 'list', items: (value.kind === 'list' ? value.items : [value]).map((item) => converted(item, depth + 1)), at: value.at, ...(value.kind === 'list' && value.open === true ? { open: true } : {}) });
    else entries.set(spelled(name), verbatim.has(name) && !isSelectorBlock(single(value)) ? single(value) : converted(single(value), depth + 1));
  }
  return { ...map, entries };
}

/** A service's selector is a map of labels, a deployment's a block. */
function isSelectorBlock(value: Value): boolean {
  return value.kind === 'map' && (value.entries.has('match_labels') || value.entries.has('match_expressions'));
}

function converted(value: Value, depth: number): Value {
  if (depth > maxDepth) return value;
  if (value.kind === 'map') return objectOf(value, depth);
  return value.kind === 'list' ? { ...value, items: value.items.map((item) => converted(item, depth + 1)) } : value;
}

/** A block that may stand once is an object. */
function single(value: Value): Value {
  const [only] = value.kind === 'list' && value.items.length === 1 && value.open !== true ? value.items : [];
  return only?.kind === 'map' ? only : value;
}

function spelled(name: string): string {
  if (Object.hasOwn(spellings, name)) return spellings[name] ?? name;
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function textOf(value: Value | undefined): string | undefined {
  return value?.kind === 'known' && typeof value.value === 'string' ? value.value : undefined;
}
