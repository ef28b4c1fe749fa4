import { itemsAt, mapAt, textAt } from '../../../templates/kubernetes/access.ts';
import type { Value } from '../../../templates/value.ts';
import { named } from './indexes.ts';
import type { Hit } from '../subject.ts';
import type { NamedCheck } from './named.ts';
import { hasLabels, isEmptySelector, meetsSelector, podsWith } from './selectors.ts';
import type { Subject } from './subject.ts';

/** Checks for references that lead nowhere among the objects that are applied together. */
export const danglingChecks: readonly (readonly [string, NamedCheck])[] = [
  ['kubernetes.dangling-service', danglingService],
  ['kubernetes.dangling-ingress', danglingIngress],
  ['kubernetes.dangling-autoscaler', danglingAutoscaler],
  ['kubernetes.dangling-network-policy', danglingNetworkPolicy],
  ['kubernetes.dangling-network-policy-peer', danglingPeer],
  ['kubernetes.dangling-service-monitor', danglingMonitor],
  ['kubernetes.missing-service-account', missingServiceAccount],
];

function* danglingService({ object, unit }: Subject): Generator<Hit> {
  const spec = mapAt(object.resource.properties, 'spec');
  const selector = mapAt(spec, 'selector');
  if (!unit.complete || selector === undefined || selector.entries.size === 0 || textAt(spec, 'type') === 'ExternalName') return;
  const { found, maybe } = podsWith(unit, object.namespace, selector, (labels) => hasLabels(selector, labels));
  if (found.length === 0) yield { place: selector.at, path: 'spec.selector', ...(maybe ? { doubt: 'labels that are not known' } : {}) };
}

function* danglingIngress({ object, unit }: Subject): Generator<Hit> {
  if (!unit.complete) return;
  for (const backend of backendsOf(mapAt(object.resource.properties, 'spec'))) {
    const written = backend.kind === 'map' ? (mapAt(backend, 'service')?.entries.get('name') ?? backend.entries.get('serviceName')) : undefined;
    if (written?.kind !== 'known') continue;
    const name = String(written.value);
    if (named(unit, 'Service', name, object.namespace).length === 0) yield { place: written.at, message: `Ingress leads to the service "${name.slice(0, 80)}", which is not here`, value: name };
  }
}

function* backendsOf(spec: Value | undefined): Generator<Value> {
  for (const key of ['defaultBackend', 'backend']) {
    const backend = mapAt(spec, key);
    if (backend !== undefined) yield backend;
  }
  for (const rule of itemsAt(spec, 'rules')) {
    for (const path of itemsAt(mapAt(rule, 'http'), 'paths')) {
      const backend = mapAt(path, 'backend');
      if (backend !== undefined) yield backend;
    }
  }
}

function* danglingAutoscaler({ object, unit }: Subject): Generator<Hit> {
  const target = mapAt(mapAt(object.resource.properties, 'spec'), 'scaleTargetRef');
  const [kind, name] = [textAt(target, 'kind'), textAt(target, 'name')];
  if (!unit.complete || target === undefined || kind === undefined || name === undefined) return;
  if (named(unit, kind, name, object.namespace).length === 0) yield { place: target.at, path: 'spec.scaleTargetRef', value: `${kind}/${name}` };
}

function* danglingNetworkPolicy({ object, unit }: Subject): Generator<Hit> {
  const selector = mapAt(mapAt(object.resource.properties, 'spec'), 'podSelector');
  if (!unit.complete || selector === undefined || isEmptySelector(selector)) return;
  const { found, maybe } = podsWith(unit, object.namespace, mapAt(selector, 'matchLabels'), (labels) => meetsSelector(selector, labels));
  if (found.length === 0) yield { place: selector.at, path: 'spec.podSelector', ...(maybe ? { doubt: 'labels that are not known' } : {}) };
}

function* danglingPeer({ object, unit }: Subject): Generator<Hit> {
  const spec = mapAt(object.resource.properties, 'spec');
  if (!unit.complete) return;
  for (const [list, side] of [['ingress', 'from'], ['egress', 'to']] as const) {
    for (const rule of itemsAt(spec, list)) {
      for (const peer of itemsAt(rule, side)) {
        const selector = mapAt(peer, 'podSelector');
        // with a namespace selector it is about pods that may be elsewhere
        if (selector === undefined || isEmptySelector(selector) || (peer.kind === 'map' && peer.entries.has('namespaceSelector'))) continue;
        const { found, maybe } = podsWith(unit, object.namespace, mapAt(selector, 'matchLabels'), (labels) => meetsSelector(selector, labels));
        if (found.length === 0 && !maybe) yield { place: selector.at, path: `spec.${list}` };
      }
    }
  }
}

/** Services that a monitor's selector is asked about; with more nothing is said. */
const maxServices = 2000;

function* danglingMonitor({ object, unit }: Subject): Generator<Hit> {
  const spec = mapAt(object.resource.properties, 'spec');
  const selector = mapAt(spec, 'selector');
  if (!unit.complete || selector === undefined || isEmptySelector(selector)) return;
  const anywhere = mapAt(spec, 'namespaceSelector');
  const services = unit.ofKind('Service').filter((one) => anywhere !== undefined || one.namespace === object.namespace);
  if (services.length <= maxServices && !services.some((one) => meetsSelector(selector, one.labels) !== false)) yield { place: selector.at, path: 'spec.selector' };
}

/** Accounts that are in every namespace, or that controllers of the control plane use. */
const givenAccounts = new Set(['', 'default']);

function* missingServiceAccount({ object, pod, unit }: Subject): Generator<Hit> {
  const account = pod?.spec.entries.get('serviceAccountName') ?? pod?.spec.entries.get('serviceAccount');
  if (!unit.complete || account?.kind !== 'known' || typeof account.value !== 'string' || givenAccounts.has(account.value)) return;
  const name = account.value;
  if (named(unit, 'ServiceAccount', name, object.namespace).length > 0) return;
  yield { place: account.at, message: `Service account "${name.slice(0, 80)}" is not defined here`, value: name };
}
