import { compileExpression, type Compiled, type Scope, type Vocabulary } from './compile.ts';
import { isUnknown, textOf } from './term.ts';

/** A sentence with expressions in braces: `{name} opens port {resource.FromPort}`. */
export interface Message<Host> {
  render(scope: Scope<Host>): string;
}

/** Longest value that is put into a message. */
const maxValueLength = 120;

/** Compiles a sentence with expressions in braces. Throws ExpressionError. */
export function compileMessage<Host>(text: string, vocabulary: Vocabulary<Host>): Message<Host> {
  const pieces: (string | Compiled<Host>)[] = text
    .split(/(\{[^{}]*\})/)
    .filter((piece) => piece !== '')
    .map((piece) => (piece.startsWith('{') ? compileExpression(piece.slice(1, -1), vocabulary) : piece));
  return { render: (scope) => pieces.map((piece) => (typeof piece === 'string' ? piece : shown(piece, scope))).join('') };
}

function shown<Host>(expression: Compiled<Host>, scope: Scope<Host>): string {
  const term = expression.evaluate(scope);
  const text = textOf(term);
  if (text !== undefined) return text.length > maxValueLength ? `${text.slice(0, maxValueLength)}…` : text;
  return isUnknown(term) ? 'an unknown value' : term === null ? 'nothing' : 'several values';
}
