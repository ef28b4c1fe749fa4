import { readJson } from '../../../formats/json.ts';
import type { DataNode } from '../../../formats/node.ts';
import type { Place } from '../../../formats/place.ts';
import { documentOf } from '../../../expressions/functions/document.ts';
import { isList, isMap, isUnknown, type Item } from '../../../expressions/term.ts';
import type { EvaluatedTemplate, MapValue, Resource, Value } from '../../../templates/value.ts';
import { known } from '../values.ts';

/** A task definition and the containers it defines, whatever it is written in. */
export interface EcsTask {
  readonly resource: Resource;
  readonly containers: readonly MapValue[];
  /** Where the containers stand, when there are more than are judged. */
  readonly unjudged?: Place;
}

const types: ReadonlySet<string> = new Set(['AWS::ECS::TaskDefinition', 'aws_ecs_task_definition', 'awscc_ecs_task_definition']);

/** Containers of one task definition that are judged; Amazon ECS takes ten (service quotas). */
export const maxContainers = 100;

/** The task definitions of a template. */
export function tasksOf(template: EvaluatedTemplate): readonly EcsTask[] {
  return template.resources.filter(({ type }) => types.has(type)).map((resource) => ({ resource, ...containersOf(propertyOf(resource.properties, 'ContainerDefinitions')) }));
}

/** A property by CloudFormation's name: `ReadonlyRootFilesystem`, `readonlyRootFilesystem`, `readonly_root_filesystem`. What is null is as if it were not written. */
export function propertyOf(value: Value | undefined, name: string): Value | undefined {
  if (value?.kind !== 'map') return undefined;
  const { entries } = value;
  const found = entries.get(name) ?? entries.get(name.charAt(0).toLowerCase() + name.slice(1)) ?? entries.get(snake(name));
  return found?.kind === 'known' && found.value === null ? undefined : found;
}

function snake(name: string): string {
  return name.replace(/(?!^)([A-Z])/g, '_$1').toLowerCase();
}

function containersOf(value: Value | undefined): Omit<EcsTask, 'resource'> {
  const list = value?.kind === 'known' && typeof value.value === 'string' ? fromText(value.value, value.at) : value?.kind === 'unknown' ? fromPieces(value) : value;
  if (list?.kind === 'map') return { containers: [list] };
  if (list?.kind !== 'list') return { containers: [] };
  const containers = list.items.slice(0, maxContainers).filter((item) => item.kind === 'map');
  return list.items.length > maxContainers ? { containers, unjudged: list.at } : { containers };
}

/** Levels of a JSON document that are read. */
const maxDepth = 60;

/** A JSON text (a heredoc, a file) as values that stand where they are written, as far as that can be found again. */
function fromText(text: string, at: Place): Value | undefined {
  const { documents } = readJson(text);
  const [document] = documents;
  return document === undefined ? undefined : placed(document, placesIn(text, at), 0);
}

function placed(node: DataNode, placeOf: (start: number, end: number) => Place, depth: number): Value {
  const at = placeOf(node.start, node.end);
  if (node.kind === 'scalar' || depth > maxDepth) return known(node.kind !== 'scalar' ? null : typeof node.value === 'bigint' ? Number(node.value) : node.value, at);
  if (node.kind === 'list') return { kind: 'list', items: node.items.map((item) => placed(item, placeOf, depth + 1)), at };
  return { kind: 'map', entries: new Map(node.entries.map(({ key, value }) => [String(key.value), placed(value, placeOf, depth + 1)])), at };
}

/** Finds the lines of a heredoc's text in the source again: they stand there as they are, or indented. */
function placesIn(text: string, at: Place): (start: number, end: number) => Place {
  const { source, start } = at;
  const whole = source.text.slice(start, at.end);
  const body = whole.indexOf('\n') + 1;
  const lines = text.split('\n');
  const origins: { from: number; origin: number }[] = [];
  let from = 0;
  let here = body;
  for (const line of lines) {
    const lineEnd = whole.indexOf('\n', here);
    const written = whole.slice(here, lineEnd < 0 ? whole.length : lineEnd);
    if (body === 0 || !written.endsWith(line)) return () => at;
    origins.push({ from, origin: start + here + written.length - line.length });
    from += line.length + 1;
    here = lineEnd < 0 ? whole.length : lineEnd + 1;
    if (lineEnd < 0) break;
  }
  const originOf = (offset: number): number => {
    let low = 0;
    let high = origins.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((origins[middle]?.from ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return (origins[low]?.origin ?? start) + offset - (origins[low]?.from ?? 0);
  };
  return (first, last) => ({ source, start: originOf(first), end: Math.max(originOf(first), originOf(last)) });
}

/** A JSON text with unknown pieces: what stands around them is read, all at the place of the whole. */
function fromPieces(value: Value & { readonly kind: 'unknown' }): Value | undefined {
  const document = documentOf(value, value.at);
  return isUnknown(document) ? undefined : asValue(document, value.at, 0);
}

function asValue(item: Item, at: Place, depth: number): Value {
  if (depth > maxDepth || item === null || typeof item !== 'object') return known(typeof item === 'object' ? null : item, at);
  if (isList(item)) return { kind: 'list', items: item.items.map((one) => asValue(one, at, depth + 1)), at };
  if (isMap(item)) return { kind: 'map', entries: new Map([...item.entries].map(([key, one]) => [key, asValue(one, at, depth + 1)])), at };
  return item.kind === 'known' ? { ...item, at } : { ...item, kind: 'unknown', at };
}
