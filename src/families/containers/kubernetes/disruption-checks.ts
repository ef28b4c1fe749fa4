import { mapAt, textAt } from '../../../templates/kubernetes/access.ts';
import type { Value } from '../../../templates/value.ts';
import type { Hit } from '../subject.ts';
import type { NamedCheck } from './named.ts';
import { meetsSelector, podsWith } from './selectors.ts';
import type { Subject } from './subject.ts';
import type { KubernetesObject, Unit } from './unit.ts';

/** Checks of how pods may be moved. */
export const disruptionChecks: readonly (readonly [string, NamedCheck])[] = [
  ['kubernetes.budget-blocks', budgetBlocks],
  ['kubernetes.budget-missing', budgetMissing],
  ['kubernetes.autoscaler-replicas', autoscalerReplicas],
];

/** Kinds whose pods a budget counts. */
const counted: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController', 'Rollout', 'DeploymentConfig']);

/** A disruption budget that never lets a pod go: as many must be available as there are, or none may be missing. */
function* budgetBlocks({ object, unit }: Subject): Generator<Hit> {
  const spec = mapAt(object.resource.properties, 'spec');
  const [most, least] = [spec?.entries.get('maxUnavailable'), spec?.entries.get('minAvailable')];
  if (most?.kind === 'known' && /^0%?$/.test(String(most.value))) yield { place: most.at, path: 'spec.maxUnavailable', value: String(most.value) };
  if (least?.kind !== 'known') return;
  if (String(least.value) === '100%') {
    yield { place: least.at, path: 'spec.minAvailable', value: '100%' };
    return;
  }
  const selector = mapAt(spec, 'selector');
  if (selector === undefined) return;
  for (const workload of podsWith(unit, object.namespace, mapAt(selector, 'matchLabels'), (labels) => meetsSelector(selector, labels)).found) {
    const replicas = replicasOf(workload, unit);
    const wanted = replicas === undefined ? undefined : availableOf(least.value, replicas);
    if (replicas === undefined || wanted === undefined || wanted < replicas) continue;
    yield { place: least.at, path: 'spec.minAvailable', value: String(least.value), message: `The budget wants ${wanted} available pods of ${workload.kind} ${workload.name}, which has ${replicas}` };
    return;
  }
}

/** Budgets of one namespace that are asked one by one; with more of them the pods count as counted. */
const maxBudgets = 500;

type Groups = WeakMap<Unit, ReadonlyMap<string, readonly KubernetesObject[]>>;
const budgetsOf: Groups = new WeakMap();
const scalersOf: Groups = new WeakMap();

/** Objects of a kind by a key, computed once for a unit. */
function grouped(groups: Groups, unit: Unit, kind: string, keyOf: (object: KubernetesObject) => string): ReadonlyMap<string, readonly KubernetesObject[]> {
  const known = groups.get(unit);
  if (known !== undefined) return known;
  const made = new Map<string, KubernetesObject[]>();
  for (const object of unit.ofKind(kind)) {
    const [key, list] = [keyOf(object), made.get(keyOf(object))];
    if (list === undefined) made.set(key, [object]);
    else list.push(object);
  }
  groups.set(unit, made);
  return made;
}

/** Several replicas, and no budget of the set of objects takes their pods. Nothing is said of a set that is not complete. */
function* budgetMissing({ object, unit }: Subject): Generator<Hit> {
  const replicas = mapAt(object.resource.properties, 'spec')?.entries.get('replicas');
  if (!unit.complete || replicas?.kind !== 'known' || typeof replicas.value !== 'number' || replicas.value < 2) return;
  const labels = mapAt(object.pod?.metadata, 'labels');
  const budgets = grouped(budgetsOf, unit, 'PodDisruptionBudget', ({ namespace }) => namespace).get(object.namespace) ?? [];
  const isCounted = budgets.length > maxBudgets || budgets.some((budget) => {
    const selector = mapAt(mapAt(budget.resource.properties, 'spec'), 'selector');
    return selector === undefined || meetsSelector(selector, labels) !== false;
  });
  if (!isCounted) yield { place: object.resource.head };
}

/** The number of replicas is written where an autoscaler decides it. */
function* autoscalerReplicas({ object, unit }: Subject): Generator<Hit> {
  const replicas = mapAt(object.resource.properties, 'spec')?.entries.get('replicas');
  if (replicas?.kind === 'known' && typeof replicas.value === 'number' && scalerOf(object, unit) !== undefined) yield { place: replicas.at, path: 'spec.replicas', value: String(replicas.value) };
}

function scalerOf(workload: KubernetesObject, unit: Unit): KubernetesObject | undefined {
  const scalers = grouped(scalersOf, unit, 'HorizontalPodAutoscaler', ({ resource, namespace }) => {
    const target = mapAt(mapAt(resource.properties, 'spec'), 'scaleTargetRef');
    return [namespace, textAt(target, 'kind'), textAt(target, 'name')].join('\0');
  });
  return scalers.get([workload.namespace, workload.kind, workload.name].join('\0'))?.[0];
}

/** How many pods there are at the least; undefined when that is not known. */
function replicasOf(workload: KubernetesObject, unit: Unit): number | undefined {
  if (!counted.has(workload.kind)) return undefined;
  const scaler = scalerOf(workload, unit);
  const written = mapAt((scaler ?? workload).resource.properties, 'spec')?.entries.get(scaler === undefined ? 'replicas' : 'minReplicas');
  if (written === undefined) return 1;
  return numberOf(written);
}

function numberOf(value: Value): number | undefined {
  return value.kind === 'known' && typeof value.value === 'number' ? value.value : undefined;
}

/** Kubernetes rounds a share of pods up. Source: policy/v1 PodDisruptionBudgetSpec. */
function availableOf(least: string | number | boolean | null, replicas: number): number | undefined {
  if (typeof least === 'number') return least;
  const share = /^(\d{1,3})%$/.exec(String(least))?.[1];
  return share === undefined ? undefined : Math.ceil((Number(share) * replicas) / 100);
}
