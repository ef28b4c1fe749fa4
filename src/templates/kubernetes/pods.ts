import type { MapValue, Resource, Value } from '../value.ts';

/** The pod that an object makes: its template's metadata and specification, wherever the kind keeps them. */
export interface PodTemplate {
  /** Labels and annotations; absent when the object gives none. */
  readonly metadata: MapValue | undefined;
  readonly spec: MapValue;
  readonly containers: readonly PodContainer[];
}

/** A container of a pod and which list it stands in. */
export interface PodContainer {
  readonly role: ContainerRole;
  readonly name: string;
  readonly value: MapValue;
}

export type ContainerRole = 'container' | 'init' | 'ephemeral';

/** Where each kind keeps its pod template: the path to the object that holds `metadata` and `spec`. */
const templatePaths: ReadonlyMap<string, readonly string[]> = new Map([
  ['Pod', []],
  ['PodTemplate', ['template']],
  ['CronJob', ['spec', 'jobTemplate', 'spec', 'template']],
  ['ScheduledJob', ['spec', 'jobTemplate', 'spec', 'template']],
  ['CronTab', ['spec', 'jobTemplate', 'spec', 'template']],
  ['ScaledJob', ['spec', 'jobTargetRef', 'template']],
  ['Sandbox', ['spec', 'podTemplate']],
  ['SandboxTemplate', ['spec', 'podTemplate']],
]);

/** Kinds of Kubernetes, OpenShift and Argo that make pods for certain: theirs is a pod template even without containers. */
const workloadKinds: ReadonlySet<string> = new Set([
  'Pod',
  'PodTemplate',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'CronJob',
  'DeploymentConfig',
  'Rollout',
]);

/** Whether objects of a kind make pods by definition. */
export function isWorkloadKind(kind: string): boolean {
  return workloadKinds.has(kind);
}

/** The usual path: Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, Rollout, DeploymentConfig, Knative's Service … */
const usualPath: readonly string[] = ['spec', 'template'];

const lists: readonly (readonly [string, ContainerRole])[] = [
  ['containers', 'container'],
  ['initContainers', 'init'],
  ['ephemeralContainers', 'ephemeral'],
];

/** Lifts the pod template out of an object, or undefined when it makes no pods. Custom kinds are known by the shape of theirs. */
export function podTemplateOf({ type, properties }: Resource): PodTemplate | undefined {
  const kind = type.slice(type.lastIndexOf('/') + 1);
  const holder = follow(properties, templatePaths.get(kind) ?? usualPath);
  const spec = field(holder, 'spec');
  if (spec?.kind !== 'map') return undefined;
  const containers = lists.flatMap(([name, role]) => containersOf(spec, name, role));
  // a custom kind's template may be of anything
  if (containers.length === 0 && !workloadKinds.has(kind)) return undefined;
  const metadata = field(holder, 'metadata');
  return { spec, containers, metadata: metadata?.kind === 'map' ? metadata : undefined };
}

function containersOf(spec: MapValue, name: string, role: ContainerRole): readonly PodContainer[] {
  const list = spec.entries.get(name);
  if (list?.kind !== 'list') return [];
  return list.items.flatMap((value): readonly PodContainer[] => {
    if (value.kind !== 'map') return [];
    const named = value.entries.get('name');
    return [{ role, name: named?.kind === 'known' ? String(named.value).slice(0, 300) : '', value }];
  });
}

function follow(root: Value, path: readonly string[]): Value | undefined {
  let current: Value | undefined = root;
  for (const name of path) current = field(current, name);
  return current;
}

function field(value: Value | undefined, name: string): Value | undefined {
  return value?.kind === 'map' ? value.entries.get(name) : undefined;
}
