import type { DataNode, MapNode } from '../../formats/node.ts';
import type { Place, SourceText } from '../../formats/place.ts';
import type { FileReader, MapValue, Resource, TemplateProblem, Value } from '../value.ts';
import type { Candidates } from './equal.ts';
import type { Result, Truth } from './values.ts';

/** What one reading shares with the nested stacks it reads: where problems go, and how much may still be evaluated. */
export interface Session {
  readonly files: FileReader;
  readonly problems: TemplateProblem[];
  /** Paths that were read. */
  readonly inputs: Set<string>;
  readonly candidates: Candidates;
  /** Nodes that may still be evaluated. */
  budget: number;
  depth: number;
}

/** A template that is being evaluated, and the names that are bound at a node of it. */
export interface Scope {
  readonly session: Session;
  readonly source: SourceText;
  /** Put before names of resources: empty, or the logical id of the nested stack and a slash. */
  readonly prefix: string;
  readonly parameters: ReadonlyMap<string, Value>;
  /** The parameters without their defaults, and the answers of conditions over them: what they can be made to be. */
  readonly undecided: { readonly parameters: ReadonlyMap<string, Value>; readonly answers: Map<string, Truth | 'asking'> };
  readonly mappings: DataNode | undefined;
  readonly conditions: ReadonlyMap<string, Declared>;
  /** Answers of conditions that were asked; `asking` guards against cycles. */
  readonly answers: Map<string, Truth | 'asking'>;
  /** Logical ids of the template's resources. */
  readonly resources: ReadonlySet<string>;
  /** What a nested stack gives, by its logical id; undefined when it cannot be read. */
  readonly nested: (stack: string) => NestedStack | undefined;
  /** Variables of the loops around the node. */
  readonly locals: ReadonlyMap<string, Value>;
  /** Conditions that hold where the node stands, because the resource around it exists only then. */
  readonly assumed: ReadonlyMap<string, boolean>;
  /** True when macros may add what the template does not show. */
  readonly isTransformed: boolean;
  readonly evaluate: (node: DataNode, scope: Scope) => Result;
}

/** A condition as it is declared, with the variables of the loops around it. */
export interface Declared {
  readonly node: DataNode;
  readonly locals: ReadonlyMap<string, Value>;
}

/** A nested stack that was read. */
export interface NestedStack {
  readonly resources: readonly Resource[];
  readonly outputs: MapValue;
}

/** A function of CloudFormation: its argument as it is written. */
export type Intrinsic = (argument: DataNode, call: Call) => Result;

/** Where a function is called. */
export interface Call {
  readonly scope: Scope;
  readonly at: Place;
}

/** The place of a node in the scope's file. */
export function placeOf(node: { readonly start: number; readonly end: number }, scope: Scope): Place {
  return { source: scope.source, start: node.start, end: node.end };
}

/** Notes a problem, at most a thousand of them. */
export function note(scope: Scope, code: string, message: string, at: Place): void {
  if (scope.session.problems.length < 1000) scope.session.problems.push({ code, message, at });
}

/** A scope with a loop variable bound. */
export function withLocal(scope: Scope, name: string, value: Value): Scope {
  return { ...scope, locals: new Map([...scope.locals, [name, value]]) };
}

/** A scope in which a condition is taken to hold, or not to. */
export function assuming(scope: Scope, condition: string, holds: boolean): Scope {
  return { ...scope, assumed: new Map([...scope.assumed, [condition, holds]]), answers: new Map() };
}

/** The arguments of a function that takes a list, or its lone argument. */
export function argumentsOf(node: DataNode): readonly DataNode[] {
  return node.kind === 'list' ? node.items : [node];
}

/** The name of the only key of a map. */
export function onlyKey(node: MapNode): string | undefined {
  const [first] = node.entries;
  return node.entries.length === 1 && first !== undefined && typeof first.key.value === 'string' ? first.key.value : undefined;
}
