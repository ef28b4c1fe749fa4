import { podTemplateOf, type PodTemplate } from '../../../templates/kubernetes/pods.ts';
import { mapAt, textAt } from '../../../templates/kubernetes/access.ts';
import type { MapValue, Resource } from '../../../templates/value.ts';

/** An object of Kubernetes as checks see it. */
export interface KubernetesObject {
  readonly resource: Resource;
  /** `Deployment` */
  readonly kind: string;
  /** `apps/v1` */
  readonly version: string;
  readonly name: string;
  /** Where none is written, the chart's or overlay's, else `default`. */
  readonly namespace: string;
  readonly labels: MapValue | undefined;
  readonly pod: PodTemplate | undefined;
}

/** Objects that are applied together: those of one folder, chart or overlay. Checks over several objects ask it. */
export interface Unit {
  readonly objects: readonly KubernetesObject[];
  ofKind(...kinds: readonly string[]): readonly KubernetesObject[];
  /** Objects whose pods carry the labels that a selector asks for, in a namespace; an empty selector takes all. */
  withPods(namespace: string): readonly KubernetesObject[];
  /** False when some of the objects that are applied together could not be read: absence then proves nothing. */
  readonly complete: boolean;
}

/** Makes an object of a resource. */
export function objectOf(resource: Resource): KubernetesObject {
  const slash = resource.type.lastIndexOf('/');
  const metadata = mapAt(resource.properties, 'metadata');
  const namespace = textAt(metadata, 'namespace');
  return {
    resource,
    kind: resource.type.slice(slash + 1),
    version: resource.type.slice(0, slash),
    name: textAt(metadata, 'name') ?? '',
    namespace: namespace === undefined || namespace === '' ? defaultNamespace(resource) : namespace,
    labels: mapAt(metadata, 'labels'),
    pod: podTemplateOf(resource),
  };
}

function defaultNamespace({ attributes }: Resource): string {
  const given = attributes.get('namespace');
  return given?.kind === 'known' ? String(given.value) : 'default';
}

/** Makes a unit of the objects that are applied together. */
export function unitOf(objects: readonly KubernetesObject[], complete = true): Unit {
  const byKind = new Map<string, KubernetesObject[]>();
  const byNamespace = new Map<string, KubernetesObject[]>();
  const add = (map: Map<string, KubernetesObject[]>, key: string, one: KubernetesObject): void => {
    const present = map.get(key);
    if (present === undefined) map.set(key, [one]);
    else present.push(one);
  };
  for (const one of objects) {
    add(byKind, one.kind, one);
    if (one.pod !== undefined) add(byNamespace, one.namespace, one);
  }
  return {
    objects,
    complete,
    ofKind: (...kinds) => (kinds.length === 1 ? (byKind.get(kinds[0] ?? '') ?? []) : kinds.flatMap((kind) => byKind.get(kind) ?? [])),
    withPods: (namespace) => byNamespace.get(namespace) ?? [],
  };
}
