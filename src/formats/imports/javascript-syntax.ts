import { parseForESLint } from '@typescript-eslint/parser';
import { basenameOf } from '../repository-path.ts';

/** A node of the syntax tree as ESTree and typescript-eslint name it; children are asked for by their key. */
export interface SyntaxNode {
  readonly type: string;
  /** UTF-16 offsets: start, end. */
  readonly range: readonly [number, number];
  readonly [key: string]: unknown;
}

type Variable = ReturnType<typeof parseForESLint>['scopeManager']['scopes'][number]['variables'][number];
export type { Variable };

/** One occurrence of a name, and what it means there. */
export type Reference = Variable['references'][number];

/** A parsed file: its nodes in the order of the text, who holds whom, and what each name stands for. */
export interface Syntax {
  readonly nodes: readonly SyntaxNode[];
  readonly parents: ReadonlyMap<unknown, SyntaxNode>;
  readonly references: ReadonlyMap<unknown, Reference>;
  /** The variables that a node declares. */
  declared(node: SyntaxNode): readonly Variable[];
}

/** Longest text that is parsed, in UTF-16 code units; nobody writes a larger one, and what a program wrote is no doubt of a lexer. */
const maxLength = 1_000_000;

/**
 * Parses JavaScript or TypeScript with its scopes; undefined for what is no program of the language that its ending says.
 * Loading the parser takes about 250 ms: ask only where the tokens leave a doubt.
 */
export function parseJavascript(text: string, path: string): Syntax | undefined {
  if (text.length > maxLength) return undefined;
  try {
    const { ast, scopeManager, visitorKeys } = parseForESLint(text, {
      filePath: basenameOf(path),
      ecmaFeatures: { jsx: !/\.[cm]?ts$/.test(path), globalReturn: true },
      sourceType: /\bimport\b|\bexport\b/.test(text) ? 'module' : 'commonjs',
      range: true,
      loc: false,
      jsDocParsingMode: 'none',
      loggerFn: false,
      warnOnUnsupportedTypeScriptVersion: false,
    });
    const references = new Map<unknown, Reference>();
    for (const scope of scopeManager.scopes) for (const one of scope.references) references.set(one.identifier, one);
    const declared = new Map<unknown, Variable[]>();
    for (const scope of scopeManager.scopes) for (const variable of scope.variables) for (const { node } of variable.defs) declared.set(node, [...(declared.get(node) ?? []), variable]);
    return { ...walk(ast, visitorKeys), references, declared: (node) => declared.get(node) ?? [] };
  } catch {
    // no program, or one that nests deeper than the parser can follow
    return undefined;
  }
}

function walk(root: unknown, keys: Readonly<Record<string, readonly string[] | undefined>>): Pick<Syntax, 'nodes' | 'parents'> {
  const nodes: SyntaxNode[] = [];
  const parents = new Map<unknown, SyntaxNode>();
  const open: unknown[] = [root];
  while (open.length > 0) {
    const node = open.pop();
    if (!isNode(node)) continue;
    nodes.push(node);
    const children = (keys[node.type] ?? []).flatMap((key) => node[key]);
    for (const one of children.toReversed()) {
      if (!isNode(one)) continue;
      parents.set(one, node);
      open.push(one);
    }
  }
  return { nodes, parents };
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'range' in value;
}

/** The child under a key, where it is one node. */
export function childOf(node: SyntaxNode | undefined, key: string): SyntaxNode | undefined {
  const value = node?.[key];
  return isNode(value) ? value : undefined;
}

/** The children under a key that holds a list. */
export function childrenOf(node: SyntaxNode | undefined, key: string): readonly SyntaxNode[] {
  const value = node?.[key];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** The name of an identifier, the text of a string literal, or the words of a template without expressions. */
export function textOf(node: SyntaxNode | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (node.type === 'Identifier' || node.type === 'JSXIdentifier') return typeof node['name'] === 'string' ? node['name'] : undefined;
  return literalOf(node);
}

/** The text of a string literal or of a template without expressions. */
export function literalOf(node: SyntaxNode | undefined): string | undefined {
  if (node?.type === 'Literal') return typeof node['value'] === 'string' ? node['value'] : undefined;
  if (node?.type !== 'TemplateLiteral' || childrenOf(node, 'expressions').length > 0) return undefined;
  return cookedOf(childrenOf(node, 'quasis')[0]);
}

/** What a piece of a template stands for. */
export function cookedOf(piece: SyntaxNode | undefined): string | undefined {
  const value = piece?.['value'];
  return typeof value === 'object' && value !== null && 'cooked' in value && typeof value.cooked === 'string' ? value.cooked : undefined;
}

/** The expression inside of what changes only its type, or waits for it. */
export function bare(node: SyntaxNode | undefined): SyntaxNode | undefined {
  let inner = node;
  while (inner !== undefined && wrappers.has(inner.type)) inner = childOf(inner, 'expression');
  return inner;
}

/** Nodes that hold an expression and leave its value as it is. */
export const wrappers: ReadonlySet<string> = new Set(['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSTypeAssertion', 'ChainExpression']);
