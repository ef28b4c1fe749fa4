import type { DataNode } from '../../../src/formats/node.ts';
import { sourceText, type Place } from '../../../src/formats/place.ts';
import { readYaml } from '../../../src/formats/yaml.ts';
import type { EvaluatedTemplate, MapValue, Resource, Value } from '../../../src/templates/value.ts';

/**
 * A CloudFormation template read without its functions: `Ref` and `GetAtt` refer, `Sub` is known in part, all else is as
 * it is written. Enough for the examples of policies, which use no more.
 */
export function plainCloudFormation(path: string, text: string): EvaluatedTemplate {
  const source = sourceText(path, text);
  const { documents, problems } = readYaml(text);
  const place = (node: { start: number; end: number }): Place => ({ source, start: node.start, end: node.end });
  const value = (node: DataNode): Value => {
    const at = place(node);
    const written = node.kind === 'scalar' ? String(node.value) : '';
    if (node.tag === '!Ref' || node.tag === '!GetAtt') {
      const [resource = '', attribute = 'Ref'] = written.split('.');
      return { kind: 'unknown', why: `${resource}, which is made by the stack`, reference: { resource, attribute }, at };
    }
    if (node.tag === '!Sub') return { kind: 'unknown', why: 'values that the stack gives', parts: written.split(/\$\{[^}]*\}/).flatMap((piece, index) => (index === 0 ? [piece] : [null, piece])), at };
    if (node.kind === 'list') return { kind: 'list', items: node.items.map(value), at };
    const only = node.kind === 'map' && node.entries.length === 1 ? node.entries[0] : undefined;
    if (only !== undefined && (only.key.value === 'Ref' || only.key.value === 'Fn::GetAtt')) {
      const target = only.value.kind === 'list' ? only.value.items[0] : only.value;
      const [resource = '', attribute = 'Ref'] = target?.kind === 'scalar' ? String(target.value).split('.') : [];
      return { kind: 'unknown', why: `${resource}, which is made by the stack`, reference: { resource, attribute }, at };
    }
    if (node.kind === 'map') return { kind: 'map', entries: new Map(node.entries.map((entry) => [String(entry.key.value), value(entry.value)])), at };
    const scalar = typeof node.value === 'bigint' ? Number(node.value) : node.value;
    return { kind: 'known', value: scalar, provenance: 'written', at };
  };
  const root = documents[0];
  const top = root === undefined ? undefined : value(root);
  const resources = top?.kind === 'map' ? top.entries.get('Resources') : undefined;
  return {
    format: 'cloudformation',
    path,
    resources: resources?.kind === 'map' ? [...resources.entries].flatMap(([name, one]) => (one.kind === 'map' ? resourceOf(name, one) : [])) : [],
    data: [],
    problems: problems.map((problem) => ({ code: 'syntax', message: problem.message, at: place(problem) })),
    inputs: [path],
  };
}

function resourceOf(name: string, map: MapValue): Resource {
  const type = map.entries.get('Type');
  const properties = map.entries.get('Properties');
  return {
    type: type?.kind === 'known' ? String(type.value) : '',
    name,
    format: 'cloudformation',
    properties: properties?.kind === 'map' ? properties : { kind: 'map', entries: new Map(), at: map.at },
    attributes: new Map([...map.entries].filter(([key]) => key !== 'Properties' && key !== 'Type')),
    at: map.at,
    head: map.at,
  };
}
