import { itemsAt, mapAt, textAt } from '../../../templates/kubernetes/access.ts';
import type { MapValue, Value } from '../../../templates/value.ts';
import type { KubernetesObject, Unit } from './unit.ts';

/** Objects by a text; made once for a unit, so that checks over many objects stay linear. */
type Index = ReadonlyMap<string, readonly KubernetesObject[]>;

/** An index of a unit, made when it is first asked for. */
function indexed(make: (unit: Unit, add: (key: string, object: KubernetesObject) => void) => void): (unit: Unit) => Index {
  const known = new WeakMap<Unit, Index>();
  return (unit) => {
    const present = known.get(unit);
    if (present !== undefined) return present;
    const made = new Map<string, KubernetesObject[]>();
    make(unit, (key, object) => {
      const list = made.get(key);
      if (list === undefined) made.set(key, [object]);
      else list.push(object);
    });
    known.set(unit, made);
    return made;
  };
}

const key = (...parts: readonly string[]): string => parts.join('\0');

const podsByLabel = indexed((unit, add) => {
  for (const object of unit.objects) {
    if (object.pod === undefined) continue;
    const labels = mapAt(object.pod.metadata, 'labels');
    const values = [...(labels?.entries ?? [])];
    for (const [name, value] of values) if (value.kind === 'known') add(key(object.namespace, name, String(value.value)), object);
    if (labels?.open === true || values.some(([, value]) => value.kind !== 'known') || object.pod.metadata?.entries.get('labels')?.kind === 'unknown') add(object.namespace, object);
  }
});

/**
 * Objects whose pods may carry all of some labels: those with the first of them, and those whose labels are not wholly
 * known. All pods of the namespace when no label is wanted.
 */
export function podsThatMayHave(unit: Unit, namespace: string, wanted: MapValue | undefined): readonly KubernetesObject[] {
  const first = [...(wanted?.entries ?? [])].find(([, value]) => value.kind === 'known');
  if (first === undefined) return unit.withPods(namespace);
  const [name, value] = first;
  const index = podsByLabel(unit);
  return [...new Set([...(index.get(key(namespace, name, value.kind === 'known' ? String(value.value) : '')) ?? []), ...(index.get(namespace) ?? [])])];
}

const servicesByLabel = indexed((unit, add) => {
  for (const object of unit.ofKind('Service')) {
    const [first] = mapAt(mapAt(object.resource.properties, 'spec'), 'selector')?.entries ?? [];
    if (first?.[1].kind === 'known') add(key(object.namespace, first[0], String(first[1].value)), object);
  }
});

/** Services whose selector's first label is among some labels. */
export function servicesThatMaySelect(unit: Unit, namespace: string, labels: MapValue | undefined): readonly KubernetesObject[] {
  const index = servicesByLabel(unit);
  return [...(labels?.entries ?? [])].flatMap(([name, value]) => (value.kind === 'known' ? (index.get(key(namespace, name, String(value.value))) ?? []) : []));
}

/** Kinds of the Gateway API that lead to services. */
const routeKinds = ['HTTPRoute', 'TCPRoute', 'UDPRoute', 'TLSRoute', 'GRPCRoute'] as const;

const routesByService = indexed((unit, add) => {
  for (const object of unit.ofKind('Ingress', ...routeKinds)) for (const name of new Set(backendsOf(object))) add(key(object.namespace, name), object);
});

/** Ingresses and routes that lead to a service. */
export function routesTo(unit: Unit, service: KubernetesObject): readonly KubernetesObject[] {
  return routesByService(unit).get(key(service.namespace, service.name)) ?? [];
}

/** Names of the services that an ingress or a route leads to. */
export function* backendsOf({ resource }: KubernetesObject): Generator<string> {
  const spec = mapAt(resource.properties, 'spec');
  const named = (backend: Value | undefined): string | undefined => textAt(mapAt(backend, 'service'), 'name') ?? textAt(backend, 'serviceName') ?? textAt(backend, 'name');
  const all: (Value | undefined)[] = [mapAt(spec, 'defaultBackend'), mapAt(spec, 'backend')];
  for (const rule of itemsAt(spec, 'rules')) {
    all.push(...itemsAt(rule, 'backendRefs'));
    for (const path of itemsAt(mapAt(rule, 'http'), 'paths')) all.push(mapAt(path, 'backend'));
  }
  for (const backend of all) {
    const name = named(backend);
    if (name !== undefined) yield name;
  }
}

const bindingsByAccount = indexed((unit, add) => {
  for (const object of unit.ofKind('RoleBinding', 'ClusterRoleBinding')) {
    for (const one of itemsAt(object.resource.properties, 'subjects')) {
      if (textAt(one, 'kind') === 'ServiceAccount') add(key(textAt(one, 'namespace') ?? object.namespace, textAt(one, 'name') ?? ''), object);
    }
  }
});

/** Bindings that give a service account a role. */
export function bindingsOf(unit: Unit, namespace: string, account: string): readonly KubernetesObject[] {
  return bindingsByAccount(unit).get(key(namespace, account)) ?? [];
}

const byName = indexed((unit, add) => {
  for (const object of unit.objects) add(key(object.kind, object.name), object);
});

/** Objects of a kind and name, in one namespace or, for kinds that have none, anywhere. */
export function named(unit: Unit, kind: string, name: string, namespace?: string): readonly KubernetesObject[] {
  const found = byName(unit).get(key(kind, name)) ?? [];
  return namespace === undefined ? found : found.filter((one) => one.namespace === namespace);
}
