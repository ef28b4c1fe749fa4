import { isMap, termOf, type Item } from '../../../expressions/term.ts';
import type { DataNode } from '../../../formats/node.ts';
import type { Place } from '../../../formats/place.ts';
import type { CanonicalResource } from '../canonical.ts';
import { placeOf } from './map-properties.ts';

/** Type whose content may be a text in YAML. */
export const yamlDocumentType = 'AWS::SSM::Document';

type YamlReader = typeof import('../../../formats/yaml.ts').readYaml;

let readYaml: YamlReader | undefined;

/** Loads the YAML reader: most templates have no use for it. */
export async function loadYaml(): Promise<void> {
  readYaml ??= (await import('../../../formats/yaml.ts')).readYaml;
}

/** A resource whose content is read where it is a text in YAML. The reader has to be loaded. */
export function withContent(resource: CanonicalResource): CanonicalResource {
  const { properties } = resource;
  const content = properties.entries.get('Content');
  const text = termOf(content);
  if (readYaml === undefined || resource.type !== yamlDocumentType || typeof text !== 'string' || /^\s*[{[]/.test(text)) return resource;
  const { documents, problems } = readYaml(text);
  const [document] = documents;
  const read = document === undefined || problems.length > 0 ? undefined : itemOf(document, placeOf(content));
  return read === undefined || !isMap(read) ? resource : { ...resource, properties: { ...properties, entries: new Map([...properties.entries, ['Content', read]]) } };
}

/** Everything in the text stands where the text does. */
function itemOf(node: DataNode, at: Place | undefined): Item {
  const place = at === undefined ? {} : { at };
  switch (node.kind) {
    case 'scalar':
      return typeof node.value === 'bigint' ? String(node.value) : node.value;
    case 'list':
      return { kind: 'list', items: node.items.map((item) => itemOf(item, at)), ...place };
    case 'map':
      return { kind: 'map', entries: new Map(node.entries.map(({ key, value }) => [String(key.value), itemOf(value, at)])), ...place };
    default:
      return node satisfies never;
  }
}
