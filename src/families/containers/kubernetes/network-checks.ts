import type { MapValue } from '../../../templates/value.ts';
import type { Hit, NamedCheck } from './named.ts';
import { hasLabels, isEmptySelector, meetsSelector } from './selectors.ts';
import type { Subject } from './subject.ts';
import { itemsAt, mapAt, textAt, type KubernetesObject } from './unit.ts';

/** Checks of how pods can be reached. */
export const networkChecks: readonly (readonly [string, NamedCheck])[] = [
  ['kubernetes.not-isolated', notIsolated],
  ['kubernetes.namespace-not-isolated', namespaceNotIsolated],
  ['kubernetes.ingress-or-egress-open', ingressOrEgressOpen],
  ['kubernetes.exposed-to-internet', exposedToInternet],
];

/** A pod that no network policy takes, where policies or the whole set of objects are known. */
function* notIsolated({ object, pod, unit }: Subject): Generator<Hit> {
  if (pod === undefined || !unit.complete) return;
  const labels = mapAt(pod.metadata, 'labels');
  const policies = unit.ofKind('NetworkPolicy').filter((one) => one.namespace === object.namespace);
  if (!policies.some((one) => takes(one, labels))) yield { place: object.resource.head };
}

function takes(policy: KubernetesObject, labels: MapValue | undefined): boolean {
  const selector = mapAt(mapAt(policy.resource.properties, 'spec'), 'podSelector');
  return selector === undefined || isEmptySelector(selector) || meetsSelector(selector, labels) !== false;
}

function* namespaceNotIsolated({ object, unit }: Subject): Generator<Hit> {
  if (!unit.complete) return;
  if (!unit.ofKind('NetworkPolicy').some((one) => one.namespace === object.name)) yield { place: object.resource.head };
}

/** A pod that no policy limits in one of the two directions. */
function* ingressOrEgressOpen({ object, pod, unit }: Subject): Generator<Hit> {
  if (pod === undefined || !unit.complete) return;
  const labels = mapAt(pod.metadata, 'labels');
  const policies = unit.ofKind('NetworkPolicy').filter((one) => one.namespace === object.namespace && takes(one, labels));
  const limits = (direction: string): boolean =>
    policies.some((one) => {
      const spec = mapAt(one.resource.properties, 'spec');
      const types = itemsAt(spec, 'policyTypes');
      if (types.length > 0) return types.some((type) => type.kind === 'known' && type.value === direction);
      return direction === 'Ingress' || spec?.entries.has('egress') === true;
    });
  const open = ['Ingress', 'Egress'].filter((direction) => !limits(direction));
  if (open.length > 0) yield { place: object.resource.head, message: `No network policy limits ${open.join(' and ').toLowerCase()} of this pod` };
}

/** A workload that a NodePort or LoadBalancer service, an ingress or a gateway's route leads to. */
function* exposedToInternet({ object, pod, unit }: Subject, parameters: Readonly<Record<string, unknown>>): Generator<Hit> {
  if (pod === undefined) return;
  const labels = mapAt(pod.metadata, 'labels');
  const services = unit.ofKind('Service').filter((one) => {
    const selector = mapAt(mapAt(one.resource.properties, 'spec'), 'selector');
    return one.namespace === object.namespace && selector !== undefined && selector.entries.size > 0 && hasLabels(selector, labels) === true;
  });
  const by = String(parameters['by'] ?? 'service');
  for (const service of services) {
    const type = textAt(mapAt(service.resource.properties, 'spec'), 'type');
    if (by === 'service' && (type === 'NodePort' || type === 'LoadBalancer')) yield { place: object.resource.head, message: `Exposed by the ${type} service ${service.name}`, value: service.name };
    for (const route of by === 'service' ? unit.ofKind('Ingress') : unit.ofKind('HTTPRoute', 'TCPRoute', 'UDPRoute', 'TLSRoute', 'GRPCRoute')) {
      if (route.namespace === object.namespace && leadsTo(route, service.name)) yield { place: object.resource.head, message: `Exposed by the ${route.kind} ${route.name}`, value: route.name };
    }
  }
}

function leadsTo(route: KubernetesObject, service: string): boolean {
  const spec = mapAt(route.resource.properties, 'spec');
  for (const rule of itemsAt(spec, 'rules')) {
    for (const backend of itemsAt(rule, 'backendRefs')) if (textAt(backend, 'name') === service) return true;
    for (const path of itemsAt(mapAt(rule, 'http'), 'paths')) {
      const backend = mapAt(path, 'backend');
      if (textAt(mapAt(backend, 'service'), 'name') === service || textAt(backend, 'serviceName') === service) return true;
    }
  }
  const single = mapAt(spec, 'defaultBackend');
  return textAt(mapAt(single, 'service'), 'name') === service;
}
