import type { FoundImport, ImportedName, ImportForm } from './import-record.ts';
import { childOf, childrenOf, literalOf, parseJavascript, textOf, type Syntax, type SyntaxNode } from './javascript-syntax.ts';
import { isRequire, textsOf } from './settle-calls.ts';
import { usesOfValue, usesOfVariable, type MemberUses } from './settle-members.ts';

/**
 * Finds the imports of JavaScript or TypeScript with the parser and its scopes, where tokens leave a doubt: whether `require` is
 * Node's, which module a constant names, what is taken of a module that is held as a whole, whether an import is only used
 * as a type and so disappears. Undefined for what does not parse; then the tokens' answer stands.
 */
export function settleImports(text: string, path: string): readonly FoundImport[] | undefined {
  const syntax = parseJavascript(text, path);
  if (syntax === undefined) return undefined;
  const mayErase = /\.[cm]?tsx?$/.test(path) && !syntax.nodes.some(({ type }) => type === 'Decorator');
  return syntax.nodes.flatMap((node) => importsOf(node, syntax, mayErase));
}

function importsOf(node: SyntaxNode, syntax: Syntax, mayErase: boolean): readonly FoundImport[] {
  switch (node.type) {
    case 'ImportDeclaration': return one('import', node, childOf(node, 'source'), namesOfImport(node, syntax, mayErase), node['importKind'] === 'type');
    case 'ExportNamedDeclaration': return one('export', node, childOf(node, 'source'), namesOfExport(node), node['exportKind'] === 'type');
    case 'ExportAllDeclaration': return one('export', node, childOf(node, 'source'), [{ name: '*', kind: node['exportKind'] === 'type' ? 'type' : 'value', start: node.range[0] }], node['exportKind'] === 'type');
    case 'TSImportEqualsDeclaration': {
      const [variable] = syntax.declared(node);
      const isType = node['importKind'] === 'type';
      return one('import', node, childOf(childOf(node, 'moduleReference'), 'expression'), variable === undefined ? [] : usesOfVariable(variable, syntax).names, isType);
    }
    case 'TSImportType': return one('dynamic', node, literalNode(childOf(node, 'source') ?? childOf(node, 'argument')), namesOfType(node), true);
    case 'ImportExpression': return called('dynamic', node, childOf(node, 'source'), syntax);
    case 'CallExpression': {
      const callee = childOf(node, 'callee');
      const [argument] = childrenOf(node, 'arguments');
      if (callee?.type === 'MemberExpression' && childOf(callee, 'object')?.type === 'MetaProperty' && textOf(childOf(callee, 'property')) === 'resolve') return called('dynamic', node, argument, syntax);
      const answer = isMaker(callee) ? 'no' : isRequire(callee, syntax);
      return answer === 'no' ? [] : called('require', node, argument, syntax).map((found) => (answer === 'yes' ? found : { ...found, isThroughOther: true }));
    }
    default: return [];
  }
}

/** `createRequire(import.meta.url)` makes a `require` and takes no module. */
function isMaker(callee: SyntaxNode | undefined): boolean {
  return textOf(callee?.type === 'MemberExpression' ? childOf(callee, 'property') : callee) === 'createRequire';
}

function one(form: ImportForm, node: SyntaxNode, source: SyntaxNode | undefined, names: readonly ImportedName[], isType: boolean): readonly FoundImport[] {
  const specifier = literalOf(source);
  if (source === undefined || specifier === undefined) return [];
  return [{ form, specifier, names, kind: isType ? 'type' : 'value', start: source.range[0], end: source.range[1], statement: node.range[0] }];
}

function called(form: ImportForm, node: SyntaxNode, argument: SyntaxNode | undefined, syntax: Syntax): readonly FoundImport[] {
  if (argument === undefined) return [];
  return textsOf(argument, syntax).map((specifier) => ({ form, specifier, names: usesOfValue(node, syntax).names, kind: 'value', start: argument.range[0], end: argument.range[1], statement: node.range[0] }));
}

function namesOfImport(node: SyntaxNode, syntax: Syntax, mayErase: boolean): readonly ImportedName[] {
  return childrenOf(node, 'specifiers').flatMap((specifier): ImportedName[] => {
    const kind = node['importKind'] === 'type' || specifier['importKind'] === 'type' ? 'type' : 'value';
    const [variable] = syntax.declared(specifier);
    const isErased = mayErase && kind === 'value' && variable !== undefined && variable.references.length > 0 && variable.references.every((reference) => !reference.isValueReference);
    const uses: MemberUses = variable === undefined ? { names: [], escapes: true } : usesOfVariable(variable, syntax);
    const own = { kind, start: specifier.range[0], ...(isErased ? { isErased } : {}) } as const;
    switch (specifier.type) {
      case 'ImportNamespaceSpecifier': return [{ name: '*', ...own, ...(uses.escapes || uses.names.length === 0 ? {} : { members: uses.names.map(({ name }) => name) }) }];
      // what a module of CommonJS exports is the default as well: its members may be the module's
      case 'ImportDefaultSpecifier': return [{ name: 'default', ...own }, ...uses.names.map((name) => ({ ...name, isThroughDefault: true }))];
      default: {
        const imported = childOf(specifier, 'imported');
        return [{ name: textOf(imported) ?? '', ...own, start: imported?.range[0] ?? specifier.range[0] }];
      }
    }
  });
}

function namesOfExport(node: SyntaxNode): readonly ImportedName[] {
  return childrenOf(node, 'specifiers').map((specifier) => ({ name: textOf(childOf(specifier, 'local')) ?? '', kind: node['exportKind'] === 'type' || specifier['exportKind'] === 'type' ? 'type' : 'value', start: specifier.range[0] }));
}

/** `import("x").A.B` takes `A`. */
function namesOfType(node: SyntaxNode): readonly ImportedName[] {
  let first = childOf(node, 'qualifier');
  while (first?.type === 'TSQualifiedName') first = childOf(first, 'left');
  const name = textOf(first);
  return name === undefined || first === undefined ? [] : [{ name, kind: 'type', start: first.range[0] }];
}

function literalNode(node: SyntaxNode | undefined): SyntaxNode | undefined {
  return node?.type === 'TSLiteralType' ? childOf(node, 'literal') : node;
}
