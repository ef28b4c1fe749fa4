import { isWorkloadKind, type PodContainer, type PodTemplate } from '../../../templates/kubernetes/pods.ts';
import type { MapValue, Resource } from '../../../templates/value.ts';
import type { KubernetesObject, Unit } from './unit.ts';

/** What a check is asked of: a whole object, the pod an object makes, or one of the pod's containers. */
export interface Subject {
  readonly scope: 'object' | 'pod' | 'container';
  readonly object: KubernetesObject;
  readonly pod?: PodTemplate;
  readonly container?: PodContainer;
  /** The map that the check's paths start from: the object, the pod's specification or the container. */
  readonly root: MapValue;
  readonly unit: Unit;
}

/** The words of `applies` that a subject answers to: `kubernetes/container`, `kubernetes/pod`, `kubernetes/Role`, `kubernetes/object`. */
export function subjectsByWord(objects: readonly KubernetesObject[], unit: Unit): ReadonlyMap<string, readonly Subject[]> {
  const byWord = new Map<string, Subject[]>();
  const add = (word: string, subject: Subject): void => {
    const present = byWord.get(word);
    if (present === undefined) byWord.set(word, [subject]);
    else present.push(subject);
  };
  for (const object of objects) {
    const { kind, pod, resource } = object;
    const whole: Subject = { scope: 'object', object, root: resource.properties, unit, ...(pod === undefined ? {} : { pod }) };
    add(`kubernetes/${kind}`, whole);
    add('kubernetes/object', whole);
    if (pod !== undefined || isWorkloadKind(kind)) add('kubernetes/workload', whole);
    if (pod === undefined) continue;
    add('kubernetes/pod', { scope: 'pod', object, pod, root: pod.spec, unit });
    for (const container of pod.containers) {
      const subject: Subject = { scope: 'container', object, pod, container, root: container.value, unit };
      add('kubernetes/container', subject);
      // probes and ports make sense only of containers that run for good
      if (container.role === 'container') add('kubernetes/main-container', subject);
    }
  }
  return byWord;
}

/** Where a finding about the subject as a whole points. */
export function headOf({ container, object }: Subject): Resource['head'] {
  if (container === undefined) return object.resource.head;
  return container.value.entries.get('name')?.at ?? { ...container.value.at, end: Math.min(container.value.at.end, container.value.at.start + 1) };
}
