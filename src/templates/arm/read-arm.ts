import { readJson } from '../../formats/json.ts';
import { entry, textOf as nodeText, type DataNode, type MapNode } from '../../formats/node.ts';
import { sourceText, type SourceText } from '../../formats/place.ts';
import type { EvaluatedTemplate, FileReader, Resource, UnknownValue, Value } from '../value.ts';
import { pathFrom } from '../terraform/paths.ts';
import { doubtOf, isNull, known, mapWithin, referenced, textOf, unknown } from '../terraform/values.ts';
import { givenIn, parameterFile, parametersOf, variablesOf, type Given } from './declarations.ts';
import { evaluateNode, nameKey, turnsOf } from './evaluate.ts';
import { note, placeOf, type Scope, type Session } from './scope.ts';

/** Templates within templates that are followed. */
const maxNesting = 6;

/**
 * Evaluates an Azure Resource Manager template (what Bicep compiles to): parameters from `NAME.parameters.json` and their
 * defaults, variables, functions, loops, child resources and nested templates. A resource's properties are all that stands
 * in it but `type` and `apiVersion`, so a policy reads `resource.properties.minimumTlsVersion`. Never throws.
 */
export function readArm(path: string, text: string, files: FileReader): EvaluatedTemplate {
  const session: Session = { files, problems: [], inputs: new Set([path]), steps: 0, depth: 0 };
  const source = sourceText(path, text);
  const { documents, problems } = readJson(text);
  for (const { message, start, end } of problems) session.problems.push({ code: message.startsWith('duplicate key') ? 'duplicate-key' : 'syntax', message, at: { source, start, end } });
  const [root] = documents;
  const bare: Scope = { session, source, parameter: () => undefined, variable: () => undefined, copies: new Map(), address: () => undefined };
  const resources = root === undefined ? [] : readTemplate(root, { source, given: parameterFile(path, bare), session, depth: 0 });
  return { format: 'arm', path, resources, data: [], problems: session.problems, inputs: [...session.inputs] };
}

interface Template {
  readonly source: SourceText;
  readonly given: Given;
  readonly session: Session;
  readonly depth: number;
  /** The scope of the template around, whose parameters and variables an `outer` nested template uses. */
  readonly outer?: Scope;
}

/** One resource before its properties are evaluated. */
interface Draft {
  readonly node: MapNode;
  readonly symbol?: string;
  readonly type: string;
  readonly name: Value;
  readonly scope: Scope;
  readonly address: string;
  readonly parent?: string;
  readonly condition?: UnknownValue;
}

function readTemplate(root: DataNode, { source, given, session, depth, outer }: Template): readonly Resource[] {
  const addresses = new Map<string, string>();
  const scope: Scope = {
    session,
    source,
    parameter: outer?.parameter ?? parametersOf(root, given, () => scope),
    variable: outer?.variable ?? variablesOf(root, () => scope),
    copies: outer?.copies ?? new Map(),
    address: (name) => addresses.get(name.toLowerCase()) ?? outer?.address(name),
  };
  const drafts: Draft[] = [];
  for (const { node, symbol } of members(entry(root, 'resources'))) draft(node, { symbol, scope }, drafts, addresses);
  return drafts.flatMap((one) => (/^microsoft\.resources\/deployments$/i.test(one.type) ? nested(one, depth) : [resourceOf(one)]));
}

/** The resources of a list, or of the map by symbolic names that language version 2.0 has. */
function members(section: DataNode | undefined): readonly { readonly node: MapNode; readonly symbol?: string }[] {
  if (section?.kind === 'list') return section.items.flatMap((node) => (node.kind === 'map' ? [{ node }] : []));
  return section?.kind === 'map' ? section.entries.flatMap(({ key, value }) => (value.kind === 'map' ? [{ node: value, symbol: String(key.value) }] : [])) : [];
}

interface Around {
  readonly symbol?: string | undefined;
  readonly scope: Scope;
  readonly parent?: Draft;
  readonly condition?: UnknownValue;
}

function draft(node: MapNode, around: Around, drafts: Draft[], addresses: Map<string, string>, depth = 0): void {
  const { scope, symbol, parent } = around;
  const written = nodeText(entry(node, 'type'));
  if (written === undefined || depth > 10) {
    if (written === undefined) note(scope, 'syntax', 'a resource has no type', placeOf(node, scope));
    return;
  }
  if (entry(node, 'existing')?.kind === 'scalar') return;
  const type = parent === undefined || written.toLowerCase().startsWith(`${parent.type.toLowerCase()}/`) || /^microsoft\.\w+\//i.test(written) ? written : `${parent.type}/${written}`;
  for (const inner of turns(node, scope)) {
    const { condition, exists } = conditionOf(node, inner, around.condition);
    if (!exists) continue;
    const nameNode = entry(node, 'name');
    const own = nameNode === undefined ? known('', placeOf(node, scope)) : evaluateNode(nameNode, inner);
    const name = parent === undefined || nameKey(own).includes('/') ? own : childName(parent.name, own);
    const shown = textOf(name) ?? (nameNode === undefined ? '' : scope.source.text.slice(nameNode.start + 1, nameNode.end - 1)).slice(0, 200);
    const one: Draft = {
      node,
      ...(symbol === undefined ? {} : { symbol }),
      type,
      name,
      scope: inner,
      address: `${type}/${shown}`,
      ...parentOf(type, name, parent, addresses),
      ...(condition === undefined ? {} : { condition }),
    };
    drafts.push(one);
    for (const key of [`${type}/${nameKey(name)}`, nameKey(name), symbol]) if (key !== undefined && key !== '') addresses.set(key.toLowerCase(), one.address);
    for (const child of members(entry(node, 'resources'))) {
      draft(child.node, { symbol: child.symbol, scope: inner, parent: one, ...(condition === undefined ? {} : { condition }) }, drafts, addresses, depth + 1);
    }
  }
}

/** The resource that a child belongs to: the one around it, or the one that its name begins with. */
function parentOf(type: string, name: Value, parent: Draft | undefined, addresses: ReadonlyMap<string, string>): { readonly parent?: string } {
  if (parent !== undefined) return { parent: parent.address };
  const above = `${type.slice(0, type.lastIndexOf('/'))}/${nameKey(name).split('/').slice(0, -1).join('/')}`.toLowerCase();
  const address = addresses.get(above);
  return address === undefined ? {} : { parent: address };
}

function childName(parent: Value, own: Value): Value {
  const [above, below] = [textOf(parent), textOf(own)];
  if (above !== undefined && below !== undefined) return known(`${above}/${below}`, own.at);
  return unknown(doubtOf([parent, own]) ?? 'a name', own.at);
}

function turns(node: MapNode, scope: Scope): readonly Scope[] {
  const copy = entry(node, 'copy');
  const count = copy?.kind === 'map' ? entry(copy, 'count') : undefined;
  if (count === undefined) return [scope];
  const name = nodeText(entry(copy, 'name')) ?? '';
  return turnsOf(evaluateNode(count, scope), scope, placeOf(count, scope)).turns.map((turn) => ({ ...scope, copies: new Map([...scope.copies, [name, turn], ['', turn]]) }));
}

function conditionOf(node: MapNode, scope: Scope, around: UnknownValue | undefined): { readonly exists: boolean; readonly condition?: UnknownValue } {
  const written = entry(node, 'condition');
  const value = written === undefined ? undefined : evaluateNode(written, scope);
  if (value === undefined || value.kind === 'known') return { exists: value === undefined || textOf(value)?.toLowerCase() !== 'false', ...(around === undefined ? {} : { condition: around }) };
  return { exists: true, condition: around ?? unknown(doubtOf([value]) ?? 'a condition', value.at) };
}

/** Keys that are told apart from a resource's settings. */
const notSettings: ReadonlySet<string> = new Set(['type', 'apiVersion', 'dependsOn', 'copy', 'condition', 'resources', 'comments', 'existing']);

function resourceOf({ node, type, name, scope, address, parent, condition }: Draft): Resource {
  const at = placeOf(node, scope);
  const entries = new Map<string, Value>([['name', name]]);
  for (const { key, value } of node.entries) {
    const title = String(key.value);
    if (notSettings.has(title) || title === 'name') continue;
    const evaluated = evaluateNode(value, scope);
    if (!isNull(evaluated)) entries.set(title, evaluated);
  }
  if (parent !== undefined && !entries.has('parent')) entries.set('parent', referenced({ resource: parent, attribute: 'id' }, at));
  const depends = entry(node, 'dependsOn');
  const head = entry(node, 'type') ?? node;
  return {
    type,
    name: address,
    format: 'arm',
    properties: mapWithin(entries, at),
    attributes: depends === undefined ? new Map() : new Map([['DependsOn', evaluateNode(depends, scope)]]),
    at,
    head: placeOf(head, scope),
    ...(condition === undefined ? {} : { condition }),
  };
}

/** The resources of a nested template that stands in this one, or in a file beside it. */
function nested(one: Draft, depth: number): readonly Resource[] {
  const { node, scope, condition } = one;
  const properties = entry(node, 'properties');
  const at = placeOf(entry(node, 'type') ?? node, scope);
  if (depth >= maxNesting) {
    note(scope, 'limit', `templates are nested deeper than ${maxNesting} levels`, at);
    return [];
  }
  const given = givenIn(entry(properties, 'parameters'), scope);
  const inline = entry(properties, 'template');
  const isInner = nodeText(entry(entry(properties, 'expressionEvaluationOptions'), 'scope'))?.toLowerCase() === 'inner';
  let found: readonly Resource[];
  if (inline !== undefined) found = readTemplate(inline, { source: scope.source, given, session: scope.session, depth: depth + 1, ...(isInner ? {} : { outer: scope }) });
  else {
    const relative = nodeText(entry(entry(properties, 'templateLink'), 'relativePath'));
    const path = relative === undefined ? undefined : pathFrom(scope.source.path.split('/').slice(0, -1).join('/'), relative);
    const text = path === undefined ? undefined : scope.session.files.readText(path);
    const root = text === undefined ? undefined : readJson(text).documents[0];
    if (path === undefined || text === undefined || root === undefined) {
      note(scope, 'remote-module', 'a linked template is not judged: it is not in the repository', at);
      return [];
    }
    scope.session.inputs.add(path);
    found = readTemplate(root, { source: sourceText(path, text), given, session: scope.session, depth: depth + 1 });
  }
  return condition === undefined ? found : found.map((resource) => ({ ...resource, condition: resource.condition ?? condition }));
}
