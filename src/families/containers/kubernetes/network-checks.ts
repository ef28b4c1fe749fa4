import { mapAt, textAt } from '../../../templates/kubernetes/access.ts';
import { splitImage } from '../../../formats/image-reference.ts';
import type { MapValue } from '../../../templates/value.ts';
import { backendsOf, named, podsThatMayHave, routesTo, servicesThatMaySelect } from './indexes.ts';
import type { Hit } from '../subject.ts';
import type { NamedCheck } from './named.ts';
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
  for (const service of servicesThatMaySelect(unit, object.namespace, labels)) {
    if (!selects(service, labels)) continue;
    const type = textAt(mapAt(service.resource.properties, 'spec'), 'type');
    if (byService && isOutward(type)) yield { place: object.resource.head, message: `Exposed by the ${type} service ${service.name}`, value: service.name };
    for (const route of routesTo(unit, service)) {
      if ((route.kind === 'Ingress') === byService) yield { place: object.resource.head, message: `Exposed by the ${route.kind} ${route.name}`, value: route.name };
    }
  }
}

function routeTo(service: KubernetesObject, unit: Unit): KubernetesObject | undefined {
  const route = routesTo(unit, service).find((one) => one.kind !== 'Ingress');
  return route === undefined || podBehind(service, unit) === undefined ? undefined : route;
}

function workloadBehind(route: KubernetesObject, unit: Unit): KubernetesObject | undefined {
  for (const name of backendsOf(route)) {
    const [service] = named(unit, 'Service', name, route.namespace);
    const found = service === undefined ? undefined : podBehind(service, unit);
    if (found !== undefined) return found;
  }
  return undefined;
}

function podBehind(service: KubernetesObject, unit: Unit): KubernetesObject | undefined {
  return podsThatMayHave(unit, service.namespace, mapAt(mapAt(service.resource.properties, 'spec'), 'selector')).find(({ pod }) => selects(service, mapAt(pod?.metadata, 'labels')));
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
  const service = servicesThatMaySelect(unit, object.namespace, labels).find((one) => isOutward(textAt(mapAt(one.resource.properties, 'spec'), 'type')) && selects(one, labels));
  if (service !== undefined) yield { place: object.resource.head, message: `${image.slice(0, 100)} is reached from outside through the service ${service.name}`, value: service.name };
}

function imageName(image: string): string {
  return splitImage(image.slice(0, 1000)).name;
}
