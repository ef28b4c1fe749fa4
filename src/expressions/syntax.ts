/** A node of a parsed expression. Offsets are UTF-16 code units into the expression. */
export type Expression =
  | { readonly op: 'literal'; readonly value: string | number | boolean | null; readonly start: number }
  | { readonly op: 'name'; readonly name: string; readonly start: number }
  | { readonly op: 'select'; readonly object: Expression; readonly field: string; readonly start: number }
  | { readonly op: 'index'; readonly object: Expression; readonly index: Expression; readonly start: number }
  | { readonly op: 'call'; readonly name: string; readonly receiver?: Expression; readonly args: readonly Expression[]; readonly start: number }
  | { readonly op: 'list'; readonly items: readonly Expression[]; readonly start: number }
  | { readonly op: 'map'; readonly entries: readonly (readonly [Expression, Expression])[]; readonly start: number }
  | { readonly op: 'unary'; readonly operator: '!' | '-'; readonly operand: Expression; readonly start: number }
  | { readonly op: 'binary'; readonly operator: BinaryOperator; readonly left: Expression; readonly right: Expression; readonly start: number }
  | { readonly op: 'conditional'; readonly test: Expression; readonly yes: Expression; readonly no: Expression; readonly start: number };

export type BinaryOperator = '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | '+' | '-' | '*' | '/' | '%';

/** An expression that cannot be compiled; the offset says where. The reader of the policy file turns it into its own error. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
  /** UTF-16 offset into the expression. */
  readonly offset: number;

  constructor(message: string, expression: string, offset: number) {
    super(`${message} at character ${offset + 1} of "${expression.length > 200 ? `${expression.slice(0, 200)}…` : expression}"`);
    this.offset = offset;
  }
}
