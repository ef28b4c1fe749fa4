import { readJson } from '../../../formats/json.ts';
import { entry, textOf, type DataNode } from '../../../formats/node.ts';
import { sourceText, type Place, type SourceText } from '../../../formats/place.ts';
import type { EvaluatedTemplate, MapValue, Reference, Resource, TemplateProblem, Value } from '../../value.ts';
import { configurationOf, type Configuration } from './configuration.ts';

/** Levels of values and of modules that are read. */
const maxDepth = 60;

/**
 * Reads a plan as `terraform show -json` prints it: https://developer.hashicorp.com/terraform/internals/json-format.
 * What will only be known when it is applied is unknown, with the resource it comes from. Never throws.
 */
export function readPlan(path: string, text: string): EvaluatedTemplate {
  const source = sourceText(path, text);
  const { documents, problems: faults } = readJson(text);
  const problems: TemplateProblem[] = faults.map(({ message, start, end }) => ({ code: 'syntax', message, at: { source, start, end } }));
  const [root] = documents;
  const plan: Plan = { source, configuration: configurationOf(entry(root, 'configuration')), changes: changesOf(entry(root, 'resource_changes')) };
  const planned: Planned[] = [];
  collect(entry(entry(root, 'planned_values'), 'root_module'), planned, 0);
  const seen = new Set(planned.map((one) => one.address));
  for (const [address, { node, values }] of plan.changes) if (!seen.has(address) && values !== undefined) planned.push({ address, node, values });
  const found = planned.flatMap((one) => resourceOf(one, plan) ?? []);
  return {
    format: 'terraform-plan',
    path,
    resources: found.filter((one) => !one.type.startsWith('data.')),
    data: found.filter((one) => one.type.startsWith('data.')),
    problems,
    inputs: [path],
  };
}

interface Plan {
  readonly source: SourceText;
  readonly configuration: Configuration;
  readonly changes: ReadonlyMap<string, Change>;
}

interface Change {
  readonly node: DataNode;
  /** The values after the change; undefined when the resource is destroyed. */
  readonly values: DataNode | undefined;
  /** The same shape, true where a value is not known yet. */
  readonly unknown: DataNode | undefined;
}

interface Planned {
  readonly address: string;
  readonly node: DataNode;
  readonly values: DataNode;
}

function changesOf(list: DataNode | undefined): ReadonlyMap<string, Change> {
  const changes = new Map<string, Change>();
  for (const node of list?.kind === 'list' ? list.items : []) {
    const address = textOf(entry(node, 'address'));
    const change = entry(node, 'change');
    const after = entry(change, 'after');
    if (address !== undefined) changes.set(address, { node, values: after?.kind === 'map' ? after : undefined, unknown: entry(change, 'after_unknown') });
  }
  return changes;
}

function collect(module: DataNode | undefined, planned: Planned[], depth: number): void {
  if (module === undefined || depth > maxDepth) return;
  const resources = entry(module, 'resources');
  for (const node of resources?.kind === 'list' ? resources.items : []) {
    const address = textOf(entry(node, 'address'));
    const values = entry(node, 'values');
    if (address !== undefined && values !== undefined) planned.push({ address, node, values });
  }
  const children = entry(module, 'child_modules');
  for (const child of children?.kind === 'list' ? children.items : []) collect(child, planned, depth + 1);
}

function resourceOf({ address, node, values }: Planned, plan: Plan): Resource | undefined {
  const type = textOf(entry(node, 'type'));
  if (type === undefined) return undefined;
  const isData = textOf(entry(node, 'mode')) === 'data';
  const { source, configuration } = plan;
  const at: Place = { source, start: node.start, end: node.end };
  const head = entry(node, 'address') ?? node;
  const expressions = configuration.expressionsOf(address);
  const referenceOf = (expression: DataNode | undefined): Reference | undefined => configuration.referenceOf(expression, address);
  const properties = mapOf(values, { unknown: plan.changes.get(address)?.unknown, expressions, source, referenceOf, isWritten: expressions !== undefined, depth: 0 });
  return { type: isData ? `data.${type}` : type, name: address, format: 'terraform-plan', properties: { ...properties, at }, attributes: new Map(), at, head: { source, start: head.start, end: head.end } };
}

interface Beside {
  /** Where the value is not known. */
  readonly unknown: DataNode | undefined;
  /** How it was written. */
  readonly expressions: DataNode | undefined;
  readonly source: SourceText;
  readonly referenceOf: (expression: DataNode | undefined) => Reference | undefined;
  /** True when the plan says how its values were written: what is not among them is the provider's to fill in. */
  readonly isWritten: boolean;
  readonly depth: number;
}

function mapOf(node: DataNode, beside: Beside): MapValue {
  const { source, unknown, expressions, isWritten } = beside;
  const entries = new Map<string, Value>();
  const at = { source, start: node.start, end: node.end };
  for (const { key, value } of node.kind === 'map' ? node.entries : []) {
    const name = String(key.value);
    const found = valueOf(value, { ...beside, unknown: entry(unknown, name), expressions: entry(expressions, name), depth: beside.depth + 1 });
    if (found !== undefined) entries.set(name, found);
  }
  for (const { key, value } of unknown?.kind === 'map' ? unknown.entries : []) {
    const name = String(key.value);
    const expression = entry(expressions, name);
    if (entries.has(name) || !isTrue(value) || (isWritten && expression === undefined)) continue;
    entries.set(name, unknownAt(name, { expression, at, beside }));
  }
  return { kind: 'map', entries, at };
}

function isTrue(node: DataNode | undefined): boolean {
  return node?.kind === 'scalar' && node.value === true;
}

function unknownAt(name: string, { expression, at, beside }: { expression: DataNode | undefined; at: Place; beside: Beside }): Value {
  const reference = beside.referenceOf(expression);
  if (reference !== undefined) return { kind: 'unknown', why: `${reference.resource}.${reference.attribute}`, reference, at };
  return { kind: 'unknown', why: `"${name.slice(0, 60)}", which is known after apply`, at, ...(expression === undefined ? { mayBeAbsent: true } : {}) };
}

/** Null is as if it were not written, unless it stands for what is not known yet. */
function valueOf(node: DataNode, beside: Beside): Value | undefined {
  const { source, unknown, expressions, depth } = beside;
  const at: Place = { source, start: node.start, end: node.end };
  if (isTrue(unknown)) return beside.isWritten && expressions === undefined ? undefined : unknownAt('a value', { expression: expressions, at, beside });
  if (depth > maxDepth) return { kind: 'unknown', why: 'a value that is nested too deeply', at };
  if (node.kind === 'map') return mapOf(node, beside);
  if (node.kind === 'list') {
    const items = node.items.flatMap((item, index) => valueOf(item, { ...beside, unknown: itemOf(unknown, index), expressions: itemOf(expressions, index) ?? expressions, depth: depth + 1 }) ?? []);
    return { kind: 'list', items, at };
  }
  if (node.value === null) return undefined;
  const reference = beside.referenceOf(expressions);
  return { kind: 'known', value: typeof node.value === 'bigint' ? Number(node.value) : node.value, provenance: 'written', at, ...(reference === undefined ? {} : { reference }) };
}

function itemOf(node: DataNode | undefined, index: number): DataNode | undefined {
  return node?.kind === 'list' ? node.items[index] : undefined;
}
