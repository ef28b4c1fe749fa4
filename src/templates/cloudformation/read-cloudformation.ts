import { readJson } from '../../formats/json.ts';
import { entry, type DataNode, type Reading } from '../../formats/node.ts';
import { sourceText, type SourceText } from '../../formats/place.ts';
import { readYaml } from '../../formats/yaml.ts';
import { cycles } from '../cycles.ts';
import type { EvaluatedTemplate, FileReader, MapValue, TemplateProblem, Value } from '../value.ts';
import { evaluate } from './evaluate.ts';
import { expandEntries, type Expanded } from './for-each.ts';
import { maxStacks, nestedCall, nestedReader } from './nested.ts';
import { readParameters } from './parameters.ts';
import { declaredNames, expandResources, readResources, sectionOf } from './resources.ts';
import { expandServerless, serverlessTransform } from './sam/expand.ts';
import { mergeGlobals } from './sam/globals.ts';
import { note, placeOf, type Declared, type NestedStack, type Scope, type Session } from './scope.ts';

/** Nodes that one template, its nested stacks counted, may evaluate to. */
const maxNodes = 5_000_000;

/** Characters of a template that are read: ten times what CloudFormation takes (1 MB). */
const maxCharacters = 10_000_000;

/**
 * Evaluates a CloudFormation or SAM template, YAML or JSON: parameters at their defaults, functions and conditions as far
 * as they are known, nested stacks whose file is in the repository. Never throws; what cannot be read is a problem.
 */
export function readCloudFormation(path: string, text: string, files: FileReader): EvaluatedTemplate {
  const session: Session = { files, problems: [], inputs: new Set(), candidates: new WeakMap(), budget: maxNodes, depth: 0 };
  const stack = readStack({ path, text, given: new Map(), prefix: '', parents: [] }, session);
  const resources = stack?.resources ?? [];
  return { format: 'cloudformation', path, resources, data: [], problems: distinct([...session.problems, ...cycles(resources)]), inputs: [...session.inputs] };
}

interface StackFile {
  readonly path: string;
  readonly text: string;
  readonly given: ReadonlyMap<string, Value>;
  readonly prefix: string;
  /** Paths of the stacks around it. */
  readonly parents: readonly string[];
}

function readStack(file: StackFile, session: Session): NestedStack | undefined {
  session.inputs.add(file.path);
  const source = sourceText(file.path, file.text);
  if (file.text.length > maxCharacters) {
    session.problems.push({ code: 'limit', message: 'is not read: it is larger than 10 MB, ten times what CloudFormation takes', at: { source, start: 0, end: 0 } });
    return undefined;
  }
  const root = readRoot(source, session);
  if (root === undefined) return undefined;
  const transforms = transformsOf(root);
  const isServerless = transforms.includes(serverlessTransform);
  const declared = entry(root, 'Parameters');
  const known = { source, candidates: session.candidates };
  const base: Scope = {
    session,
    source,
    prefix: file.prefix,
    parameters: readParameters(declared, file.given, known),
    undecided: { parameters: readParameters(declared, file.given, { ...known, withDefaults: false }), answers: new Map() },
    mappings: entry(root, 'Mappings'),
    conditions: new Map(),
    answers: new Map(),
    resources: new Set(),
    nested: () => undefined,
    locals: new Map(),
    assumed: new Map(),
    isTransformed: transforms.some((name) => name !== 'AWS::LanguageExtensions'),
    evaluate,
  };
  const expanded = expandResources(entry(root, 'Resources'), base);
  const withNames: Scope = { ...base, conditions: declaredConditions(root, base), resources: declaredNames(expanded) };
  const scope: Scope = { ...withNames, nested: nestedReader(nestedCalls(expanded, file, withNames)) };
  let resources = readResources(rescoped(expanded, scope), scope);
  if (isServerless) resources = mergeGlobals(resources, entry(root, 'Globals'), scope).flatMap((one) => [one, ...expandServerless(one)]);
  const inner = nestedNames(expanded).flatMap((name) => scope.nested(name)?.resources ?? []);
  return { resources: [...resources, ...inner], outputs: outputsOf(root, scope) };
}

function readRoot(source: SourceText, session: Session): DataNode | undefined {
  const reading = read(source.text);
  for (const { message, start, end } of reading.problems) {
    if (session.problems.length < 1000) session.problems.push({ code: message.startsWith('duplicate key') ? 'duplicate-key' : 'syntax', message, at: { source, start, end } });
  }
  return reading.documents.find((document) => document.kind === 'map' && entry(document, 'Resources') !== undefined) ?? reading.documents[0];
}

function read(text: string): Reading<DataNode> {
  const first = /^[\ufeff\s]{0,1000}([{[])/.exec(text.slice(0, 1001))?.[1];
  if (first !== '{') return readYaml(text);
  const json = readJson(text);
  if (json.problems.length === 0) return json;
  // a brace also begins a YAML flow map
  const yaml = readYaml(text);
  return yaml.problems.length === 0 ? yaml : json;
}

function transformsOf(root: DataNode): readonly string[] {
  const node = entry(root, 'Transform');
  const nodes = node === undefined ? [] : node.kind === 'list' ? node.items : [node];
  return nodes.map((one) => (one.kind === 'scalar' ? String(one.value) : 'a macro'));
}

function declaredConditions(root: DataNode, base: Scope): ReadonlyMap<string, Declared> {
  const conditions = new Map<string, Declared>();
  for (const one of expandEntries(sectionOf(root, 'Conditions'), base)) if (one.kind === 'entry') conditions.set(one.name, { node: one.node, locals: one.scope.locals });
  return conditions;
}

/** Loops were expanded before conditions were known: their scopes take them over. */
function rescoped(expanded: readonly Expanded[], scope: Scope): readonly Expanded[] {
  return expanded.map((one) => (one.kind === 'entry' ? { ...one, scope: one.scope.locals.size === 0 ? scope : { ...scope, locals: one.scope.locals } } : { ...one, body: rescoped(one.body, scope) }));
}

function nestedNames(expanded: readonly Expanded[]): readonly string[] {
  return expanded.flatMap((one) => (one.kind === 'entry' && isStack(one.node) ? [one.name] : []));
}

function isStack(node: DataNode): boolean {
  const type = entry(node, 'Type');
  return type?.kind === 'scalar' && (type.value === 'AWS::CloudFormation::Stack' || type.value === 'AWS::Serverless::Application');
}

function nestedCalls(expanded: readonly Expanded[], file: StackFile, scope: Scope): ReadonlyMap<string, () => NestedStack | undefined> {
  const calls = new Map<string, () => NestedStack | undefined>();
  for (const one of expanded) {
    if (one.kind !== 'entry' || !isStack(one.node)) continue;
    calls.set(one.name, () => {
      const call = nestedCall(one.node, { ...scope, locals: one.scope.locals });
      if (call === undefined) return undefined;
      const parents = [...file.parents, file.path];
      if (parents.includes(call.path) || parents.length > maxStacks) {
        note(scope, parents.includes(call.path) ? 'cycle' : 'limit', parents.includes(call.path) ? `${call.path} nests itself` : 'stacks are nested too deeply', placeOf(one.key, scope));
        return undefined;
      }
      return readStack({ path: call.path, text: call.text, given: call.given, prefix: `${file.prefix}${one.name}/`, parents }, scope.session);
    });
  }
  return calls;
}

function outputsOf(root: DataNode, scope: Scope): MapValue {
  const outputs = new Map<string, Value>();
  const at = placeOf(root, scope);
  for (const one of expandEntries(sectionOf(root, 'Outputs'), scope)) {
    const node = one.kind === 'entry' ? entry(one.node, 'Value') : undefined;
    if (one.kind !== 'entry' || node === undefined) continue;
    const value = scope.evaluate(node, { ...one.scope });
    if (value !== undefined) outputs.set(one.name, value);
  }
  return { kind: 'map', entries: outputs, at };
}

/** A reference that is evaluated several times is one problem. */
function distinct(problems: readonly TemplateProblem[]): readonly TemplateProblem[] {
  const found = new Map<string, TemplateProblem>();
  for (const one of problems) {
    const key = `${one.code}\0${one.at.source.path}\0${one.at.start}\0${one.message}`;
    if (!found.has(key)) found.set(key, one);
  }
  return [...found.values()];
}

