import { termOf, type Item, type MapTerm, type Term } from '../../../expressions/term.ts';
import { skipFor } from '../../resource-skips.ts';
import { commentsOf, coveringSkip } from '../comment-skips.ts';
import { containerTerm } from '../container.ts';
import { imageTerm } from '../image-term.ts';
import { unplaced } from '../spots.ts';
import type { Subject } from '../subject.ts';
import { containerOf } from './container.ts';
import type { EcsTask } from './tasks.ts';

/** What policies are asked of in a task definition: each of its containers. */
export function subjectsOf(task: EcsTask, today: string): readonly Subject[] {
  const { resource } = task;
  return task.containers.map((definition): Subject => {
    const container = containerOf(definition, task);
    const term = containerTerm(container);
    const root: MapTerm = { kind: 'map', entries: new Map<string, Item>([...term.entries, ['definition', unplaced(definition)], ['task', unplaced(resource.properties)]]), at: container.at };
    const values: Readonly<Record<string, () => Term>> = {
      container: () => term,
      image: () => imageTerm(termOf(container.fields.image)),
      name: () => container.name,
      format: () => 'ecs',
      role: () => 'main',
      definition: () => definition,
      task: () => resource.properties,
    };
    return {
      words: ['container', 'container/ecs', 'image'],
      read: (variable) => values[variable]?.() ?? null,
      root,
      head: container.head,
      resource: container.resource,
      partial: false,
      ...(container.condition === undefined ? {} : { doubt: container.condition.why }),
      skipped: (check, place) => {
        const skip = skipFor(resource, check);
        if (skip !== undefined) return { reason: skip.reason, line: skip.line, ...(skip.expires === undefined ? {} : { expires: skip.expires }) };
        return /\.ya?ml$/i.test(place.source.path) ? coveringSkip(commentsOf(place.source), check, place.start) : undefined;
      },
      container,
      ...(container.fields.image === undefined ? {} : { image: container.fields.image }),
      today,
    };
  });
}
