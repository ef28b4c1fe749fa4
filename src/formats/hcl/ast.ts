/** Where a node stands: offsets into the text, end exclusive, in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Attributes and blocks between braces, or of a whole file (HCL native syntax specification, "Structural Elements"). */
export interface Body extends Span {
  readonly attributes: readonly Attribute[];
  readonly blocks: readonly Block[];
}

export interface Attribute extends Span {
  readonly name: string;
  readonly value: Expression;
}

export interface Block extends Span {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: Body;
  /** End of the type and the labels, before the brace. */
  readonly headEnd: number;
}

export type Expression =
  | LiteralExpression
  | TemplateExpression
  | VariableExpression
  | AttributeExpression
  | IndexExpression
  | SplatExpression
  | CallExpression
  | ConditionalExpression
  | UnaryExpression
  | BinaryExpression
  | TupleExpression
  | ObjectExpression
  | ForExpression;

export interface LiteralExpression extends Span {
  readonly kind: 'literal';
  readonly value: string | number | boolean | null;
}

/** A quoted string or heredoc that is more than one literal text. */
export interface TemplateExpression extends Span {
  readonly kind: 'template';
  readonly parts: readonly TemplatePart[];
}

export type TemplatePart =
  | (Span & { readonly kind: 'text'; readonly text: string })
  | (Span & { readonly kind: 'interpolation'; readonly value: Expression })
  | (Span & { readonly kind: 'if'; readonly condition: Expression; readonly then: readonly TemplatePart[]; readonly otherwise: readonly TemplatePart[] })
  | (Span & { readonly kind: 'for'; readonly key?: string; readonly item: string; readonly collection: Expression; readonly parts: readonly TemplatePart[] });

export interface VariableExpression extends Span {
  readonly kind: 'variable';
  readonly name: string;
}

export interface AttributeExpression extends Span {
  readonly kind: 'attribute';
  readonly target: Expression;
  readonly name: string;
}

export interface IndexExpression extends Span {
  readonly kind: 'index';
  readonly target: Expression;
  readonly key: Expression;
}

/** `a.*.b` and `a[*].b`: `steps` apply to each item. */
export interface SplatExpression extends Span {
  readonly kind: 'splat';
  readonly target: Expression;
  readonly steps: readonly Step[];
}

/** One step from a value to a part of it. */
export type Step = { readonly name: string } | { readonly key: Expression };

export interface CallExpression extends Span {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Expression[];
  /** True when the last argument is a list to spread (`f(list...)`). */
  readonly spread: boolean;
}

export interface ConditionalExpression extends Span {
  readonly kind: 'conditional';
  readonly condition: Expression;
  readonly then: Expression;
  readonly otherwise: Expression;
}

export interface UnaryExpression extends Span {
  readonly kind: 'unary';
  readonly operator: '!' | '-';
  readonly operand: Expression;
}

export interface BinaryExpression extends Span {
  readonly kind: 'binary';
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
}

export interface TupleExpression extends Span {
  readonly kind: 'tuple';
  readonly items: readonly Expression[];
}

export interface ObjectExpression extends Span {
  readonly kind: 'object';
  readonly entries: readonly { readonly key: Expression; readonly value: Expression }[];
}

export interface ForExpression extends Span {
  readonly kind: 'for';
  readonly key?: string;
  readonly item: string;
  readonly collection: Expression;
  /** Present for an object (`{for … : key => value}`). */
  readonly resultKey?: Expression;
  readonly result: Expression;
  readonly condition?: Expression;
  /** True when values of one key are grouped (`…`). */
  readonly group: boolean;
}

/** What is wrong in a text, and where. */
export interface HclProblem extends Span {
  readonly message: string;
}

/** A file as far as it could be read. */
export interface HclFile {
  readonly body: Body;
  readonly problems: readonly HclProblem[];
}
