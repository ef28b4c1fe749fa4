import { itemsAt, mapAt, textAt } from '../../../templates/kubernetes/access.ts';
import { splitImage } from '../../../formats/image-reference.ts';
import type { MapValue } from '../../../templates/value.ts';
import type { Hit, NamedCheck } from './named.ts';
import { isolationsOf } from './isolation.ts';
import { hasLabels } from './selectors.ts';
import type { Subject } from './subject.ts';
import type { KubernetesObject, Unit } from './unit.ts';

/** Checks of how pods can be reached. */
export const networkChecks: readonly (readonly [string, NamedCheck])[] = [
  ['kubernetes.not-isolated', notIsolated],
  ['kubernetes.namespace-not-isolated', namespaceNotIsolated],
  ['kubernetes.exposed-to-internet', exposedToInternet],
  ['kubernetes.exposed-interface', exposedInterface],
];

/** A pod that no network policy takes, where the whole set of objects is known. */
function* notIsolated({ object, pod, unit }: Subject): Generator<Hit> {
  if (pod === undefined || !unit.complete) return;
  const labels = mapAt(pod.metadata, 'labels');
  if (!isolationsOf(unit, object.namespace).some((one) => one.takes(labels))) yield { place: object.resource.head };
}

function* namespaceNotIsolated({ object, unit }: Subject): Generator<Hit> {
  if (!unit.complete) return;
  if (!isolationsOf(unit, object.name).some((one) => one.namespace !== undefined || one.everyPod)) yield { place: object.resource.head };
}

const routeKinds = ['HTTPRoute', 'TCPRoute', 'UDPRoute', 'TLSRoute', 'GRPCRoute'] as const;

/** A workload that a NodePort or LoadBalancer service, an ingress or a gateway's route leads to; or a route or service on the way to one. */
function* exposedToInternet(subject: Subject, parameters: Readonly<Record<string, unknown>>): Generator<Hit> {
  const { object, unit, pod } = subject;
  const byService = (parameters['by'] ?? 'service') === 'service';
  if (pod === undefined) {
    const led = byService ? undefined : object.kind === 'Service' ? routeTo(object, unit) : workloadBehind(object, unit);
    if (led !== undefined) yield { place: object.resource.head, message: object.kind === 'Service' ? `The ${led.kind} ${led.name} leads to this service` : `Leads to the ${led.kind} ${led.name}`, value: led.name };
    return;
  }
  const labels = mapAt(pod.metadata, 'labels');
  for (const service of unit.ofKind('Service')) {
    if (service.namespace !== object.namespace || !selects(service, labels)) continue;
    const type = textAt(mapAt(service.resource.properties, 'spec'), 'type');
    if (byService && isOutward(type)) yield { place: object.resource.head, message: `Exposed by the ${type} service ${service.name}`, value: service.name };
    for (const route of byService ? unit.ofKind('Ingress') : unit.ofKind(...routeKinds)) {
      if (route.namespace === object.namespace && leadsTo(route, service.name)) yield { place: object.resource.head, message: `Exposed by the ${route.kind} ${route.name}`, value: route.name };
    }
  }
}

function routeTo(service: KubernetesObject, unit: Unit): KubernetesObject | undefined {
  const behind = unit.withPods(service.namespace).some(({ pod }) => selects(service, mapAt(pod?.metadata, 'labels')));
  return behind ? unit.ofKind(...routeKinds).find((route) => route.namespace === service.namespace && leadsTo(route, service.name)) : undefined;
}

function workloadBehind(route: KubernetesObject, unit: Unit): KubernetesObject | undefined {
  for (const service of unit.ofKind('Service')) {
    if (service.namespace !== route.namespace || !leadsTo(route, service.name)) continue;
    const found = unit.withPods(route.namespace).find(({ pod }) => selects(service, mapAt(pod?.metadata, 'labels')));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether a service certainly takes pods with these labels. */
function selects(service: KubernetesObject, labels: MapValue | undefined): boolean {
  const selector = mapAt(mapAt(service.resource.properties, 'spec'), 'selector');
  return selector !== undefined && selector.entries.size > 0 && hasLabels(selector, labels) === true;
}

function isOutward(type: string | undefined): boolean {
  return type === 'NodePort' || type === 'LoadBalancer';
}

/**
 * An interface that runs code or shows secrets to whoever reaches it, behind a service that is reached from outside.
 * `images` are patterns of image names. Both the workload's finding and its message name the service.
 */
function* exposedInterface({ object, pod, unit }: Subject, parameters: Readonly<Record<string, unknown>>): Generator<Hit> {
  if (pod === undefined) return;
  const names = Array.isArray(parameters['images']) ? parameters['images'].map(String) : [];
  const image = pod.containers.map(({ value }) => imageName(textAt(value, 'image') ?? '')).find((one) => names.some((name) => one === name || one.endsWith(`/${name}`)));
  if (image === undefined) return;
  const labels = mapAt(pod.metadata, 'labels');
  const service = unit.ofKind('Service').find((one) => one.namespace === object.namespace && isOutward(textAt(mapAt(one.resource.properties, 'spec'), 'type')) && selects(one, labels));
  if (service !== undefined) yield { place: object.resource.head, message: `${image.slice(0, 100)} is reached from outside through the service ${service.name}`, value: service.name };
}

function imageName(image: string): string {
  return splitImage(image.slice(0, 1000)).name;
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
