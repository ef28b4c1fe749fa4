import { mapAt, textAt } from '../../../templates/kubernetes/access.ts';
import type { Value } from '../../../templates/value.ts';
import type { Hit } from '../subject.ts';
import type { NamedCheck } from './named.ts';
import { meetsSelector, podsWith } from './selectors.ts';
import type { Subject } from './subject.ts';
import type { KubernetesObject, Unit } from './unit.ts';

/** Checks of how pods may be moved. */
export const disruptionChecks: readonly (readonly [string, NamedCheck])[] = [['kubernetes.budget-blocks', budgetBlocks]];

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

/** How many pods there are at the least; undefined when that is not known. */
function replicasOf(workload: KubernetesObject, unit: Unit): number | undefined {
  if (!counted.has(workload.kind)) return undefined;
  const scaler = unit.ofKind('HorizontalPodAutoscaler').find((one) => {
    const target = mapAt(mapAt(one.resource.properties, 'spec'), 'scaleTargetRef');
    return one.namespace === workload.namespace && textAt(target, 'kind') === workload.kind && textAt(target, 'name') === workload.name;
  });
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
