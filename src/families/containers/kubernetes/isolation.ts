import type { MapValue, Value } from '../../../templates/value.ts';
import { isEmptySelector, meetsSelector } from './selectors.ts';
import { itemsAt, mapAt, textAt, type KubernetesObject, type Unit } from './unit.ts';

/** One policy that limits the traffic of pods: a NetworkPolicy of Kubernetes, Calico or Cilium, or an administrator's. */
export interface Isolation {
  /** The namespace whose pods it takes; undefined: those of every namespace. */
  readonly namespace: string | undefined;
  /** Whether it takes pods with these labels. What cannot be known counts as taken. */
  takes(labels: MapValue | undefined): boolean;
  readonly ingress: boolean;
  readonly egress: boolean;
}

const known = new WeakMap<Unit, readonly Isolation[]>();

/** The policies of a unit that can hold for the pods of a namespace. */
export function isolationsOf(unit: Unit, namespace: string): readonly Isolation[] {
  let all = known.get(unit);
  if (all === undefined) {
    all = unit.ofKind(...readers.keys()).flatMap((object) => readers.get(object.kind)?.(object) ?? []);
    known.set(unit, all);
  }
  return all.filter((one) => one.namespace === undefined || one.namespace === namespace);
}

/** Kinds of policies and how each is read. */
const readers: ReadonlyMap<string, (object: KubernetesObject) => readonly Isolation[]> = new Map([
  ['NetworkPolicy', (object) => (object.version.includes('projectcalico.org') ? calico(object, object.namespace) : kubernetes(object))],
  ['GlobalNetworkPolicy', (object) => calico(object, undefined)],
  ['CiliumNetworkPolicy', (object) => cilium(object, object.namespace)],
  ['CiliumClusterwideNetworkPolicy', (object) => cilium(object, undefined)],
  ['AdminNetworkPolicy', administrators],
  ['BaselineAdminNetworkPolicy', administrators],
]);

/** Source: networking.k8s.io/v1 NetworkPolicySpec: without policyTypes it is about ingress, and egress if it has rules of it. */
function kubernetes({ resource, namespace }: KubernetesObject): readonly Isolation[] {
  const spec = mapAt(resource.properties, 'spec');
  const selector = mapAt(spec, 'podSelector');
  return [{ namespace, takes: (labels) => selector === undefined || isEmptySelector(selector) || meetsSelector(selector, labels) !== false, ...directionsOf(spec, 'policyTypes') }];
}

/** Source: Calico's NetworkPolicy: a selector in a language of its own, of which only "every pod" is read. */
function calico({ resource }: KubernetesObject, namespace: string | undefined): readonly Isolation[] {
  return [{ namespace, takes: () => true, ...directionsOf(mapAt(resource.properties, 'spec'), 'types') }];
}

function directionsOf(spec: MapValue | undefined, key: string): { ingress: boolean; egress: boolean } {
  const types = itemsAt(spec, key);
  const named = (direction: string): boolean => types.some((type) => type.kind !== 'known' || type.value === direction);
  return types.length > 0 ? { ingress: named('Ingress'), egress: named('Egress') } : { ingress: true, egress: spec?.entries.has('egress') === true };
}

/** Source: Cilium's policy language: a direction is limited as soon as a rule about it takes the endpoint. */
function cilium({ resource }: KubernetesObject, namespace: string | undefined): readonly Isolation[] {
  const specs: readonly Value[] = [mapAt(resource.properties, 'spec'), ...itemsAt(resource.properties, 'specs')].flatMap((one) => one ?? []);
  const shared = resource.properties;
  return specs.map((spec) => {
    const selector = mapAt(spec, 'endpointSelector');
    const has = (...keys: readonly string[]): boolean => keys.some((key) => (spec.kind === 'map' && spec.entries.has(key)) || shared.entries.has(key));
    return {
      namespace,
      takes: (labels) => selector === undefined || isEmptySelector(selector) || hasPrefixes(selector) || meetsSelector(selector, labels) !== false,
      ingress: has('ingress', 'ingressDeny'),
      egress: has('egress', 'egressDeny'),
    };
  });
}

/** Cilium's labels may name their source (`k8s:app`), and some are of Cilium itself. */
function hasPrefixes(selector: MapValue): boolean {
  const names = [...(mapAt(selector, 'matchLabels')?.entries.keys() ?? []), ...itemsAt(selector, 'matchExpressions').map((one) => textAt(one, 'key') ?? '')];
  return names.some((name) => name.includes(':') || name.startsWith('io.'));
}

function administrators({ resource }: KubernetesObject): readonly Isolation[] {
  const spec = mapAt(resource.properties, 'spec');
  return [{ namespace: undefined, takes: () => true, ingress: spec?.entries.has('ingress') === true, egress: spec?.entries.has('egress') === true }];
}
