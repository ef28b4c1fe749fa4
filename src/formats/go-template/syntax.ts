/**
 * The tree of a Go template (text/template, the subset that Helm's charts use). Offsets are UTF-16 code units into the
 * text that was read; `end` is exclusive.
 */
export type TemplateNode = TextNode | OutputNode | ChoiceNode | RangeNode | JumpNode;

/** Literal text between actions, white space trimmed where the actions ask for it (`{{-`, `-}}`). */
export interface TextNode {
  readonly kind: 'text';
  readonly text: string;
  readonly start: number;
}

/** `{{ pipeline }}`: prints, or sets a variable. */
export interface OutputNode {
  readonly kind: 'output';
  readonly pipeline: Pipeline;
  readonly start: number;
  readonly end: number;
}

/** `if` and `with`, with their `else` branches; `with` moves the dot. */
export interface ChoiceNode {
  readonly kind: 'if' | 'with';
  readonly branches: readonly Branch[];
  readonly start: number;
}

/** A branch without a pipeline is `else`. */
export interface Branch {
  readonly pipeline: Pipeline | undefined;
  readonly body: readonly TemplateNode[];
}

export interface RangeNode {
  readonly kind: 'range';
  readonly pipeline: Pipeline;
  readonly body: readonly TemplateNode[];
  readonly otherwise: readonly TemplateNode[];
  readonly start: number;
}

export interface JumpNode {
  readonly kind: 'break' | 'continue';
  readonly start: number;
}

/** Commands joined by `|`: the result of each is the last argument of the next. */
export interface Pipeline {
  /** Variables that it sets, with their `$`; `range` may set two. */
  readonly variables: readonly string[];
  /** `=` sets a variable that exists, `:=` makes one. */
  readonly assigns: boolean;
  readonly commands: readonly Command[];
}

/** A function or a value, and its arguments. */
export interface Command {
  readonly operands: readonly Operand[];
}

export type Operand =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'function'; readonly name: string }
  /** `.a.b` of the dot, `$x.a` of a variable, `(…).a` of a pipeline. */
  | { readonly kind: 'path'; readonly root: 'dot' | Pipeline | { readonly variable: string }; readonly names: readonly string[] };

/** What reading a template gives: its body and the templates that it defines, by name. */
export interface GoTemplate {
  readonly body: readonly TemplateNode[];
  readonly defines: ReadonlyMap<string, readonly TemplateNode[]>;
  /** Set when the template is not well formed: what and where. */
  readonly problem?: { readonly message: string; readonly start: number };
}
