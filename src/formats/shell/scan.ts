import type { MappedText } from '../mapped-text.ts';
import type { ShellCommand, ShellProblem, ShellRedirect, ShellScope, ShellWord } from './syntax.ts';

/** The state of reading one script; nested substitutions share it. Positions count in `text`, not in the source. */
export interface Scan {
  readonly source: MappedText;
  readonly text: string;
  at: number;
  /** Where reading stops: the end of the text, or of the backticks being read. */
  limit: number;
  depth: number;
  readonly commands: ShellCommand[];
  readonly scopes: ShellScope[];
  readonly problems: ShellProblem[];
  pipelines: number;
  /** Heredocs announced on the line being read. */
  pending: PendingHeredoc[];
  scope: number;
  pipeline: number;
  /** Words read so far, for the bound on them. */
  words: number;
  /** Reads commands of a nested scope up to its closer; set by the script reader, which words need for `$(…)`. */
  readonly nested: (scan: Scan, kind: ShellScope['kind'], closer: ')' | '', quoted: boolean) => void;
}

export interface PendingHeredoc {
  readonly delimiter: ShellWord;
  readonly chomp: boolean;
  fill(content: NonNullable<ShellRedirect['content']>): void;
}

/** Substitutions inside substitutions that are read; deeper ones are passed over as text. */
export const maxDepth = 40;

export const metacharacters = new Set([' ', '\t', '\n', '\r', '|', '&', ';', '(', ')', '<', '>']);

/** Moves over blanks, continued lines and, where a word may begin, comments. */
export function skipBlanks(scan: Scan): void {
  for (;;) {
    const char = scan.text[scan.at];
    if (scan.at >= scan.limit) return;
    if (char === ' ' || char === '\t' || char === '\r' || char === '\f' || char === '\v') scan.at++;
    else if (char === '\\' && scan.text[scan.at + 1] === '\n') scan.at += 2;
    else if (char === '#') {
      const newline = scan.text.indexOf('\n', scan.at);
      scan.at = newline < 0 || newline > scan.limit ? scan.limit : newline;
    } else return;
  }
}
