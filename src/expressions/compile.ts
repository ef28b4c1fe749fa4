import { contains, equalTerms } from './compare.ts';
import { macroNames, runMacro, type MacroName } from './macros.ts';
import { add, arithmetic, both, itemAt, negative, not, ordered } from './operators.ts';
import { parseExpression } from './parser.ts';
import { ExpressionError, type BinaryOperator, type Expression } from './syntax.ts';
import { isUnknown, list, select, textOf, truthOf, unknown, type Item, type Term } from './term.ts';

/** A function that expressions may call. `Host` is what the caller of `evaluate` hands through to it. */
export interface ExpressionFunction<Host> {
  /** Least and most number of arguments, the receiver of a method counted. */
  readonly least: number;
  readonly most: number;
  /** True when it decides itself what an unknown argument means; else an unknown argument makes the result unknown. */
  readonly lenient?: boolean;
  call(args: readonly Term[], host: Host): Term;
}

/** Functions by name: `size`, `cidr.isPublic`, and methods with a leading dot, `.startsWith`. */
export type FunctionTable<Host> = ReadonlyMap<string, ExpressionFunction<Host>>;

/** What an expression may name. */
export interface Vocabulary<Host> {
  readonly variables: ReadonlySet<string>;
  readonly functions: FunctionTable<Host>;
}

/** What an expression is evaluated against. */
export interface Scope<Host> {
  read(variable: string): Term;
  readonly host: Host;
  /** Collects the list items that made an `all` false, an `exists` or an `in` true, or left them open: what a finding points at. */
  readonly witnesses?: Item[];
}

export interface Compiled<Host> {
  /** The expression's value. Never throws for a value; what cannot be known is an unknown term. */
  evaluate(scope: Scope<Host>): Term;
}

/** A running evaluation: the scope and the values of the variables that macros bind. */
export interface Run<Host> {
  readonly scope: Scope<Host>;
  readonly locals: Term[];
}

/** A compiled node. */
export type Code<Host> = (run: Run<Host>) => Term;

/** Compiles a CEL expression to closures. Throws ExpressionError for syntax, unknown names and wrong argument counts. */
export function compileExpression<Host>(text: string, vocabulary: Vocabulary<Host>): Compiled<Host> {
  const code = compileNode(parseExpression(text), { text, vocabulary, locals: [] });
  return { evaluate: (scope) => code({ scope, locals: [] }) };
}

interface Context<Host> {
  readonly text: string;
  readonly vocabulary: Vocabulary<Host>;
  /** Names that macros bind, by slot. */
  readonly locals: readonly string[];
}

function compileNode<Host>(node: Expression, context: Context<Host>): Code<Host> {
  switch (node.op) {
    case 'literal': {
      const { value } = node;
      return () => value;
    }
    case 'name':
      return compileName(node.name, node.start, context);
    case 'select': {
      const object = compileNode(node.object, context);
      const { field } = node;
      return (run) => select(object(run), field);
    }
    case 'index': {
      const object = compileNode(node.object, context);
      const index = compileNode(node.index, context);
      return (run) => itemAt(object(run), index(run));
    }
    case 'list': {
      const items = node.items.map((item) => compileNode(item, context));
      return (run) => list(items.map((item) => item(run)));
    }
    case 'map': {
      const entries = node.entries.map(([key, value]) => [compileNode(key, context), compileNode(value, context)] as const);
      return (run) => ({ kind: 'map', entries: new Map(entries.map(([key, value]) => [textOf(key(run)) ?? '', value(run)])) });
    }
    case 'unary': {
      const operand = compileNode(node.operand, context);
      return node.operator === '!' ? (run) => not(truthOf(operand(run))) : (run) => negative(operand(run));
    }
    case 'binary':
      return compileBinary(node.operator, compileNode(node.left, context), compileNode(node.right, context));
    case 'conditional': {
      const [test, yes, no] = [compileNode(node.test, context), compileNode(node.yes, context), compileNode(node.no, context)];
      return (run) => {
        const truth = truthOf(test(run));
        if (truth === true) return yes(run);
        if (truth === false) return no(run);
        const one = yes(run);
        return equalTerms(one, no(run)) === true ? one : unknown(truth.why);
      };
    }
    case 'call':
      return compileCall(node, context);
    default:
      return node satisfies never;
  }
}

function compileName<Host>(name: string, start: number, context: Context<Host>): Code<Host> {
  const slot = context.locals.lastIndexOf(name);
  if (slot >= 0) return (run) => run.locals[slot] ?? null;
  if (!context.vocabulary.variables.has(name)) {
    throw new ExpressionError(`"${name}" is not known here (there are: ${[...context.vocabulary.variables].join(', ')})`, context.text, start);
  }
  return (run) => run.scope.read(name);
}

function compileCall<Host>(node: Expression & { op: 'call' }, context: Context<Host>): Code<Host> {
  const { receiver, name, args, start } = node;
  if (name === 'has' && receiver === undefined) return compileHas(node, context);
  if (receiver !== undefined && isMacro(name) && args.length >= 2) return compileMacro(name, receiver, args, start, context);
  const { functions, variables } = context.vocabulary;
  const isNamespace = receiver?.op === 'name' && !variables.has(receiver.name) && !context.locals.includes(receiver.name);
  const key = receiver === undefined ? name : isNamespace ? `${receiver.name}.${name}` : `.${name}`;
  const found = functions.get(key);
  if (found === undefined) throw new ExpressionError(`there is no function "${key.replace(/^\./, '')}"`, context.text, start);
  const operands = (receiver === undefined || isNamespace ? args : [receiver, ...args]).map((arg) => compileNode(arg, context));
  if (operands.length < found.least || operands.length > found.most) {
    throw new ExpressionError(`"${key.replace(/^\./, '')}" takes ${found.least === found.most ? found.least : `${found.least} to ${found.most}`} arguments`, context.text, start);
  }
  if (found.lenient === true) return (run) => found.call(operands.map((operand) => operand(run)), run.scope.host);
  return (run) => {
    const values: Term[] = [];
    for (const operand of operands) {
      const value = operand(run);
      // the function's result is not the argument: what is known of that says nothing of this
      if (isUnknown(value)) return unknown(value.why);
      values.push(value);
    }
    return found.call(values, run.scope.host);
  };
}

function compileHas<Host>(node: Expression & { op: 'call' }, context: Context<Host>): Code<Host> {
  const target = node.args[0];
  if (node.args.length !== 1 || target === undefined) throw new ExpressionError('"has" takes one argument', context.text, node.start);
  const value = compileNode(target, context);
  return (run) => {
    const found = value(run);
    // an unknown value was written; only one that may be set elsewhere is in doubt
    if (isUnknown(found)) return found.at === undefined || found.mayBeAbsent === true ? found : true;
    // an empty text is how some templates leave a setting out
    return found !== null && found !== '';
  };
}

function compileMacro<Host>(name: MacroName, receiver: Expression, args: readonly Expression[], start: number, context: Context<Host>): Code<Host> {
  const [bound, ...bodies] = args;
  if (bound?.op !== 'name') throw new ExpressionError(`the first argument of "${name}" is the name of its variable`, context.text, start);
  const slot = context.locals.length;
  const inner = { ...context, locals: [...context.locals, bound.name] };
  const container = compileNode(receiver, context);
  const codes = bodies.map((body) => compileNode(body, inner));
  return (run) =>
    runMacro(name, container(run), {
      witnesses: run.scope.witnesses,
      bodies: codes.map((code) => (item: Term) => {
        run.locals[slot] = item;
        return code(run);
      }),
    });
}

function isMacro(name: string): name is MacroName {
  return macroNames.has(name);
}

function compileBinary<Host>(operator: BinaryOperator, left: Code<Host>, right: Code<Host>): Code<Host> {
  switch (operator) {
    case '&&':
      return (run) => both(truthOf(left(run)), () => truthOf(right(run)));
    case '||':
      return (run) => not(both(not(truthOf(left(run))), () => not(truthOf(right(run)))));
    case '==':
      return (run) => equalTerms(left(run), right(run));
    case '!=':
      return (run) => not(equalTerms(left(run), right(run)));
    case 'in':
      return (run) => contains(right(run), left(run), run.scope.witnesses);
    case '<':
      return (run) => ordered(left(run), right(run), (order) => order < 0);
    case '<=':
      return (run) => ordered(left(run), right(run), (order) => order <= 0);
    case '>':
      return (run) => ordered(left(run), right(run), (order) => order > 0);
    case '>=':
      return (run) => ordered(left(run), right(run), (order) => order >= 0);
    case '+':
      return (run) => add(left(run), right(run));
    default:
      return (run) => arithmetic(operator, left(run), right(run));
  }
}
