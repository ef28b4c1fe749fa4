import { itemsAt, mapAt } from '../../../templates/kubernetes/access.ts';
import type { Hit } from '../subject.ts';
import type { NamedCheck } from './named.ts';
import { hasLabels, meetsSelector } from './selectors.ts';
import type { Subject } from './subject.ts';

/** Checks of workloads as wholes. */
export const workloadChecks: readonly (readonly [string, NamedCheck])[] = [
  ['kubernetes.selector-mismatch', selectorMismatch],
  ['kubernetes.no-anti-affinity', noAntiAffinity],
];

/** Kinds whose selector must take the labels of their own template. */
const plainSelectors = new Set(['ReplicationController', 'DeploymentConfig']);

function* selectorMismatch({ object, pod }: Subject): Generator<Hit> {
  if (pod === undefined) return;
  const selector = mapAt(mapAt(object.resource.properties, 'spec'), 'selector');
  if (selector === undefined) return;
  const labels = mapAt(pod.metadata, 'labels');
  const met = plainSelectors.has(object.kind) ? hasLabels(selector, labels) : meetsSelector(selector, labels);
  if (met === false) yield { place: selector.at, path: 'spec.selector' };
}

function* noAntiAffinity({ object, pod }: Subject, parameters: Readonly<Record<string, unknown>>): Generator<Hit> {
  if (pod === undefined) return;
  const replicas = mapAt(object.resource.properties, 'spec')?.entries.get('replicas');
  const least = typeof parameters['replicas'] === 'number' ? parameters['replicas'] : 2;
  if (replicas?.kind !== 'known' || Number(replicas.value) < least) return;
  const affinity = mapAt(mapAt(pod.spec, 'affinity'), 'podAntiAffinity');
  const spread = itemsAt(pod.spec, 'topologySpreadConstraints');
  const labels = mapAt(pod.metadata, 'labels');
  const terms = [
    ...itemsAt(affinity, 'requiredDuringSchedulingIgnoredDuringExecution'),
    ...itemsAt(affinity, 'preferredDuringSchedulingIgnoredDuringExecution').flatMap((one) => mapAt(one, 'podAffinityTerm') ?? []),
    ...spread,
  ];
  const keeps = terms.some((term) => term.kind === 'unknown' || meetsSelector(mapAt(term, 'labelSelector'), labels) !== false);
  if (!keeps && pod.spec.entries.get('affinity')?.kind !== 'unknown') yield { place: (affinity ?? object.resource.head) === affinity ? (affinity?.at ?? object.resource.head) : object.resource.head };
}
