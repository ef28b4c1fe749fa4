import { ExpressionError } from './syntax.ts';

export interface Token {
  readonly kind: 'name' | 'string' | 'number' | 'symbol' | 'end';
  readonly text: string;
  readonly value?: string | number;
  /** UTF-16 offset of its first character. */
  readonly start: number;
}

const pattern =
  /\s+|\/\/[^\n]*|([A-Za-z_][A-Za-z0-9_]*)|(0x[0-9a-fA-F]+u?|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?u?)|(&&|\|\||==|!=|<=|>=|[-+*/%!<>?:.,()[\]{}])/y;

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', a: '\x07', v: '\v' };

/** Splits a CEL expression into tokens (cel-spec, "Syntax"); `r'…'` strings are raw. Throws ExpressionError. */
export function tokens(expression: string): readonly Token[] {
  const found: Token[] = [];
  let at = 0;
  while (at < expression.length) {
    const first = expression[at];
    const raw = (first === 'r' || first === 'R') && isQuote(expression[at + 1]);
    if (raw || isQuote(first)) {
      const read = readString(expression, raw ? at + 1 : at, raw);
      found.push({ kind: 'string', text: expression.slice(at, read.end), value: read.value, start: at });
      at = read.end;
      continue;
    }
    pattern.lastIndex = at;
    const match = pattern.exec(expression);
    if (match === null) throw new ExpressionError(`unexpected "${expression[at] ?? ''}"`, expression, at);
    const [, name, number, symbol] = match;
    if (name !== undefined) found.push({ kind: 'name', text: name, start: at });
    else if (number !== undefined) found.push({ kind: 'number', text: number, value: Number(number.replace(/u$/, '')), start: at });
    else if (symbol !== undefined) found.push({ kind: 'symbol', text: symbol, start: at });
    at = pattern.lastIndex;
  }
  found.push({ kind: 'end', text: 'the end', start: expression.length });
  return found;
}

function isQuote(char: string | undefined): boolean {
  return char === '"' || char === "'";
}

function readString(expression: string, start: number, raw: boolean): { value: string; end: number } {
  const quote = expression[start];
  let value = '';
  for (let at = start + 1; at < expression.length; at++) {
    const char = expression[at] ?? '';
    if (char === quote) return { value, end: at + 1 };
    if (char !== '\\' || raw) value += char;
    else {
      at++;
      const code = expression[at] ?? '';
      const length = code === 'x' ? 2 : code === 'u' ? 4 : 0;
      if (length === 0) value += escapes[code] ?? code;
      else {
        value += String.fromCharCode(Number.parseInt(expression.slice(at + 1, at + 1 + length), 16) || 0);
        at += length;
      }
    }
  }
  throw new ExpressionError('a text that is not closed', expression, start);
}
