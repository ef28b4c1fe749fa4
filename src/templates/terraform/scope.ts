import type { Span } from '../../formats/hcl/ast.ts';
import type { Place, SourceText } from '../../formats/place.ts';
import type { Declarations } from './declarations.ts';
import type { FileReader, TemplateProblem, Value } from '../value.ts';

/** Values that one evaluation may make; more is unknown, and is said. */
export const maxSteps = 1_000_000;

/** Levels of expressions within expressions that are evaluated. */
export const maxDepth = 300;

/** What is shared by all modules of one evaluation. */
export interface Session {
  readonly files: FileReader;
  readonly problems: TemplateProblem[];
  /** Repository paths that were read. */
  readonly inputs: Set<string>;
  /** Folder of the root module, to which paths in functions are relative. */
  readonly root: string;
  steps: number;
  depth: number;
  /** Instances of resources made so far. */
  instances: number;
  /** Characters of files read so far. */
  characters: number;
  /** Modules opened so far. */
  modules: number;
  /** What the modules declare, by folder. */
  readonly declarations: Map<string, Declarations>;
}

/** What names mean where an expression stands. */
export interface Scope {
  readonly session: Session;
  readonly source: SourceText;
  /** Names of loops, iterators, templates, `each`, `count` and `self`. */
  readonly names: ReadonlyMap<string, Value>;
  /** A traversal that begins with a name of the module: `var`, `local`, `module`, `data`, a resource type. */
  readonly resolve: (root: string, steps: readonly TraversalStep[], scope: Scope, at: Place) => Resolved;
}

/** One step of a traversal whose key is already evaluated. */
export type TraversalStep = { readonly name: string } | { readonly key: Value };

/** A value, and how many steps of the traversal led to it. */
export interface Resolved {
  readonly value: Value;
  readonly used: number;
}

export function placeOf(span: Span, scope: Scope): Place {
  return { source: scope.source, start: span.start, end: span.end };
}

/** The same scope with more names. */
export function withNames(scope: Scope, names: Iterable<readonly [string, Value]>): Scope {
  return { ...scope, names: new Map([...scope.names, ...names]) };
}

/** Reports a problem once. */
export function note(session: Session, problem: TemplateProblem): void {
  const same = session.problems.some((one) => one.code === problem.code && one.at.start === problem.at.start && one.at.source.path === problem.at.source.path);
  if (!same && session.problems.length < 500) session.problems.push(problem);
}
