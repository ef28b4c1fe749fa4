import { tokens, type Token } from './lexer.ts';
import { ExpressionError, type BinaryOperator, type Expression } from './syntax.ts';

/** Levels an expression may be nested: far above what anyone writes, far below the stack. */
const maxDepth = 200;

/** How tightly binary operators bind (cel-spec, "Syntax"). */
const precedence: ReadonlyMap<string, number> = new Map([
  ['||', 1],
  ['&&', 2],
  ['==', 3],
  ['!=', 3],
  ['<', 3],
  ['<=', 3],
  ['>', 3],
  ['>=', 3],
  ['in', 3],
  ['+', 4],
  ['-', 4],
  ['*', 5],
  ['/', 5],
  ['%', 5],
]);

/** Parses a CEL expression. Throws ExpressionError with the place of the first mistake. */
export function parseExpression(text: string): Expression {
  const list = tokens(text);
  let next = 0;
  let depth = 0;

  const peek = (): Token => list[next] ?? { kind: 'end', text: 'the end', start: text.length };
  const fail = (message: string, at = peek().start): never => {
    throw new ExpressionError(message, text, at);
  };
  const take = (): Token => {
    const token = peek();
    next++;
    return token;
  };
  const isSymbol = (symbol: string): boolean => peek().kind === 'symbol' && peek().text === symbol;
  const accept = (symbol: string): boolean => {
    if (!isSymbol(symbol)) return false;
    next++;
    return true;
  };
  const expect = (symbol: string): void => {
    if (!accept(symbol)) fail(`expected "${symbol}", found ${JSON.stringify(peek().text)}`);
  };

  const whole = (): Expression => {
    if (++depth > maxDepth) fail('nested too deep');
    const test = binary(1);
    let result = test;
    if (accept('?')) {
      const yes = whole();
      expect(':');
      result = { op: 'conditional', test, yes, no: whole(), start: test.start };
    }
    depth--;
    return result;
  };

  const binary = (least: number): Expression => {
    let left = unary();
    for (;;) {
      const token = peek();
      const level = (token.kind === 'symbol' || token.text === 'in') && token.kind !== 'string' ? precedence.get(token.text) : undefined;
      if (level === undefined || level < least || !isBinary(token.text)) return left;
      next++;
      left = { op: 'binary', operator: token.text, left, right: binary(level + 1), start: token.start };
    }
  };

  const unary = (): Expression => {
    const token = peek();
    if (token.kind === 'symbol' && (token.text === '!' || token.text === '-')) {
      if (++depth > maxDepth) fail('nested too deep');
      next++;
      const operand = unary();
      depth--;
      return { op: 'unary', operator: token.text, operand, start: token.start };
    }
    return postfix(primary());
  };

  const postfix = (first: Expression): Expression => {
    let object = first;
    for (;;) {
      const { start } = peek();
      if (accept('.')) {
        const name = take();
        if (name.kind !== 'name') fail(`expected a name after ".", found ${JSON.stringify(name.text)}`, name.start);
        if (accept('(')) object = { op: 'call', name: name.text, receiver: object, args: separated(')'), start: name.start };
        else object = { op: 'select', object, field: name.text, start: name.start };
      } else if (accept('[')) {
        const index = whole();
        expect(']');
        object = { op: 'index', object, index, start };
      } else return object;
    }
  };

  const separated = (close: string): readonly Expression[] => {
    const items: Expression[] = [];
    while (!accept(close)) {
      items.push(whole());
      if (!isSymbol(close)) expect(',');
    }
    return items;
  };

  const primary = (): Expression => {
    const token = take();
    const { start } = token;
    if (token.kind === 'string' || token.kind === 'number') return { op: 'literal', value: token.value ?? null, start };
    if (token.kind === 'name') {
      if (token.text === 'true' || token.text === 'false') return { op: 'literal', value: token.text === 'true', start };
      if (token.text === 'null') return { op: 'literal', value: null, start };
      return accept('(') ? { op: 'call', name: token.text, args: separated(')'), start } : { op: 'name', name: token.text, start };
    }
    if (token.text === '(') {
      const inner = whole();
      expect(')');
      return inner;
    }
    if (token.text === '[') return { op: 'list', items: separated(']'), start };
    if (token.text === '{') return { op: 'map', entries: entries(), start };
    return fail(`unexpected ${JSON.stringify(token.text)}`, start);
  };

  const entries = (): readonly (readonly [Expression, Expression])[] => {
    const found: (readonly [Expression, Expression])[] = [];
    while (!accept('}')) {
      const key = whole();
      expect(':');
      found.push([key, whole()]);
      if (!isSymbol('}')) expect(',');
    }
    return found;
  };

  const result = whole();
  if (peek().kind !== 'end') fail(`unexpected ${JSON.stringify(peek().text)}`);
  return result;
}

function isBinary(text: string): text is BinaryOperator {
  return precedence.has(text);
}
