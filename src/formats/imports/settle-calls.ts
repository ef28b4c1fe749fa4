import { bare, childOf, childrenOf, cookedOf, isNode, literalOf, textOf, type Syntax, type SyntaxNode, type Variable } from './javascript-syntax.ts';

/** How far a value is followed through variables and operators. */
const maxSteps = 8;

/** Most texts that one expression is taken for. */
const maxTexts = 4;

/** `perhaps` for what is called `require` and is handed in, or defined here: it may ask Node's own for the module. */
export type Answer = 'yes' | 'no' | 'perhaps';

/** Whether what is called here is Node's own `require`, or stands for it. */
export function isRequire(callee: SyntaxNode | undefined, syntax: Syntax, steps = maxSteps): Answer {
  const node = bare(callee);
  if (node === undefined || steps === 0) return 'no';
  const inside = (key: string): Answer => isRequire(childOf(node, key), syntax, steps - 1);
  switch (node.type) {
    case 'Identifier': {
      const variable = variableOf(node, syntax);
      if (variable === undefined) return textOf(node) === 'require' ? 'yes' : 'no';
      const answer = standsForRequire(variable, syntax, steps);
      return answer === 'no' && variable.name === 'require' ? 'perhaps' : answer;
    }
    case 'MemberExpression': {
      const property = textOf(childOf(node, 'property'));
      const object = bare(childOf(node, 'object'));
      if (property === 'resolve') return isRequire(object, syntax, steps - 1);
      if (property !== 'require') return 'no';
      // module.require, process.mainModule.require, globalThis.require
      const owner = object?.type === 'MemberExpression' ? textOf(childOf(object, 'property')) : textOf(object);
      return /^(?:module|mainModule|globalThis|global)$/.test(owner ?? '') && (object === undefined || variableOf(object, syntax) === undefined) ? 'yes' : 'no';
    }
    case 'CallExpression': {
      const made = bare(childOf(node, 'callee'));
      return textOf(made?.type === 'MemberExpression' ? childOf(made, 'property') : made) === 'createRequire' ? 'yes' : 'no';
    }
    // typeof require === 'function' ? require : other; typeof require !== 'undefined' && require
    case 'ConditionalExpression': return either(inside('consequent'), inside('alternate'));
    case 'LogicalExpression': return either(inside('right'), inside('left'));
    default: return 'no';
  }
}

function either(a: Answer, b: Answer): Answer {
  return a === 'no' ? b : a;
}

function standsForRequire(variable: Variable, syntax: Syntax, steps: number): Answer {
  const init = initialValue(variable);
  if (init !== undefined) return isRequire(init, syntax, steps - 1);
  const written = variable.references.slice(0, 100).some(({ writeExpr }) => isNode(writeExpr) && isRequire(writeExpr, syntax, steps - 1) !== 'no');
  // define(['require'], function (require) { … }) hands in a loader of modules
  const [definition] = variable.defs;
  if (definition?.type !== 'Parameter' || variable.name !== 'require') return written ? 'perhaps' : 'no';
  const call = syntax.parents.get(definition.node);
  return call?.type === 'CallExpression' && /^define$|^requirejs$/.test(textOf(childOf(call, 'callee')) ?? '') ? 'yes' : 'no';
}

/** The variable that a name stands for; undefined for one that nothing in the file declares. */
function variableOf(node: SyntaxNode, syntax: Syntax): Variable | undefined {
  const variable = syntax.references.get(node)?.resolved ?? undefined;
  return variable === undefined || variable.defs.length === 0 ? undefined : variable;
}

/** What a variable holds for good: its initial value, where nothing else is ever written to it. */
function initialValue(variable: Variable): SyntaxNode | undefined {
  const [definition] = variable.defs;
  if (variable.defs.length !== 1 || definition === undefined || definition.type !== 'Variable' || variable.references.filter((one) => one.isWrite()).length > 1) return undefined;
  const declarator: unknown = definition.node;
  const node = isDeclarator(declarator) ? declarator : undefined;
  return childOf(node, 'id')?.type === 'Identifier' ? bare(childOf(node, 'init')) : undefined;
}

function isDeclarator(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'VariableDeclarator';
}

/** The texts that an expression can be, where all of it is written in this file; empty where something is not. */
export function textsOf(expression: SyntaxNode | undefined, syntax: Syntax, steps = maxSteps): readonly string[] {
  const node = bare(expression);
  if (node === undefined || steps === 0) return [];
  const literal = literalOf(node);
  if (literal !== undefined) return [literal];
  const inside = (key: string): readonly string[] => textsOf(childOf(node, key), syntax, steps - 1);
  switch (node.type) {
    case 'Identifier': {
      const variable = variableOf(node, syntax);
      return variable === undefined ? [] : textsOf(initialValue(variable), syntax, steps - 1);
    }
    case 'BinaryExpression': return node['operator'] === '+' ? joined(inside('left'), inside('right')) : [];
    case 'ConditionalExpression': return [...inside('consequent'), ...inside('alternate')].slice(0, maxTexts);
    case 'LogicalExpression': return [...inside('left'), ...inside('right')].slice(0, maxTexts);
    case 'TemplateLiteral': {
      const pieces = childrenOf(node, 'quasis').map(cookedOf);
      const values = childrenOf(node, 'expressions').map((one) => textsOf(one, syntax, steps - 1));
      return values.reduce<readonly string[]>((texts, value, at) => joined(joined(texts, value), [pieces[at + 1] ?? '']), [pieces[0] ?? '']);
    }
    default: return [];
  }
}

function joined(left: readonly string[], right: readonly string[]): readonly string[] {
  return left.flatMap((a) => right.map((b) => a + b)).filter((one) => one.length < 1000).slice(0, maxTexts);
}
