import { readJson } from '../../formats/json.ts';
import { entry, textOf, type DataNode, type MapNode } from '../../formats/node.ts';
import { sourceText, type SourceText } from '../../formats/place.ts';
import { readYaml } from '../../formats/yaml.ts';
import type { EvaluatedTemplate, MapValue, Resource, Value } from '../value.ts';

/** Characters of a file that are read; a task definition may have 64 KiB (quotas of Amazon ECS). */
const maxLength = 2_000_000;

/** Levels that are read. */
const maxDepth = 60;

/** Maps whose keys are the user's own words and keep their spelling. */
const ownWords: ReadonlySet<string> = new Set(['dockerLabels', 'options', 'driverOpts', 'labels']);

/** Type under which a task definition is judged, whatever it was written in. */
export const taskType = 'AWS::ECS::TaskDefinition';

/**
 * Reads what `aws ecs register-task-definition` takes (`--cli-input-json`, `--cli-input-yaml`) or describes, as a resource
 * with CloudFormation's names. A file that is none has no resources. Never throws.
 */
export function readEcsTask(path: string, text: string): EvaluatedTemplate {
  const source = sourceText(path, text);
  const readable = text.slice(0, maxLength);
  const { documents, problems } = /^\s*[[{]/.test(readable.slice(0, 1000)) ? readJson(readable) : readYaml(readable);
  const task = documents.map(taskIn).find((one) => one !== undefined);
  return {
    format: 'ecs',
    path,
    resources: task === undefined ? [] : [resourceOf(task, source)],
    data: [],
    problems: task === undefined ? [] : problems.map(({ message, start, end }) => ({ code: message.startsWith('duplicate key') ? 'duplicate-key' : 'syntax', message, at: { source, start, end } })),
    inputs: [path],
  };
}

function resourceOf(task: MapNode, source: SourceText): Resource {
  const family = entry(task, 'family');
  const { start, end } = family ?? { start: task.start, end: task.start + 1 };
  const name = (textOf(family) ?? 'task definition').slice(0, 300);
  return { type: taskType, name, format: 'ecs', properties: mapOf(task, source, 0), attributes: new Map(), at: { source, start: task.start, end: task.end }, head: { source, start, end } };
}

function taskIn(root: DataNode): MapNode | undefined {
  const described = entry(root, 'taskDefinition');
  const task = described?.kind === 'map' ? described : root;
  return task.kind === 'map' && entry(task, 'containerDefinitions')?.kind === 'list' ? task : undefined;
}

function mapOf(node: MapNode, source: SourceText, depth: number, isOwn = false): MapValue {
  const entries = new Map<string, Value>();
  for (const { key, value } of node.entries) {
    const name = String(key.value);
    entries.set(isOwn ? name : name.charAt(0).toUpperCase() + name.slice(1), valueOf(value, source, depth + 1, ownWords.has(name)));
  }
  return { kind: 'map', entries, at: { source, start: node.start, end: node.end } };
}

function valueOf(node: DataNode, source: SourceText, depth: number, isOwn: boolean): Value {
  const at = { source, start: node.start, end: node.end };
  if (depth > maxDepth) return { kind: 'unknown', why: 'a value nested too deeply', at };
  if (node.kind === 'map') return mapOf(node, source, depth, isOwn);
  if (node.kind === 'list') return { kind: 'list', items: node.items.map((item) => valueOf(item, source, depth + 1, false)), at };
  return { kind: 'known', value: typeof node.value === 'bigint' ? Number(node.value) : node.value, provenance: 'written', at };
}
