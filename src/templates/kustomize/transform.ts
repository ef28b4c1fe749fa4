import { splitImage } from '../../formats/image-reference.ts';
import { itemsAt, mapAt, textAt } from '../kubernetes/access.ts';
import type { KnownValue, MapValue, Resource, Value } from '../value.ts';

/** Kinds of the core that live in no namespace. */
const clusterKinds = new Set(
  'Namespace Node PersistentVolume ClusterRole ClusterRoleBinding StorageClass PriorityClass RuntimeClass IngressClass CustomResourceDefinition APIService MutatingWebhookConfiguration ValidatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding CSIDriver CSINode VolumeAttachment PodSecurityPolicy CertificateSigningRequest ComponentStatus FlowSchema PriorityLevelConfiguration ClusterIssuer'.split(' '),
);

/** What a kustomization changes in every object: namespace, labels, annotations, images and numbers of replicas. */
export function transformed(resource: Resource, kustomization: MapValue): Resource {
  let { properties } = resource;
  const kind = kindOf(resource);
  const namespace = kustomization.entries.get('namespace');
  if (namespace?.kind === 'known' && !clusterKinds.has(kind)) properties = withEntries(properties, ['metadata'], [['namespace', namespace]]);
  for (const [key, value] of [...(mapAt(kustomization, 'commonLabels')?.entries ?? []), ...itemsAt(kustomization, 'labels').flatMap((one) => [...(mapAt(one, 'pairs')?.entries ?? [])])]) {
    properties = withEntries(properties, ['metadata', 'labels'], [[key, value]]);
    for (const path of templatePaths) if (has(properties, path)) properties = withEntries(properties, [...path, 'metadata', 'labels'], [[key, value]]);
  }
  for (const [key, value] of mapAt(kustomization, 'commonAnnotations')?.entries ?? []) properties = withEntries(properties, ['metadata', 'annotations'], [[key, value]]);
  for (const one of itemsAt(kustomization, 'replicas')) {
    const count = one.kind === 'map' ? one.entries.get('count') : undefined;
    if (count !== undefined && textAt(one, 'name') === textAt(mapAt(properties, 'metadata'), 'name') && has(properties, ['spec'])) properties = withEntries(properties, ['spec'], [['replicas', count]]);
  }
  const images = itemsAt(kustomization, 'images').filter((one) => one.kind === 'map');
  if (images.length > 0) properties = withImages(properties, images, 0);
  return properties === resource.properties ? resource : { ...resource, properties };
}

/** Where kinds keep the template of their pods. */
const templatePaths: readonly (readonly string[])[] = [['spec', 'template'], ['spec', 'jobTemplate', 'spec', 'template']];

export function kindOf({ type }: Resource): string {
  return type.slice(type.lastIndexOf('/') + 1);
}

function has(map: MapValue, path: readonly string[]): boolean {
  let current: MapValue | undefined = map;
  for (const step of path) current = mapAt(current, step);
  return current !== undefined;
}

/** A map with entries set below a path; maps on the way are made where there are none. */
function withEntries(map: MapValue, [step, ...rest]: readonly string[], added: readonly (readonly [string, Value])[]): MapValue {
  if (step === undefined) return { ...map, entries: new Map([...map.entries, ...added]) };
  const inner = mapAt(map, step) ?? { kind: 'map', entries: new Map(), at: added[0]?.[1].at ?? map.at };
  return { ...map, entries: new Map([...map.entries, [step, withEntries(inner, rest, added)]]) };
}

const containerLists = new Set(['containers', 'initContainers', 'ephemeralContainers']);

/** Levels of an object below which no containers are looked for. */
const maxDepth = 12;

function withImages(map: MapValue, images: readonly Value[], depth: number): MapValue {
  if (depth > maxDepth) return map;
  let entries: Map<string, Value> | undefined;
  for (const [key, value] of map.entries) {
    const next = value.kind === 'map' ? withImages(value, images, depth + 1) : value.kind === 'list' && containerLists.has(key) ? { ...value, items: value.items.map((item) => withImage(item, images)) } : value;
    if (next !== value) (entries ??= new Map(map.entries)).set(key, next);
  }
  return entries === undefined ? map : { ...map, entries };
}

function withImage(container: Value, images: readonly Value[]): Value {
  const image = container.kind === 'map' ? container.entries.get('image') : undefined;
  if (container.kind !== 'map' || image?.kind !== 'known') return container;
  const { name, tag, digest } = splitImage(String(image.value).slice(0, 1000));
  const change = images.find((one) => textAt(one, 'name') === name);
  if (change === undefined) return container;
  const [newTag, newDigest] = [textAt(change, 'newTag'), textAt(change, 'digest')];
  const suffix = newDigest !== undefined ? `@${newDigest}` : newTag !== undefined ? `:${newTag}` : `${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
  const made: KnownValue = { kind: 'known', value: `${textAt(change, 'newName') ?? name}${suffix}`, provenance: 'written', at: change.at };
  return { ...container, entries: new Map([...container.entries, ['image', made]]) };
}
