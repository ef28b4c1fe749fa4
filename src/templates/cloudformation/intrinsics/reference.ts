import type { Place } from '../../../formats/place.ts';
import { argumentsOf, note, type Intrinsic, type Scope } from '../scope.ts';
import { movedTo, textOf, unknown, unknownText, type Result } from '../values.ts';

/** Functions that name something else: a parameter, a resource, an attribute, an export. */
export const referenceFunctions: readonly (readonly [string, Intrinsic])[] = [
  ['Ref', (argument, { scope, at }) => (argument.kind === 'scalar' ? refer(String(argument.value), scope, at) : (textOf(scope.evaluate(argument, scope)) === undefined ? unknown('a name that is computed', at) : refer(textOf(scope.evaluate(argument, scope)) ?? '', scope, at)))],
  ['Fn::GetAtt', getAttribute],
  ['Fn::ImportValue', (argument, { scope, at }) => unknownText(`the export ${textOf(scope.evaluate(argument, scope)) ?? 'of another stack'}, which another stack gives`, at)],
  ['Fn::Transform', (_argument, { at }) => unknown('what a macro makes', at)],
];

/** The value of `Ref`: a loop variable, a parameter, a pseudo parameter, or a resource. */
export function refer(name: string, scope: Scope, at: Place): Result {
  const local = scope.locals.get(name) ?? scope.parameters.get(name);
  if (local !== undefined) {
    const moved = movedTo(local, at);
    const candidates = local.kind === 'unknown' ? scope.session.candidates.get(local) : undefined;
    if (candidates !== undefined && moved.kind === 'unknown') scope.session.candidates.set(moved, candidates);
    return moved;
  }
  if (name.startsWith('AWS::')) return pseudo(name, at);
  return resource(name, 'Ref', scope, at);
}

function pseudo(name: string, at: Place): Result {
  switch (name) {
    case 'AWS::NoValue':
      return undefined;
    case 'AWS::NotificationARNs':
      return unknown('the notification topics of the stack', at);
    case 'AWS::StackId':
    case 'AWS::URLSuffix':
      return unknownText(`${name}, which the stack gives`, at);
    default:
      return { ...unknownText(`${name}, which the stack gives`, at), isPlainName: true };
  }
}

function getAttribute(argument: Parameters<Intrinsic>[0], { scope, at }: Parameters<Intrinsic>[1]): Result {
  if (argument.kind === 'scalar') {
    const text = String(argument.value);
    const dot = text.indexOf('.');
    return dot < 0 ? resource(text, '', scope, at) : attribute(text.slice(0, dot), text.slice(dot + 1), scope, at);
  }
  const [name, path] = argumentsOf(argument).map((one) => textOf(scope.evaluate(one, scope)));
  if (name === undefined) return unknown('an attribute of a resource whose name is computed', at);
  return attribute(name, path ?? '', scope, at);
}

/** The value of an attribute: of a nested stack that can be read its output, else what the stack will give. */
export function attribute(name: string, path: string, scope: Scope, at: Place): Result {
  if (path.startsWith('Outputs.')) {
    const output = scope.nested(name)?.outputs.entries.get(path.slice('Outputs.'.length));
    if (output !== undefined) return movedTo(output, at);
  }
  return resource(name, path, scope, at);
}

function resource(name: string, path: string, scope: Scope, at: Place): Result {
  if (!scope.resources.has(name) && !scope.isTransformed && !isGenerated(name)) {
    note(scope, 'unknown-reference', `"${name.slice(0, 100)}" is neither a parameter nor a resource of this template`, at);
    return { ...unknown(`${name.slice(0, 100)}, which the template does not define`, at), reference: { resource: scope.prefix + name, attribute: path } };
  }
  const why = path === '' || path === 'Ref' ? `${name}, which the stack makes` : `${name}.${path}, which the stack makes`;
  return { kind: 'unknown', why, reference: { resource: scope.prefix + name, attribute: path }, at };
}

/** A name with a hole in it is made by a loop that cannot be followed. */
function isGenerated(name: string): boolean {
  return name.includes('${') || name.includes('&{');
}

