import type { ImportedName } from './import-record.ts';
import { childOf, childrenOf, literalOf, textOf, wrappers, type Reference, type Syntax, type SyntaxNode, type Variable } from './javascript-syntax.ts';

/** What the code takes of a module that it holds as a whole. */
export interface MemberUses {
  readonly names: readonly ImportedName[];
  /** True if the module is handed on, or a member's name is computed: then anything may be taken. */
  readonly escapes: boolean;
}

const nothing: MemberUses = { names: [], escapes: false };
const anything: MemberUses = { names: [], escapes: true };

/** What is taken of the value of an expression: `x.a`, `const { a } = x`, `x.then(({ a }) => …)`, or through the variable that it is kept in. */
export function usesOfValue(node: SyntaxNode, syntax: Syntax): MemberUses {
  let value = node;
  let holder = syntax.parents.get(value);
  while (holder !== undefined && (wrappers.has(holder.type) || holder.type === 'AwaitExpression')) {
    value = holder;
    holder = syntax.parents.get(value);
  }
  if (holder === undefined) return anything;
  switch (holder.type) {
    case 'ExpressionStatement': return nothing;
    case 'MemberExpression': return holder['object'] === value ? usesOfMember(holder, syntax) : anything;
    case 'VariableDeclarator': return holder['init'] === value ? usesOfTarget(childOf(holder, 'id'), syntax) : anything;
    case 'AssignmentExpression': return holder['right'] === value && holder['operator'] === '=' ? usesOfTarget(childOf(holder, 'left'), syntax) : anything;
    default: return anything;
  }
}

function usesOfMember(member: SyntaxNode, syntax: Syntax): MemberUses {
  const property = childOf(member, 'property');
  const name = member['computed'] === true ? literalOf(property) : textOf(property);
  if (name === undefined || property === undefined) return anything;
  const call = syntax.parents.get(member);
  if (call?.type === 'CallExpression' && call['callee'] === member && (name === 'then' || name === 'catch' || name === 'finally')) {
    const [first] = childrenOf(call, 'arguments');
    return name === 'then' ? usesOfTarget(childrenOf(first, 'params')[0], syntax) : nothing;
  }
  return { names: [{ name, kind: 'value', start: property.range[0] }], escapes: false };
}

/** What is taken by what a value is put into: a pattern, or a variable. */
function usesOfTarget(target: SyntaxNode | undefined, syntax: Syntax): MemberUses {
  if (target === undefined) return nothing;
  if (target.type === 'ObjectPattern') {
    const names: ImportedName[] = [];
    let escapes = false;
    for (const property of childrenOf(target, 'properties')) {
      const key = childOf(property, 'key');
      const name = property['computed'] === true ? literalOf(key) : textOf(key);
      if (name === undefined || key === undefined) escapes = true;
      else names.push({ name, kind: 'value', start: key.range[0] });
    }
    return { names, escapes };
  }
  if (target.type !== 'Identifier') return anything;
  const variable = syntax.references.get(target)?.resolved ?? declaredBy(target, syntax);
  return variable === undefined ? anything : usesOfVariable(variable, syntax);
}

/** The variable of a parameter or declarator: its own name is no reference where it has no value. */
function declaredBy(target: SyntaxNode, syntax: Syntax): Variable | undefined {
  for (let node: SyntaxNode | undefined = target; node !== undefined; node = syntax.parents.get(node)) {
    const found = syntax.declared(node).find((one) => one.identifiers.some((identifier) => identifier.range[0] === target.range[0]));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What is taken of a variable that holds the module, wherever it is read. */
export function usesOfVariable(variable: Variable, syntax: Syntax): MemberUses {
  const names = new Map<string, ImportedName>();
  let escapes = false;
  for (const reference of variable.references) {
    if (!reference.isRead()) continue;
    const found = usesOfReference(reference, syntax);
    escapes ||= found.escapes;
    for (const one of found.names) if (!names.has(one.name)) names.set(one.name, one);
  }
  return { names: [...names.values()], escapes };
}

function usesOfReference({ identifier }: Reference, syntax: Syntax): MemberUses {
  const holder = syntax.parents.get(identifier);
  switch (holder?.type) {
    case 'MemberExpression': return holder['object'] === identifier ? usesOfMember(holder, syntax) : anything;
    case 'VariableDeclarator': return childOf(holder, 'id')?.type === 'ObjectPattern' ? usesOfTarget(childOf(holder, 'id'), syntax) : anything;
    case 'TSQualifiedName': return named(childOf(holder, 'right'), 'type');
    case 'JSXMemberExpression': return named(childOf(holder, 'property'), 'value');
    default: return anything;
  }
}

function named(node: SyntaxNode | undefined, kind: 'value' | 'type'): MemberUses {
  const name = textOf(node);
  return node === undefined || name === undefined ? anything : { names: [{ name, kind, start: node.range[0] }], escapes: false };
}
