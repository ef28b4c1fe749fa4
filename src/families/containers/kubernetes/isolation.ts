import { itemsAt, mapAt, textAt } from '../../../templates/kubernetes/access.ts';
import type { MapValue, Value } from '../../../templates/value.ts';
import { isEmptySelector, meetsSelector } from './selectors.ts';
import type { KubernetesObject, Unit } from './unit.ts';

/** One policy that limits the traffic of pods: a NetworkPolicy of Kubernetes, Calico or Cilium, or an administrator's. */
export interface Isolation {
  /** The namespace whose pods it takes; undefined: those of every namespace. */
  readonly namespace: string | undefined;
  /** Whether it takes pods with these labels. What cannot be known counts as taken. */
  takes(labels: MapValue | undefined): boolean;
  /** Whether it takes every pod there, whatever their labels. */
  readonly everyPod: boolean;
}

const known = new WeakMap<Unit, ReadonlyMap<string | undefined, readonly Isolation[]>>();

/** Policies of one namespace that are asked one by one; with more of them the pods count as taken. */
const maxPolicies = 500;

/** The policies of a unit that can hold for the pods of a namespace: those that take every pod first. */
export function isolationsOf(unit: Unit, namespace: string): readonly Isolation[] {
  let all = known.get(unit);
  if (all === undefined) known.set(unit, (all = byNamespace(unit)));
  return [...(all.get(namespace) ?? []), ...(all.get(undefined) ?? [])];
}

function byNamespace(unit: Unit): ReadonlyMap<string | undefined, readonly Isolation[]> {
  const all = new Map<string | undefined, Isolation[]>();
  for (const object of unit.ofKind(...readers.keys())) {
    for (const one of readers.get(object.kind)?.(object) ?? []) {
      const list = all.get(one.namespace);
      if (list === undefined) all.set(one.namespace, [one]);
      else list.push(one);
    }
  }
  for (const [namespace, list] of all) {
    const whole = list.find((one) => one.everyPod);
    if (whole !== undefined) all.set(namespace, [whole]);
    else if (list.length > maxPolicies) all.set(namespace, [{ namespace, everyPod: false, takes: () => true }]);
  }
  return all;
}

/** Kinds of policies and how each is read. */
const readers: ReadonlyMap<string, (object: KubernetesObject) => readonly Isolation[]> = new Map<string, (object: KubernetesObject) => readonly Isolation[]>([
  ['NetworkPolicy', (object) => (object.version.includes('projectcalico.org') ? wholly(object.namespace) : kubernetes(object))],
  ['GlobalNetworkPolicy', () => wholly(undefined)],
  ['CiliumNetworkPolicy', (object) => cilium(object, object.namespace)],
  ['CiliumClusterwideNetworkPolicy', (object) => cilium(object, undefined)],
  ['AdminNetworkPolicy', () => wholly(undefined)],
  ['BaselineAdminNetworkPolicy', () => wholly(undefined)],
]);

function kubernetes({ resource, namespace }: KubernetesObject): readonly Isolation[] {
  const selector = mapAt(mapAt(resource.properties, 'spec'), 'podSelector');
  const everyPod = selector === undefined || isEmptySelector(selector);
  return [{ namespace, everyPod, takes: (labels) => everyPod || meetsSelector(selector, labels) !== false }];
}

/** A policy whose selectors are in a language of their own: it counts for every pod. */
function wholly(namespace: string | undefined): readonly Isolation[] {
  return [{ namespace, everyPod: true, takes: () => true }];
}

const directions = ['ingress', 'ingressDeny', 'egress', 'egressDeny'] as const;

/** Source: Cilium's policy language: a direction is limited as soon as a rule about it takes the endpoint. */
function cilium({ resource }: KubernetesObject, namespace: string | undefined): readonly Isolation[] {
  const shared = resource.properties.entries;
  const specs: readonly Value[] = [mapAt(resource.properties, 'spec'), ...itemsAt(resource.properties, 'specs')].flatMap((one) => one ?? []);
  return specs
    .filter((spec) => directions.some((key) => (spec.kind === 'map' && spec.entries.has(key)) || shared.has(key)))
    .map((spec) => {
      const selector = mapAt(spec, 'endpointSelector');
      const everyPod = selector === undefined || isEmptySelector(selector);
      return { namespace, everyPod, takes: (labels) => everyPod || hasPrefixes(selector) || meetsSelector(selector, labels) !== false };
    });
}

/** Cilium's labels may name their source (`k8s:app`), and some are of Cilium itself. */
function hasPrefixes(selector: MapValue): boolean {
  const names = [...(mapAt(selector, 'matchLabels')?.entries.keys() ?? []), ...itemsAt(selector, 'matchExpressions').map((one) => textAt(one, 'key') ?? '')];
  return names.some((name) => name.includes(':') || name.startsWith('io.'));
}
