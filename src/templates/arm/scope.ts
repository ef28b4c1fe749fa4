import type { DataNode } from '../../formats/node.ts';
import type { Place, SourceText } from '../../formats/place.ts';
import type { FileReader, TemplateProblem, Value } from '../value.ts';

/** Values that one template may be evaluated to, and levels that are followed. */
export const maxSteps = 1_000_000;
export const maxDepth = 120;

/** What is shared by a template and the ones nested in it. */
export interface Session {
  readonly files: FileReader;
  readonly problems: TemplateProblem[];
  readonly inputs: Set<string>;
  steps: number;
  depth: number;
}

/** What names mean where an expression stands. */
export interface Scope {
  readonly session: Session;
  readonly source: SourceText;
  readonly parameter: (name: string) => Value | undefined;
  readonly variable: (name: string) => Value | undefined;
  /** The turn of each loop around, by its name; the innermost under the empty name. */
  readonly copies: ReadonlyMap<string, Value>;
  /** The address of the resource that a type and a name, or a symbolic name, mean. */
  readonly address: (name: string) => string | undefined;
}

export function placeOf(node: DataNode, { source }: Scope): Place {
  return { source, start: node.start, end: node.end };
}

export function note({ session }: Scope, code: string, message: string, at: Place): void {
  const same = session.problems.some((one) => one.code === code && one.at.start === at.start && one.at.source.path === at.source.path);
  if (!same && session.problems.length < 500) session.problems.push({ code, message, at });
}
