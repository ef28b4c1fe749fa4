import { cycles } from '../cycles.ts';
import type { EvaluatedTemplate, FileReader, Resource, Value } from '../value.ts';
import { attributeValue, blocksValue, grouped } from './body.ts';
import { withDefaultTags } from './default-tags.ts';
import { openModule, type Module } from './module.ts';
import { readVariableFiles, type LocatedAttribute, type ModuleBlock } from './read-files.ts';
import { note, type Session } from './scope.ts';
import { isNull, mapWithin } from './values.ts';

/**
 * Evaluates the Terraform or OpenTofu module in a folder as a root module: variables from `terraform.tfvars`,
 * `*.auto.tfvars`, the variable file that is named, and their defaults, local modules with what they are given, `count`, `for_each` and dynamic blocks
 * expanded. What only a plan can know is unknown. Never throws for what stands in the files; that is a problem.
 */
export function readTerraform(folder: string, files: FileReader, variables?: string): EvaluatedTemplate {
  const session: Session = { files, problems: [], inputs: new Set(), root: folder, steps: 0, depth: 0, instances: 0, characters: 0, modules: 0, declarations: new Map() };
  const root = openModule({ folder, prefix: '', inputs: new Map(), files: readVariableFiles(folder, session, variables), parents: [], providers: new Map() }, session);
  const found: Found = { resources: [], data: [] };
  collect(root, found);
  for (const problem of cycles(found.resources)) note(session, problem);
  return { format: 'terraform', path: folder, resources: found.resources, data: found.data, problems: session.problems, inputs: [...session.inputs] };
}

interface Found {
  readonly resources: Resource[];
  readonly data: Resource[];
}

function collect(module: Module, found: Found): void {
  const { declared, call } = module;
  for (const block of declared.written) {
    const type = block.labels[0] ?? '';
    for (const { instance, value } of module.made(block)) {
      const doubt = call.doubt ?? instance.doubt;
      const entries = mapWithin(value.entries, block.at);
      const isData = block.type === 'data';
      (isData ? found.data : found.resources).push({
        ...placed(block),
        type: isData ? `data.${type}` : type,
        name: value.resource,
        properties: isData ? entries : withDefaultTags(type, block, entries, module.providers),
        attributes: metaOf(block, module),
        ...(doubt === undefined ? {} : { condition: doubt }),
      });
    }
  }
  // what they name is looked at though nobody asks for them
  for (const name of declared.outputs.keys()) module.output(name);
  for (const block of declared.providers) found.data.push(asWritten(block, `provider.${block.labels[0] ?? ''}`, module));
  for (const block of declared.settings) found.data.push(asWritten(block, 'terraform', module));
  for (const [name, block] of declared.modules) {
    found.data.push({ ...asWritten(block, 'module', module), name: `${call.prefix}module.${name}` });
    for (const child of module.children(name)) collect(child, found);
  }
}

function placed(block: ModuleBlock): Pick<Resource, 'format' | 'at' | 'head'> {
  return { format: 'terraform', at: block.at, head: block.head };
}

/** What a block says to Terraform itself about a resource. */
function metaOf(block: ModuleBlock, { scope }: Module): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>();
  for (const name of ['provider', 'count', 'for_each', 'depends_on']) {
    const attribute = block.attributes.get(name);
    if (attribute !== undefined) found.set(name, textAsWritten(attribute));
  }
  for (const { block: inner, source } of block.blocks) {
    if (inner.type !== 'lifecycle' && inner.type !== 'provisioner') continue;
    const entries = new Map<string, Value>();
    for (const attribute of inner.body.attributes) {
      const isReference = attribute.name === 'ignore_changes' || attribute.name === 'replace_triggered_by';
      if (inner.type === 'lifecycle') entries.set(attribute.name, isReference ? textAsWritten({ attribute, source }) : attributeValue({ attribute, source }, scope));
    }
    const at = { source, start: inner.start, end: inner.end };
    if (inner.labels[0] !== undefined) entries.set('type', { kind: 'known', value: inner.labels[0], provenance: 'written', at });
    found.set(inner.type, mapWithin(entries, at));
  }
  return found;
}

/** Names of other things are no values here: they are kept as they are spelled. */
function textAsWritten({ attribute, source }: LocatedAttribute): Value {
  const { start, end } = attribute.value;
  return { kind: 'known', value: source.text.slice(start, Math.min(end, start + 1000)), provenance: 'written', at: { source, start, end } };
}

/** A block that is no resource, with all that is written in it. */
function asWritten(block: ModuleBlock, type: string, { call, scope }: Module): Resource {
  const entries = new Map<string, Value>();
  for (const [name, attribute] of block.attributes) {
    const isMeta = name === 'providers' || name === 'depends_on' || name === 'count' || name === 'for_each';
    const value = isMeta ? textAsWritten(attribute) : attributeValue(attribute, scope);
    if (!isNull(value)) entries.set(name, value);
  }
  for (const [name, blocks] of grouped(block.blocks)) entries.set(name, blocksValue(blocks, scope));
  return { ...placed(block), type, name: `${call.prefix}${type}`, properties: mapWithin(entries, block.at), attributes: new Map() };
}
