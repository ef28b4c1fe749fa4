import { readJsonStream } from '../../formats/json.ts';
import { entry, textOf, type DataNode, type MapNode, type Reading } from '../../formats/node.ts';
import { sourceText, type SourceText } from '../../formats/place.ts';
import { readYaml } from '../../formats/yaml.ts';
import type { EvaluatedTemplate, Resource, TemplateProblem } from '../value.ts';
import { converter, written, type Converter, type Provenance } from './convert.ts';

/** Objects of one file that are read; a file with more says so. */
const maxObjects = 5000;

/** Levels of lists inside lists (`kind: List`). */
const maxListDepth = 4;

/** Characters of a file that are read; past any manifest, even a bundle of an operator's custom resources. */
const maxLength = 20_000_000;

/**
 * Reads a file of Kubernetes objects: YAML documents or JSON, lists opened. A document that is no object of Kubernetes is
 * left alone; one that cannot be read gives a problem. The properties of a resource are the whole object.
 */
export function readKubernetes(path: string, text: string): EvaluatedTemplate {
  return templateOf(sourceText(path, text), readData(path, text.slice(0, maxLength)));
}

/** Reads data by a file's ending. Never throws. */
function readData(path: string, text: string): Reading<DataNode> {
  return /\.json$/i.test(path) ? readJsonStream(text) : readYaml(text);
}

/** Makes a template of what a reader gave; `provenance` is handed in where the text was rendered. */
export function templateOf(source: SourceText, reading: Reading<DataNode>, provenance: Provenance = written(source)): EvaluatedTemplate {
  const { placeAt } = provenance;
  const convert = converter(provenance);
  const resources: Resource[] = [];
  const problems: TemplateProblem[] = [];
  let beyond: DataNode | undefined;
  const collect = (node: DataNode, depth: number): void => {
    const kind = kindOf(node);
    if (node.kind !== 'map' || kind === undefined) return;
    const items = entry(node, 'items');
    if (kind.endsWith('List') && items?.kind === 'list' && depth < maxListDepth) {
      for (const item of items.items) collect(item, depth + 1);
      return;
    }
    if (resources.length < maxObjects) resources.push(resourceOf(node, kind, convert, provenance));
    else beyond ??= node;
  };
  for (const document of reading.documents) if (beyond === undefined) collect(document, 0);
  if (beyond !== undefined) problems.push({ code: 'limit', message: `more than ${maxObjects} objects: the rest was not judged`, at: placeAt(beyond.start, beyond.start + 1) });
  for (const { message, start, end } of reading.problems) {
    problems.push({ code: message.startsWith('duplicate key') ? 'duplicate-key' : 'syntax', message, at: placeAt(start, end) });
  }
  return { format: 'kubernetes', path: source.path, resources, data: [], problems, inputs: [source.path] };
}

/** The kind of a node that is an object of Kubernetes: `apiVersion` and a capitalised `kind`. */
function kindOf(node: DataNode): string | undefined {
  const kind = textOf(entry(node, 'kind'));
  const version = entry(node, 'apiVersion');
  if (kind === undefined || version?.kind !== 'scalar' || !/^[A-Z]\w{0,100}$/.test(kind)) return undefined;
  return String(version.value ?? '') === '' ? undefined : kind;
}

function resourceOf(node: MapNode, kind: string, convert: Converter, { placeAt }: Provenance): Resource {
  const metadata = entry(node, 'metadata');
  const named = entry(metadata, 'name') ?? entry(metadata, 'generateName');
  const name = named?.kind === 'scalar' && named.value !== null ? String(named.value).slice(0, 300) : '';
  const namespace = textOf(entry(metadata, 'namespace'));
  const head = named ?? entry(node, 'kind') ?? node;
  return {
    type: `${textOf(entry(node, 'apiVersion')) ?? ''}/${kind}`,
    name: [kind, ...(namespace === undefined ? [] : [namespace.slice(0, 300)]), name].join('/'),
    format: 'kubernetes',
    properties: convert.map(node),
    attributes: new Map(),
    at: placeAt(node.start, node.end),
    head: placeAt(head.start, head.end),
  };
}
