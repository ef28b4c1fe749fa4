import type { Item, MapTerm, Term } from '../../../expressions/term.ts';
import { termOf } from '../../../expressions/term.ts';
import type { Check } from '../../../model/check.ts';
import type { Place } from '../../../formats/place.ts';
import type { ComposeProject, ComposeService } from '../../../templates/compose/model.ts';
import { commentsOf, coveringSkip } from '../comment-skips.ts';
import { containerTerm } from '../container.ts';
import { imageTerm } from '../image-term.ts';
import { unplaced } from '../spots.ts';
import type { Subject } from '../subject.ts';
import { containerOf } from './container.ts';

/** What policies are asked of in a Compose project: each service as a container and as it is written, and the file. */
export function subjectsOf(project: ComposeProject, today: string): readonly Subject[] {
  const { source, document, path } = project;
  const start = document.at.start;
  const head: Place = { source, start, end: Math.max(start, lineEnd(source.text, start)) };
  const file: Subject = {
    words: ['compose/file'],
    read: (variable) => (variable === 'document' ? document : variable === 'format' ? 'compose' : null),
    root: document,
    head,
    resource: path,
    partial: false,
    skipped,
    project,
  };
  return [file, ...project.services.map((service) => serviceSubject(service, project, today))];
}

function serviceSubject(service: ComposeService, project: ComposeProject, today: string): Subject {
  const container = containerOf(service, project);
  const term = containerTerm(container);
  const root: MapTerm = { kind: 'map', entries: new Map<string, Item>([...term.entries, ['service', unplaced(service.value)]]), at: container.at };
  const values: Readonly<Record<string, () => Term>> = {
    container: () => term,
    image: () => imageTerm(termOf(container.fields.image)),
    name: () => container.name,
    format: () => 'compose',
    role: () => 'main',
    service: () => service.value,
    document: () => project.document,
  };
  return {
    words: ['container', 'container/compose', 'compose/service', 'image'],
    read: (variable) => values[variable]?.() ?? null,
    root,
    head: service.head,
    resource: container.resource,
    partial: service.partial,
    skipped,
    container,
    ...(container.fields.image === undefined ? {} : { image: container.fields.image }),
    today,
    project,
    service,
  };
}

function skipped(check: Check, place: Place): { reason: string; line: number } | undefined {
  return coveringSkip(commentsOf(place.source), check, place.start);
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
