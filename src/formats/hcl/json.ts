import { readJson } from '../json.ts';
import type { DataNode, MapNode } from '../node.ts';
import type { Attribute, Block, Body, Expression, HclFile, HclProblem, Span } from './ast.ts';
import { parseHclTemplate } from './parse-template.ts';

/** Labels of the blocks that stand at the top of a module. */
const labelsOf: ReadonlyMap<string, number> = new Map([['resource', 2], ['data', 2], ['ephemeral', 2], ['variable', 1], ['output', 1], ['module', 1], ['provider', 1], ['check', 1], ['locals', 0], ['terraform', 0], ['moved', 0], ['import', 0], ['removed', 0]]);

/** Blocks inside blocks that mean something to Terraform itself. */
const inner: ReadonlyMap<string, number> = new Map([['lifecycle', 0], ['dynamic', 1], ['provisioner', 1], ['connection', 0], ['default_tags', 0]]);

/**
 * Reads the JSON syntax of the Terraform language: https://developer.hashicorp.com/terraform/language/syntax/json.
 * Nested blocks stay attributes, as the syntax does not tell them apart. Never throws.
 */
export function parseHclJson(text: string): HclFile {
  const { documents, problems } = readJson(text);
  const found: HclProblem[] = problems.map(({ message, start, end }) => ({ message, start, end }));
  const blocks: Block[] = [];
  for (const root of documents.flatMap((document) => mapsOf(document))) {
    for (const { key, value } of root.entries) {
      const type = String(key.value);
      const labels = labelsOf.get(type);
      if (labels !== undefined) blocksOf(type, value, { left: labels, names: [], head: key }, blocks, found);
    }
  }
  return { body: { attributes: [], blocks, start: 0, end: text.length }, problems: found };
}

/** Reads a variable file in JSON: its keys are attributes. Never throws. */
export function parseVariablesJson(text: string): HclFile {
  const { documents, problems } = readJson(text);
  const found: HclProblem[] = problems.map(({ message, start, end }) => ({ message, start, end }));
  const attributes = documents.flatMap((document) => mapsOf(document)).flatMap((map) => map.entries.map(({ key, value }): Attribute => ({ name: String(key.value), value: literalOf(value), start: key.start, end: value.end })));
  return { body: { attributes, blocks: [], start: 0, end: text.length }, problems: found };
}

/** A value of a variable file: no text in it is a template. */
function literalOf(node: DataNode): Expression {
  const span = { start: node.start, end: node.end };
  if (node.kind === 'list') return { kind: 'tuple', items: node.items.map(literalOf), ...span };
  if (node.kind === 'map') return { kind: 'object', entries: node.entries.map(({ key, value }) => ({ key: { kind: 'literal', value: String(key.value), start: key.start, end: key.end }, value: literalOf(value) })), ...span };
  return { kind: 'literal', value: typeof node.value === 'bigint' ? Number(node.value) : node.value, ...span };
}

interface Labels {
  readonly left: number;
  readonly names: readonly string[];
  readonly head: Span;
}

function blocksOf(type: string, node: DataNode, { left, names, head }: Labels, blocks: Block[], problems: HclProblem[]): void {
  for (const map of mapsOf(node)) {
    if (left === 0) blocks.push({ type, labels: names, body: bodyOf(map, problems), headEnd: head.end, start: head.start, end: map.end });
    else for (const { key, value } of map.entries) blocksOf(type, value, { left: left - 1, names: [...names, String(key.value)], head: key }, blocks, problems);
  }
}

/** A map, or the maps of a list, which the syntax takes alike. */
function mapsOf(node: DataNode): readonly MapNode[] {
  if (node.kind === 'map') return [node];
  return node.kind === 'list' ? node.items.filter((item) => item.kind === 'map') : [];
}

function bodyOf(map: MapNode, problems: HclProblem[]): Body {
  const attributes: Attribute[] = [];
  const blocks: Block[] = [];
  for (const { key, value } of map.entries) {
    const name = String(key.value);
    // a property by this name is a comment
    if (name === '//') continue;
    const labels = inner.get(name);
    if (labels === undefined) attributes.push({ name, value: expressionOf(value, problems), start: key.start, end: value.end });
    else blocksOf(name, value, { left: labels, names: [], head: key }, blocks, problems);
  }
  for (const block of blocks) if (block.type === 'dynamic') withContent(block, map, problems);
  return { attributes, blocks, start: map.start, end: map.end };
}

/** The content of a dynamic block is a body, not a value. */
function withContent(dynamic: Block, map: MapNode, problems: HclProblem[]): void {
  const content = dynamic.body.attributes.find((one) => one.name === 'content');
  const nodes = content === undefined ? [] : nodesAt(map, content);
  const body = nodes.map((node) => bodyOf(node, problems))[0];
  if (body !== undefined && Array.isArray(dynamic.body.blocks)) dynamic.body.blocks.push({ type: 'content', labels: [], body, headEnd: body.start, start: body.start, end: body.end });
}

function nodesAt(node: DataNode, span: Span): readonly MapNode[] {
  if (node.start > span.end || node.end < span.start) return [];
  if (node.kind === 'map' && node.end === span.end && node.start >= span.start) return [node];
  if (node.kind === 'map') return node.entries.flatMap(({ value }) => nodesAt(value, span));
  return node.kind === 'list' ? node.items.flatMap((item) => nodesAt(item, span)) : [];
}

function expressionOf(node: DataNode, problems: HclProblem[]): Expression {
  const span = { start: node.start, end: node.end };
  if (node.kind === 'list') return { kind: 'tuple', items: node.items.map((item) => expressionOf(item, problems)), ...span };
  if (node.kind === 'map') {
    return {
      kind: 'object',
      entries: node.entries.filter(({ key }) => key.value !== '//').map(({ key, value }) => ({ key: textOf(String(key.value), key, problems), value: expressionOf(value, problems) })),
      ...span,
    };
  }
  if (typeof node.value === 'string') return textOf(node.value, node, problems);
  return { kind: 'literal', value: typeof node.value === 'bigint' ? Number(node.value) : node.value, ...span };
}

/** A text is a template. All its parts stand where the text does. */
function textOf(text: string, span: Span, problems: HclProblem[]): Expression {
  const template = parseHclTemplate(text);
  for (const { message } of template.problems) problems.push({ message, start: span.start, end: span.end });
  return template.value.kind === 'literal' ? { ...template.value, start: span.start, end: span.end } : moved(template.value, span);
}

function moved(expression: Expression, { start, end }: Span): Expression {
  const copy = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(copy);
    if (typeof value !== 'object' || value === null) return value;
    const fields = Object.entries(value).map(([key, item]): [string, unknown] => [key, key === 'start' ? start : key === 'end' ? end : copy(item)]);
    return Object.fromEntries(fields);
  };
  // the copy has the same fields, with other numbers
  return copy(expression) as Expression;
}
