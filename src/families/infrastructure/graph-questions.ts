import { parseExpression } from '../../expressions/parser.ts';
import type { Expression } from '../../expressions/syntax.ts';
import type { PolicyCheck } from '../../model/check.ts';

/** The types of the other resources that a check asks about; `any` when every resource may be meant. */
export type AskedTypes = ReadonlySet<string> | 'any';

/** Functions of the graph that answer with resources of the type they are given, and those that say something of one resource alone. */
const byType: ReadonlySet<string> = new Set(['graph.related', 'graph.all', 'graph.refersTo']);
const ofOne: ReadonlySet<string> = new Set(['graph.name', 'graph.type']);

const known = new WeakMap<PolicyCheck, AskedTypes>();

/** What a check asks of the graph. Throws ExpressionError. */
export function typesAsked(check: PolicyCheck): AskedTypes {
  const found = known.get(check);
  if (found !== undefined) return found;
  const types = new Set<string>();
  const isClosed = [check.when, check.assert].every((text) => text === undefined || collect(parseExpression(text), types));
  const asked = isClosed ? types : 'any';
  known.set(check, asked);
  return asked;
}

/** Collects the types that an expression names; false when it may ask about any. */
function collect(node: Expression, types: Set<string>): boolean {
  const all = (nodes: readonly Expression[]): boolean => nodes.every((one) => collect(one, types));
  switch (node.op) {
    case 'literal':
    case 'name':
      return true;
    case 'select':
      return collect(node.object, types);
    case 'index':
      return all([node.object, node.index]);
    case 'list':
      return all(node.items);
    case 'map':
      return all(node.entries.flat());
    case 'unary':
      return collect(node.operand, types);
    case 'binary':
      return all([node.left, node.right]);
    case 'conditional':
      return all([node.test, node.yes, node.no]);
    case 'call': {
      const { receiver, args } = node;
      const name = nameOf(node);
      if (name.startsWith('graph.') && !ofOne.has(name)) {
        const type = args.at(-1);
        if (!byType.has(name) || type?.op !== 'literal') return false;
        types.add(String(type.value));
      }
      return all(receiver === undefined ? args : [receiver, ...args]);
    }
    default:
      return node satisfies never;
  }
}

/** The whole name of a function: `graph.related` is read as a method of `graph`, or under that name. */
function nameOf({ name, receiver }: Expression & { readonly op: 'call' }): string {
  return receiver?.op === 'name' ? `${receiver.name}.${name}` : name;
}
