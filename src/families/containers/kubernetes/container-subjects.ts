import { termOf, type Item, type MapTerm, type Term } from '../../../expressions/term.ts';
import { containerTerm } from '../container.ts';
import { imageTerm } from '../image-term.ts';
import type { PodContainer } from '../../../templates/kubernetes/pods.ts';
import { unplaced } from '../spots.ts';
import type { Subject } from '../subject.ts';
import { containerOf } from './container.ts';
import { skipFor } from './skips.ts';
import type { KubernetesObject } from './unit.ts';

/** The containers of an object's pods, as policies over the containers of every format are asked of them. */
export function containerSubjects(object: KubernetesObject, today: string): readonly Subject[] {
  const { pod } = object;
  if (pod === undefined) return [];
  // a pod whose containers are put in elsewhere shares what it shares all the same
  const isOpen = pod.containers.length === 0;
  const containers: readonly PodContainer[] = isOpen ? [{ role: 'container', name: '', value: { kind: 'map', entries: new Map(), open: true, at: pod.spec.at } }] : pod.containers;
  return containers.map((one, index): Subject => {
    const container = containerOf(one, pod, object, index === 0);
    const term = containerTerm(container);
    const { image } = container.fields;
    const root: MapTerm = { kind: 'map', entries: new Map<string, Item>([...term.entries, ['definition', unplaced(one.value)], ['pod', unplaced(pod.spec)]]), at: container.at };
    const values: Readonly<Record<string, () => Term>> = {
      container: () => term,
      image: () => imageTerm(termOf(image)),
      name: () => container.name,
      format: () => 'kubernetes',
      role: () => container.role,
      definition: () => one.value,
      pod: () => pod.spec,
    };
    return {
      words: ['container', 'container/kubernetes', 'image'],
      read: (variable) => values[variable]?.() ?? null,
      root,
      head: container.head,
      resource: container.resource,
      partial: isOpen,
      ...(object.resource.condition === undefined ? {} : { doubt: object.resource.condition.why }),
      skipped: (check, place) => skipFor(object, check, place),
      container,
      ...(image === undefined ? {} : { image }),
      today,
    };
  });
}
