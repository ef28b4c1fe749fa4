import { textOf as nodeText, entry, type DataNode } from '../../formats/node.ts';
import type { Value } from '../value.ts';
import { mapOf } from './evaluate.ts';
import type { NestedStack, Scope } from './scope.ts';

/** Nested stacks that are followed, one inside the other. */
export const maxStacks = 5;

/** What a nested stack refers to: the file, its text, and the parameters it is given. */
export interface NestedCall {
  readonly path: string;
  readonly text: string;
  readonly given: ReadonlyMap<string, Value>;
}

const types: Readonly<Record<string, string>> = { 'AWS::CloudFormation::Stack': 'TemplateURL', 'AWS::Serverless::Application': 'Location' };

/**
 * What a nested stack calls, when its template is a file of the repository: a path beside the calling template, as
 * `aws cloudformation package` takes it.
 */
export function nestedCall(node: DataNode, scope: Scope): NestedCall | undefined {
  const property = types[nodeText(entry(node, 'Type')) ?? ''];
  const properties = entry(node, 'Properties');
  const location = property === undefined ? undefined : entry(properties, property);
  if (location === undefined) return undefined;
  const value = scope.evaluate(location, scope);
  if (value?.kind !== 'known' || typeof value.value !== 'string' || value.value.includes('://')) return undefined;
  const path = resolvePath(scope.source.path, value.value);
  const text = path === undefined ? undefined : scope.session.files.readText(path);
  if (path === undefined || text === undefined) return undefined;
  const parameters = entry(properties, 'Parameters');
  const given = parameters?.kind === 'map' ? mapOf(parameters, scope) : undefined;
  return { path, text, given: given?.kind === 'map' ? given.entries : new Map() };
}

/** A path beside a file, without leaving the repository; undefined when it would. */
function resolvePath(from: string, to: string): string | undefined {
  const segments = to.startsWith('/') ? [] : from.split('/').slice(0, -1);
  for (const segment of to.split('/')) {
    if (segment === '..') {
      if (segments.length === 0) return undefined;
      segments.pop();
    } else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments.join('/');
}

/** Reads nested stacks when they are first asked for; one that is being read has no outputs yet. */
export function nestedReader(calls: ReadonlyMap<string, () => NestedStack | undefined>): Scope['nested'] {
  const found = new Map<string, NestedStack | undefined>();
  return (name) => {
    if (found.has(name)) return found.get(name);
    const call = calls.get(name);
    if (call === undefined) return undefined;
    found.set(name, undefined);
    const stack = call();
    found.set(name, stack);
    return stack;
  };
}
