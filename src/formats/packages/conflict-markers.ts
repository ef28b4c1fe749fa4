import type { SyntaxProblem } from '../node.ts';

/** Merge-conflict markers left in a text, one problem for each line that starts a conflict; at most 20. */
export function conflictMarkers(text: string): SyntaxProblem[] {
  const problems: SyntaxProblem[] = [];
  let at = text.startsWith('<<<<<<< ') ? 0 : after(text, 0);
  while (at >= 0 && problems.length < 20) {
    let line = 1;
    for (let i = text.indexOf('\n'); i >= 0 && i < at; i = text.indexOf('\n', i + 1)) line++;
    problems.push({ message: `merge conflict marker in line ${line}: the file cannot be trusted until the conflict is settled`, start: at, end: at + 7 });
    at = after(text, at);
  }
  return problems;
}

/** True for an offset where a whole line is a conflict marker: `<<<<<<< `, `|||||||`, `=======`, `>>>>>>> `. */
export function isMarkerLine(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code !== 60 && code !== 61 && code !== 62 && code !== 124) return false;
  if (at > 0 && text.charCodeAt(at - 1) !== 10) return false;
  for (let i = at + 1; i < at + 7; i++) if (text.charCodeAt(i) !== code) return false;
  const next = text.charCodeAt(at + 7);
  return Number.isNaN(next) || next === 32 || next === 10 || next === 13;
}

function after(text: string, from: number): number {
  const found = text.indexOf('\n<<<<<<< ', from);
  return found < 0 ? -1 : found + 1;
}
