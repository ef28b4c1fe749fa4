import type { Expression, Step } from './ast.ts';
import { at, atKeyword, expect, fail, found, identifier, isDigit, nested, skipBlanks, skipLines, startsIdentifier, take, type Scanner } from './scanner.ts';
import { heredoc, quotedTemplate } from './template.ts';

/** Binary operators by strength, the weakest first. */
const levels: readonly (readonly string[])[] = [['||'], ['&&'], ['==', '!='], ['<=', '>=', '<', '>'], ['+', '-'], ['*', '/', '%']];

/** Reads an expression (HCL native syntax specification, "Expressions"). Fails by `SyntaxFailure`. */
export function expression(scanner: Scanner): Expression {
  return nested(scanner, scanner.newlinesAreBlank, () => {
    const condition = binary(scanner, 0);
    if (!take(scanner, '?')) return condition;
    const then = expression(scanner);
    expect(scanner, ':');
    const otherwise = expression(scanner);
    return { kind: 'conditional', condition, then, otherwise, start: condition.start, end: otherwise.end };
  });
}

function binary(scanner: Scanner, level: number): Expression {
  const operators = levels[level];
  if (operators === undefined) return unary(scanner);
  let left = binary(scanner, level + 1);
  for (;;) {
    const operator = operators.find((one) => at(scanner, one));
    // `~}` and `...` end an expression, they are no operators
    if (operator === undefined) return left;
    scanner.position += operator.length;
    const right = binary(scanner, level + 1);
    left = { kind: 'binary', operator, left, right, start: left.start, end: right.end };
  }
}

function unary(scanner: Scanner): Expression {
  skipBlanks(scanner);
  const start = scanner.position;
  const operator = take(scanner, '!') ? '!' : take(scanner, '-') ? '-' : undefined;
  if (operator === undefined) return postfix(scanner, primary(scanner));
  const operand = nested(scanner, scanner.newlinesAreBlank, () => unary(scanner));
  if (operator === '-' && operand.kind === 'literal' && typeof operand.value === 'number') return { ...operand, value: -operand.value, start };
  return { kind: 'unary', operator, operand, start, end: operand.end };
}

function postfix(scanner: Scanner, first: Expression): Expression {
  let target = first;
  for (;;) {
    if (atAttribute(scanner)) {
      const step = attributeStep(scanner);
      if (step === '*') {
        const steps: Step[] = [];
        while (atAttribute(scanner)) {
          const next = attributeStep(scanner);
          if (next !== '*') steps.push(next);
        }
        target = { kind: 'splat', target, steps, start: target.start, end: scanner.position };
      } else target = stepped(target, step, scanner.position);
    } else if (at(scanner, '[')) {
      const key = indexStep(scanner);
      if (key === '*') {
        const steps: Step[] = [];
        for (;;) {
          if (atAttribute(scanner)) {
            const next = attributeStep(scanner);
            if (next !== '*') steps.push(next);
          } else if (at(scanner, '[') && !/^\[\s*\*/.test(scanner.text.slice(scanner.position, scanner.position + 8))) {
            const next = indexStep(scanner);
            if (next !== '*') steps.push({ key: next });
          } else break;
        }
        target = { kind: 'splat', target, steps, start: target.start, end: scanner.position };
      } else target = { kind: 'index', target, key, start: target.start, end: scanner.position };
    } else return target;
  }
}

function stepped(target: Expression, step: Step, end: number): Expression {
  if ('name' in step) return { kind: 'attribute', target, name: step.name, start: target.start, end };
  return { kind: 'index', target, key: step.key, start: target.start, end };
}

function atAttribute(scanner: Scanner): boolean {
  return at(scanner, '.') && !at(scanner, '...');
}

/** `.name`, `.0` (the old way to index) or `.*`. */
function attributeStep(scanner: Scanner): Step | '*' {
  scanner.position++;
  if (take(scanner, '*')) return '*';
  const start = scanner.position;
  const name = identifier(scanner);
  if (name !== undefined) return { name };
  let end = start;
  while (isDigit(scanner.text.charCodeAt(end))) end++;
  if (end === start) fail(`expected a name after the dot, found ${found(scanner)}`, start);
  scanner.position = end;
  return { key: { kind: 'literal', value: Number(scanner.text.slice(start, end)), start, end } };
}

function indexStep(scanner: Scanner): Expression | '*' {
  scanner.position++;
  return nested(scanner, true, () => {
    const key = take(scanner, '*') ? '*' : expression(scanner);
    expect(scanner, ']');
    return key;
  });
}

function primary(scanner: Scanner): Expression {
  const { text, position: start } = scanner;
  const code = text.charCodeAt(start);
  if (code === 34) return nested(scanner, scanner.newlinesAreBlank, () => quotedTemplate(scanner, expression));
  if (isDigit(code)) return number(scanner);
  if (code === 40) return parenthesis(scanner);
  if (code === 91) return nested(scanner, true, () => tuple(scanner));
  if (code === 123) return nested(scanner, false, () => object(scanner));
  if (text.startsWith('<<', start)) return nested(scanner, scanner.newlinesAreBlank, () => heredoc(scanner, expression));
  if (!startsIdentifier(code)) fail(`expected a value, found ${found(scanner)}`, start);
  const name = functionName(scanner);
  if (name === 'true' || name === 'false') return { kind: 'literal', value: name === 'true', start, end: scanner.position };
  if (name === 'null') return { kind: 'literal', value: null, start, end: scanner.position };
  const end = scanner.position;
  if (take(scanner, '(')) return call(scanner, name, start);
  return { kind: 'variable', name, start, end };
}

/** A name, with the name spaces of providers' functions (`provider::aws::arn_parse`). */
function functionName(scanner: Scanner): string {
  let name = identifier(scanner) ?? '';
  while (scanner.text.startsWith('::', scanner.position)) {
    scanner.position += 2;
    name += `::${identifier(scanner) ?? ''}`;
  }
  return name;
}

function number(scanner: Scanner): Expression {
  const start = scanner.position;
  const pattern = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
  pattern.lastIndex = start;
  const digits = pattern.exec(scanner.text)?.[0] ?? '0';
  scanner.position += digits.length;
  return { kind: 'literal', value: Number(digits), start, end: scanner.position };
}

function parenthesis(scanner: Scanner): Expression {
  const start = scanner.position++;
  const inside = nested(scanner, true, () => {
    const value = expression(scanner);
    expect(scanner, ')');
    return value;
  });
  return { ...inside, start, end: scanner.position };
}

function call(scanner: Scanner, name: string, start: number): Expression {
  return nested(scanner, true, () => {
    const args: Expression[] = [];
    let spread = false;
    while (!take(scanner, ')')) {
      args.push(expression(scanner));
      if (take(scanner, '...')) spread = true;
      if (!take(scanner, ',') && !at(scanner, ')')) fail(`expected \`,\` or \`)\`, found ${found(scanner)}`, scanner.position);
    }
    return { kind: 'call', name, args, spread, start, end: scanner.position };
  });
}

function tuple(scanner: Scanner): Expression {
  const start = scanner.position++;
  if (atFor(scanner)) return forExpression(scanner, start, ']');
  const items: Expression[] = [];
  while (!take(scanner, ']')) {
    items.push(expression(scanner));
    if (!take(scanner, ',') && !at(scanner, ']')) fail(`expected \`,\` or \`]\`, found ${found(scanner)}`, scanner.position);
  }
  return { kind: 'tuple', items, start, end: scanner.position };
}

function object(scanner: Scanner): Expression {
  const start = scanner.position++;
  skipLines(scanner);
  if (atFor(scanner)) return nested(scanner, true, () => forExpression(scanner, start, '}'));
  const entries: { key: Expression; value: Expression }[] = [];
  while (!take(scanner, '}')) {
    const key = objectKey(scanner);
    if (!take(scanner, '=') && !take(scanner, ':')) fail(`expected \`=\`, found ${found(scanner)}`, scanner.position);
    skipLines(scanner);
    entries.push({ key, value: expression(scanner) });
    const ended = take(scanner, ',') || scanner.text[scanner.position] === '\n' || scanner.text[scanner.position] === '\r';
    if (!ended && !at(scanner, '}')) fail(`expected the next entry, found ${found(scanner)}`, scanner.position);
    skipLines(scanner);
  }
  return { kind: 'object', entries, start, end: scanner.position };
}

/** A bare name is a key; any other expression is evaluated, and so is a name in parentheses. */
function objectKey(scanner: Scanner): Expression {
  const bare = !at(scanner, '(');
  const key = expression(scanner);
  return bare && key.kind === 'variable' ? { kind: 'literal', value: key.name, start: key.start, end: key.end } : key;
}

function atFor(scanner: Scanner): boolean {
  return atKeyword(scanner, 'for') && /^for\s+[^=:\s]/.test(scanner.text.slice(scanner.position, scanner.position + 80));
}

function forExpression(scanner: Scanner, start: number, closer: string): Expression {
  scanner.position += 3;
  const first = identifier(scanner);
  const second = take(scanner, ',') ? identifier(scanner) : undefined;
  if (first === undefined || !atKeyword(scanner, 'in')) fail('a `for` is not complete', start);
  scanner.position += 2;
  const collection = expression(scanner);
  expect(scanner, ':');
  const value = expression(scanner);
  const result = take(scanner, '=>') ? expression(scanner) : undefined;
  const group = take(scanner, '...');
  let condition: Expression | undefined;
  if (atKeyword(scanner, 'if')) {
    scanner.position += 2;
    condition = expression(scanner);
  }
  expect(scanner, closer);
  return {
    kind: 'for',
    ...(second === undefined ? { item: first } : { key: first, item: second }),
    collection,
    ...(result === undefined ? { result: value } : { resultKey: value, result }),
    ...(condition === undefined ? {} : { condition }),
    group,
    start,
    end: scanner.position,
  };
}
